package dev.imagemirror.sync;

import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.copy.Attempt;
import java.time.Duration;

/// Ends an attempt that takes too long. A transfer that stalls is ended sooner, by the transport. [#look] is called by
/// one thread.
final class Watch {
    private final Attempt attempt;
    private final String place;
    private final Duration limit;

    Watch(Attempt attempt, String place, Duration limit) {
        this.attempt = attempt;
        this.place = place;
        this.limit = limit;
    }

    Attempt attempt() {
        return attempt;
    }

    void look(long nanoTime) {
        if (attempt.elapsed(nanoTime) > limit.toNanos()) {
            attempt.cancel(Failure.of(
                    FailureKind.TIMEOUT,
                    attempt.transfer().waitingFor(),
                    place,
                    "copy the image in time",
                    "it took longer than imageTimeout, %s; raise it or look at the network".formatted(written(limit))));
        }
    }

    private static String written(Duration limit) {
        return limit.toSeconds() % 60 == 0 ? limit.toMinutes() + "m" : limit.toSeconds() + "s";
    }
}
