package dev.imagemirror.content;

import dev.imagemirror.oci.Descriptor;

/// A manifest that refers to another one: a signature, an attestation, a bill of materials.
///
/// @param artifactType what it is, empty when nobody says
public record Referrer(Descriptor descriptor, String artifactType) {}
