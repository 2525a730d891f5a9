package dev.imagemirror.copy;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.ContentSource;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.PushResult;
import dev.imagemirror.content.Side;
import dev.imagemirror.copy.TargetContents.Kind;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.ImageIndex;
import dev.imagemirror.oci.ImageManifest;
import dev.imagemirror.oci.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/// Brings manifests of one source repository into one target repository, each after all that it needs. An index is
/// done in steps: its children are read, their blobs brought, the children written, each step for all of them at once.
/// Safe for use by many threads.
final class ManifestCopies {
    /// Deepest nesting of indexes.
    static final int MAX_DEPTH = 4;
    /// Most bytes of the manifests that one index lists, which are in memory together.
    static final long MAX_BYTES = 16L * 1024 * 1024;

    /// How often a manifest is written, when the target says each time that something is missing.
    private static final int MAX_WRITES = 3;

    private static final String READING = "read a listed manifest";

    private final ContentSource source;
    private final TargetContents contents;
    private final BlobCopies blobs;
    private final Crew crew;

    ManifestCopies(ContentSource source, TargetContents contents, BlobCopies blobs, Crew crew) {
        this.source = source;
        this.contents = contents;
        this.blobs = blobs;
        this.crew = crew;
    }

    /// A manifest that is to be written.
    ///
    /// @param needs what the target must have before
    /// @param whole whether it is complete with that
    /// @param write asks the target to take it
    record Writing(Manifest manifest, List<Descriptor> needs, boolean whole, Supplier<PushResult> write) {
        /// What it needs.
        Kind kind() {
            return switch (manifest) {
                case ImageManifest image -> Kind.BLOB;
                case ImageIndex index -> Kind.MANIFEST;
            };
        }

        List<Descriptor> needsOf(Set<Digest> missing) {
            return needs.stream()
                    .filter(content -> missing.contains(content.digest()))
                    .toList();
        }
    }

    /// A manifest that the target did not take yet.
    private record Lacking(Writing writing, PushResult.Incomplete why) {}

    /// A manifest that is written under its digest. The list of its subject's referrers, which may be written with it,
    /// can be a tag.
    Writing writing(PlatformSubset.Cut cut, Attempt attempt) {
        Supplier<PushResult> push = () -> contents.target().push(cut.tagged());
        return writing(cut, cut.tagged().subject().isPresent() ? () -> attempt.changeTag(push) : push);
    }

    /// A manifest that is written in this way.
    Writing writing(PlatformSubset.Cut cut, Supplier<PushResult> write) {
        List<Descriptor> needs = blobs.wanted(cut.content().content());
        return new Writing(cut.tagged(), needs, !cut.sparse(), () -> cut.write(write));
    }

    /// Makes sure that the target has these manifests.
    void bring(List<Descriptor> wanted, Attempt attempt) {
        bringChildren(wanted, 0, attempt);
    }

    /// Writes manifests, each after what it needs, and notes that they are there. Where the target tells what it lacks,
    /// nobody asks before.
    ///
    /// @param depth how deep they are nested: 1 is what a tag names
    void complete(List<Writing> writings, int depth, Attempt attempt) {
        bringNeeds(writings.stream().filter(writing -> !isTold(writing)).toList(), depth, attempt);
        List<Lacking> left = write(writings, attempt);
        for (int written = 1; !left.isEmpty(); written++) {
            if (written == MAX_WRITES) {
                throw new ContentException(left.getFirst().why().failure());
            }
            left.forEach(lacking -> bringMissing(lacking, depth, attempt));
            left = write(left.stream().map(Lacking::writing).toList(), attempt);
        }
        writings.forEach(this::note);
    }

    private void note(Writing writing) {
        contents.note(writing.kind(), writing.needs());
        if (writing.whole()) {
            contents.note(Kind.MANIFEST, List.of(writing.manifest().raw().descriptor()));
        }
    }

    /// Whether the target itself tells what of it is missing, for one request and not one for each blob. An index is
    /// not left to that: many registries take one whose manifests they lack.
    private boolean isTold(Writing writing) {
        return writing.manifest() instanceof ImageManifest
                && contents.prior() == Prior.TAGS
                && !contents.hasAll(Kind.BLOB, writing.needs())
                && contents.target().checksContent();
    }

    private void bringNeeds(List<Writing> writings, int depth, Attempt attempt) {
        List<Descriptor> layers = new ArrayList<>();
        for (Writing writing : writings) {
            switch (writing.manifest()) {
                case ImageManifest image -> layers.addAll(writing.needs());
                case ImageIndex index -> bringChildren(writing.needs(), depth, attempt);
            }
        }
        blobs.bring(layers, false, attempt);
    }

