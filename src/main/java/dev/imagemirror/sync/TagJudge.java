package dev.imagemirror.sync;

import dev.imagemirror.content.Failure;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.Digest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Says what state a tag is in and what it needs, from what both sides answered. Sends nothing: a dry run and a run
/// that writes have the same judge.
///
/// @param origin what the source is asked for
/// @param memory what was recorded of the target tag
/// @param recordsWhole whether a tag without a record never had one
record TagJudge(TagPlan plan, SyncSource.Origin origin, TagMemory memory, SyncRules rules, boolean recordsWhole) {
    /// @param digest what the tag stands for: the source's digest, or the recorded one of an immutable tag
    /// @param atTarget what the target answered
    record Verdict(
            TagState state,
            @Nullable Digest digest,
            @Nullable Digest atTarget,
            Action action,
            @Nullable Failure failure) {}

    /// Whether the tag is immutable and was Present before, as far as is known: then the target is asked first.
    boolean mayBeRecorded() {
        return rules.isImmutable(plan.name()) && (memory.settled() || !recordsWhole);
    }

    /// What an immutable tag was Present with, so that the source is not asked any more. When the record may have been
    /// lost, what the target holds counts as recorded.
    Optional<Digest> recorded(Optional<Digest> atTarget) {
        if (!mayBeRecorded()) {
            return Optional.empty();
        }
        if (memory.settled()) {
            return Optional.ofNullable(memory.digest());
        }
        return memory.digest() == null ? atTarget : Optional.empty();
    }

    /// Nobody was asked: the copy finds out what there is.
    Verdict unasked() {
        return new Verdict(TagState.ABSENT, null, null, new Action.Copy(plan.name()), null);
    }

    /// @param right whether what the target holds is what becomes of what the source has
    Verdict judge(Optional<Digest> atSource, Optional<Digest> atTarget, boolean right) {
        @Nullable Digest there = atTarget.orElse(null);
        if (atSource.isEmpty()) {
            return missing(there);
        }
        Digest here = atSource.get();
        if (there == null) {
            return new Verdict(TagState.ABSENT, here, null, new Action.Copy(plan.name()), null);
        }
        if (right) {
            return new Verdict(TagState.PRESENT, here, there, Action.Keep.SAME, null);
        }
        Action action = rules.overwrite() ? new Action.Overwrite(there, here) : Action.Keep.MOVED;
        return new Verdict(TagState.CHANGED, here, there, action, null);
    }

    /// An immutable tag stays at what was recorded, whatever the source has.
    ///
    /// @param right whether what the target holds is what becomes of what was recorded
    Verdict judgeRecorded(Digest recorded, Optional<Digest> atTarget, boolean right) {
        if (atTarget.isEmpty()) {
            return new Verdict(TagState.ABSENT, recorded, null, new Action.Copy(recorded), null);
        }
        Digest there = atTarget.get();
        return right
                ? new Verdict(TagState.PRESENT, recorded, there, Action.Keep.RECORDED, null)
                : moved(recorded, there, Side.TARGET, there);
    }

    /// The source was asked all the same.
    Verdict judgeAsked(Digest recorded, Digest atSource, Optional<Digest> atTarget, boolean right) {
        return atTarget.isEmpty() || recorded.equals(atSource)
                ? judgeRecorded(recorded, atTarget, right)
                : moved(recorded, atTarget.get(), Side.SOURCE, atSource);
    }

    /// The rules do not choose it; only what this mirror wrote and the target still holds is of interest.
    Optional<Verdict> judgeDeselected(Optional<Digest> atTarget) {
        @Nullable Digest ours = memory.writtenTime() == null ? null : memory.held();
        return atTarget.filter(there -> there.equals(ours))
                .map(there -> new Verdict(TagState.DESELECTED, memory.digest(), there, Action.Report.DESELECTED, null));
    }

    /// The source does not have what was asked for.
    Verdict missing(@Nullable Digest there) {
        @Nullable Failure gone = plan.role() == TagPlan.Role.SELECTED ? SourceFault.gone(origin) : null;
        return there == null
                ? new Verdict(TagState.NOT_FOUND, null, null, Action.Report.NOWHERE, gone)
                : new Verdict(TagState.TARGET_ONLY, null, there, Action.Report.GONE, gone);
    }

    /// Neither side has what an immutable tag was recorded with.
    Verdict lost(Digest recorded) {
        return new Verdict(
                TagState.ABSENT,
                recorded,
                null,
                new Action.Copy(recorded),
                SourceFault.gone(new SyncSource.Origin(origin.repository(), recorded)));
    }

    private Verdict moved(Digest recorded, Digest there, Side side, Digest now) {
        return new Verdict(
                TagState.CHANGED,
                recorded,
                there,
                Action.Report.IMMUTABLE,
                SourceFault.immutableMoved(plan.target(), side, recorded, now));
    }
}
