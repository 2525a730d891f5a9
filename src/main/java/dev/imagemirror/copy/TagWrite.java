package dev.imagemirror.copy;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.ContentTarget;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.PushResult;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Manifest;
import dev.imagemirror.oci.Tag;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// The write of one tag, perhaps more than once until the target has all that it needs. Performed by one thread at a
/// time.
final class TagWrite {
    private final ContentTarget target;
    private final Manifest manifest;
    private final Tag tag;
    private final @Nullable Digest replaced;
    private final Attempt attempt;
    private final AtomicBoolean written = new AtomicBoolean();

    /// @param replaced what the tag named when the write was planned, null when it named nothing: if it names anything
    ///     else by now, somebody wrote it meanwhile and it is left alone (`TargetMoved`)
    TagWrite(ContentTarget target, Manifest manifest, Tag tag, @Nullable Digest replaced, Attempt attempt) {
        this.target = target;
        this.manifest = manifest;
        this.tag = tag;
        this.replaced = replaced;
        this.attempt = attempt;
    }

    /// Whether the tag was written; false when it named this manifest already.
    boolean isWritten() {
        return written.get();
    }

    /// Asks the target to take it.
    PushResult perform() {
        if (replaced != null && namesItAlready(replaced)) {
            return new PushResult.Done();
        }
        PushResult result = attempt.writeTag(() -> target.tag(manifest, tag));
        written.set(result instanceof PushResult.Done);
        return result;
    }

    private boolean namesItAlready(Digest planned) {
        Optional<Digest> now = target.named(tag, planned);
        if (now.isPresent()
                && !now.get().equals(manifest.digest())
                && !now.get().equals(planned)) {
            throw new ContentException(Failure.of(
                    FailureKind.TARGET_MOVED,
                    Side.TARGET,
                    target.repository() + ":" + tag,
                    "write the tag",
                    "somebody wrote %s meanwhile; find out who else pushes there".formatted(now.get())));
        }
        return now.isPresent() && now.get().equals(manifest.digest());
    }
}
