package dev.imagemirror.cli;

import dev.imagemirror.copy.PlatformSubset;
import dev.imagemirror.layout.LayoutName;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.sync.CopyOptions;
import dev.imagemirror.sync.PathSeparator;
import dev.imagemirror.sync.RepositorySpecification;
import dev.imagemirror.sync.Selection;
import dev.imagemirror.sync.SyncRequest;
import dev.imagemirror.sync.TargetMapping;
import dev.imagemirror.sync.Template;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/// What one `copy` is asked to do.
///
/// @param platform for docker archives; empty when it was not said
/// @param foreignLayers whether layers that may not be handed on are copied too
record CopyRequest(Location source, Location target, String platform, boolean foreignLayers) {
    /// What stands for several tags, or for none.
    private static final Pattern FILTER = Pattern.compile("[~=@]");

    private static final int CONCURRENCY = 16;
    private static final Duration IMAGE_TIMEOUT = Duration.ofMinutes(30);

    CopyRequest {
        if (source.transport() == Location.Transport.DOCKER_ARCHIVE) {
            throw new MalformedException("docker archives can only be written; one that docker wrote since version 25"
                    + " is a layout too: read it as oci-archive:");
        }
        if (source.specification().selection() instanceof Selection.OneDigest) {
            throw new MalformedException("%s stands for a digest; copy by a tag".formatted(source.specification()));
        }
        checkTarget(source, target);
        if (target.transport() != Location.Transport.REGISTRY) {
            name(source, target);
        }
        if (!platform.isEmpty() && target.transport() != Location.Transport.DOCKER_ARCHIVE) {
            throw new MalformedException("--platform is for docker-archive:, other targets take all platforms");
        }
    }

    static CopyRequest parse(String source, String target, String platform, boolean foreignLayers) {
        return new CopyRequest(Location.parse(source), Location.parse(target), platform, foreignLayers);
    }

    /// The same for the engine.
    SyncRequest sync() {
        RepositorySpecification named = target.specification();
        Template tag = named.selection() instanceof Selection.OneTag one
                ? new Template(one.tag().text())
                : Template.DEFAULT_TAG;
        Repository repository = named.repository();
        TargetMapping mapping = new TargetMapping(
                repository.registry(), "/", PathSeparator.SLASH, new Template(repository.path()), tag);
        CopyOptions options = new CopyOptions(new PlatformSubset.Whole(), true, foreignLayers);
        return SyncRequest.of(List.of(source.specification().with(options)), mapping, CONCURRENCY, IMAGE_TIMEOUT)
                .resuming();
    }

    /// What images of a folder or archive are called.
    LayoutName targetName() {
        return name(source, target);
    }

    /// Docker's archives need whole names, and take the source's when they have none.
    private static LayoutName name(Location source, Location target) {
        if (target.transport() != Location.Transport.DOCKER_ARCHIVE) {
            return target.layoutName();
        }
        return target.wholeName()
                .or(source::wholeName)
                .orElseThrow(() -> new MalformedException(
                        "docker archives need whole names: write %s:registry/repository[:tag]".formatted(target)));
    }

    private static void checkTarget(Location source, Location target) {
        if (FILTER.matcher(target.name()).find()) {
            throw new MalformedException("'%s' cannot be written to: a target has a repository and at most one tag"
                    .formatted(target.name()));
        }
        boolean named = target.specification().selection() instanceof Selection.OneTag;
        if (named && !(source.specification().selection() instanceof Selection.OneTag)) {
            throw new MalformedException(
                    "the target has one tag, but the source stands for several; name one there, or none here");
        }
    }
}
