package dev.imagemirror.resource;

import dev.imagemirror.oci.Tag;
import dev.imagemirror.sync.RepositorySpecification;
import dev.imagemirror.sync.TargetTag;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds one target tag that two source repositories are asked for by name.
record NamedTags(MirrorSpecification.Work work) {
    @Nullable
    String conflict() {
        Map<TargetTag, RepositorySpecification> claims = new HashMap<>();
        for (RepositorySpecification source : work.sources()) {
            for (Tag tag : source.selection().named()) {
                TargetTag target = new TargetTag(
                        work.mapping().map(source.repository()), work.mapping().map(tag));
                @Nullable RepositorySpecification first = claims.putIfAbsent(target, source);
                if (first != null && !first.isLike(source)) {
                    return "'%s' and '%s' are both mirrored to %s; give them different prefixes or tags"
                            .formatted(first, source, target);
                }
            }
        }
        return null;
    }
}
