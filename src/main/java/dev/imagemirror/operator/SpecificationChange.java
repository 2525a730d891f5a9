package dev.imagemirror.operator;

import dev.imagemirror.api.ImageMirror;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Lets through what a mirror must react to: a new generation, a request, a deletion. The framework's own
/// generation-aware filter would hide annotations; without any, each of our status writes would be an event.
public final class SpecificationChange implements OnUpdateFilter<ImageMirror> {
    @Override
    public boolean accept(ImageMirror now, ImageMirror before) {
        ObjectMeta meta = now.getMetadata();
        ObjectMeta old = before.getMetadata();
        return !Objects.equals(meta.getGeneration(), old.getGeneration())
                || !Objects.equals(meta.getUid(), old.getUid())
                || !Objects.equals(meta.getDeletionTimestamp(), old.getDeletionTimestamp())
                || !Objects.equals(request(meta), request(old));
    }

    private static @Nullable String request(ObjectMeta meta) {
        Map<String, String> annotations = meta.getAnnotations();
        return annotations == null ? null : annotations.get(ImageMirror.REQUESTED_AT);
    }
}
