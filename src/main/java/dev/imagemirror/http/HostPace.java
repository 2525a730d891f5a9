package dev.imagemirror.http;

/// What all accounts at one host share. Downloads and uploads are apart, so that a copy within one host cannot wait
/// for itself: places are always taken in the order download, upload of any size, short request.
final class HostPace {
    private static final int SHORT_START = 8;
    private static final int SHORT_MOST = 32;
    private static final int LARGE_START = 2;
    private static final int LARGE_MOST = 4;

    private final Origin origin;
    private final Lane metadata;
    private final Lane streams;
    private final Lane downloads;
    private final Lane uploads;
    private final Pause pause;
    private final Breaker breaker;

    HostPace(Origin origin, Ticker ticker) {
        this.origin = origin;
        this.metadata = new Lane(SHORT_START, SHORT_MOST, ticker);
        this.streams = new Lane(SHORT_START, SHORT_MOST, ticker);
        this.downloads = new Lane(LARGE_START, LARGE_MOST, ticker);
        this.uploads = new Lane(LARGE_START, LARGE_MOST, ticker);
        this.pause = new Pause(ticker);
        this.breaker = new Breaker(ticker);
    }

    String name() {
        return origin.authority();
    }

    Lane lane(Load load) {
        return switch (load) {
            case METADATA, PULL -> metadata;
            case STREAM -> streams;
            case DOWNLOAD -> downloads;
            case UPLOAD -> uploads;
        };
    }

    /// Of the whole host: it said 503 and when to come back.
    Pause pause() {
        return pause;
    }

    Breaker breaker() {
        return breaker;
    }

    boolean isForgettable() {
        return breaker.isWhole()
                && metadata.isIdle()
                && streams.isIdle()
                && downloads.isIdle()
                && uploads.isIdle()
                && pause.left().isZero();
    }
}
