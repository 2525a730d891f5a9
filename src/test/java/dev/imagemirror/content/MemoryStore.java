package dev.imagemirror.content;

import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.ImageIndex;
import dev.imagemirror.oci.ImageManifest;
import dev.imagemirror.oci.Manifest;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.oci.Platform;
import dev.imagemirror.oci.RawManifest;
import dev.imagemirror.oci.Reference;
import dev.imagemirror.oci.Tag;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What one repository in memory holds: how a test fills it and looks into it. Safe for use by many threads.
class MemoryStore {
    private static final MediaType LAYER = MediaType.parse("application/vnd.oci.image.layer.v1.tar+gzip");
    private static final int BUFFER = 64 * 1024;
    /// Larger blobs are read and forgotten.
    private static final int KEPT = 1024 * 1024;

    private final Map<Digest, Supplier<InputStream>> blobs = new ConcurrentHashMap<>();
    private final Map<Digest, Manifest> manifests = new ConcurrentHashMap<>();
    private final Map<Tag, Digest> tags = new ConcurrentHashMap<>();
    private final Map<Digest, List<Descriptor>> claimed = new ConcurrentHashMap<>();
    private final Set<Tag> hidden = ConcurrentHashMap.newKeySet();
    private volatile boolean missing;
    private volatile boolean listsDigests;

    // What a test prepares

    public Descriptor addBlob(String words) {
        byte[] bytes = words.getBytes(StandardCharsets.UTF_8);
        Descriptor descriptor = new Descriptor(LAYER, Digest.of(bytes), bytes.length);
        addBlob(descriptor, () -> new ByteArrayInputStream(bytes));
        return descriptor;
    }

    public void addBlob(Descriptor descriptor, Supplier<InputStream> content) {
        blobs.put(descriptor.digest(), content);
    }

    /// Adds an image of layers with these words.
    public Descriptor addImage(String... layers) {
        Descriptor[] descriptors = new Descriptor[layers.length];
        for (int i = 0; i < layers.length; i++) {
            descriptors[i] = addBlob(layers[i]);
        }
        return addImage(addBlob("{\"config of\":\"%s\"}".formatted(String.join(",", layers))), descriptors);
    }

    public Descriptor addImage(Descriptor config, Descriptor... layers) {
        String json = "{\"schemaVersion\":2,\"config\":%s,\"layers\":[%s]}".formatted(json(config), json(layers));
        return addManifest(MediaType.OCI_MANIFEST, json);
    }

    public Descriptor addIndex(Descriptor... children) {
        return addManifest(MediaType.OCI_INDEX, "{\"schemaVersion\":2,\"manifests\":[%s]}".formatted(json(children)));
    }

    /// Adds an index of one image for each platform; the image's layers hold `app` and the platform.
    public Descriptor addIndexFor(String... platforms) {
        StringJoiner entries = new StringJoiner(",");
        for (String platform : platforms) {
            Platform parts = Platform.parse(platform);
            String entry = json(addImage("app", platform));
            entries.add("%s,\"platform\":{\"os\":\"%s\",\"architecture\":\"%s\"}}"
                    .formatted(entry.substring(0, entry.length() - 1), parts.os(), parts.architecture()));
        }
        return addManifest(MediaType.OCI_INDEX, "{\"schemaVersion\":2,\"manifests\":[%s]}".formatted(entries));
    }

    /// Adds what refers to a manifest.
    public Descriptor addReferrer(Descriptor subject, String words) {
        return addManifest(
                MediaType.OCI_MANIFEST,
                "{\"schemaVersion\":2,\"config\":%s,\"layers\":[%s],\"subject\":%s}"
                        .formatted(json(addBlob("{}")), json(addBlob(words)), json(subject)));
    }

    /// Lists this as what refers to a manifest, whatever it says itself.
    public void claimReferrer(Digest subject, Descriptor referrer) {
        claimed.computeIfAbsent(subject, none -> new CopyOnWriteArrayList<>()).add(referrer);
    }

    public Digest put(String tag, Descriptor manifest) {
        tags.put(Tag.parse(tag), manifest.digest());
        missing = false;
        return manifest.digest();
    }

    /// The listing says what each tag names, as Google's registries do.
    public void listDigests() {
        listsDigests = true;
    }

    /// Leaves this tag out of the listing, as caches and permissions do.
    public void hide(String tag) {
        hidden.add(Tag.parse(tag));
    }

    public void remove(String tag) {
        tags.remove(Tag.parse(tag));
    }

    public void removeManifest(Digest digest) {
        manifests.remove(digest);
    }

    // What a test asks

    /// What this tag names; there must be one.
    public Digest tagged(String tag) {
        return Objects.requireNonNull(tags.get(Tag.parse(tag)), tag);
    }

