package dev.imagemirror.copy;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.PushResult;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.ImageIndex;
import dev.imagemirror.oci.ImageManifest;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Manifest;
import java.util.Set;
import java.util.function.Supplier;

/// How much of a multi-platform image is copied. What is no index is always copied as it is.
public sealed interface PlatformSubset {
    /// Everything, byte for byte.
    record Whole() implements PlatformSubset {}

    /// A smaller index, with a digest of its own.
    record Rewritten(PlatformFilter filter) implements PlatformSubset {}

    /// The original index, of which the target gets only some children.
    record Sparse(PlatformFilter filter) implements PlatformSubset {}

    /// What a copy makes of a manifest.
    ///
    /// @param content its content goes to the target first
    /// @param tagged what the tag is to name; another manifest when children are left out of it
    /// @param sparse whether a target may hold `tagged` without all of its children
    record Cut(Manifest content, Manifest tagged, boolean sparse) {
        private static final Set<FailureKind> REFUSALS = Set.of(FailureKind.PUSH_REJECTED, FailureKind.NOT_FOUND);

        /// All of it.
        static Cut whole(Manifest manifest) {
            return new Cut(manifest, manifest, false);
        }

        /// Writes what the tag is to name. What a registry says to an index without its children tells few people
        /// what to do.
        PushResult write(Supplier<PushResult> push) {
            if (content.equals(tagged)) {
                return push.get();
            }
            try {
                return switch (push.get()) {
                    case PushResult.Done done -> done;
                    case PushResult.Incomplete(Set<Digest> missing, Failure why) ->
                        new PushResult.Incomplete(missing, refused(why));
                };
            } catch (ContentException e) {
                throw REFUSALS.contains(e.failure().kind()) ? new ContentException(refused(e.failure()), e) : e;
            }
        }

        private static Failure refused(Failure refusal) {
            return Failure.of(
                    FailureKind.PUSH_REJECTED,
                    Side.TARGET,
                    refusal.place(),
                    refusal.operation(),
                    "it takes no index without all of its children; set platformMode: Rewrite (its answer: %s)"
                            .formatted(refusal.detail()));
        }
    }

    /// Whether platforms may be left out.
    default boolean isPartial() {
        return !(this instanceof Whole);
    }

    /// @param place names the image in messages
    /// @throws ContentException when the index has none of the platforms, or cannot be cut
    default Cut cut(Manifest manifest, String place) {
        return switch (manifest) {
            case ImageManifest image -> Cut.whole(image);
            case ImageIndex index ->
                switch (this) {
                    case Whole() -> Cut.whole(index);
                    case Rewritten(PlatformFilter filter) -> {
                        ImageIndex smaller = reduce(filter, index, place);
                        yield new Cut(smaller, smaller, false);
                    }
                    case Sparse(PlatformFilter filter) -> new Cut(reduce(filter, index, place), index, true);
                };
        };
    }

    private static ImageIndex reduce(PlatformFilter filter, ImageIndex index, String place) {
        try {
            ImageIndex smaller = filter.reduce(index);
            if (smaller.entries().isEmpty()) {
                throw failed(FailureKind.NO_MATCHING_PLATFORM, place, filter.refusal(index));
            }
            return smaller;
        } catch (MalformedException e) {
            throw failed(FailureKind.UNSUPPORTED_MANIFEST, place, String.valueOf(e.getMessage()));
        }
    }

    private static ContentException failed(FailureKind kind, String place, String detail) {
        return new ContentException(Failure.of(kind, Side.SOURCE, place, "choose its platforms", detail));
    }
}
