package dev.imagemirror.layout;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Manifest;
import dev.imagemirror.oci.Tag;
import java.io.IOException;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Changes what `index.json` lists, in the words of a repository. Safe for use by many threads and processes.
record IndexWriter(LayoutContent content, FolderWriter writer, LayoutName name, Place place) {
    /// Lists a manifest without a tag, unless it is listed already.
    void list(Manifest manifest, String operation) {
        change(operation, index -> index.with(entry(manifest)));
    }

    /// Lists a manifest under a tag, which whatever had it loses.
    void tag(Manifest manifest, Tag tag, String operation) {
        change(operation, index -> keepReferrers(index, index.with(entry(manifest), tag, name)));
    }

    /// Takes a tag from whatever has it.
    void untag(Tag tag, String operation) {
        change(
                operation,
                index -> index.find(tag, name)
                        .map(found -> keepReferrers(index, index.without(found::equals)))
                        .orElse(index));
    }

    /// Lists a manifest no more, by no tag.
    void remove(Digest digest, String operation) {
        change(
                operation,
                index -> index.without(entry -> entry.descriptor().digest().equals(digest)));
    }

    /// What a signature or another artifact is can be seen without reading it.
    private static LayoutEntry entry(Manifest manifest) {
        String type = manifest.subject().isPresent() ? LayoutJson.artifactType(manifest.raw()) : "";
        return LayoutEntry.untagged(manifest.raw().descriptor(), type);
    }

    /// What lost its tag but refers to another manifest stays listed, or nobody would find it.
    private LayoutIndex keepReferrers(LayoutIndex before, LayoutIndex after) {
        Set<Digest> listed = after.digests();
        LayoutIndex kept = after;
        for (LayoutEntry entry : before.entries()) {
            boolean lost = !listed.contains(entry.descriptor().digest());
            if (lost && content.subject(entry.descriptor()).isPresent()) {
                kept = kept.with(entry.unnamed());
            }
        }
        return kept;
    }

    private void change(String operation, UnaryOperator<LayoutIndex> change) {
        try {
            writer.change(() -> content.index().orElseThrow(() -> gone(operation)), change);
        } catch (IOException e) {
            throw place.broken(operation, e);
        }
    }

    private ContentException gone(String operation) {
        return place.failed(FailureKind.TARGET_MOVED, operation, "somebody deleted the layout meanwhile");
    }
}