    public Map<Tag, Digest> tagged() {
        return Map.copyOf(tags);
    }

    public boolean holds(Descriptor blob) {
        return blobs.containsKey(blob.digest());
    }

    /// Whether this manifest and all that it refers to is here.
    public boolean isWhole(Digest digest) {
        Manifest manifest = manifests.get(digest);
        return manifest != null && hasContentOf(manifest);
    }

    // What the repository does with it

    /// Until something is written, the repository does not exist.
    void disappear() {
        missing = true;
    }

    /// Empty when the repository does not exist.
    Optional<TagList> list() {
        List<Tag> listed = tags.keySet().stream()
                .filter(tag -> !hidden.contains(tag))
                .sorted()
                .toList();
        Map<Tag, Digest> digests = new HashMap<>(tags);
        digests.keySet().retainAll(listsDigests ? listed : List.of());
        return missing ? Optional.empty() : Optional.of(new TagList(listed, digests));
    }

    /// Takes away a tag, or content and every tag of it.
    ///
    /// @return whether it was there
    boolean drop(Reference reference) {
        return switch (reference) {
            case Tag tag -> tags.remove(tag) != null;
            case Digest digest -> {
                tags.values().removeIf(digest::equals);
                yield manifests.remove(digest) != null;
            }
        };
    }

    Optional<Manifest> find(Reference reference) {
        @Nullable
        Digest digest = switch (reference) {
            case Tag tag -> tags.get(tag);
            case Digest itself -> itself;
        };
        return digest == null ? Optional.empty() : Optional.ofNullable(manifests.get(digest));
    }

    Optional<Supplier<InputStream>> find(Descriptor blob) {
        return Optional.ofNullable(blobs.get(blob.digest()));
    }

    /// What is listed as referring to this manifest.
    List<Descriptor> referring(Digest subject) {
        Stream<Descriptor> saying = manifests.values().stream()
                .filter(manifest -> manifest.subject().equals(Optional.of(subject)))
                .map(manifest -> manifest.raw().descriptor());
        return Stream.concat(saying, claimed.getOrDefault(subject, List.of()).stream())
                .toList();
    }

    boolean hasContentOf(Manifest manifest) {
        return switch (manifest) {
            case ImageIndex index ->
                index.manifests().stream().map(Descriptor::digest).allMatch(this::isWhole);
            case ImageManifest image ->
                blobs.containsKey(image.config().digest())
                        && image.layers().stream()
                                .filter(layer -> !layer.mediaType().isForeignLayer())
                                .map(Descriptor::digest)
                                .allMatch(blobs::containsKey);
        };
    }

    Set<Digest> missingOf(Manifest manifest) {
        return manifest.content().stream()
                .map(Descriptor::digest)
                .filter(digest -> !blobs.containsKey(digest) && !manifests.containsKey(digest))
                .collect(Collectors.toSet());
    }

    void keep(Blob blob) {
        byte[] bytes = drain(blob);
        addBlob(blob.descriptor(), () -> new ByteArrayInputStream(bytes));
    }

    void keep(Manifest manifest) {
        manifests.put(manifest.digest(), manifest);
        missing = false;
    }

    void name(Manifest manifest, Tag tag) {
        tags.put(tag, manifest.digest());
    }

    private static byte[] drain(Blob blob) {
        byte[] buffer = new byte[BUFFER];
        var kept = new ByteArrayOutputStream();
        try {
            for (int read = blob.stream().read(buffer);
                    read >= 0;
                    read = blob.stream().read(buffer)) {
                if (blob.descriptor().size() <= KEPT) {
                    kept.write(buffer, 0, read);
                }
            }
            return kept.toByteArray();
        } catch (CorruptContentException e) {
            throw new ContentException(
                    Failure.of(FailureKind.DIGEST_MISMATCH, Side.SOURCE, "memory", "read a blob", e.toString()), e);
        } catch (IOException e) {
            throw new ContentException(
                    Failure.of(FailureKind.UNREACHABLE, Side.SOURCE, "memory", "read a blob", e.toString()), e);
        }
    }

    private Descriptor addManifest(MediaType type, String json) {
        RawManifest raw = new RawManifest(type, json.getBytes(StandardCharsets.UTF_8));
        manifests.put(raw.digest(), Manifest.parse(raw));
        return raw.descriptor();
    }

    private static String json(Descriptor... descriptors) {
        var text = new StringJoiner(",");
        for (Descriptor descriptor : descriptors) {
            text.add("{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
                    .formatted(descriptor.mediaType(), descriptor.digest(), descriptor.size()));
        }
        return text.toString();
    }
}
