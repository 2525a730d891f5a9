package dev.imagemirror.layout;

import dev.imagemirror.content.Blob;
import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.ContentTarget;
import dev.imagemirror.content.CorruptContentException;
import dev.imagemirror.content.Deletion;
import dev.imagemirror.content.DigestTags;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.PushResult;
import dev.imagemirror.content.Referrer;
import dev.imagemirror.content.Side;
import dev.imagemirror.content.TagList;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Manifest;
import dev.imagemirror.oci.Reference;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.oci.Tag;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// An image layout in a folder that is written. Other processes may write the same folder at the same time. Content
/// that is there already, by digest and size, is not written again.
public final class LayoutTarget implements ContentTarget {
    private static final int BUFFER = 64 * 1024;

    private final Place place;
    private final LayoutArchive.Form form;
    private final LayoutSource reading;
    private final LayoutContent content;
    private final FolderWriter writer;
    private final IndexWriter index;

    LayoutTarget(Path folder, LayoutName name, Place place, FolderWriter writer, LayoutArchive.Form form) {
        this.place = place;
        this.form = form;
        this.reading = LayoutSource.live(new FolderFiles(folder), name, place);
        this.content = reading.content();
        this.writer = writer;
        this.index = new IndexWriter(content, writer, name, place);
    }

    /// A folder, which need not exist: the first write makes it.
    public static LayoutTarget folder(Path folder, LayoutName name, InstantSource clock) {
        FolderWriter writer = new FolderWriter(folder, Disk.lasting(), clock);
        Place place = new Place(Side.TARGET, folder.toString());
        return new LayoutTarget(folder, name, place, writer, LayoutArchive.Form.LAYOUT);
    }

    @Override
    public Repository repository() {
        return reading.repository();
    }

    @Override
    public Optional<TagList> tags() {
        return reading.tags();
    }

    @Override
    public Optional<Descriptor> resolve(Reference reference) {
        return reading.resolve(reference);
    }

    @Override
    public Optional<Manifest> fetch(Reference reference) {
        return reading.fetch(reference);
    }

    @Override
    public Blob open(Descriptor blob) {
        return reading.open(blob);
    }

    @Override
    public List<Referrer> referrers(Digest subject, DigestTags tags) {
        return reading.referrers(subject, tags);
    }

    /// There is nowhere else to take a blob from.
    @Override
    public boolean mount(Descriptor blob, Repository from) {
        return content.has(blob);
    }

    /// It looks at its own files.
    @Override
    public boolean checksContent() {
        return true;
    }

    /// A disk does not get better by waiting.
    @Override
    public void rest(int attempt) {}

    @Override
    public void push(Blob blob) {
        Digest digest = blob.descriptor().digest();
        if (!content.has(blob.descriptor())) {
            write("write blob " + digest, digest, sink -> {
                byte[] buffer = new byte[BUFFER];
                for (int read = read(blob, buffer); read >= 0; read = read(blob, buffer)) {
                    sink.write(buffer, read);
                }
            });
        }
    }

    @Override
    public PushResult push(Manifest manifest) {
        String operation = "write manifest " + manifest.digest();
        return store(manifest, operation, () -> {
            if (manifest.subject().isPresent()) {
                index.list(manifest, operation);
            }
        });
    }

    @Override
    public PushResult tag(Manifest manifest, Tag tag) {
        String operation = "write the tag " + tag;
        return store(manifest, operation, () -> {
            if (form == LayoutArchive.Form.DOCKER) {
                checkForDocker(manifest, operation);
            }
            index.tag(manifest, tag, operation);
        });
    }

    /// The files of what a deleted manifest refers to stay, since others may share them.
    @Override
    public Deletion delete(Reference reference) {
        String operation = "delete " + reference;
        return switch (reference) {
            case Tag tag -> deleted(reading.find(tag).isPresent(), () -> index.untag(tag, operation));
            case Digest digest ->
                deleted(reading.resolve(digest).isPresent(), () -> {
                    index.remove(digest, operation);
                    remove(digest, operation);
                });
        };
    }

    private static Deletion deleted(boolean present, Runnable deletion) {
        if (present) {
            deletion.run();
        }
        return present ? Deletion.DONE : Deletion.ABSENT;
    }

    /// Writes a manifest if it is whole, and then lists it.
    private PushResult store(Manifest manifest, String operation, Runnable listing) {
        Set<Digest> missing = missing(manifest);
        if (!missing.isEmpty()) {
            String detail = "it refers to %s, which the layout does not have".formatted(missing);
            return new PushResult.Incomplete(
                    missing,
                    place.failed(FailureKind.PUSH_REJECTED, operation, detail).failure());
        }
        if (!content.has(manifest.raw().descriptor())) {
            byte[] bytes = manifest.raw().bytes();
            write(operation, manifest.digest(), sink -> sink.write(bytes, bytes.length));
        }
        listing.run();
        return new PushResult.Done();
    }

    private Set<Digest> missing(Manifest manifest) {
        return manifest.content().stream()
                .filter(part -> !part.mediaType().isForeignLayer() && !content.has(part))
                .map(Descriptor::digest)
                .collect(Collectors.toSet());
    }

    private void checkForDocker(Manifest manifest, String operation) {
        try {
            DockerManifest.check(manifest, content);
        } catch (MalformedException e) {
            throw content.unsupported(operation, e);
        }
    }

    private void write(String operation, Digest digest, FolderWriter.Filling filling) {
        try {
            writer.write(digest, filling);
        } catch (IOException e) {
            throw place.broken(operation, e);
        }
    }

    private void remove(Digest digest, String operation) {
        try {
            writer.delete(digest);
        } catch (IOException e) {
            throw place.broken(operation, e);
        }
    }

    /// A failure of the source is not taken for one of this end.
    private int read(Blob blob, byte[] buffer) {
        try {
            return blob.stream().read(buffer);
        } catch (IOException e) {
            throw unreadable(blob, e);
        }
    }

    private ContentException unreadable(Blob blob, IOException e) {
        Place source = new Place(Side.SOURCE, place.name());
        String operation = "read blob " + blob.descriptor().digest();
        return e instanceof CorruptContentException
                ? source.failed(FailureKind.DIGEST_MISMATCH, operation, String.valueOf(e.getMessage()))
                : source.broken(operation, e);
    }
}
