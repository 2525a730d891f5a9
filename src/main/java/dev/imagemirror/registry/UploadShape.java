package dev.imagemirror.registry;

/// How the bytes of an upload are sent after its POST (distribution specification, "Pushing blobs").
enum UploadShape {
    /// One PUT that brings the bytes and ends the upload.
    MONOLITHIC,
    /// One PATCH with all bytes, then an empty PUT, which can be repeated after a 401.
    STREAMED,
    /// PATCHes of some MiB each, then an empty PUT: for hosts that limit the size of a request. Several registries lose
    /// all chunks but one (ECR, GHCR), so it comes last.
    CHUNKED
}
