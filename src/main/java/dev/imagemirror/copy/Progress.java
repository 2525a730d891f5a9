package dev.imagemirror.copy;

import java.util.concurrent.atomic.LongAdder;

/// How far a run is, counted by many threads and read by whoever shows it. Bytes are added to the total when a blob
/// is about to move, so both byte counts grow while images are opened.
public final class Progress {
    private final LongAdder tagsDone = new LongAdder();
    private final LongAdder tagsTotal = new LongAdder();
    private final LongAdder bytesDone = new LongAdder();
    private final LongAdder bytesTotal = new LongAdder();

    /// What was counted when it was asked.
    public record Snapshot(long tagsDone, long tagsTotal, long bytesDone, long bytesTotal) {}

    public void expectTags(long count) {
        tagsTotal.add(count);
    }

    public void finishTag() {
        tagsDone.increment();
    }

    public Snapshot snapshot() {
        return new Snapshot(tagsDone.sum(), tagsTotal.sum(), bytesDone.sum(), bytesTotal.sum());
    }

    void expectBytes(long count) {
        bytesTotal.add(count);
    }

    void moveBytes(long count) {
        bytesDone.add(count);
    }
}
