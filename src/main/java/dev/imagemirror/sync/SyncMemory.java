package dev.imagemirror.sync;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/// What earlier runs recorded.
///
/// @param whole false when records were lost, as by a status that has no room for all: then a tag without a record
///     may have had one
public record SyncMemory(Map<TargetTag, TagMemory> tags, boolean whole) {
    public static final SyncMemory NONE = new SyncMemory(Map.of(), true);

    public SyncMemory {
        tags = Map.copyOf(tags);
    }

    /// What a finished run leaves to the next one.
    public static SyncMemory of(SyncReport report) {
        Map<TargetTag, TagMemory> tags = new HashMap<>();
        // Of a conflict the first source is the one that is mirrored.
        records(report, tag -> true, tags::putIfAbsent);
        return new SyncMemory(tags, true);
    }

    /// The same after an edit, which may have changed what becomes of an image.
    public SyncMemory ofEarlierGeneration() {
        Map<TargetTag, TagMemory> earlier = new HashMap<>(tags);
        earlier.replaceAll((_, memory) -> memory.ofEarlierGeneration());
        return new SyncMemory(earlier, whole);
    }

    /// The same with what an unfinished run wrote and deleted.
    public SyncMemory with(SyncReport unfinished) {
        Map<TargetTag, TagMemory> all = new HashMap<>(tags);
        records(unfinished, TagReport::written, all::put);
        unfinished.deleted().forEach(tag -> tag.target().ifPresent(all::remove));
        return new SyncMemory(all, whole);
    }

    private static void records(SyncReport report, Predicate<TagReport> which, BiConsumer<TargetTag, TagMemory> taker) {
        for (SourceReport source : report.sources()) {
            source.tags().stream()
                    .filter(which)
                    .forEach(tag -> tag.target()
                            .ifPresent(target ->
                                    taker.accept(target, source.source().record(tag))));
        }
    }

    TagMemory recall(TargetTag target) {
        return tags.getOrDefault(target, TagMemory.NONE);
    }
}
