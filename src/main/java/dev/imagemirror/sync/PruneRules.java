package dev.imagemirror.sync;

import com.google.re2j.Pattern;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Tag;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// What may be deleted at the target, and when.
///
/// @param when why a tag may go
/// @param after how long it must have been so, zero to a year
/// @param adopt whether a tag that is gone at the source may go though this mirror did not write it
/// @param protect a tag in which one of these is found stays, and so does every other one of its digest
/// @param maxDeletes tags of one run, 0 to 10000; when more may go, none does unless the plan is approved
public record PruneRules(
        Policy policy, Set<Cause> when, Duration after, boolean adopt, List<Pattern> protect, int maxDeletes) {
    public static final Duration DEFAULT_AFTER = Duration.ofHours(24);
    public static final Duration MAX_AFTER = Duration.ofDays(365);
    public static final int DEFAULT_MAX_DELETES = 50;
    public static final int MOST_DELETES = 10_000;

    /// Nothing is deleted.
    public static final PruneRules KEEP =
            new PruneRules(Policy.KEEP, Set.of(Cause.GONE), DEFAULT_AFTER, false, List.of(), DEFAULT_MAX_DELETES);

    /// What is done about tags that may go.
    public enum Policy {
        /// Nothing.
        KEEP,
        /// They are shown.
        REPORT,
        /// They are deleted.
        DELETE
    }

    /// Why a tag may go.
    public enum Cause {
        /// The source does not have it: TargetOnly.
        GONE,
        /// This mirror wrote it, and the rules no longer choose it: Deselected.
        DESELECTED
    }

    public PruneRules {
        when = Set.copyOf(when);
        protect = TagRules.checked("prune.protect", protect);
        if (when.isEmpty()) {
            throw new MalformedException("prune.when is empty; write Gone, Deselected or both");
        }
        if (maxDeletes < 0 || maxDeletes > MOST_DELETES) {
            throw new MalformedException("prune.maxDeletes: %d is not 0 to 10000".formatted(maxDeletes));
        }
    }

    /// Whether anybody wants to know what may go.
    boolean isOn() {
        return policy != Policy.KEEP;
    }

    /// Whether this tag stays whatever else holds.
    boolean protects(Tag tag) {
        return TagRules.finds(protect, tag.text());
    }

    /// The same where nothing is recorded from run to run: who asks for deletions takes every delay as passed, and
    /// every tag that is gone as written by this mirror.
    public PruneRules withoutRecords() {
        return new PruneRules(Policy.DELETE, when, Duration.ZERO, true, protect, maxDeletes);
    }
}
