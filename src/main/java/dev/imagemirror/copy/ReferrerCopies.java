package dev.imagemirror.copy;

import dev.imagemirror.content.ContentSource;
import dev.imagemirror.content.ContentTarget;
import dev.imagemirror.content.Referrer;
import dev.imagemirror.copy.TargetContents.Kind;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Manifest;
import dev.imagemirror.oci.Tag;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Brings what refers to manifests from one source repository into one target repository. Listed referrers are brought
/// by their digest, and the target, or its client, enters them in its own list, since they name their subject. The tags
/// of cosign are brought as tags, and follow the source: signatures are appended to them. Safe for use by many threads.
final class ReferrerCopies {
    private final ContentSource source;
    private final TargetContents contents;
    private final ManifestCopies manifests;
    private final ReferrerScope scope;

    ReferrerCopies(ContentSource source, TargetContents contents, ManifestCopies manifests, ReferrerScope scope) {
        this.source = source;
        this.contents = contents;
        this.manifests = manifests;
        this.scope = scope;
    }

    /// Those that the source lists for a manifest and the target does not.
    List<Descriptor> lacking(ReferrerSearch.Found found) {
        if (contents.prior() == Prior.NOTHING || contents.hasAll(Kind.MANIFEST, found.manifests())) {
            return found.manifests();
        }
        Set<Digest> held = contents.target().referrers(found.subject(), scope.atTarget()).stream()
                .map(Referrer::descriptor)
                .map(Descriptor::digest)
                .collect(Collectors.toSet());
        return found.manifests().stream()
                .filter(referrer -> !held.contains(referrer.digest()))
                .toList();
    }

    void bring(List<Descriptor> referrers, Attempt attempt) {
        manifests.bring(referrers, attempt);
    }

    /// Brings one referrer, unless the source lists it and does not have it any more: lists are not always kept.
    void bringIfThere(Descriptor referrer, Attempt attempt) {
        if (source.resolve(referrer.digest()).isPresent()) {
            manifests.bring(List.of(referrer), attempt);
        }
    }

    /// Brings a tag of cosign.
    ///
    /// @return what it names, empty when the source does not have it
    Optional<Digest> bring(Tag tag, Attempt attempt) {
        Optional<Digest> there = atTarget(tag);
        if (there.isPresent()) {
            Optional<Digest> here = source.resolve(tag).map(Descriptor::digest);
            if (here.isEmpty() || here.equals(there)) {
                return here;
            }
        }
        Optional<Manifest> manifest = source.fetch(tag);
        manifest.ifPresent(found -> write(found, tag, expectation(there), attempt));
        return manifest.map(Manifest::digest);
    }

    private Optional<Digest> atTarget(Tag tag) {
        ContentTarget target = contents.target();
        boolean mayBeThere =
                contents.prior() != Prior.NOTHING && scope.atTarget().mayHave(tag);
        return mayBeThere ? target.resolve(tag).map(Descriptor::digest) : Optional.empty();
    }

    private static Expectation expectation(Optional<Digest> there) {
        return there.<Expectation>map(Expectation.Content::new).orElse(Expectation.ANYTHING);
    }

    private void write(Manifest manifest, Tag tag, Expectation expected, Attempt attempt) {
        PlatformSubset.Cut cut = PlatformSubset.Cut.whole(manifest);
        TagWrite write = new TagWrite(contents.target(), cut.tagged(), tag, expected, attempt);
        manifests.complete(List.of(manifests.writing(cut, write::perform)), 1, attempt);
    }
}
