/// The vocabulary of the OCI distribution and image specifications: names, digests, descriptors and manifests.
@NullMarked
package dev.imagemirror.oci;

import org.jspecify.annotations.NullMarked;
