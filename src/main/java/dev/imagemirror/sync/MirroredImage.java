package dev.imagemirror.sync;

import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Repository;
import java.time.Duration;

/// An image and the two repositories that hold it, whatever its tags are.
public record MirroredImage(Repository source, Repository target, Digest digest) {
    /// How long nobody looks again for what refers to an image that did not change: signatures may come later.
    public static final Duration REFERRER_PERIOD = Duration.ofHours(24);
}
