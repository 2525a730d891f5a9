package dev.imagemirror.resource;

import dev.imagemirror.sync.SyncReport;
import dev.imagemirror.sync.TagReport;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// From a report of ten thousand tags to what fits into a status.
@State(Scope.Benchmark)
public class StatusPath {
    private static final int TAGS = 10_000;
    private static final int BUDGET = 262_144;

    private final SyncReport report = Reports.of(
            IntStream.range(0, TAGS).mapToObj(i -> Reports.present("v1.0." + i)).toArray(TagReport[]::new));

    @Benchmark
    public StatusLists buildStatusOfTenThousandTags() {
        return StatusLists.of(report, 1, false, BUDGET);
    }
}
