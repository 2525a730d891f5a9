package dev.imagemirror.operator;

import dev.imagemirror.api.ImageMirrorStatus;
import dev.imagemirror.resource.StatusLists;
import java.time.Duration;
import java.time.Instant;

/// How often the progress of a run is written: not closer than 15 s, and on average at most 10 KiB/s, since each
/// write stores the whole object in etcd and sends it to every watcher.
final class ProgressPace {
    private static final Duration LEAST = Duration.ofSeconds(15);
    private static final int BYTES_PER_SECOND = 10 * 1024;

    private Duration interval = LEAST;
    private Instant last = Instant.EPOCH;

    Duration interval() {
        return interval;
    }

    void begun(Instant now) {
        last = now;
    }

    boolean isDue(Instant now) {
        return !now.isBefore(last.plus(interval));
    }

    void written(Instant now, ImageMirrorStatus status) {
        last = now;
        Duration affordable = Duration.ofSeconds(StatusLists.size(status) / BYTES_PER_SECOND);
        interval = affordable.compareTo(LEAST) > 0 ? affordable : LEAST;
    }
}
