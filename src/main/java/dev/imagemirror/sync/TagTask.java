package dev.imagemirror.sync;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.ContentTarget;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import dev.imagemirror.copy.Attempt;
import dev.imagemirror.copy.CopyResult;
import dev.imagemirror.copy.ImageCopier;
import dev.imagemirror.copy.PlatformSubset;
import dev.imagemirror.copy.RememberingSource;
import dev.imagemirror.copy.TargetContents;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Reference;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds out about one tag of one source, and brings it in line unless the run is dry.
///
/// @param repositories the two ends
/// @param subset how much of an image is copied
/// @param clock tells when a tag was written
record TagTask(SyncRequest request, Ends repositories, PlatformSubset subset, ImageCopier copier, Clock clock) {
    /// The two repositories of one source.
    record Ends(RememberingSource source, TargetContents contents) {
        ContentTarget target() {
            return contents.target();
        }
    }

    /// @return empty when there is nothing left to say of the tag
    Optional<TagReport> run(TagPlan plan, Attempt attempt) {
        TagMemory memory = request.recall(plan.target());
        return switch (plan.role()) {
            case SELECTED -> Optional.of(selected(plan, memory, attempt));
            case UNLISTED -> unlisted(plan, memory, attempt);
            case DESELECTED -> deselected(plan, memory);
        };
    }

    private TagReport selected(TagPlan plan, TagMemory memory, Attempt attempt) {
        if (plan.atTarget() == TagPlan.Listing.NOT_LISTED && !request.dryRun()) {
            // The copy asks the source anyway, so no question comes before it.
            sides().forget(plan);
            return act(plan, memory, new Look(TagState.ABSENT, null, null, new Action.Copy()), attempt);
        }
        return compare(plan, memory, sides().source(plan), attempt);
    }

    private Optional<TagReport> unlisted(TagPlan plan, TagMemory memory, Attempt attempt) {
        Optional<Digest> atSource = sides().source(plan);
        if (atSource.isPresent()) {
            return Optional.of(compare(plan, memory, atSource, attempt));
        }
        boolean atTarget = plan.atTarget() == TagPlan.Listing.LISTED
                || sides().target(plan).isPresent();
        Look look = new Look(TagState.TARGET_ONLY, null, null, new Action.Keep());
        return atTarget ? Optional.of(report(plan, memory, look, null)) : Optional.empty();
    }

    /// Only what the target still holds as this mirror wrote it is of interest.
    private Optional<TagReport> deselected(TagPlan plan, TagMemory memory) {
        Optional<Digest> atTarget = sides().target(plan);
        if (memory.held() == null || atTarget.filter(memory.held()::equals).isEmpty()) {
            return Optional.empty();
        }
        Look look = new Look(TagState.DESELECTED, memory.digest(), memory.held(), new Action.Keep());
        return Optional.of(report(plan, memory, look, null));
    }

    private TagReport compare(TagPlan plan, TagMemory memory, Optional<Digest> atSource, Attempt attempt) {
        Optional<Digest> atTarget =
                plan.atTarget() == TagPlan.Listing.NOT_LISTED ? Optional.empty() : sides().target(plan);
        Look look = subset.isPartial() && atSource.isPresent() && atTarget.isPresent()
                ? partial(plan, memory, atSource.get(), atTarget.get())
                : Look.of(atSource, atTarget);
        if (look.state() == TagState.PRESENT) {
            sides().found(plan, atSource.orElseThrow(), atTarget.orElseThrow());
            return report(
                    plan, memory, look, request.dryRun() ? null : followers().follow(atTarget.get(), attempt));
        }
        sides().forget(plan);
        if (atSource.isEmpty()) {
            return report(plan, memory, look, gone(plan));
        }
        return request.dryRun() ? report(plan, memory, look, null) : act(plan, memory, look, attempt);
    }

    /// Where platforms may be left out, the digests alone tell only that an earlier run saw the same two. If none did,
    /// the copy reads the index, and writes nothing when the target holds what comes out; a dry run reads it here.
    private Look partial(TagPlan plan, TagMemory memory, Digest source, Digest target) {
        boolean right = memory.pairs(source, target)
                || (request.dryRun()
                        && outcome(plan, source).filter(target::equals).isPresent());
        return right
                ? new Look(TagState.PRESENT, source, target, new Action.Keep())
                : new Look(TagState.CHANGED, source, target, new Action.Overwrite(target));
    }

