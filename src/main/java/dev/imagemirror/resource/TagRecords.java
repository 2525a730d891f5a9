package dev.imagemirror.resource;

import dev.imagemirror.api.ConditionType;
import dev.imagemirror.api.ImageMirrorStatus;
import dev.imagemirror.api.Reason;
import dev.imagemirror.api.SourceStatus;
import dev.imagemirror.api.TagState;
import dev.imagemirror.api.TagStatus;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Reference;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.oci.Tag;
import dev.imagemirror.sync.SyncMemory;
import dev.imagemirror.sync.SyncSource;
import dev.imagemirror.sync.TagMemory;
import dev.imagemirror.sync.TargetTag;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is remembered of tags from a status, after a restart. A status is a hint: what cannot be read in it is passed
/// over.
public final class TagRecords {
    private TagRecords() {}

    /// @param generation of the specification as it is now
    public static SyncMemory of(ImageMirrorStatus status, long generation) {
        Map<TargetTag, TagMemory> records = new HashMap<>();
        for (SourceStatus source : status.sources()) {
            boolean current = Objects.equals(source.scannedGeneration(), generation);
            for (TagStatus tag : source.tags()) {
                read(source, tag, current, records);
            }
        }
        boolean whole = status.condition(ConditionType.StatusTruncated).isEmpty();
        return new SyncMemory(records, whole);
    }

    /// The target tags that the status gives this reason.
    public static Set<TargetTag> withReason(ImageMirrorStatus status, Reason reason) {
        Map<TargetTag, TagMemory> found = new HashMap<>();
        status.sources()
                .forEach(source -> source.tags().stream()
                        .filter(tag -> tag.reason() == reason)
                        .forEach(tag -> read(source, tag, false, found)));
        return Set.copyOf(found.keySet());
    }

    private static void read(SourceStatus source, TagStatus tag, boolean current, Map<TargetTag, TagMemory> records) {
        try {
            @Nullable Digest digest = digest(tag.digest());
            @Nullable Digest held = tag.targetDigest() == null ? digest : digest(tag.targetDigest());
            boolean present = current && tag.state() == TagState.Present;
            boolean settled = digest != null && wasPresent(tag);
            @Nullable String renamed = tag.targetTag();
            String name = renamed == null ? tag.name() : renamed;
            records.putIfAbsent(
                    new TargetTag(Repository.parse(source.target()), Tag.parse(name)),
                    new TagMemory(
                            digest,
                            held,
                            present,
                            settled,
                            tag.writtenTime(),
                            tag.since(),
                            gone(tag),
                            new SyncSource.Origin(Repository.parse(source.repository()), name(tag))));
        } catch (MalformedException e) {
            // Written by hand or by another version, or a name that no target accepts; a scan finds the truth.
        }
    }

    /// What `since` is about; of a tag that could not be asked nobody knows.
    private static dev.imagemirror.sync.@Nullable TagState gone(TagStatus tag) {
        return switch (tag.state()) {
            case TargetOnly -> dev.imagemirror.sync.TagState.TARGET_ONLY;
            case Deselected -> dev.imagemirror.sync.TagState.DESELECTED;
            case Present, Absent, Changed, NotFound, Unknown -> null;
        };
    }

    /// A digest alone holds a colon.
    private static Reference name(TagStatus tag) {
        return tag.name().indexOf(':') < 0 ? Tag.parse(tag.name()) : Digest.parse(tag.name());
    }

    private static @Nullable Digest digest(@Nullable String text) {
        return text == null ? null : Digest.parse(text);
    }

    /// Whether the digest is one that the tag was Present with. An Absent tag whose source is gone was, or it would not
    /// be Absent; one that could not be asked counts as if, so that an immutable tag is never written over.
    private static boolean wasPresent(TagStatus tag) {
        return switch (tag.state()) {
            case Present, TargetOnly, Deselected -> true;
            case Unknown -> tag.reason() != Reason.TargetConflict;
            case Changed -> tag.reason() == Reason.ImmutableTagMoved;
            case Absent -> tag.writtenTime() != null || tag.reason() == Reason.SourceNotFound;
            case NotFound -> false;
        };
    }
}
