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
import dev.imagemirror.oci.Repository;
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

/// One repository in memory, as a source or as a target. It counts and keeps its calls, does wrong what a [Hook] says,
/// and fails a test at once when a manifest or a tag is written whose content is not all there. Nothing is ever taken
/// away from it by a copy, so what was whole when it was written stays whole. Safe for use by many threads.
public final class MemoryContent implements ContentTarget {
    private static final MediaType LAYER = MediaType.parse("application/vnd.oci.image.layer.v1.tar+gzip");
    private static final int BUFFER = 64 * 1024;
    /// Larger blobs are read and forgotten.
    private static final int KEPT = 1024 * 1024;

    private final Repository repository;
    private final Side side;
    private final Map<Digest, Supplier<InputStream>> blobs = new ConcurrentHashMap<>();
    private final Map<Digest, Manifest> manifests = new ConcurrentHashMap<>();
    private final Map<Tag, Digest> tags = new ConcurrentHashMap<>();
    private final Map<Digest, List<Descriptor>> claimed = new ConcurrentHashMap<>();
    private final Set<Tag> hidden = ConcurrentHashMap.newKeySet();
    private final List<Entry> calls = new CopyOnWriteArrayList<>();
    private volatile Hook hook = new Hook() {};
    private final List<MemoryContent> neighbours = new CopyOnWriteArrayList<>();
    private volatile boolean missing;
    private volatile boolean checking;
    private volatile boolean listsDigests;
    private volatile Sparse sparse = Sparse.A_FAULT;

    /// What an index whose children are not all here is to this repository.
    public enum Sparse {
        A_FAULT,
        TAKEN,
        REFUSED
    }

    public enum Call {
        TAGS,
        RESOLVE,
        FETCH,
        OPEN,
        EXISTS,
        MOUNT,
        PUSH_BLOB,
        PUSH_MANIFEST,
        TAG,
        REFERRERS
    }

    /// A call and the tag or digest it was about.
    public record Entry(Call call, String what) {}

    /// What happens around every call; throws to make it fail.
    public interface Hook {
        default void before(Entry entry) {}

        /// The call has had its effect, but its answer is not there yet.
        default void after(Entry entry) {}
    }

    public MemoryContent(Side side, String repository) {
        this.side = side;
        this.repository = Repository.parse(repository);
    }

    // What a test prepares

    public void hook(Hook changed) {
        hook = changed;
    }

    /// The repository does not exist until something is written to it.
    public MemoryContent missing() {
        missing = true;
        return this;
    }

    /// Refuses manifests whose content is not there, and says what that is.
    public MemoryContent checking() {
        checking = true;
        return this;
    }

    /// Another repository of the same registry.
    public MemoryContent mountable(MemoryContent neighbour) {
        neighbours.add(neighbour);
        return this;
    }

    public void sparse(Sparse changed) {
        sparse = changed;
    }

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

    public List<Entry> calls() {
        return List.copyOf(calls);
    }

    public int count(Call call) {
        return (int) calls.stream().filter(entry -> entry.call() == call).count();
    }

    public void forgetCalls() {
        calls.clear();
    }

    /// Whether this manifest and all that it refers to is here.
    public boolean isWhole(Digest digest) {
        Manifest manifest = manifests.get(digest);
        return manifest != null && hasContentOf(manifest);
    }

    // The ports

    @Override
    public Repository repository() {
        return repository;
    }

    @Override
    public Optional<TagList> tags() {
        return call(Call.TAGS, "", () -> missing ? Optional.empty() : Optional.of(list()));
    }

    private TagList list() {
        List<Tag> listed = tags.keySet().stream()
                .filter(tag -> !hidden.contains(tag))
                .sorted()
                .toList();
        Map<Tag, Digest> digests = new HashMap<>(tags);
        digests.keySet().retainAll(listsDigests ? listed : List.of());
        return new TagList(listed, digests);
    }

    @Override
    public Optional<Descriptor> resolve(Reference reference) {
        return call(
                Call.RESOLVE,
                reference.text(),
                () -> find(reference).map(found -> found.raw().descriptor()));
    }

    @Override
    public Optional<Manifest> fetch(Reference reference) {
        return call(Call.FETCH, reference.text(), () -> find(reference));
    }

    @Override
    public Blob open(Descriptor blob) {
        return call(Call.OPEN, blob.digest().text(), () -> {
            Supplier<InputStream> content = blobs.get(blob.digest());
            if (content == null) {
                throw failed(FailureKind.NOT_FOUND, side, "open a blob");
            }
            return new Blob(blob, new VerifyingStream(content.get(), blob));
        });
    }

