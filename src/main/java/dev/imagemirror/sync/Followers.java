package dev.imagemirror.sync;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.Failure;
import dev.imagemirror.copy.Attempt;
import dev.imagemirror.copy.ReferrerResult;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What refers to the images of one source: the state of a tag does not depend on it, but why it is not all there is
/// said beside it.
record Followers(SyncRequest request, TagTask.Ends ends) {
    /// Brings what refers to an unchanged image, if it is time to look.
    ///
    /// @return why it is not all there
    @Nullable
    Failure follow(Digest image, Attempt attempt) {
        @Nullable ReferrerSearches searches = request.context().searches();
        if (searches == null || !searches.isDue(mirrored(image))) {
            return null;
        }
        try {
            Optional<Descriptor> held = ends.target().resolve(image);
            return held.isPresent() ? settle(ends.copier().bringReferrers(held.get(), attempt), image) : null;
        } catch (ContentException e) {
            return attempt.reason(e);
        }
    }

    /// Remembers a search with a good end.
    ///
    /// @return why it is not all there
    @Nullable
    Failure settle(ReferrerResult result, Digest image) {
        return switch (result) {
            case ReferrerResult.Done() -> {
                @Nullable ReferrerSearches searches = request.context().searches();
                if (searches != null) {
                    searches.note(mirrored(image));
                }
                yield null;
            }
            case ReferrerResult.Left() -> null;
            case ReferrerResult.Failed(Failure failure) -> failure;
        };
    }

    private MirroredImage mirrored(Digest image) {
        return new MirroredImage(ends.source().repository(), ends.target().repository(), image);
    }
}
