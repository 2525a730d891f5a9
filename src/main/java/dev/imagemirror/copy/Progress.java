package dev.imagemirror.copy;

import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// How far a run is, counted by many threads and read by whoever shows it. Bytes are added to the total when a blob
/// is about to move, so both byte counts grow while images are opened.
public final class Progress {
    /// Most layers that are noted as left behind; several threads may each add one more.
    static final int MAX_LEFT = 100;

    private final LongAdder tagsDone = new LongAdder();
    private final LongAdder tagsTotal = new LongAdder();
    private final LongAdder bytesDone = new LongAdder();
    private final LongAdder bytesTotal = new LongAdder();
    private final Set<Digest> left = ConcurrentHashMap.newKeySet();

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

    /// Foreign layers that were not copied, at most [#MAX_LEFT] of them.
    public List<Digest> left() {
        return left.stream().sorted(Comparator.comparing(Digest::text)).toList();
    }

    void leave(Descriptor layer) {
        if (left.size() < MAX_LEFT) {
            left.add(layer.digest());
        }
    }

    void expectBytes(long count) {
        bytesTotal.add(count);
    }

    void moveBytes(long count) {
        bytesDone.add(count);
    }
}
