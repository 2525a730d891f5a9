package dev.imagemirror.sync;

import dev.imagemirror.content.Failure;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Reference;
import dev.imagemirror.oci.Tag;

/// What a tag needs. A dry run shows it, a run does it; both have it from [TagJudge].
public sealed interface Action {
    /// Why, in one sentence without a full stop.
    String why();

    /// Write a tag that the target does not have.
    ///
    /// @param from the source's tag, or the recorded digest of an immutable tag that the target lost
    record Copy(Reference from) implements Action {
        @Override
        public String why() {
            return from instanceof Tag
                    ? "the target does not have it"
                    : "the target does not have it, and %s is what it names".formatted(from);
        }
    }

    /// Write over what the target's tag names now.
    record Overwrite(Digest replaced, Digest by) implements Action {
        @Override
        public String why() {
            return "the target holds %s, the source has %s".formatted(replaced, by);
        }
    }

    /// Leave the tag as it is.
    record Keep(String why) implements Action {
        static final Keep SAME = new Keep("source and target have the same");
        static final Keep WRITTEN = new Keep("it was written");
        static final Keep RECORDED = new Keep("it is immutable, and the target holds what was recorded");
        static final Keep MOVED = new Keep("it changed, and onChange is Keep");
    }

    /// Delete the tag, if the target still holds this digest.
    record Delete(Digest holds, String why) implements Action {}

    /// Do nothing but tell.
    record Report(String why) implements Action {
        static final Report GONE = new Report("the source does not have it");
        static final Report NOWHERE = new Report("neither side has it");
        static final Report DESELECTED = new Report("this mirror wrote it, and the rules no longer choose it");
        static final Report IMMUTABLE = new Report("it is immutable, and the two sides differ");
    }

    /// Do nothing, since nothing can be done.
    record Skip(Failure reason) implements Action {
        @Override
        public String why() {
            return reason.detail();
        }
    }
}
