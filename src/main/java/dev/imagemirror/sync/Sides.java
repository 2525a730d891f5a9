package dev.imagemirror.sync;

import dev.imagemirror.content.ContentSource;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Reference;
import dev.imagemirror.oci.Tag;
import java.util.Optional;

/// What a tag names on either side: by the listings of this run where they tell it, by an earlier look while that is
/// believed, otherwise by a question.
record Sides(SyncRequest request, TagTask.Ends ends) {
    Optional<Digest> source(TagPlan plan) {
        return look(plan, Side.SOURCE);
    }

    Optional<Digest> target(TagPlan plan) {
        return look(plan, Side.TARGET);
    }

    /// What it names as far as that is known without a question.
    Optional<Digest> known(TagPlan plan, Side side) {
        Optional<Digest> listed = Optional.ofNullable(
                switch (side) {
                    case SOURCE -> plan.named().source();
                    case TARGET -> plan.named().target();
                });
        return listed.or(() -> plan.role() == TagPlan.Role.SELECTED ? believed(plan, side) : Optional.empty());
    }

    /// The tag is right: this is what it names there.
    void found(TagPlan plan, Side side, Digest digest) {
        looks().found(
                        place(plan, side),
                        digest,
                        ends.clock().instant(),
                        request.recheck().of(side));
    }

    /// The tag is not right, or about to be written: both sides are asked next time.
    void forget(TagPlan plan) {
        looks().forget(place(plan, Side.SOURCE));
        looks().forget(place(plan, Side.TARGET));
    }

    private Optional<Digest> look(TagPlan plan, Side side) {
        return known(plan, side).or(() -> ask(plan, side));
    }

    private Optional<Digest> believed(TagPlan plan, Side side) {
        return looks().believed(
                        place(plan, side),
                        ends.clock().instant(),
                        request.recheck().of(side));
    }

    private Optional<Digest> ask(TagPlan plan, Side side) {
        TagMemory memory = request.recall(plan.target());
        Reference name = name(plan, side);
        return name instanceof Tag tag
                ? end(side).named(tag, memory.named(side))
                : end(side).resolve(name).map(Descriptor::digest);
    }

    private Looks looks() {
        return request.context().looks();
    }

    private Looks.Place place(TagPlan plan, Side side) {
        return new Looks.Place(side, end(side).repository(), name(plan, side));
    }

    private static Reference name(TagPlan plan, Side side) {
        return switch (side) {
            case SOURCE -> plan.name();
            case TARGET -> plan.target().tag();
        };
    }

    private ContentSource end(Side side) {
        return switch (side) {
            case SOURCE -> ends.source();
            case TARGET -> ends.target();
        };
    }
}
