package dev.imagemirror.content;

import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Manifest;
import dev.imagemirror.oci.Reference;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.oci.Tag;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/// One repository in memory, as a source or as a target. It counts and keeps its calls, does wrong what a [Hook] says,
/// and fails a test at once when a manifest or a tag is written whose content is not all there. Nothing is ever taken
/// away from it by a copy, so what was whole when it was written stays whole. Safe for use by many threads.
public final class MemoryContent extends MemoryStore implements ContentTarget {
    private final Repository repository;
    private final Side side;
    private final List<Entry> calls = new CopyOnWriteArrayList<>();
    private volatile Hook hook = new Hook() {};
    private final List<MemoryContent> neighbours = new CopyOnWriteArrayList<>();
    private volatile boolean checking;
    private volatile Sparse sparse = Sparse.A_FAULT;
    private volatile Deleting deleting = Deleting.NOTHING;

    /// What an index whose children are not all here is to this repository.
    public enum Sparse {
        A_FAULT,
        TAKEN,
        REFUSED
    }

    /// How registries delete.
    public enum Deleting {
        NOTHING,
        /// A tag goes by its name, and content by its digest.
        TAGS,
        /// A tag cannot be deleted by its name.
        DIGESTS,
        /// With a tag goes its content, and with that every other tag of it.
        CONTENT_WITH_TAGS,
        /// It says yes, and does nothing.
        NOT_REALLY,
        /// It says that nothing is there.
        DENIES
    }

    public enum Call {
        TAGS,
        RESOLVE,
        FETCH,
        OPEN,
        MOUNT,
        PUSH_BLOB,
        PUSH_MANIFEST,
        TAG,
        REFERRERS,
        DELETE
    }

    /// A call and the tag or digest it was about.
    public record Entry(Call call, String what) {}

    /// What happens around every call; throws to make it fail.
    public interface Hook {
        default void before(Entry entry) {}

        /// The call has had its effect, but its answer is not there yet.
        default void after(Entry entry) {}

        /// Makes calls fail.
        ///
        /// @param what the tag or digest that they are about; empty for any
        static Hook failing(FailureKind kind, Call call, String what) {
            return new Hook() {
                @Override
                public void before(Entry entry) {
                    if (entry.call() == call && (what.isEmpty() || what.equals(entry.what()))) {
                        throw new ContentException(
                                Failure.of(kind, Side.SOURCE, "memory", "go on", "as the test wants"));
                    }
                }
            };
        }
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
        disappear();
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

    public void deleting(Deleting changed) {
        deleting = changed;
    }

    // What a test asks

    public List<Entry> calls() {
        return List.copyOf(calls);
    }

    public int count(Call call) {
        return (int) calls.stream().filter(entry -> entry.call() == call).count();
    }

    public void forgetCalls() {
        calls.clear();
    }

    // The ports

    @Override
    public Repository repository() {
        return repository;
    }

    @Override
    public Optional<TagList> tags() {
        return call(Call.TAGS, "", this::list);
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
            Supplier<InputStream> content = find(blob).orElseThrow(() -> failed(FailureKind.NOT_FOUND, "open a blob"));
            return new Blob(blob, new VerifyingStream(content.get(), blob));
        });
    }

    @Override
    public List<Referrer> referrers(Digest subject, DigestTags listed) {
        return call(
                Call.REFERRERS,
                subject.text(),
                () -> referring(subject).stream()
                        .map(descriptor -> new Referrer(descriptor, ""))
                        .toList());
    }

    @Override
    public Deletion delete(Reference reference) {
        return call(Call.DELETE, reference.text(), () -> switch (deleting) {
            case NOTHING -> Deletion.UNSUPPORTED;
            case DENIES -> Deletion.ABSENT;
            case NOT_REALLY -> find(reference).isPresent() ? Deletion.INEFFECTIVE : Deletion.ABSENT;
            case TAGS -> take(reference);
            case DIGESTS -> reference instanceof Digest ? take(reference) : Deletion.UNSUPPORTED;
            case CONTENT_WITH_TAGS ->
                find(reference).map(Manifest::digest).map(this::take).orElse(Deletion.ABSENT);
        });
    }

    private Deletion take(Reference reference) {
        return drop(reference) ? Deletion.DONE : Deletion.ABSENT;
    }

    @Override
    public boolean mount(Descriptor blob, Repository from) {
        return call(Call.MOUNT, blob.digest().text(), () -> mountFrom(from, blob));
    }

    private boolean mountFrom(Repository from, Descriptor blob) {
        if (from.equals(repository)) {
            return holds(blob);
        }
        Optional<Supplier<InputStream>> content = neighbours.stream()
                .filter(neighbour -> neighbour.repository.equals(from))
                .flatMap(neighbour -> neighbour.find(blob).stream())
                .findFirst();
        content.ifPresent(found -> addBlob(blob, found));
        return content.isPresent();
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
            keep(blob);
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
                name(manifest, tag);
            }
            return stored;
        });
    }

    private <T> T call(Call call, String what, Supplier<T> work) {
        Entry entry = new Entry(call, what);
        calls.add(entry);
        hook.before(entry);
        if (Thread.currentThread().isInterrupted()) {
            throw failed(FailureKind.CANCELLED, "go on");
        }
        T result = work.get();
        hook.after(entry);
        return result;
    }

    private PushResult store(Manifest manifest) {
        if (!hasContentOf(manifest) && checking) {
            return new PushResult.Incomplete(
                    missingOf(manifest), failure(FailureKind.PUSH_REJECTED, "write a manifest"));
        }
        if (!hasContentOf(manifest)) {
            switch (sparse) {
                case A_FAULT ->
                    throw new AssertionError("%s is written before its content".formatted(manifest.digest()));
                case REFUSED -> {
                    return new PushResult.Incomplete(Set.of(), failure(FailureKind.PUSH_REJECTED, "push"));
                }
                case TAKEN -> {}
            }
        }
        keep(manifest);
        return new PushResult.Done();
    }

    private ContentException failed(FailureKind kind, String operation) {
        return new ContentException(failure(kind, operation));
    }

    private Failure failure(FailureKind kind, String operation) {
        return Failure.of(kind, side, repository.toString(), operation, "as the test wants");
    }
}
