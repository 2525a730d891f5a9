package dev.imagemirror.sync;

import dev.imagemirror.oci.Repository;
import dev.imagemirror.sync.SyncSource.Origin;

/// What else could be chosen for the target tag of a plan.
///
/// @param connections to ask what other sources have
record Rivals(TagPlan plan, SyncRequest request, Connections connections) {
    /// Whether anything is, as far as it is not known to be gone.
    ///
    /// @param gone whether the plan's own source has just answered that it does not have it
    boolean isChosen(boolean gone) {
        Origin own = request.sources().get(plan.source()).claim(plan.name()).origin();
        return plan.others().stream()
                .filter(other -> !(gone && other.equals(own)))
                .anyMatch(other -> !isOurs(other.repository())
                        || connections
                                .source(other.repository())
                                .resolve(other.name())
                                .isPresent());
    }

    private boolean isOurs(Repository repository) {
        return request.sources().stream().anyMatch(source -> source.repository().equals(repository));
    }
}
