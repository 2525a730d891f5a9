package dev.imagemirror.http;

/// What all accounts at one host share. Downloads and uploads are apart, so that a copy within one host cannot wait
/// for itself: places are always taken in the order download, upload, short request.
final class HostPace {
    private static final int METADATA_START = 8;
    private static final int METADATA_MOST = 32;
    private static final int STREAMS_START = 2;
    private static final int STREAMS_MOST = 4;

    private final Origin origin;
    private final Lane metadata;
    private final Lane downloads;
    private final Lane uploads;
    private final Pause pause;
    private final Breaker breaker;

    HostPace(Origin origin, Ticker ticker) {
        this.origin = origin;
        this.metadata = new Lane(METADATA_START, METADATA_MOST, ticker);
        this.downloads = new Lane(STREAMS_START, STREAMS_MOST, ticker);
        this.uploads = new Lane(STREAMS_START, STREAMS_MOST, ticker);
        this.pause = new Pause(ticker);
        this.breaker = new Breaker(ticker);
    }

    String name() {
        return origin.authority();
    }

    Lane lane(Load load) {
        return switch (load) {
            case METADATA, PULL -> metadata;
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
                && downloads.isIdle()
                && uploads.isIdle()
                && pause.left().isZero();
    }
}
