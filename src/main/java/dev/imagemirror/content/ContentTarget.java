package dev.imagemirror.content;

import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Manifest;
import dev.imagemirror.oci.Reference;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.oci.Tag;

/// One repository that content is written to, and asked what it holds. The same rules as for [ContentSource] hold.
public interface ContentTarget extends ContentSource {
    /// Takes over a blob from a repository that is said to hold it, without moving it. When it does not, nothing
    /// is lost: the next [#push(Blob)] of this blob goes on with what this call began. From the target repository
    /// itself, this is the cheapest way to find out whether the blob is there already.
    ///
    /// @return whether the repository holds the blob now; false for one of another registry
    boolean mount(Descriptor blob, Repository from);

    /// Whether the target refuses a manifest whose content it lacks, and says what that is ([PushResult.Incomplete]).
    /// Where nothing has shown it yet, the target is asked in a way that changes nothing there.
    ///
    /// @return false also when in doubt
    boolean checksContent();

    /// Waits a moment before something that went wrong here is tried again, longer each time.
    ///
    /// @param attempt 0 the first time
    void rest(int attempt);

    /// Writes a blob. Reads the stream to its end; the blob exists at the target only when the stream ended well
    /// and the target confirmed the digest. Does not close `blob`.
    void push(Blob blob);

    /// Writes a manifest under its digest. What it refers to must be there, other than its subject. Where the target
    /// does not note by itself that it refers to a subject, its list of referrers is written too.
    ///
    /// @return [PushResult.Incomplete] when something of it is not there
    PushResult push(Manifest manifest);

    /// Writes a manifest under a tag: the one call that changes what users of the target see. The target is asked to
    /// confirm the digest. A tag that names this manifest already is done, also where tags cannot be written twice.
    ///
    /// @return [PushResult.Incomplete] when something of it is not there; the tag is as it was
    PushResult tag(Manifest manifest, Tag tag);

    /// Deletes a tag, and nothing else, or a digest, and with it every tag that names it. Where the target does not
    /// keep lists of referrers by itself, the list that the deleted manifest stands in is written too.
    Deletion delete(Reference reference);
}
