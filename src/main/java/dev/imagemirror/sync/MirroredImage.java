package dev.imagemirror.sync;

import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Repository;

/// An image and the two repositories that hold it, whatever its tags are.
record MirroredImage(Repository source, Repository target, Digest digest) {}
