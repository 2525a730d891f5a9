package dev.imagemirror.registry;

import dev.imagemirror.content.Blob;
import dev.imagemirror.content.ContentSource;
import dev.imagemirror.content.Referrer;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Manifest;
import dev.imagemirror.oci.Reference;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.oci.Tag;
import java.util.List;
import java.util.Optional;

/// A remote repository that is read.
final class RemoteSource implements ContentSource {
    private final Endpoint endpoint;
    private final Listing listing;
    private final Manifests manifests;
    private final Blobs blobs;
    private final Referrers referrers;

    RemoteSource(Endpoint endpoint) {
        this.endpoint = endpoint;
        this.listing = new Listing(endpoint);
        this.manifests = new Manifests(endpoint);
        this.blobs = new Blobs(endpoint);
        this.referrers = new Referrers(endpoint);
    }

    @Override
    public Repository repository() {
        return endpoint.repository();
    }

    @Override
    public Optional<List<Tag>> tags() {
        return listing.tags();
    }

    @Override
    public Optional<Descriptor> resolve(Reference reference) {
        return manifests.resolve(reference);
    }

    @Override
    public Optional<Manifest> fetch(Reference reference) {
        return manifests.fetch(reference);
    }

    @Override
    public Blob open(Descriptor blob) {
        return blobs.open(blob);
    }

    @Override
    public List<Referrer> referrers(Digest subject) {
        return referrers.of(subject);
    }
}
