package dev.imagemirror.registry;

import dev.imagemirror.auth.Credential;
import dev.imagemirror.oci.Tag;
import dev.imagemirror.registry.testing.TestRegistry;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;

/// A registry with one image, and the credential that tests let it ask for.
class AccessScene {
    static final Credential RIGHT = new Credential.Basic("user", "secret");
    static final Tag TAG = new Tag("v1");

    @AutoClose
    final Harness harness = new Harness();

    final TestRegistry registry = harness.registry;

    @BeforeEach
    void fill() {
        registry.addImage("app", "v1", "one");
    }
}
