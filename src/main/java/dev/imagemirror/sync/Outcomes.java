package dev.imagemirror.sync;

import dev.imagemirror.content.ContentSource;
import dev.imagemirror.copy.PlatformSubset;
import dev.imagemirror.oci.Digest;
import java.util.Optional;

/// What becomes of an image of one tag on its way.
record Outcomes(TagPlan plan, SyncRequest request, ContentSource source) {
    /// Whether the target's digest is what becomes of the source's. Where platforms may be left out, the two alone
    /// tell only that an earlier run saw the same. If none did, a copy reads the index, and writes nothing when the
    /// target holds what comes out; where nothing may be written, it is read here.
    boolean isRight(Digest atSource, Digest atTarget) {
        if (!subset().isPartial()) {
            return atSource.equals(atTarget);
        }
        boolean read = request.dryRun() || request.rules().isGuarded(plan.name());
        return request.recall(plan.target()).pairs(atSource, atTarget)
                || (read && outcome(atSource).filter(atTarget::equals).isPresent());
    }

    private Optional<Digest> outcome(Digest atSource) {
        String place = chosen().claim(plan.name()).origin().toString();
        return source.fetch(atSource)
                .map(manifest -> subset().cut(manifest, place).tagged().digest());
    }

    private PlatformSubset subset() {
        return chosen().options().subset();
    }

    private SyncSource chosen() {
        return request.sources().get(plan.source());
    }
}
