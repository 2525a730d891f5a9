package dev.imagemirror.sync;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// When it was last searched, with a good end, for what refers to an image: that is not done in every run. It lives in
/// memory only, longer than a run: what nobody remembers is due. About 200 bytes for each image. Safe for use by many
/// threads.
public final class ReferrerSearches {
    /// How long nobody searches again for what refers to an image that did not change: signatures may come later.
    private static final Duration PERIOD = Duration.ofHours(24);

    private final Clock clock;
    private final Map<MirroredImage, Instant> times = new ConcurrentHashMap<>();

    public ReferrerSearches(Clock clock) {
        this.clock = clock;
    }

    /// Makes everything due.
    public void forgetAll() {
        times.clear();
    }

    /// Frees the room of what is due anyway, and perhaps gone.
    public void forgetDue() {
        Instant now = clock.instant();
        times.values().removeIf(searched -> isOver(searched, now));
    }

    boolean isDue(MirroredImage image) {
        Instant searched = times.get(image);
        return searched == null || isOver(searched, clock.instant());
    }

    void note(MirroredImage image) {
        times.put(image, clock.instant());
    }

    private static boolean isOver(Instant searched, Instant now) {
        return !now.isBefore(searched.plus(PERIOD));
    }
}
