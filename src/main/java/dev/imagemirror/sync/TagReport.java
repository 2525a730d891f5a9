package dev.imagemirror.sync;

import dev.imagemirror.content.Failure;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Tag;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a run found out about one tag, and did.
///
/// @param tag the source's name of it
/// @param target the target's name of it
/// @param digest the source's manifest digest, as far as it is known
/// @param targetDigest what the target answers, or answered last, when it differs from `digest`
/// @param assumed asked for by name, and excused when the source does not have it
/// @param action what is still to be done, in a dry run or after a failure
/// @param failure why the tag is not what it should be
/// @param writtenTime when this mirror wrote what the target holds
/// @param since since when the tag is TargetOnly or Deselected
/// @param written whether this run wrote the tag
public record TagReport(
        Tag tag,
        TargetTag target,
        TagState state,
        @Nullable Digest digest,
        @Nullable Digest targetDigest,
        boolean assumed,
        Action action,
        @Nullable Failure failure,
        @Nullable Instant writtenTime,
        @Nullable Instant since,
        boolean written) {

    /// Whether the tag is as it should be, or excused by the rules.
    public boolean isSettled() {
        return switch (state) {
            case PRESENT, DESELECTED -> failure == null;
            case TARGET_ONLY, NOT_FOUND -> failure == null || assumed;
            case ABSENT, CHANGED, UNKNOWN -> false;
        };
    }

    /// Whether something is still to be written.
    public boolean isPending() {
        return state == TagState.ABSENT || state == TagState.CHANGED;
    }

    /// Whether the last attempt at it failed.
    public boolean isFailed() {
        return failure != null && !isSettled();
    }

    /// Whether the rules choose it and the source has it.
    boolean isAtSource() {
        return switch (state) {
            case PRESENT, ABSENT, CHANGED, UNKNOWN -> true;
            case TARGET_ONLY, DESELECTED, NOT_FOUND -> false;
        };
    }

    /// What is remembered of it until the next run.
    public TagMemory memory() {
        @Nullable Digest held = targetDigest == null ? digest : targetDigest;
        return new TagMemory(digest, held, state == TagState.PRESENT, writtenTime, since);
    }

    /// The same, found out by a run before this one, which did not write it.
    TagReport ofEarlierRun() {
        return new TagReport(
                tag, target, state, digest, targetDigest, assumed, action, failure, writtenTime, since, false);
    }

    /// What can be said of a tag when a side could not be asked: what was recorded of it, and why.
    static TagReport unknown(TagPlan plan, TagMemory memory, Failure failure) {
        return new TagReport(
                plan.tag(),
                plan.target(),
                TagState.UNKNOWN,
                memory.digest(),
                Objects.equals(memory.held(), memory.digest()) ? null : memory.held(),
                plan.assumed(),
                new Action.Keep(),
                failure,
                memory.writtenTime(),
                memory.since(),
                false);
    }
}
