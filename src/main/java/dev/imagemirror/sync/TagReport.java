package dev.imagemirror.sync;

import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.oci.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a run found out about one tag, and did.
///
/// @param name the source's name of it: a tag, or the digest of a source that names one
/// @param plan why and where it was looked at; null for a name that no target accepts
/// @param digest the source's manifest digest, as far as it is known; of an immutable tag the recorded one
/// @param targetDigest what the target answers, or answered last, when it differs from `digest`
/// @param action what is to be done, as far as it was not done
/// @param failure why the tag is not what it should be
/// @param wasPresent whether it ever was Present with `digest`
/// @param writtenTime when this mirror wrote what the target holds
/// @param since since when the tag is TargetOnly or Deselected
/// @param outcome what this run did about it
public record TagReport(
        String name,
        @Nullable TagPlan plan,
        TagState state,
        @Nullable Digest digest,
        @Nullable Digest targetDigest,
        Action action,
        @Nullable Failure failure,
        boolean wasPresent,
        @Nullable Instant writtenTime,
        @Nullable Instant since,
        Outcome outcome) {

    /// @param change of the target
    /// @param bytes of blobs that were moved; in a plan, of the manifest that would be
    /// @param took how long it was worked on, since it last waited for its turn
    public record Outcome(Change change, long bytes, Duration took) {
        public static final Outcome NONE = new Outcome(Change.NONE, 0, Duration.ZERO);

        public enum Change {
            NONE,
            WRITTEN,
            DELETED
        }
    }

    /// The target's name of it; empty when no target accepts one.
    public Optional<TargetTag> target() {
        return Optional.ofNullable(plan).map(TagPlan::target);
    }

    /// Asked for by name, and excused when the source does not have it.
    public boolean assumed() {
        return plan != null && plan.assumed();
    }

    public boolean written() {
        return outcome.change() == Outcome.Change.WRITTEN;
    }

    public boolean isDeleted() {
        return outcome.change() == Outcome.Change.DELETED;
    }

    /// Whether the tag is as it should be, or excused by the rules.
    public boolean isSettled() {
        return switch (state) {
            case PRESENT, DESELECTED -> failure == null;
            case TARGET_ONLY, NOT_FOUND -> failure == null || assumed();
            case CHANGED -> action instanceof Action.Keep || isMoveOfImmutable();
            case ABSENT, UNKNOWN -> false;
        };
    }

    /// Whether something is still to be written.
    public boolean isPending() {
        return (state == TagState.ABSENT || state == TagState.CHANGED) && !isSettled();
    }

    /// Whether the last attempt at it failed.
    public boolean isFailed() {
        return failure != null && !isSettled();
    }

    /// Whether an immutable tag was found to have moved; it was left alone.
    public boolean isMoveOfImmutable() {
        return failure != null && failure.kind() == FailureKind.IMMUTABLE_MOVED;
    }

    /// Whether it could have been deleted, and stays for a reason.
    public boolean isKept() {
        return action instanceof Action.Keep && state.isSurplus();
    }

    /// Whether the rules choose it and the source has it.
    boolean isAtSource() {
        return switch (state) {
            case PRESENT, ABSENT, CHANGED, UNKNOWN -> true;
            case TARGET_ONLY, DESELECTED, NOT_FOUND -> false;
        };
    }

    /// What the target answered, or answered last, as far as it is known.
    @Nullable
    Digest held() {
        return targetDigest == null ? digest : targetDigest;
    }

    /// What is remembered of it until the next run.
    ///
    /// @param origin what it is made of; null when no target accepts its name
    TagMemory memory(SyncSource.@Nullable Origin origin) {
        return new TagMemory(
                digest,
                held(),
                state == TagState.PRESENT,
                wasPresent,
                writtenTime,
                since,
                since == null ? null : gone(),
                origin);
    }

    /// What `since` is about; of a tag that could not be asked, by the rules alone.
    private TagState gone() {
        TagState planned = plan == null ? TagState.TARGET_ONLY : plan.surplus();
        return state.isSurplus() ? state : planned;
    }

    /// The same, found out by a run before this one, which did not write it.
    TagReport ofEarlierRun() {
        return with(Outcome.NONE);
    }

    TagReport took(Duration time) {
        return with(new Outcome(outcome.change(), outcome.bytes(), time));
    }

    /// The same after it was deleted.
    TagReport deleted() {
        return with(new Outcome(Outcome.Change.DELETED, 0, outcome.took()));
    }

    /// The same with something else to be done.
    TagReport with(Action needed) {
        return new TagReport(
                name, plan, state, digest, targetDigest, needed, failure, wasPresent, writtenTime, since, outcome);
    }

    private TagReport with(Outcome changed) {
        return new TagReport(
                name, plan, state, digest, targetDigest, action, failure, wasPresent, writtenTime, since, changed);
    }

    /// What can be said of a tag when a side could not be asked: what was recorded of it, and why.
    static TagReport unknown(TagPlan plan, TagMemory memory, Failure failure) {
        return new TagReport(
                plan.name().text(),
                plan,
                TagState.UNKNOWN,
                memory.digest(),
                Objects.equals(memory.held(), memory.digest()) ? null : memory.held(),
                new Action.Skip(failure),
                failure,
                memory.settled(),
                memory.writtenTime(),
                memory.gone() == plan.surplus() ? memory.since() : null,
                Outcome.NONE);
    }

    /// A name that the source offers and no target accepts.
    static TagReport invalid(String name, Failure failure) {
        return new TagReport(
                name,
                null,
                TagState.ABSENT,
                null,
                null,
                new Action.Skip(failure),
                failure,
                false,
                null,
                null,
                Outcome.NONE);
    }
}
