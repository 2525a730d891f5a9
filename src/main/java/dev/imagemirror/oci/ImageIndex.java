package dev.imagemirror.oci;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// An image index or Docker manifest list: the manifests of a multi-platform image, attestations among them.
///
/// @param entries in the order of the document
public record ImageIndex(RawManifest raw, List<IndexEntry> entries, Optional<Digest> subject) implements Manifest {
    /// Most entries that an index may have.
    public static final int MAX_ENTRIES = 1_000;

    public ImageIndex {
        entries = List.copyOf(entries);
    }

    /// Where the manifests are found.
    public List<Descriptor> manifests() {
        return entries.stream().map(IndexEntry::descriptor).toList();
    }

    @Override
    public List<Descriptor> content() {
        return manifests();
    }

    /// This index with fewer entries. What stays is byte for byte as it was, also around the entries, so the same
    /// choice always gives the same digest; when all stay, it is this index.
    ///
    /// @throws MalformedException when the document is in another encoding than UTF-8
    public ImageIndex only(Predicate<IndexEntry> kept) {
        List<IndexEntry> rest = entries.stream().filter(kept).toList();
        if (rest.size() == entries.size()) {
            return this;
        }
        byte[] bytes = IndexCut.of(raw.bytes()).keep(i -> kept.test(entries.get(i)));
        return new ImageIndex(new RawManifest(raw.mediaType(), bytes), rest, subject);
    }
}
