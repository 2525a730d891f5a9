package dev.imagemirror.registry;

import dev.imagemirror.content.Blob;
import dev.imagemirror.content.ContentTarget;
import dev.imagemirror.content.Deletion;
import dev.imagemirror.content.Referrer;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Manifest;
import dev.imagemirror.oci.Reference;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.oci.Tag;
import java.util.List;
import java.util.Optional;

/// A remote repository that is written.
final class RemoteTarget implements ContentTarget {
    private final RemoteSource reading;
    private final Manifests manifests;
    private final Blobs blobs;
    private final FallbackTag fallback;
    private final Deletes deletes;
    private final Mounts mounts;
    private final Uploads uploads;

    RemoteTarget(Endpoint endpoint) {
        this.reading = new RemoteSource(endpoint);
        this.manifests = new Manifests(endpoint);
        this.blobs = new Blobs(endpoint);
        this.fallback = new FallbackTag(endpoint);
        this.deletes = new Deletes(endpoint);
        this.mounts = new Mounts(endpoint);
        this.uploads = new Uploads(endpoint, blobs, mounts);
    }

    @Override
    public Repository repository() {
        return reading.repository();
    }

    @Override
    public Optional<List<Tag>> tags() {
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
    public List<Referrer> referrers(Digest subject) {
        return reading.referrers(subject);
    }

    @Override
    public boolean exists(Descriptor blob) {
        return blobs.exists(blob);
    }

    @Override
    public boolean mount(Descriptor blob) {
        return mounts.mount(blob);
    }

    @Override
    public boolean mount(Descriptor blob, Repository from) {
        return mounts.mount(blob, from);
    }

    @Override
    public void push(Blob blob) {
        uploads.push(blob);
    }

    @Override
    public void push(Manifest manifest) {
        fallback.enter(manifest.raw(), manifests.push(manifest, manifest.digest()));
    }

    @Override
    public void tag(Manifest manifest, Tag tag) {
        fallback.enter(manifest.raw(), manifests.push(manifest, tag));
    }

    @Override
    public Deletion delete(Reference reference) {
        return deletes.delete(reference);
    }
}
