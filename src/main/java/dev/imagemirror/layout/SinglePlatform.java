package dev.imagemirror.layout;

import dev.imagemirror.content.Blob;
import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.ContentSource;
import dev.imagemirror.content.DigestTags;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Referrer;
import dev.imagemirror.content.Side;
import dev.imagemirror.content.TagList;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.ImageIndex;
import dev.imagemirror.oci.ImageManifest;
import dev.imagemirror.oci.IndexEntry;
import dev.imagemirror.oci.Manifest;
import dev.imagemirror.oci.Platform;
import dev.imagemirror.oci.Reference;
import dev.imagemirror.oci.Repository;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A source whose tags name images of one platform: where the source has an index, its image for that platform. For
/// targets that hold nothing else.
///
/// @param platform `os/architecture[/variant]`; without a variant any will do; empty: the only one that there is
public record SinglePlatform(ContentSource all, String platform) implements ContentSource {
    /// What attestations have for a platform.
    private static final Platform UNKNOWN = Platform.parse("unknown/unknown");

    @Override
    public Repository repository() {
        return all.repository();
    }

    @Override
    public Optional<TagList> tags() {
        return all.tags();
    }

    @Override
    public Optional<Descriptor> resolve(Reference reference) {
        return fetch(reference).map(manifest -> manifest.raw().descriptor());
    }

    @Override
    public Optional<Manifest> fetch(Reference reference) {
        return all.fetch(reference).map(manifest -> switch (manifest) {
            case ImageManifest image -> image;
            case ImageIndex index -> chosen(index, reference);
        });
    }

    @Override
    public List<Referrer> referrers(Digest subject, DigestTags tags) {
        return all.referrers(subject, tags);
    }

    @Override
    public Blob open(Descriptor blob) {
        return all.open(blob);
    }

    private Manifest chosen(ImageIndex index, Reference reference) {
        List<IndexEntry> offered =
                index.entries().stream().filter(SinglePlatform::isImage).toList();
        List<Digest> chosen = offered.stream()
                .filter(entry -> isWanted(String.valueOf(entry.platform())))
                .map(entry -> entry.descriptor().digest())
                .toList();
        if (chosen.size() != 1) {
            throw failed(
                    reference,
                    "it is an index for %s; choose one of these platforms"
                            .formatted(
                                    offered.stream().map(IndexEntry::platform).toList()));
        }
        return all.fetch(chosen.getFirst())
                .orElseThrow(() -> failed(reference, "its manifest %s is not there".formatted(chosen.getFirst())));
    }

    private static boolean isImage(IndexEntry entry) {
        @Nullable Platform found = entry.platform();
        return found != null && !found.equals(UNKNOWN);
    }

    private boolean isWanted(String found) {
        return platform.isEmpty() || found.equals(platform) || found.startsWith(platform + "/");
    }

    private ContentException failed(Reference reference, String detail) {
        return new ContentException(Failure.of(
                FailureKind.UNSUPPORTED_MANIFEST,
                Side.SOURCE,
                repository() + ":" + reference,
                "choose a platform",
                detail));
    }
}
