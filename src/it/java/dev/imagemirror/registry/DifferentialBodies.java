package dev.imagemirror.registry;

import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.MediaType;
import java.nio.charset.StandardCharsets;

/// The bodies that scripts send, by their names.
enum DifferentialBodies {
    HELLO("hello"),
    OTHER("other"),
    EMPTY(""),
    CONFIG("{}"),
    TEXT("no manifest"),
    IMAGE(image(MediaType.OCI_MANIFEST, HELLO, stated(MediaType.OCI_MANIFEST), "")),
    DOCKER(image(MediaType.DOCKER_MANIFEST, HELLO, stated(MediaType.DOCKER_MANIFEST), "")),
    /// Does not say of which type it is.
    BARE(image(MediaType.OCI_MANIFEST, HELLO, "", "")),
    /// Its layer is nowhere.
    ORPHAN(image(MediaType.OCI_MANIFEST, OTHER, stated(MediaType.OCI_MANIFEST), "")),
    INDEX(index(MediaType.OCI_INDEX, MediaType.OCI_MANIFEST, IMAGE)),
    LIST(index(MediaType.DOCKER_LIST, MediaType.DOCKER_MANIFEST, DOCKER)),
    SBOM(image(
            MediaType.OCI_MANIFEST,
            HELLO,
            stated(MediaType.OCI_MANIFEST),
            ",\"artifactType\":\"test/sbom\",\"subject\":" + descriptor(MediaType.OCI_MANIFEST, IMAGE)));

    private final String text;

    DifferentialBodies(String text) {
        this.text = text;
    }

    byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    Digest digest() {
        return Digest.of(bytes());
    }

    private static String image(MediaType type, DifferentialBodies layer, String stated, String more) {
        boolean docker = type.equals(MediaType.DOCKER_MANIFEST);
        String config =
                docker ? "application/vnd.docker.container.image.v1+json" : "application/vnd.oci.image.config.v1+json";
        String tar = docker
                ? "application/vnd.docker.image.rootfs.diff.tar.gzip"
                : "application/vnd.oci.image.layer.v1.tar+gzip";
        return "{\"schemaVersion\":2%s,\"config\":%s,\"layers\":[%s]%s}"
                .formatted(stated, descriptor(config, CONFIG), descriptor(tar, layer), more);
    }

    private static String index(MediaType type, MediaType child, DifferentialBodies manifest) {
        String entry = descriptor(child, manifest);
        return "{\"schemaVersion\":2%s,\"manifests\":[%s,\"platform\":{\"os\":\"linux\",\"architecture\":\"amd64\"}}]}"
                .formatted(stated(type), entry.substring(0, entry.length() - 1));
    }

    private static String stated(MediaType type) {
        return ",\"mediaType\":\"%s\"".formatted(type);
    }

    private static String descriptor(MediaType type, DifferentialBodies content) {
        return descriptor(type.text(), content);
    }

    private static String descriptor(String type, DifferentialBodies content) {
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
                .formatted(type, content.digest(), content.bytes().length);
    }
}
