package dev.imagemirror.layout;

import com.fasterxml.jackson.databind.JsonNode;
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
import dev.imagemirror.oci.Manifest;
import dev.imagemirror.oci.Reference;
import dev.imagemirror.oci.Repository;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A source whose tags name images of one platform: where the source has an index, its image for that platform. For
/// targets that hold nothing else.
///
/// @param platform `os/architecture[/variant]`; without a variant any will do; empty: the only one that there is
public record SinglePlatform(ContentSource all, String platform) implements ContentSource {
    private static final String UNKNOWN = "unknown/unknown";

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
        List<String> offered = new ArrayList<>();
        List<Digest> chosen = new ArrayList<>();
        for (JsonNode entry : LayoutJson.object(index.raw().bytes()).path("manifests")) {
            String found = platform(entry.path("platform"));
            if (!found.equals(UNKNOWN)) {
                offered.add(found);
                if (platform.isEmpty() || found.equals(platform) || found.startsWith(platform + "/")) {
                    chosen.add(Digest.parse(entry.path("digest").asText()));
                }
            }
        }
        if (chosen.size() != 1) {
            throw failed(reference, "it is an index for %s; choose one of these platforms".formatted(offered));
        }
        return all.fetch(chosen.getFirst())
                .orElseThrow(() -> failed(reference, "its manifest %s is not there".formatted(chosen.getFirst())));
    }

    /// What attestations have for a platform is unknown, too.
    private static String platform(JsonNode platform) {
        String text = platform.path("os").asText("unknown") + "/"
                + platform.path("architecture").asText("unknown");
        String variant = platform.path("variant").asText("");
        return variant.isEmpty() ? text : text + "/" + variant;
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
