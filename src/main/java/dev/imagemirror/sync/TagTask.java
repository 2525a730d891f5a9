package dev.imagemirror.sync;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.ContentTarget;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.Side;
import dev.imagemirror.copy.Attempt;
import dev.imagemirror.copy.CopyResult;
import dev.imagemirror.copy.Expectation;
import dev.imagemirror.copy.ImageCopier;
import dev.imagemirror.copy.RememberingSource;
import dev.imagemirror.copy.TargetContents;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Reference;
import dev.imagemirror.sync.TagJudge.Verdict;
import dev.imagemirror.sync.TagReport.Outcome.Change;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds out about one tag, and brings it in line unless the run is dry. Used once, by one thread.
final class TagTask {
    private final TagPlan plan;
    private final SyncRequest request;
    private final Ends ends;
    private final Attempt attempt;
    private final TagMemory memory;
    private final TagJudge judge;
    private final Sides sides;
    private final Followers followers;
    private final Outcomes outcomes;
    private final Rivals rivals;
    private long size;

    /// What a source is worked on with.
    ///
    /// @param connections to ask what other sources have
    /// @param clock tells when a tag was written
    record Ends(
            RememberingSource source,
            TargetContents contents,
            ImageCopier copier,
            Connections connections,
            Clock clock) {
        ContentTarget target() {
            return contents.target();
        }
    }

    TagTask(TagPlan plan, SyncRequest request, Ends ends, Attempt attempt) {
        this.plan = plan;
        this.request = request;
        this.ends = ends;
        this.attempt = attempt;
        this.memory = request.recall(plan);
        this.judge = new TagJudge(
                plan,
                request.origin(plan),
                memory,
                request.rules(),
                request.context().memory().whole());
        this.sides = new Sides(request, ends);
        this.followers = new Followers(request, ends);
        this.outcomes = new Outcomes(plan, request, ends.source());
        this.rivals = new Rivals(plan, request, ends.connections());
    }

    /// @return empty when there is nothing left to say of the tag
    Optional<TagReport> run() {
        return switch (plan.role()) {
            case SELECTED -> Optional.of(selected());
            case UNLISTED -> unlisted();
            case DESELECTED -> deselected();
        };
    }

    private TagReport selected() {
        boolean free = plan.atTarget() == TagPlan.Listing.NOT_LISTED;
        if (free) {
            // A listing is newer than any belief.
            sides.forget(plan);
        }
        if (judge.mayBeRecorded()) {
            Optional<Digest> atTarget = sides.target(plan);
            Optional<Digest> recorded = judge.recorded(atTarget);
            if (recorded.isPresent()) {
                return bring(judge.judgeRecorded(recorded.get(), atTarget, isRecorded(recorded.get(), atTarget)));
            }
        }
        if (free && !request.dryRun()) {
            // The copy asks the source anyway, so no question comes before it.
            return bring(judge.unasked());
        }
        Optional<Digest> atSource = atSource();
        return compare(atSource, free ? Optional.empty() : sides.target(plan));
    }

    private Optional<TagReport> unlisted() {
        Optional<Digest> atSource = atSource();
        if (atSource.isEmpty()) {
            return gone().filter(report -> !rivals.isChosen(true));
        }
        Optional<Digest> atTarget = sides.target(plan);
        if (isLimited()) {
            return judge.judgeDeselected(atTarget)
                    .filter(verdict -> plan.others().isEmpty())
                    .map(verdict -> report(verdict, null));
        }
        return Optional.of(judge.recorded(atTarget)
                .map(stays -> bring(judge.judgeAsked(stays, atSource.get(), atTarget, isRecorded(stays, atTarget))))
                .orElseGet(() -> compare(atSource, atTarget)));
    }

    /// What it holds is of interest only where it may be deleted.
    private Optional<TagReport> gone() {
        if (plan.atTarget() == TagPlan.Listing.LISTED
                && !request.rules().prune().isOn()) {
            return Optional.of(report(new Verdict(TagState.TARGET_ONLY, null, null, Action.Report.GONE, null), null));
        }
        return sides.target(plan).map(there -> report(judge.missing(there), null));
    }

    private Optional<TagReport> deselected() {
        return judge.judgeDeselected(sides.target(plan))
                .filter(verdict -> !rivals.isChosen(false))
                .map(verdict -> report(verdict, null));
    }

    /// Whether `newest` decides, which counts only what the source lists.
    private boolean isLimited() {
        return source().selection() instanceof Selection.ListedTags listed
                && listed.rules().newest() > 0;
    }

    private TagReport compare(Optional<Digest> atSource, Optional<Digest> atTarget) {
        boolean right =
                atSource.isPresent() && atTarget.isPresent() && outcomes.isRight(atSource.get(), atTarget.get());
        return bring(judge.judge(atSource, atTarget, right));
    }

    /// Whether the target holds what an immutable tag was recorded with. Where the record was lost, what it holds is
    /// the record.
    private boolean isRecorded(Digest recorded, Optional<Digest> atTarget) {
        return atTarget.isPresent() && (!memory.settled() || outcomes.isRight(recorded, atTarget.get()));
    }