    private Optional<Digest> outcome(TagPlan plan, Digest source) {
        return repositories
                .source()
                .fetch(source)
                .map(manifest -> subset.cut(manifest, place(plan)).tagged().digest());
    }

    private TagReport act(TagPlan plan, TagMemory memory, Look look, Attempt attempt) {
        try {
            return switch (copier.copy(wanted(plan, look), plan.target().tag(), look.replaced(), attempt)) {
                case CopyResult.Copied copied -> copied(plan, memory, copied);
                case CopyResult.Missing() ->
                    report(plan, memory, Look.of(Optional.empty(), Optional.ofNullable(look.replaced())), gone(plan));
            };
        } catch (ContentException e) {
            return report(plan, memory, look, attempt.reason(e));
        }
    }

    /// What the copy begins with. A manifest that came with another tag is not read again.
    private Reference wanted(TagPlan plan, Look look) {
        @Nullable Digest known = look.digest() == null ? plan.named().source() : look.digest();
        return known != null && repositories.source().remembers(known) ? known : plan.tag();
    }

    private TagReport copied(TagPlan plan, TagMemory memory, CopyResult.Copied copied) {
        sides().found(plan, copied.source(), copied.digest());
        boolean ours = copied.digest().equals(memory.held());
        return new TagReport(
                plan.tag(),
                plan.target(),
                TagState.PRESENT,
                copied.source(),
                copied.digest().equals(copied.source()) ? null : copied.digest(),
                plan.assumed(),
                new Action.Keep(),
                followers().settle(copied.referrers(), copied.digest()),
                copied.written() ? now() : ours ? memory.writtenTime() : null,
                null,
                copied.written());
    }

    private TagReport report(TagPlan plan, TagMemory memory, Look look, @Nullable Failure failure) {
        boolean gone = look.state() == TagState.TARGET_ONLY || look.state() == TagState.DESELECTED;
        @Nullable Instant since = gone ? (memory.since() == null ? now() : memory.since()) : null;
        boolean ours = look.atTarget() == null || look.atTarget().equals(memory.held());
        @Nullable Digest digest = look.digest() == null ? memory.digest() : look.digest();
        @Nullable Digest held = look.atTarget() == null && gone ? memory.held() : look.atTarget();
        return new TagReport(
                plan.tag(),
                plan.target(),
                look.state(),
                digest,
                held == null || held.equals(digest) ? null : held,
                plan.assumed(),
                look.action(),
                failure,
                ours ? memory.writtenTime() : null,
                since,
                false);
    }

    private Failure gone(TagPlan plan) {
        return Failure.of(
                FailureKind.NOT_FOUND,
                Side.SOURCE,
                place(plan),
                "find the tag",
                "the source does not have it; correct the specification, or push it there");
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private String place(TagPlan plan) {
        return repositories.source().repository() + ":" + plan.tag();
    }

    private Followers followers() {
        return new Followers(request, repositories, copier);
    }

    private Sides sides() {
        return new Sides(request, repositories, clock);
    }

    /// What both sides answered, and what follows.
    private record Look(
            TagState state,
            @Nullable Digest digest,
            @Nullable Digest atTarget,
            Action action) {
        static Look of(Optional<Digest> source, Optional<Digest> target) {
            @Nullable Digest atTarget = target.orElse(null);
            if (source.isEmpty()) {
                TagState state = target.isPresent() ? TagState.TARGET_ONLY : TagState.NOT_FOUND;
                return new Look(state, null, atTarget, new Action.Keep());
            }
            if (target.isEmpty()) {
                return new Look(TagState.ABSENT, source.get(), null, new Action.Copy());
            }
            return source.equals(target)
                    ? new Look(TagState.PRESENT, source.get(), atTarget, new Action.Keep())
                    : new Look(TagState.CHANGED, source.get(), atTarget, new Action.Overwrite(target.get()));
        }

        @Nullable
        Digest replaced() {
            return action instanceof Action.Overwrite(Digest now) ? now : null;
        }
    }
}
