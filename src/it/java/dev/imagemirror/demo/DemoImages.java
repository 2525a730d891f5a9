package dev.imagemirror.demo;

import dev.imagemirror.images.Image;
import dev.imagemirror.images.Images;
import dev.imagemirror.images.Pusher;

/// The images that the demo's source holds: `app` is mirrored with all its tags, `tools` by an expression, `web` by the
/// names of two tags.
final class DemoImages {

    /// Tags that the mirror chooses in the end.
    static final int MIRRORED_TAGS = 9;

    private static final int LAYERS = 3;
    private static final int BYTES = 200_000;
    private static final String[] PLATFORMS = {"linux/amd64", "linux/arm64", "linux/arm/v7"};

    private final Images images = new Images(1);
    private final Pusher pusher = new Pusher();
    private final String registry;

    DemoImages(String registry) {
        this.registry = registry;
    }

    /// Fills the empty registry; says with what.
    String pushFirst() {
        push(images.single(LAYERS, BYTES), "app", "1.0.0");
        Image current = images.index(LAYERS, BYTES, PLATFORMS);
        push(current, "app", "1.1.0");
        push(current, "app", "edge");
        push(images.docker(LAYERS, BYTES), "tools", "v1.0");
        push(images.dockerList(PLATFORMS), "tools", "v2.0");
        push(images.single(LAYERS, BYTES), "tools", "nightly");
        push(images.attested(PLATFORMS), "web", "latest");
        push(images.nested(PLATFORMS), "web", "stable");
        push(images.single(LAYERS, BYTES), "web", "old");
        return "pushed app (3 tags), tools (3), web (3): single and multi-platform, OCI and Docker";
    }

    /// Moves one tag and adds two; says which.
    String pushSecond() {
        push(images.index(LAYERS, BYTES, PLATFORMS), "app", "edge");
        push(images.single(LAYERS, BYTES), "app", "1.2.0");
        push(images.docker(LAYERS, BYTES), "tools", "v2.1");
        return "moved app:edge to another image, added app:1.2.0 and tools:v2.1";
    }

    private void push(Image image, String repository, String tag) {
        pusher.push(image, registry + "/" + repository, tag);
    }
}
