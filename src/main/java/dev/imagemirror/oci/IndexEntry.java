package dev.imagemirror.oci;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One manifest that an index lists.
///
/// @param platform what it runs on; null when the entry does not say so in a way that can be understood
/// @param attested the manifest that this one attests, by BuildKit's annotations (`vnd.docker.reference.type`); empty
///     for everything that is no attestation
public record IndexEntry(Descriptor descriptor, @Nullable Platform platform, Optional<Digest> attested) {}