    private void bringMissing(Lacking lacking, int depth, Attempt attempt) {
        Writing writing = lacking.writing();
        boolean named = !lacking.why().missing().isEmpty();
        List<Descriptor> missing = named ? writing.needsOf(lacking.why().missing()) : writing.needs();
        if (missing.isEmpty()) {
            throw new ContentException(lacking.why().failure());
        }
        contents.forget(writing.kind(), missing);
        switch (writing.manifest()) {
            case ImageManifest image -> blobs.bring(missing, named, attempt);
            case ImageIndex index -> bringChildren(missing, depth, attempt);
        }
    }

    private List<Lacking> write(List<Writing> writings, Attempt attempt) {
        List<Lacking> left = new CopyOnWriteArrayList<>();
        crew.each(writings, writing -> write(writing, left), attempt);
        return left;
    }

    private static void write(Writing writing, List<Lacking> left) {
        switch (writing.write().get()) {
            case PushResult.Done() -> {}
            case PushResult.Incomplete why -> left.add(new Lacking(writing, why));
        }
    }

    private void bringChildren(List<Descriptor> children, int depth, Attempt attempt) {
        List<Descriptor> images = new ArrayList<>();
        List<Descriptor> indexes = new ArrayList<>();
        children.forEach(child -> (child.mediaType().isIndex() ? indexes : images).add(child));
        if (depth >= MAX_DEPTH && !indexes.isEmpty()) {
            throw failed(
                    FailureKind.LIMIT_EXCEEDED,
                    "copy an index",
                    "indexes are nested deeper than %d; ask its publisher for one that lists the images themselves"
                            .formatted(MAX_DEPTH));
        }
        ensure(images, depth, attempt);
        // One after another: an index may hold what another one holds, and would wait for it.
        indexes.forEach(index -> ensure(List.of(index), depth, attempt));
    }

    private void ensure(List<Descriptor> wanted, int depth, Attempt attempt) {
        contents.ensure(Kind.MANIFEST, wanted, flights -> bringFlights(flights, depth + 1, attempt));
    }

    private void bringFlights(List<Flight> flights, int depth, Attempt attempt) {
        Map<Flight, Manifest> read = read(flights, attempt);
        complete(
                flights.stream()
                        .map(read::get)
                        .filter(Objects::nonNull)
                        .map(manifest -> writing(PlatformSubset.Cut.whole(manifest), attempt))
                        .toList(),
                depth,
                attempt);
    }

    private Map<Flight, Manifest> read(List<Flight> flights, Attempt attempt) {
        long bytes =
                flights.stream().mapToLong(flight -> flight.content().size()).reduce(0, Math::addExact);
        if (bytes > MAX_BYTES) {
            throw failed(
                    FailureKind.LIMIT_EXCEEDED,
                    READING,
                    "its manifests have %d bytes together, the limit is %d; mirror fewer platforms of it"
                            .formatted(bytes, MAX_BYTES));
        }
        Map<Flight, Manifest> read = new ConcurrentHashMap<>();
        crew.each(flights, flight -> read(flight, read, attempt), attempt);
        return read;
    }

    /// What is no manifest is a blob: an index may list anything (image specification, "Image Index").
    private void read(Flight flight, Map<Flight, Manifest> read, Attempt attempt) {
        Descriptor child = flight.content();
        Optional<Manifest> manifest = source.fetch(child.digest());
        if (manifest.isPresent()) {
            check(manifest.get(), child);
            read.put(flight, manifest.get());
        } else if (child.mediaType().isImage() || child.mediaType().isIndex()) {
            throw failed(
                    FailureKind.NOT_FOUND,
                    READING,
                    "%s is listed, but the source does not have it; push it there, or mirror only other platforms"
                            .formatted(child.digest()));
        } else {
            blobs.bring(child, attempt);
            flight.land();
        }
    }

    private void check(Manifest manifest, Descriptor child) {
        if (manifest instanceof ImageIndex && !child.mediaType().isIndex()) {
            throw failed(
                    FailureKind.UNSUPPORTED_MANIFEST,
                    READING,
                    "%s is listed as %s, but is an index; ask its publisher for a new build"
                            .formatted(child.digest(), child.mediaType()));
        }
        int size = manifest.raw().bytes().length;
        if (size != child.size()) {
            throw failed(
                    FailureKind.DIGEST_MISMATCH,
                    READING,
                    "%s is listed with %d bytes, but it has %d; ask its publisher for a new build"
                            .formatted(child.digest(), child.size(), size));
        }
    }

    private ContentException failed(FailureKind kind, String operation, String detail) {
        return new ContentException(
                Failure.of(kind, Side.SOURCE, source.repository().toString(), operation, detail));
    }
}
