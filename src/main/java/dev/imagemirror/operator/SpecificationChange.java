package dev.imagemirror.operator;

import dev.imagemirror.api.ImageMirror;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import java.util.Objects;

/// Lets through what a mirror must react to: a new generation, a request or an approval, a deletion. The framework's
/// own generation-aware filter would hide annotations; without any, each of our status writes would be an event.
public final class SpecificationChange implements OnUpdateFilter<ImageMirror> {
    @Override
    public boolean accept(ImageMirror now, ImageMirror before) {
        ObjectMeta meta = now.getMetadata();
        ObjectMeta old = before.getMetadata();
        return !Objects.equals(meta.getGeneration(), old.getGeneration())
                || !Objects.equals(meta.getUid(), old.getUid())
                || !Objects.equals(meta.getDeletionTimestamp(), old.getDeletionTimestamp())
                || !Requests.of(now).equals(Requests.of(before));
    }
}
