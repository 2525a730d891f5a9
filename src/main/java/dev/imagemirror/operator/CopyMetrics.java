package dev.imagemirror.operator;

import dev.imagemirror.resource.FailureReason;
import dev.imagemirror.sync.SyncListener;
import dev.imagemirror.sync.SyncSource;
import dev.imagemirror.sync.TagReport;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;

/// Counts what all runs copy, as they go, for Prometheus. Series are by result and reason, never by mirror or tag: no
/// number of either makes more of them. Safe for use by many runs.
@Singleton
class CopyMetrics implements SyncListener {
    private static final String COPIES = "imagemirror.copies";
    /// Bounds of the histogram; most images take seconds, the longest that may be is the time-out of one.
    private static final Duration[] BOUNDS = {
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(15),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofMinutes(15),
        Duration.ofMinutes(30)
    };

    private final MeterRegistry registry;
    private final Counter written;
    private final Counter bytes;
    private final Timer took;

    CopyMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.written = copies("written", "");
        this.bytes = Counter.builder("imagemirror.copied.bytes")
                .description("Bytes of blobs that were moved for the tags that were written")
                .baseUnit("bytes")
                .register(registry);
        this.took = Timer.builder("imagemirror.copy.duration")
                .description("How long it took to bring one tag that was written")
                .serviceLevelObjectives(BOUNDS)
                .register(registry);
    }

    @Override
    public void settled(SyncSource source, TagReport tag) {
        if (tag.written()) {
            written.increment();
            bytes.increment((double) tag.outcome().bytes());
            took.record(tag.outcome().took());
        } else if (tag.failure() != null && tag.isFailed()) {
            copies("failed", FailureReason.of(tag.failure()).name()).increment();
        }
    }

    private Counter copies(String result, String reason) {
        return Counter.builder(COPIES)
                .description("Tags that were written at targets, and those that failed, by the reason of the status")
                .tag("result", result)
                .tag("reason", reason)
                .register(registry);
    }
}
