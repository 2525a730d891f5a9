package dev.imagemirror.http;

/// What a request costs its host: which limit it counts against.
public enum Load {
    /// A short request that no quota of pulls counts: HEAD, lists, small uploads. Holds its place until the head of
    /// the answer is there.
    METADATA,
    /// A GET of a manifest, which Docker Hub counts. Otherwise as [#METADATA].
    PULL,
    /// A body of some megabytes that goes as its source gives it. Holds its place until it is answered, apart from
    /// short requests: a slow source holds up no one else who asks this host.
    STREAM,
    /// A large body that comes. Holds its place until all of it is read.
    DOWNLOAD,
    /// A large body that goes. Holds its place until it is answered.
    UPLOAD
}
