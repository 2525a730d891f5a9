package dev.imagemirror.sync;

/// Hears of each tag as soon as nothing more will be done about it in this run. Called by one thread at a time.
@FunctionalInterface
public interface SyncListener {
    SyncListener NONE = (source, tag) -> {};

    void settled(SyncSource source, TagReport tag);

    /// Both hear of each tag, this one first.
    default SyncListener and(SyncListener next) {
        return (source, tag) -> {
            settled(source, tag);
            next.settled(source, tag);
        };
    }
}
