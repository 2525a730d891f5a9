package dev.imagemirror.cli;

import dev.imagemirror.content.ContentSource;
import dev.imagemirror.content.ContentTarget;
import dev.imagemirror.layout.LayoutArchive;
import dev.imagemirror.layout.LayoutSource;
import dev.imagemirror.layout.LayoutTarget;
import dev.imagemirror.layout.SinglePlatform;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.sync.Connections;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/// The two ends of one `copy`, open.
///
/// @param registries for ends that are registries
/// @param layout the source, unless it is a registry
/// @param archive the target, if it is one
record CopyEnds(
        CopyRequest request,
        Connections registries,
        @Nullable LayoutSource layout,
        @Nullable LayoutArchive archive) implements Connections, AutoCloseable {

    /// @throws dev.imagemirror.content.ContentException when there is no layout to read, or no place for an archive
    static CopyEnds open(CopyRequest request, Connections registries) {
        @Nullable LayoutSource layout = layout(request.source());
        boolean done = false;
        try {
            CopyEnds ends = new CopyEnds(request, registries, layout, archive(request));
            done = true;
            return ends;
        } finally {
            if (!done && layout != null) {
                layout.close();
            }
        }
    }

    @Override
    public ContentSource source(Repository repository) {
        ContentSource source = layout == null ? registries.source(repository) : layout;
        return request.target().transport() == Location.Transport.DOCKER_ARCHIVE
                ? new SinglePlatform(source, request.platform())
                : source;
    }

    @Override
    public ContentTarget target(Repository repository) {
        if (archive != null) {
            return archive.target();
        }
        Location target = request.target();
        return target.transport() == Location.Transport.FOLDER
                ? LayoutTarget.folder(target.file(), request.targetName(), Clock.systemUTC())
                : registries.target(repository);
    }

    /// Writes an archive; called only when all that belongs in it is there.
    void finish() {
        if (archive != null) {
            archive.finish();
        }
    }

    @Override
    public void close() {
        if (layout != null) {
            layout.close();
        }
        if (archive != null) {
            archive.close();
        }
    }

    private static @Nullable LayoutSource layout(Location source) {
        return switch (source.transport()) {
            case REGISTRY -> null;
            case FOLDER -> LayoutSource.folder(source.file(), source.layoutName());
            case ARCHIVE, DOCKER_ARCHIVE -> LayoutSource.archive(source.file(), source.layoutName());
        };
    }

    private static @Nullable LayoutArchive archive(CopyRequest request) {
        Location target = request.target();
        return switch (target.transport()) {
            case REGISTRY, FOLDER -> null;
            case ARCHIVE -> LayoutArchive.begin(target.file(), request.targetName(), LayoutArchive.Form.LAYOUT);
            case DOCKER_ARCHIVE -> LayoutArchive.begin(target.file(), request.targetName(), LayoutArchive.Form.DOCKER);
        };
    }
}
