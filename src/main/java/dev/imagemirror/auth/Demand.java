package dev.imagemirror.auth;

/// What a registry was seen to want.
sealed interface Demand {
    record Basic() implements Demand {}

    record Bearer(Realm realm) implements Demand {}
}