    @Override
    public boolean exists(Descriptor blob) {
        return call(Call.EXISTS, blob.digest().text(), () -> blobs.containsKey(blob.digest()));
    }

    @Override
    public List<Referrer> referrers(Digest subject, DigestTags listed) {
        return call(
                Call.REFERRERS,
                subject.text(),
                () -> Stream.concat(
                                manifests.values().stream()
                                        .filter(manifest -> manifest.subject().equals(Optional.of(subject)))
                                        .map(manifest -> manifest.raw().descriptor()),
                                claimed.getOrDefault(subject, List.of()).stream())
                        .map(descriptor -> new Referrer(descriptor, ""))
                        .toList());
    }

    @Override
    public Deletion delete(Reference reference) {
        return Deletion.UNSUPPORTED;
    }

    @Override
    public boolean mount(Descriptor blob) {
        return false;
    }

    @Override
    public boolean mount(Descriptor blob, Repository from) {
        return call(Call.MOUNT, blob.digest().text(), () -> mountFrom(from, blob.digest()));
    }

    private boolean mountFrom(Repository from, Digest digest) {
        if (from.equals(repository)) {
            return blobs.containsKey(digest);
        }
        Supplier<InputStream> content = neighbours.stream()
                .filter(neighbour -> neighbour.repository.equals(from))
                .map(neighbour -> neighbour.blobs.get(digest))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        if (content != null) {
            blobs.put(digest, content);
        }
        return content != null;
    }

    @Override
    public void rest(int attempt) {
        // Nothing here gets better by waiting.
    }

    @Override
    public boolean checksContent() {
        return checking;
    }

    @Override
    public void push(Blob blob) {
        call(Call.PUSH_BLOB, blob.descriptor().digest().text(), () -> {
            byte[] bytes = drain(blob);
            addBlob(blob.descriptor(), () -> new ByteArrayInputStream(bytes));
            return true;
        });
    }

    @Override
    public PushResult push(Manifest manifest) {
        return call(Call.PUSH_MANIFEST, manifest.digest().text(), () -> store(manifest));
    }

    @Override
    public PushResult tag(Manifest manifest, Tag tag) {
        return call(Call.TAG, tag.text(), () -> {
            PushResult stored = store(manifest);
            if (stored instanceof PushResult.Done) {
                tags.put(tag, manifest.digest());
            }
            return stored;
        });
    }

    private <T> T call(Call call, String what, Supplier<T> work) {
        Entry entry = new Entry(call, what);
        calls.add(entry);
        hook.before(entry);
        if (Thread.currentThread().isInterrupted()) {
            throw failed(FailureKind.CANCELLED, side, "go on");
        }
        T result = work.get();
        hook.after(entry);
        return result;
    }

    private Optional<Manifest> find(Reference reference) {
        @Nullable
        Digest digest = switch (reference) {
            case Tag tag -> tags.get(tag);
            case Digest itself -> itself;
        };
        return digest == null ? Optional.empty() : Optional.ofNullable(manifests.get(digest));
    }

    private PushResult store(Manifest manifest) {
        if (!hasContentOf(manifest) && checking) {
            return new PushResult.Incomplete(
                    manifest.content().stream()
                            .map(Descriptor::digest)
                            .filter(digest -> !blobs.containsKey(digest) && !manifests.containsKey(digest))
                            .collect(Collectors.toSet()),
                    failed(FailureKind.PUSH_REJECTED, side, "write a manifest").failure());
        }
        if (!hasContentOf(manifest)) {
            switch (sparse) {
                case A_FAULT ->
                    throw new AssertionError("%s is written before its content".formatted(manifest.digest()));
                case REFUSED -> {
                    return new PushResult.Incomplete(Set.of(), failure(FailureKind.PUSH_REJECTED, side, "push"));
                }
                case TAKEN -> {}
            }
        }
        manifests.put(manifest.digest(), manifest);
        missing = false;
        return new PushResult.Done();
    }

    private boolean hasContentOf(Manifest manifest) {
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

    private byte[] drain(Blob blob) {
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

    private ContentException failed(FailureKind kind, Side at, String operation) {
        return new ContentException(failure(kind, at, operation));
    }

    private Failure failure(FailureKind kind, Side at, String operation) {
        return Failure.of(kind, at, repository.toString(), operation, "as the test wants");
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
