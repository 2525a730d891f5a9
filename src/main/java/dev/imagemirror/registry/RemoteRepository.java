package dev.imagemirror.registry;

import dev.imagemirror.content.Blob;
import dev.imagemirror.content.ContentTarget;
import dev.imagemirror.content.Deletion;
import dev.imagemirror.content.DigestTags;
import dev.imagemirror.content.PushResult;
import dev.imagemirror.content.Referrer;
import dev.imagemirror.content.TagList;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Manifest;
import dev.imagemirror.oci.Reference;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.oci.Tag;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A remote repository. Which end of a copy it is, and what its tokens allow, its [Endpoint] says.
final class RemoteRepository implements ContentTarget {
    private final Endpoint endpoint;
    private final Listing listing;
    private final Manifests manifests;
    private final ManifestWrites writes;
    private final Referrers referrers;
    private final Deletes deletes;
    private final ContentCheck check;
    private final Blobs blobs;
    private final Mounts mounts;
    private final Uploads uploads;

    RemoteRepository(Endpoint endpoint) {
        this.endpoint = endpoint;
        var fallback = new FallbackTag(endpoint);
        this.listing = new Listing(endpoint);
        this.manifests = new Manifests(endpoint);
        this.writes = new ManifestWrites(endpoint, manifests, fallback);
        this.referrers = new Referrers(endpoint, fallback);
        this.deletes = new Deletes(endpoint, manifests, fallback);
        this.check = new ContentCheck(endpoint, writes, deletes);
        this.blobs = new Blobs(endpoint);
        this.mounts = new Mounts(endpoint, blobs);
        this.uploads = new Uploads(endpoint, blobs, mounts);
    }

    @Override
    public Repository repository() {
        return endpoint.repository();
    }

    @Override
    public Optional<TagList> tags() {
        return listing.tags();
    }

    @Override
    public Optional<Descriptor> resolve(Reference reference) {
        return manifests.resolve(reference);
    }

    @Override
    public Optional<Digest> named(Tag tag, @Nullable Digest remembered) {
        return manifests.named(tag, remembered);
    }

    @Override
    public Optional<Manifest> fetch(Reference reference) {
        return manifests.fetch(reference);
    }

    @Override
    public List<Referrer> referrers(Digest subject, DigestTags tags) {
        return referrers.of(subject, tags);
    }

    @Override
    public Blob open(Descriptor blob) {
        return blobs.open(blob);
    }

    @Override
    public boolean mount(Descriptor blob, Repository from) {
        return mounts.mount(blob, from);
    }

    @Override
    public boolean checksContent() {
        return check.isMade();
    }

    @Override
    public void rest(int attempt) {
        endpoint.rest("go on", attempt);
    }

    @Override
    public void push(Blob blob) {
        uploads.push(blob);
    }

    @Override
    public PushResult push(Manifest manifest) {
        return writes.write(manifest, manifest.digest());
    }

    @Override
    public PushResult tag(Manifest manifest, Tag tag) {
        return writes.write(manifest, tag);
    }

    @Override
    public Deletion delete(Reference reference) {
        return deletes.delete(reference);
    }
}
