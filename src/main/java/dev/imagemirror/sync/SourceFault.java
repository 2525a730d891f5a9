package dev.imagemirror.sync;

import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.Reference;

/// What can be wrong with what a source chooses, though every registry answers.
final class SourceFault {
    private SourceFault() {}

    static Failure conflict(TargetTag target, SyncSource first, SyncSource later) {
        return Failure.of(
                FailureKind.CONFLICT,
                Side.TARGET,
                target.toString(),
                "write the tag",
                "'%s' and '%s' both go there, the first one is mirrored; give one of them another prefix or filter"
                        .formatted(first, later));
    }

    static Failure invalid(SyncSource source, Reference name) {
        return Failure.of(
                FailureKind.INVALID_TAG,
                Side.TARGET,
                source.target().toString(),
                "name the tag '%s'".formatted(name.text()),
                "the template '%s' makes of it what is no tag: at most 128 letters, digits, _ . and - are; shorten it"
                        .formatted(source.mapping().tag().text()));
    }

    static Failure tooMany(SyncSource source, int max, int leftOut) {
        return Failure.of(
                FailureKind.TOO_MANY_TAGS,
                Side.SOURCE,
                source.repository().toString(),
                "mirror every chosen tag",
                "'%s' chooses more than maxTags, %d: %d new ones are left out; narrow the rules or raise maxTags"
                        .formatted(source, max, leftOut));
    }

    static Failure nothingSelected(SyncSource source, int listed) {
        return Failure.of(
                FailureKind.NOTHING_SELECTED,
                Side.SOURCE,
                source.repository().toString(),
                "find a tag to mirror",
                "none of its %d tags is chosen by '%s'; correct the filter".formatted(listed, source));
    }

    static Failure gone(SyncSource.Origin origin) {
        return Failure.of(
                FailureKind.NOT_FOUND,
                Side.SOURCE,
                origin.toString(),
                "find the tag",
                "the source does not have it; correct the specification, or push it there");
    }

    /// @param recorded what the tag stays at
    /// @param moved what it was found to name
    static Failure immutableMoved(TargetTag target, Side side, Object recorded, Object moved) {
        return Failure.of(
                FailureKind.IMMUTABLE_MOVED,
                side,
                target.toString(),
                "leave the immutable tag at %s".formatted(recorded),
                "the %s has %s now, which is not copied; find out who moved it, or take it out of immutableTags"
                        .formatted(side, moved));
    }
}
