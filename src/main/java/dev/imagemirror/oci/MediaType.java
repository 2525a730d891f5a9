package dev.imagemirror.oci;

import java.util.Locale;
import java.util.Set;

/// The type of a manifest or blob, without parameters. Unknown types are carried as they are.
public record MediaType(String text) {
    public static final MediaType OCI_INDEX = new MediaType("application/vnd.oci.image.index.v1+json");
    public static final MediaType OCI_MANIFEST = new MediaType("application/vnd.oci.image.manifest.v1+json");
    public static final MediaType DOCKER_LIST =
            new MediaType("application/vnd.docker.distribution.manifest.list.v2+json");
    public static final MediaType DOCKER_MANIFEST =
            new MediaType("application/vnd.docker.distribution.manifest.v2+json");

    private static final Set<String> FOREIGN = Set.of(
            "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
            "application/vnd.docker.image.rootfs.foreign.diff.tar",
            "application/vnd.oci.image.layer.nondistributable.v1.tar",
            "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
            "application/vnd.oci.image.layer.nondistributable.v1.tar+zstd");

    private static final int MAX_LENGTH = 255;

    public MediaType {
        if (text.isEmpty() || text.length() > MAX_LENGTH || !isPlain(text)) {
            throw new MalformedException("not a media type: type/subtype without parameters is expected");
        }
    }

    /// Reads a `Content-Type` header or a `mediaType` field; parameters are dropped, letters are lowered.
    public static MediaType parse(String text) {
        int parameters = text.indexOf(';');
        String type = parameters < 0 ? text : text.substring(0, parameters);
        return new MediaType(type.strip().toLowerCase(Locale.ROOT));
    }

    /// Whether a manifest of this type lists other manifests.
    public boolean isIndex() {
        return equals(OCI_INDEX) || equals(DOCKER_LIST);
    }

    /// Whether a manifest of this type has a config and layers.
    public boolean isImage() {
        return equals(OCI_MANIFEST) || equals(DOCKER_MANIFEST);
    }

    /// Whether a layer of this type is by its definition not to be pushed (image specification,
    /// "Non-Distributable Layers", and Docker's foreign layers).
    public boolean isForeignLayer() {
        return FOREIGN.contains(text);
    }

    @Override
    public String toString() {
        return text;
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c > '~' || c == ';') {
                return false;
            }
        }
        return true;
    }
}
