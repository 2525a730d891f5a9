package dev.imagemirror.registry.testing;

/// What registries do in one way or another. As it begins, it is what distribution v3 does.
final class Manners {
    volatile boolean deletes = true;
    volatile boolean wildcardScopes = true;
    volatile boolean absoluteLocations;
    volatile boolean mountsFromAnywhere;
    volatile boolean conditionalWrites;
    volatile boolean listsReferrers;
    volatile boolean believes;
}
