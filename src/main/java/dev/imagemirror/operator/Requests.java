package dev.imagemirror.operator;

import dev.imagemirror.api.ImageMirror;
import dev.imagemirror.api.ImageMirrorStatus;
import dev.imagemirror.resource.Approval;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What people ask for by annotations of a mirror.
///
/// @param requestedAt asks for a run by a value that it did not have before
/// @param approved the plan of deletions that may be carried out; empty without
record Requests(@Nullable String requestedAt, String approved) {
    static Requests of(ImageMirror mirror) {
        @Nullable Map<String, String> annotations = mirror.getMetadata().getAnnotations();
        Map<String, String> all = annotations == null ? Map.of() : annotations;
        return new Requests(all.get(ImageMirror.REQUESTED_AT), all.getOrDefault(ImageMirror.APPROVE_PRUNE, ""));
    }

    /// Whether a run is asked for that has not ended yet by this status.
    boolean isOpen(ImageMirrorStatus status) {
        return (requestedAt != null && !requestedAt.equals(status.lastHandledReconcileAt()))
                || Approval.isAwaited(status, approved);
    }
}
