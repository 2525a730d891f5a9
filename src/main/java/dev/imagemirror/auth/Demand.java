package dev.imagemirror.auth;

/// What a registry was seen to want.
sealed interface Demand {
    /// A user name and a password.
    sealed interface Pair extends Demand {}

    record Basic() implements Pair {}

    /// The challenge is not kept here: a nonce is for one credential.
    record Digest() implements Pair {}

    record Bearer(Realm realm) implements Demand {}
}
