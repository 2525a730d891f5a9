package dev.imagemirror.sync;

import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import dev.imagemirror.copy.Attempt;
import dev.imagemirror.copy.Transfer;
import java.time.Duration;

/// Ends an attempt that takes too long, or whose transfer moves under 1 KB/s for 60 s: a trickle resets every socket
/// time-out for ever. [#look] is called by one thread.
final class Watch {
    private static final Duration STALL_WINDOW = Duration.ofSeconds(60);
    private static final long STALL_BYTES = STALL_WINDOW.toSeconds() * 1_000;

    private final Attempt attempt;
    private final String place;
    private final Duration limit;
    private final long startedAt = System.nanoTime();
    private long windowAt = startedAt;
    private long windowBytes;

    Watch(Attempt attempt, String place, Duration limit) {
        this.attempt = attempt;
        this.place = place;
        this.limit = limit;
    }

    Attempt attempt() {
        return attempt;
    }

    void look() {
        look(System.nanoTime());
    }

    void look(long nanoTime) {
        Transfer transfer = attempt.transfer();
        if (nanoTime - startedAt > limit.toNanos()) {
            cancel(
                    transfer.waitingFor(),
                    "it took longer than imageTimeout, %s; raise it or look at the network".formatted(written(limit)));
        } else if (!transfer.isActive()) {
            openWindow(nanoTime, transfer);
        } else if (nanoTime - windowAt >= STALL_WINDOW.toNanos()) {
            if (transfer.bytes() - windowBytes < STALL_BYTES) {
                cancel(transfer.waitingFor(), "less than 1 KB/s moved for 60 s");
            }
            openWindow(nanoTime, transfer);
        }
    }

    private void openWindow(long nanoTime, Transfer transfer) {
        windowAt = nanoTime;
        windowBytes = transfer.bytes();
    }

    private void cancel(Side side, String detail) {
        attempt.cancel(Failure.of(FailureKind.TIMEOUT, side, place, "copy the image in time", detail));
    }

    private static String written(Duration limit) {
        return limit.toSeconds() % 60 == 0 ? limit.toMinutes() + "m" : limit.toSeconds() + "s";
    }
}
