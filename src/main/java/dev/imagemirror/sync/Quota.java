package dev.imagemirror.sync;

/// What a registry said of its quota of requests for manifests.
///
/// @param host as the registry's own address, which of Docker Hub is another than its name
/// @param remaining requests that are left for the account
public record Quota(String host, long remaining) {}
