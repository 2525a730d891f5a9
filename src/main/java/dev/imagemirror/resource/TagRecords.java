package dev.imagemirror.resource;

import dev.imagemirror.api.ImageMirrorStatus;
import dev.imagemirror.api.SourceStatus;
import dev.imagemirror.api.TagState;
import dev.imagemirror.api.TagStatus;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.oci.Tag;
import dev.imagemirror.sync.SyncReport;
import dev.imagemirror.sync.TagMemory;
import dev.imagemirror.sync.TagReport;
import dev.imagemirror.sync.TargetTag;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What is remembered of tags from run to run: from a status after a restart, from the report while the operator
/// lives. A status is a hint: what cannot be read in it is passed over.
public final class TagRecords {
    private TagRecords() {}

    /// @param generation of the specification as it is now
    public static Map<TargetTag, TagMemory> of(ImageMirrorStatus status, long generation) {
        Map<TargetTag, TagMemory> records = new HashMap<>();
        for (SourceStatus source : status.sources()) {
            boolean current = Objects.equals(source.scannedGeneration(), generation);
            for (TagStatus tag : source.tags()) {
                read(source.target(), tag, current, records);
            }
        }
        return records;
    }

    public static Map<TargetTag, TagMemory> of(SyncReport report) {
        Map<TargetTag, TagMemory> records = new HashMap<>();
        report.tags().forEach(tag -> records.put(tag.target(), tag.memory()));
        return records;
    }

    /// The records after an edit.
    public static Map<TargetTag, TagMemory> ofEarlierGeneration(Map<TargetTag, TagMemory> records) {
        Map<TargetTag, TagMemory> earlier = new HashMap<>(records);
        earlier.replaceAll((_, memory) -> memory.ofEarlierGeneration());
        return earlier;
    }

    /// The records with what an unfinished run wrote.
    public static Map<TargetTag, TagMemory> with(Map<TargetTag, TagMemory> records, SyncReport unfinished) {
        Map<TargetTag, TagMemory> all = new HashMap<>(records);
        unfinished.tags().filter(TagReport::written).forEach(tag -> all.put(tag.target(), tag.memory()));
        return all;
    }

    private static void read(String target, TagStatus tag, boolean current, Map<TargetTag, TagMemory> records) {
        try {
            @Nullable Digest digest = digest(tag.digest());
            @Nullable Digest held = tag.targetDigest() == null ? digest : digest(tag.targetDigest());
            boolean present = current && tag.state() == TagState.Present;
            records.put(
                    new TargetTag(Repository.parse(target), Tag.parse(tag.name())),
                    new TagMemory(digest, held, present, tag.writtenTime(), tag.since()));
        } catch (MalformedException e) {
            // Written by hand or by another version; a scan finds the truth.
        }
    }

    private static @Nullable Digest digest(@Nullable String text) {
        return text == null ? null : Digest.parse(text);
    }
}
