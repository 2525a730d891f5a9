package dev.imagemirror.copy;

import dev.imagemirror.content.Blob;
import dev.imagemirror.content.ContentSource;
import dev.imagemirror.content.DigestTags;
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

/// A source whose manifests are not read again for another tag that names the same, as long as the memory has room.
/// Safe for use by many threads.
public final class RememberingSource implements ContentSource {
    private final ContentSource source;
    private final ManifestMemory memory;

    /// @param memory may be that of other sources too: a digest means the same everywhere
    public RememberingSource(ContentSource source, ManifestMemory memory) {
        this.source = source;
        this.memory = memory;
    }

    /// Whether this manifest can be had without a question, for the moment.
    public boolean remembers(Digest manifest) {
        return memory.recall(manifest).isPresent();
    }

    @Override
    public Optional<Manifest> fetch(Reference reference) {
        if (reference instanceof Digest digest) {
            return memory.recall(digest).map(Manifest::parse).or(() -> source.fetch(digest));
        }
        Optional<Manifest> found = source.fetch(reference);
        found.map(Manifest::raw).ifPresent(memory::keep);
        return found;
    }

    @Override
    public Repository repository() {
        return source.repository();
    }

    @Override
    public Optional<TagList> tags() {
        return source.tags();
    }

    @Override
    public Optional<Descriptor> resolve(Reference reference) {
        return source.resolve(reference);
    }

    @Override
    public Optional<Digest> named(Tag tag, @Nullable Digest remembered) {
        return source.named(tag, remembered);
    }

    @Override
    public List<Referrer> referrers(Digest subject, DigestTags tags) {
        return source.referrers(subject, tags);
    }

    @Override
    public Blob open(Descriptor blob) {
        return source.open(blob);
    }
}
