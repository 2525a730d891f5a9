package dev.imagemirror.layout;

import dev.imagemirror.content.ContentTarget;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.ImageManifest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/// A tar archive that is written, `.tar` or, by its name, `.tar.gz`. It is put together in a folder beside the
/// archive, since the order of its entries is fixed and the order in which blobs come is not; [#finish] writes it anew,
/// in one step in the place of an older one. The same images give the same bytes.
public final class LayoutArchive implements AutoCloseable {
    private static final String WRITING = "write the archive";

    private final Path archive;
    private final Path folder;
    private final LayoutName name;
    private final Form form;
    private final Place place;
    private final LayoutTarget target;

    /// What readers the archive is for.
    public enum Form {
        /// An OCI image layout.
        LAYOUT,
        /// The same, and what `docker load` needs besides: images of one platform only.
        DOCKER
    }

    private LayoutArchive(Path archive, Path folder, LayoutName name, Form form, Place place) {
        this.archive = archive;
        this.folder = folder;
        this.name = name;
        this.form = form;
        this.place = place;
        FolderWriter writer = new FolderWriter(folder, Disk.passing(), InstantSource.system());
        this.target = new LayoutTarget(folder, name, place, writer, form);
    }

    /// Begins an archive. Nothing of that name is changed before [#finish].
    ///
    /// @throws dev.imagemirror.content.ContentException when nothing can be written there
    public static LayoutArchive begin(Path archive, LayoutName name, Form form) {
        Place place = new Place(Side.TARGET, archive.toString());
        if (Files.isDirectory(archive)) {
            throw place.failed(FailureKind.CONFLICT, WRITING, "it is a folder; name a file");
        }
        try {
            Path absolute = archive.toAbsolutePath();
            Path folder = Files.createTempDirectory(absolute.getParent(), "." + absolute.getFileName() + ".");
            return new LayoutArchive(absolute, folder, name, form, place);
        } catch (IOException e) {
            throw place.broken(WRITING, e);
        }
    }

    public ContentTarget target() {
        return target;
    }

    /// Writes the archive with all that was written to its target.
    public void finish() {
        Disk disk = Disk.lasting();
        Path part = archive.resolveSibling("." + archive.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            if (form == Form.DOCKER) {
                Files.write(folder.resolve(DockerManifest.FILE), DockerManifest.bytes(images(), name));
            }
            try (FileChannel channel = disk.create(part);
                    OutputStream out = Channels.newOutputStream(channel)) {
                ArchiveWriter.write(folder, out, ArchiveWriter.isCompressed(archive));
                disk.force(channel, part);
            }
            disk.move(part, archive);
            disk.forceFolder(Objects.requireNonNull(archive.getParent()));
        } catch (IOException e) {
            throw place.broken(WRITING, e);
        } finally {
            part.toFile().delete();
        }
    }

    /// Deletes what was put together; an archive that was not finished is not written.
    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw place.broken("clean up " + folder, e);
        }
    }

    private List<DockerManifest.Tagged> images() {
        return target.tags().stream()
                .flatMap(found -> found.tags().stream())
                .flatMap(tag -> target.fetch(tag).stream()
                        // Nothing else got a tag: see DockerManifest.check.
                        .filter(ImageManifest.class::isInstance)
                        .map(image -> new DockerManifest.Tagged(tag, (ImageManifest) image)))
                .toList();
    }
}
