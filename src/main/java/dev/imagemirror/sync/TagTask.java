package dev.imagemirror.sync;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.ContentSource;
import dev.imagemirror.content.ContentTarget;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import dev.imagemirror.copy.Attempt;
import dev.imagemirror.copy.CopyResult;
import dev.imagemirror.copy.ImageCopier;
import dev.imagemirror.copy.TargetContents;
import dev.imagemirror.oci.Descriptor;
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
/// @param turns of copies, which the run shares
record TagTask(SyncRequest request, Ends repositories, ImageCopier copier, Turns turns, Clock clock) {
    /// The two repositories of one source.
    record Ends(ContentSource source, TargetContents contents) {
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
            return act(plan, memory, new Look(TagState.ABSENT, null, null, new Action.Copy()), attempt);
        }
        Optional<Digest> atSource = resolve(repositories.source(), plan.tag());
        return compare(plan, memory, atSource, attempt);
    }

    private Optional<TagReport> unlisted(TagPlan plan, TagMemory memory, Attempt attempt) {
        Optional<Digest> atSource = resolve(repositories.source(), plan.tag());
        if (atSource.isPresent()) {
            return Optional.of(compare(plan, memory, atSource, attempt));
        }
        boolean atTarget = plan.atTarget() == TagPlan.Listing.LISTED
                || resolve(repositories.target(), plan.target().tag()).isPresent();
        Look look = new Look(TagState.TARGET_ONLY, null, null, new Action.Keep());
        return atTarget ? Optional.of(report(plan, memory, look, null)) : Optional.empty();
    }

    /// Only what the target still holds as this mirror wrote it is of interest.
    private Optional<TagReport> deselected(TagPlan plan, TagMemory memory) {
        Optional<Digest> atTarget = resolve(repositories.target(), plan.target().tag());
        if (memory.digest() == null || atTarget.filter(memory.digest()::equals).isEmpty()) {
            return Optional.empty();
        }
        Look look = new Look(TagState.DESELECTED, memory.digest(), memory.digest(), new Action.Keep());
        return Optional.of(report(plan, memory, look, null));
    }

    private TagReport compare(TagPlan plan, TagMemory memory, Optional<Digest> atSource, Attempt attempt) {
        Optional<Digest> atTarget = plan.atTarget() == TagPlan.Listing.NOT_LISTED
                ? Optional.empty()
                : resolve(repositories.target(), plan.target().tag());
        Look look = Look.of(atSource, atTarget);
        if (atSource.isEmpty()) {
            return report(plan, memory, look, gone(plan));
        }
        boolean keeps = look.action() instanceof Action.Keep;
        return keeps || request.dryRun() ? report(plan, memory, look, null) : act(plan, memory, look, attempt);
    }

    private TagReport act(TagPlan plan, TagMemory memory, Look look, Attempt attempt) {
        try (var _ = turns.take(attempt)) {
            return switch (copier.copy(plan.tag(), plan.target().tag(), look.replaced(), attempt)) {
                case CopyResult.Copied copied -> copied(plan, memory, copied);
                case CopyResult.Missing() ->
                    report(plan, memory, Look.of(Optional.empty(), Optional.ofNullable(look.replaced())), gone(plan));
            };
        } catch (ContentException e) {
            return report(plan, memory, look, attempt.reason(e));
        }
    }

    private TagReport copied(TagPlan plan, TagMemory memory, CopyResult.Copied copied) {
        Look look = new Look(TagState.PRESENT, copied.digest(), copied.digest(), new Action.Keep());
        @Nullable Instant writtenTime = copied.written() ? now() : memory.writtenTime();
        return new TagReport(
                plan.tag(),
                plan.target(),
                look.state(),
                look.digest(),
                null,
                plan.assumed(),
                look.action(),
                null,
                writtenTime,
                null,
                copied.written());
    }

    private TagReport report(TagPlan plan, TagMemory memory, Look look, @Nullable Failure failure) {
        boolean gone = look.state() == TagState.TARGET_ONLY || look.state() == TagState.DESELECTED;
        @Nullable Instant since = gone ? (memory.since() == null ? now() : memory.since()) : null;
        boolean ours = look.atTarget() == null || look.atTarget().equals(memory.digest());
        return new TagReport(
                plan.tag(),
                plan.target(),
                look.state(),
                look.digest() == null ? memory.digest() : look.digest(),
                look.differs() ? look.atTarget() : null,
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
                repositories.source().repository() + ":" + plan.tag(),
                "find the tag",
                "the source does not have it; correct the specification, or push it there");
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private static Optional<Digest> resolve(ContentSource side, Reference reference) {
        return side.resolve(reference).map(Descriptor::digest);
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

        boolean differs() {
            return atTarget != null && !atTarget.equals(digest);
        }
    }
}
