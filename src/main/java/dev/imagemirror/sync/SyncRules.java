package dev.imagemirror.sync;

import com.google.re2j.Pattern;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Reference;
import dev.imagemirror.oci.Tag;
import java.util.List;

/// What is done about tags that are chosen.
///
/// @param overwrite whether the target follows when a tag moves at the source
/// @param immutable tags in which one of these is found never move once they were Present
/// @param maxTags selected tags of one source, 1 to 200000; new ones beyond it are left out
/// @param prune what may be deleted
public record SyncRules(boolean overwrite, List<Pattern> immutable, int maxTags, PruneRules prune) {
    public static final int DEFAULT_MAX_TAGS = 5_000;
    public static final int MOST_TAGS = 200_000;
    public static final SyncRules DEFAULT = new SyncRules(true, List.of(), DEFAULT_MAX_TAGS, PruneRules.KEEP);

    /// The target follows, whatever moves and however many tags there are.
    public static final SyncRules FOLLOW = new SyncRules(true, List.of(), MOST_TAGS, PruneRules.KEEP);

    public SyncRules {
        immutable = TagRules.checked("immutableTags", immutable);
        if (maxTags < 1 || maxTags > MOST_TAGS) {
            throw new MalformedException("maxTags: %d is not 1 to 200000".formatted(maxTags));
        }
    }

    /// The same with other rules of what may be deleted.
    public SyncRules pruning(PruneRules other) {
        return new SyncRules(overwrite, immutable, maxTags, other);
    }

    boolean isImmutable(Reference name) {
        return name instanceof Tag && TagRules.finds(immutable, name.text());
    }

    /// Whether a target tag must be seen to be free right before it is written: a listing is no proof of that.
    boolean isGuarded(Reference name) {
        return !overwrite || isImmutable(name);
    }
}
