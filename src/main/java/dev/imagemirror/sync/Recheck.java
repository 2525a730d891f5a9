package dev.imagemirror.sync;

import dev.imagemirror.content.Side;
import java.time.Duration;

/// How long a tag that was found right is believed on each side without a question; zero: every run asks.
public record Recheck(Duration source, Duration target) {
    public static final Recheck ALWAYS = new Recheck(Duration.ZERO, Duration.ZERO);

    Duration of(Side side) {
        return switch (side) {
            case SOURCE -> source;
            case TARGET -> target;
        };
    }
}
