package dev.imagemirror.operator;

import dev.imagemirror.api.Reason;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.resource.FailureReason;
import dev.imagemirror.sync.SyncListener;
import dev.imagemirror.sync.SyncSource;
import dev.imagemirror.sync.TagReport;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/// Counts what all runs copy, as they go, for Prometheus. Series are by result and reason, never by mirror or tag: no
/// number of either makes more of them. All are there from the start, so that the first failure shows as a rise. Safe
/// for use by many runs.
@Singleton
class CopyMetrics implements SyncListener {
    /// Bounds of the histogram: most images take seconds, those of many gigabytes half an hour.
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

    private final Counter written;
    private final Map<Reason, Counter> failed = new EnumMap<>(Reason.class);
    private final Counter bytes;
    private final Timer took;

    CopyMetrics(MeterRegistry registry) {
        this.written = copies("written", "", registry);
        FailureReason.all().forEach(reason -> failed.put(reason, copies("failed", reason.name(), registry)));
        this.bytes = Counter.builder("imagemirror.copied.bytes")
                .description("Bytes of blobs that were moved for the tags that were written")
                .baseUnit("bytes")
                .register(registry);
        this.took = Timer.builder("imagemirror.copy.duration")
                .description("How long it took to bring one tag that was written, once it was its turn")
                .serviceLevelObjectives(BOUNDS)
                .register(registry);
    }

    /// What somebody ended is no failure.
    @Override
    public void settled(SyncSource source, TagReport tag) {
        Failure failure = tag.failure();
        if (tag.written()) {
            written.increment();
            bytes.increment((double) tag.outcome().bytes());
            took.record(tag.outcome().took());
        } else if (failure != null && tag.isFailed() && failure.kind() != FailureKind.CANCELLED) {
            Objects.requireNonNull(failed.get(FailureReason.of(failure))).increment();
        }
    }

    private static Counter copies(String result, String reason, MeterRegistry registry) {
        return Counter.builder("imagemirror.copies")
                .description("Tags that were written at targets, and those that failed, by the reason of the status")
                .tag("result", result)
                .tag("reason", reason)
                .register(registry);
    }
}
