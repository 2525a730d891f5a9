package dev.imagemirror.sync;

import dev.imagemirror.content.ContentSource;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.Digest;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a tag names on either side: by the listings of this run where they tell it, by an earlier look while that is
/// believed, otherwise by a question.
record Sides(SyncRequest request, TagTask.Ends ends, Clock clock) {
    Optional<Digest> source(TagPlan plan) {
        return look(plan, Side.SOURCE, plan.named().source());
    }

    Optional<Digest> target(TagPlan plan) {
        return look(plan, Side.TARGET, plan.named().target());
    }

    /// The tag is right: these two belong together.
    void found(TagPlan plan, Digest source, Digest target) {
        found(plan, Side.SOURCE, source);
        found(plan, Side.TARGET, target);
    }

    /// The tag is not right, or about to be written: both sides are asked next time.
    void forget(TagPlan plan) {
        request.looks().forget(place(plan, Side.SOURCE));
        request.looks().forget(place(plan, Side.TARGET));
    }

    private Optional<Digest> look(TagPlan plan, Side side, @Nullable Digest listed) {
        if (listed != null) {
            return Optional.of(listed);
        }
        Optional<Digest> believed = plan.role() == TagPlan.Role.SELECTED ? believed(plan, side) : Optional.empty();
        return believed.or(() -> ask(plan, side));
    }

    private Optional<Digest> believed(TagPlan plan, Side side) {
        return request.looks()
                .believed(place(plan, side), clock.instant(), request.recheck().of(side));
    }

    private Optional<Digest> ask(TagPlan plan, Side side) {
        TagMemory memory = request.recall(plan.target());
        return end(side).named(place(plan, side).tag(), memory.named(side));
    }

    private void found(TagPlan plan, Side side, Digest digest) {
        request.looks()
                .found(
                        place(plan, side),
                        digest,
                        clock.instant(),
                        request.recheck().of(side));
    }

    private Looks.Place place(TagPlan plan, Side side) {
        return switch (side) {
            case SOURCE -> new Looks.Place(side, end(side).repository(), plan.tag());
            case TARGET ->
                new Looks.Place(side, end(side).repository(), plan.target().tag());
        };
    }

    private ContentSource end(Side side) {
        return switch (side) {
            case SOURCE -> ends.source();
            case TARGET -> ends.target();
        };
    }
}
