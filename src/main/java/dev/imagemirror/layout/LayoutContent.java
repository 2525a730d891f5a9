package dev.imagemirror.layout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirror.content.Blob;
import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.ContentSource;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.VerifyingStream;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Manifest;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.oci.RawManifest;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/// Reads what a layout holds, each digest verified. Safe for use by many threads.
final class LayoutContent {
    private static final String READ_LAYOUT = "read the image layout";
    private static final int MAX_VERSION = 64 * 1024;
    private static final String KNOWN = "1.0.0";
    private static final Set<FailureKind> UNSOUND = Set.of(FailureKind.DIGEST_MISMATCH, FailureKind.LIMIT_EXCEEDED);

    private final LayoutFiles files;
    private final Place place;
    /// What the manifest of a digest refers to never changes.
    private final ConcurrentMap<Digest, Optional<Digest>> subjects = new ConcurrentHashMap<>();

    LayoutContent(LayoutFiles files, Place place) {
        this.files = files;
        this.place = place;
    }

    /// What `index.json` lists; empty when there is no layout.
    Optional<LayoutIndex> index() {
        try {
            Optional<FileSlice> version = files.find(LayoutFiles.VERSION);
            if (version.isEmpty()) {
                return Optional.empty();
            }
            checkVersion(version.get().read(LayoutFiles.VERSION, MAX_VERSION));
            FileSlice index = files.find(LayoutFiles.INDEX)
                    .orElseThrow(() -> BadLayoutException.noLayout("the layout has no " + LayoutFiles.INDEX));
            return Optional.of(parse(index.read(LayoutFiles.INDEX, LayoutIndex.MAX_BYTES)));
        } catch (IOException e) {
            throw place.broken(READ_LAYOUT, e);
        }
    }

    /// Whether there is a file with that digest and size.
    boolean has(Descriptor descriptor) {
        return slice(descriptor.digest(), "look for " + descriptor.digest())
                .filter(slice -> slice.size() == descriptor.size())
                .isPresent();
    }

    /// @param type null when nothing but the manifest itself says
    Optional<RawManifest> manifest(Digest digest, @Nullable MediaType type) {
        String operation = "read manifest " + digest;
        Optional<FileSlice> slice = slice(digest, operation);
        if (slice.isEmpty()) {
            return Optional.empty();
        }
        try {
            byte[] bytes = slice.get().read("the manifest", ContentSource.MAX_MANIFEST);
            Digest found = digest.sameAlgorithm(digest.computation().digest(bytes));
            if (!found.equals(digest)) {
                throw place.failed(
                        FailureKind.DIGEST_MISMATCH, operation, "its file is damaged: the bytes hash to " + found);
            }
            return Optional.of(new RawManifest(type == null ? type(bytes) : type, bytes, digest));
        } catch (IOException e) {
            throw place.broken(operation, e);
        } catch (MalformedException e) {
            throw unsupported(operation, e);
        }
    }

    Blob open(Descriptor blob) {
        String operation = "read blob " + blob.digest();
        FileSlice slice = slice(blob.digest(), operation)
                .orElseThrow(() -> place.failed(FailureKind.NOT_FOUND, operation, "the layout does not have it"));
        try {
            return new Blob(blob, new BlobStream(new VerifyingStream(slice.open(), blob), place, operation));
        } catch (IOException e) {
            throw place.broken(operation, e);
        }
    }

    /// A small blob.
    byte[] read(Descriptor blob, int limit) {
        String operation = "read blob " + blob.digest();
        if (blob.size() > limit) {
            throw place.failed(
                    FailureKind.LIMIT_EXCEEDED,
                    operation,
                    "it has %d bytes, the limit is %d".formatted(blob.size(), limit));
        }
        try (Blob opened = open(blob)) {
            return opened.stream().readAllBytes();
        } catch (IOException e) {
            throw place.broken(operation, e);
        }
    }

    /// The manifest that a listed one refers to; empty also when that is not there. What cannot be read as a manifest,
    /// a damaged file too, cannot be copied either, so it refers to nothing.
    Optional<Digest> subject(Descriptor listed) {
        if (!subjects.containsKey(listed.digest())) {
            sound(listed).ifPresent(manifest -> subjects.put(manifest.digest(), subject(manifest)));
        }
        return subjects.getOrDefault(listed.digest(), Optional.empty());
    }

    private Optional<RawManifest> sound(Descriptor listed) {
        try {
            return manifest(listed.digest(), listed.mediaType());
        } catch (ContentException e) {
            if (UNSOUND.contains(e.failure().kind())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    ContentException unsupported(String operation, MalformedException e) {
        return place.failed(FailureKind.UNSUPPORTED_MANIFEST, operation, String.valueOf(e.getMessage()));
    }

    private Optional<FileSlice> slice(Digest digest, String operation) {
        try {
            return files.find(LayoutFiles.blob(digest));
        } catch (IOException e) {
            throw place.broken(operation, e);
        }
    }

    private static Optional<Digest> subject(RawManifest manifest) {
        try {
            return Manifest.parse(manifest).subject();
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    private static void checkVersion(byte[] bytes) throws BadLayoutException {
        try {
            String version = LayoutJson.object(bytes).path("imageLayoutVersion").asText();
            if (!version.equals(KNOWN)) {
                throw BadLayoutException.noLayout("%s must say version %s".formatted(LayoutFiles.VERSION, KNOWN));
            }
        } catch (MalformedException e) {
            throw BadLayoutException.noLayout("%s: %s".formatted(LayoutFiles.VERSION, e.getMessage()));
        }
    }

    private static LayoutIndex parse(byte[] bytes) throws BadLayoutException {
        try {
            return LayoutIndex.parse(bytes);
        } catch (MalformedException e) {
            throw BadLayoutException.noLayout("%s: %s".formatted(LayoutFiles.INDEX, e.getMessage()));
        }
    }

    /// OCI manifests need not say what they are (image specification, "Image Manifest", `mediaType`).
    private static MediaType type(byte[] manifest) {
        ObjectNode document = LayoutJson.object(manifest);
        if (document.path("mediaType").isTextual()) {
            return MediaType.parse(document.path("mediaType").asText());
        }
        return document.has("manifests") ? MediaType.OCI_INDEX : MediaType.OCI_MANIFEST;
    }
}
