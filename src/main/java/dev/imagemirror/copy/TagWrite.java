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
    private final Expectation expected;
    private final Attempt attempt;
    private final AtomicBoolean written = new AtomicBoolean();

    /// @param expected what the tag names right before the write
    TagWrite(ContentTarget target, Manifest manifest, Tag tag, Expectation expected, Attempt attempt) {
        this.target = target;
        this.manifest = manifest;
        this.tag = tag;
        this.expected = expected;
        this.attempt = attempt;
    }

    /// Whether the tag was written; false when it named this manifest already.
    boolean isWritten() {
        return written.get();
    }

    /// Asks the target to take it.
    ///
    /// @throws OccupiedException when the tag was expected to be free and names something else
    /// @throws ContentException when somebody wrote the tag meanwhile (`TargetMoved`)
    PushResult perform() {
        if (namesItAlready()) {
            return new PushResult.Done();
        }
        PushResult result = attempt.changeTag(() -> target.tag(manifest, tag));
        written.set(result instanceof PushResult.Done);
        return result;
    }

    private boolean namesItAlready() {
        return switch (expected) {
            case Expectation.Anything() -> false;
            case Expectation.Absence() -> namesItAlready(null);
            case Expectation.Content(Digest planned) -> namesItAlready(planned);
        };
    }

    /// @param planned what it may name instead; null when it must be free
    private boolean namesItAlready(@Nullable Digest planned) {
        Optional<Digest> now = target.named(tag, planned);
        if (now.isEmpty() || now.get().equals(manifest.digest())) {
            return now.isPresent();
        }
        if (planned == null) {
            throw new OccupiedException(now.get());
        }
        if (!now.get().equals(planned)) {
            throw new ContentException(Failure.of(
                    FailureKind.TARGET_MOVED,
                    Side.TARGET,
                    target.repository() + ":" + tag,
                    "write the tag",
                    "somebody wrote %s meanwhile; find out who else pushes there".formatted(now.get())));
        }
        return false;
    }
}
