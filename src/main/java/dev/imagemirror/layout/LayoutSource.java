package dev.imagemirror.layout;

import dev.imagemirror.content.Blob;
import dev.imagemirror.content.ContentSource;
import dev.imagemirror.content.DigestTags;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Referrer;
import dev.imagemirror.content.Side;
import dev.imagemirror.content.TagList;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.ImageIndex;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Manifest;
import dev.imagemirror.oci.RawManifest;
import dev.imagemirror.oci.Reference;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.oci.Tag;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// An image layout that is read. What `index.json` says is read once, when the layout is opened.
public final class LayoutSource implements ContentSource, AutoCloseable {
    private final LayoutName name;
    private final Place place;
    private final LayoutFiles files;
    private final LayoutContent content;
    private final Supplier<Optional<LayoutIndex>> index;

    private LayoutSource(
            LayoutName name,
            Place place,
            LayoutFiles files,
            LayoutContent content,
            Supplier<Optional<LayoutIndex>> index) {
        this.name = name;
        this.place = place;
        this.files = files;
        this.content = content;
        this.index = index;
    }

    /// Opens the layout of a folder.
    ///
    /// @throws dev.imagemirror.content.ContentException when there is none, or one that breaks the rules
    public static LayoutSource folder(Path folder, LayoutName name) {
        return opened(new FolderFiles(folder), name, new Place(Side.SOURCE, folder.toString()));
    }

    /// Opens the layout of an archive, `.tar` or `.tar.gz`. The latter is unpacked to a temporary file, which
    /// [#close] deletes.
    ///
    /// @throws dev.imagemirror.content.ContentException when there is none, or one that breaks the rules
    public static LayoutSource archive(Path archive, LayoutName name) {
        Place place = new Place(Side.SOURCE, archive.toString());
        try {
            return opened(ArchiveFiles.open(archive), name, place);
        } catch (IOException e) {
            throw place.broken("open the archive", e);
        }
    }

    /// A view of a folder that is written, which sees what others write.
    static LayoutSource live(LayoutFiles files, LayoutName name, Place place) {
        LayoutContent content = new LayoutContent(files, place);
        return new LayoutSource(name, place, files, content, content::index);
    }

    private static LayoutSource opened(LayoutFiles files, LayoutName name, Place place) {
        LayoutContent content = new LayoutContent(files, place);
        boolean done = false;
        try {
            Optional<LayoutIndex> index = content.index();
            if (index.isEmpty()) {
                throw place.failed(
                        FailureKind.NOT_A_REGISTRY,
                        "read the image layout",
                        "there is no file %s, so this is no image layout".formatted(LayoutFiles.VERSION));
            }
            done = true;
            return new LayoutSource(name, place, files, content, () -> index);
        } finally {
            if (!done) {
                files.close();
            }
        }
    }

    LayoutContent content() {
        return content;
    }

    /// What is listed under this tag, whether it is there or not.
    Optional<LayoutEntry> find(Tag tag) {
        try {
            return index.get().flatMap(found -> found.find(tag, name));
        } catch (MalformedException e) {
            throw place.failed(FailureKind.CONFLICT, "find the tag " + tag, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Repository repository() {
        return name.repository();
    }

    @Override
    public Optional<TagList> tags() {
        return index.get().map(found -> TagList.of(found.tags()));
    }

    @Override
    public Optional<Descriptor> resolve(Reference reference) {
        return switch (reference) {
            case Tag tag -> find(tag).map(LayoutEntry::descriptor).filter(content::has);
            case Digest digest -> raw(digest).map(RawManifest::descriptor);
        };
    }

    @Override
    public Optional<Manifest> fetch(Reference reference) {
        return switch (reference) {
            case Tag tag -> find(tag).map(entry -> named(tag, entry.descriptor()));
            case Digest digest -> raw(digest).map(this::parse);
        };
    }

    @Override
    public Blob open(Descriptor blob) {
        return content.open(blob);
    }

    /// Looks at what `index.json` lists and, for layouts that regclient wrote, at the tag that lists referrers.
    @Override
    public List<Referrer> referrers(Digest subject, DigestTags tags) {
        Optional<LayoutIndex> listed = index.get();
        Stream<Descriptor> entries =
                listed.stream().flatMap(found -> found.entries().stream()).map(LayoutEntry::descriptor);
        return Stream.concat(entries, fallback(subject))
                .distinct()
                .flatMap(entry -> referrer(entry, subject).stream())
                .toList();
    }

    @Override
    public void close() {
        files.close();
    }

    /// Distribution specification, "Referrers Tag Schema".
    private Stream<Descriptor> fallback(Digest subject) {
        return fetch(Tag.ofReferrers(subject)).stream()
                .flatMap(manifest -> manifest instanceof ImageIndex list ? list.manifests().stream() : Stream.empty());
    }

    private Optional<Referrer> referrer(Descriptor listed, Digest subject) {
        return content.subject(listed)
                .filter(subject::equals)
                .flatMap(found -> content.manifest(listed.digest(), listed.mediaType()))
                .map(manifest -> new Referrer(listed, LayoutJson.artifactType(manifest)));
    }

    private Optional<RawManifest> raw(Digest digest) {
        return content.manifest(
                digest,
                index.get()
                        .flatMap(found -> found.find(digest))
                        .map(entry -> entry.descriptor().mediaType())
                        .orElse(null));
    }

    private Manifest named(Tag tag, Descriptor descriptor) {
        String operation = "read manifest " + tag;
        RawManifest raw = content.manifest(descriptor.digest(), descriptor.mediaType())
                .orElseThrow(() -> place.failed(
                        FailureKind.NOT_FOUND,
                        operation,
                        "%s lists %s, which the layout does not have"
                                .formatted(LayoutFiles.INDEX, descriptor.digest())));
        if (raw.bytes().length != descriptor.size()) {
            throw place.failed(
                    FailureKind.DIGEST_MISMATCH,
                    operation,
                    "%s says that it has %d bytes, but it has %d"
                            .formatted(LayoutFiles.INDEX, descriptor.size(), raw.bytes().length));
        }
        return parse(raw);
    }

    private Manifest parse(RawManifest raw) {
        try {
            return Manifest.parse(raw);
        } catch (MalformedException e) {
            throw content.unsupported("read manifest " + raw.digest(), e);
        }
    }
}