    /// Does what the verdict says is needed.
    private TagReport bring(Verdict verdict) {
        if (verdict.state() == TagState.PRESENT) {
            return present(verdict);
        }
        sides.forget(plan);
        if (request.dryRun()) {
            return report(verdict, null);
        }
        // No switch over types: it makes a class when it is first reached, here by all threads of a command at once.
        if (verdict.action() instanceof Action.Copy copy) {
            return copy(copy, verdict);
        }
        if (verdict.action() instanceof Action.Overwrite(Digest replaced, Digest by)) {
            return copy(plan.name(), new Expectation.Content(replaced), verdict);
        }
        return report(verdict, null);
    }

    /// The source was not asked for what was recorded, so only the target's answer is believed later.
    private TagReport present(Verdict verdict) {
        Digest there = Objects.requireNonNull(verdict.atTarget());
        sides.found(plan, Side.TARGET, there);
        if (!verdict.action().equals(Action.Keep.RECORDED)) {
            sides.found(plan, Side.SOURCE, Objects.requireNonNull(verdict.digest()));
        }
        return report(verdict, request.dryRun() ? null : followers.follow(there, attempt));
    }

    private TagReport copy(Action.Copy copy, Verdict verdict) {
        boolean guarded = request.rules().isGuarded(plan.name());
        return copy(copy.from(), guarded ? Expectation.ABSENT : Expectation.ANYTHING, verdict);
    }

    private TagReport copy(Reference from, Expectation expected, Verdict verdict) {
        try {
            return switch (ends.copier()
                    .copy(wanted(from, verdict), plan.target().tag(), expected, attempt)) {
                case CopyResult.Copied copied -> copied(from, copied);
                case CopyResult.Missing() -> missing(from, verdict);
                case CopyResult.Occupied(Digest digest, Digest now) -> occupied(from, digest, now);
            };
        } catch (ContentException e) {
            return report(verdict, attempt.reason(e));
        }
    }

    /// What the copy begins with. A manifest that came with another tag is not read again.
    private Reference wanted(Reference from, Verdict verdict) {
        @Nullable Digest known = verdict.digest() == null ? plan.named().source() : verdict.digest();
        return known != null && ends.source().remembers(known) ? known : from;
    }

    private TagReport missing(Reference from, Verdict verdict) {
        return from instanceof Digest recorded && isRestored(from)
                ? report(judge.lost(recorded), null)
                : report(judge.missing(verdict.atTarget()), null);
    }

    /// The target holds the tag after all, though its listing does not say so.
    private TagReport occupied(Reference from, Digest digest, Digest now) {
        return report(
                isRestored(from)
                        ? judge.judgeRecorded(digest, Optional.of(now), false)
                        : judge.judge(Optional.of(digest), Optional.of(now), false),
                null);
    }

    /// Whether this is what an immutable tag was recorded with, and not what the source is asked for by name.
    private boolean isRestored(Reference from) {
        return !from.equals(plan.name());
    }

    private TagReport copied(Reference from, CopyResult.Copied copied) {
        sides.found(plan, Side.TARGET, copied.digest());
        if (!isRestored(from)) {
            sides.found(plan, Side.SOURCE, copied.source());
        }
        boolean ours = copied.digest().equals(memory.held());
        return new TagReport(
                plan.name().text(),
                plan,
                TagState.PRESENT,
                copied.source(),
                copied.digest().equals(copied.source()) ? null : copied.digest(),
                Action.Keep.WRITTEN,
                followers.settle(copied.referrers(), copied.digest()),
                true,
                copied.written() ? now() : ours ? memory.writtenTime() : null,
                null,
                new TagReport.Outcome(change(copied), copied.bytes(), Duration.ZERO));
    }

    private static Change change(CopyResult.Copied copied) {
        return copied.written() ? Change.WRITTEN : Change.NONE;
    }

    private TagReport report(Verdict verdict, @Nullable Failure failure) {
        TagState state = verdict.state();
        @Nullable Digest there = verdict.atTarget();
        @Nullable Digest digest = verdict.digest() == null ? memory.digest() : verdict.digest();
        boolean gone = state.isSurplus();
        @Nullable Digest held = there == null && gone ? memory.held() : there;
        boolean ours = there == null || there.equals(memory.held());
        boolean same = memory.settled() && digest != null && digest.equals(memory.digest());
        return new TagReport(
                plan.name().text(),
                plan,
                state,
                digest,
                held == null || held.equals(digest) ? null : held,
                verdict.action(),
                failure == null ? verdict.failure() : failure,
                same || state == TagState.PRESENT || isMoved(verdict),
                ours ? memory.writtenTime() : null,
                gone ? since(state, ours) : null,
                new TagReport.Outcome(Change.NONE, size, Duration.ZERO));
    }

    /// A verdict that names the recorded digest makes it one, also when the record itself was lost.
    private static boolean isMoved(Verdict verdict) {
        return verdict.action().equals(Action.Report.IMMUTABLE);
    }

    /// Other content, and another reason, begin anew.
    private Instant since(TagState state, boolean ours) {
        return ours && memory.gone() == state && memory.since() != null ? memory.since() : now();
    }

    private Instant now() {
        return ends.clock().instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private SyncSource source() {
        return request.sources().get(plan.source());
    }

    /// A plan shows the size of what would move too, as far as a question is needed anyway.
    private Optional<Digest> atSource() {
        return request.dryRun() ? sides.known(plan, Side.SOURCE).or(this::described) : sides.source(plan);
    }

    private Optional<Digest> described() {
        Optional<Descriptor> found = ends.source().resolve(plan.name());
        size = found.map(Descriptor::size).orElse(0L);
        return found.map(Descriptor::digest);
    }
}
