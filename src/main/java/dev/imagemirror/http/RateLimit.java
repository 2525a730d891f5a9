package dev.imagemirror.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a host said of its quota of requests in the headers of an answer: `ratelimit-limit: 100;w=21600` (Docker Hub,
/// and the IETF draft "RateLimit header fields"), or with `X-` before. Numbers that are none are as if absent.
///
/// @param limit requests in a window, 0 when not said
/// @param remaining requests left, never negative
/// @param window how long until the quota is certainly whole again, zero when not said
/// @param source whom the host counts (`docker-ratelimit-source`: an address or an account), empty when not said
public record RateLimit(String host, long limit, long remaining, Duration window, String source) {
    /// Requests left for others that share the account: a cluster's nodes pull with it too.
    private static final long MOST_RESERVED = 10;

    /// A month, in seconds.
    private static final long LONGEST = 31L * 24 * 60 * 60;

    private static final long EPOCH = 1_000_000_000;
    private static final Pattern NUMBER = Pattern.compile("\\s*(?<number>[0-9]{1,12})\\s*(?:[;,].*)?");
    private static final Pattern WINDOW = Pattern.compile(";\\s*w\\s*=\\s*(?<number>[0-9]{1,9})");

    public RateLimit {
        if (limit < 0 || remaining < 0 || window.isNegative()) {
            throw new IllegalArgumentException("a quota has no negative numbers");
        }
    }

    /// What the headers of an answer say, empty when they say nothing of what remains.
    static Optional<RateLimit> of(String host, Headers headers, Instant now) {
        Optional<String> left = field(headers, "Remaining");
        OptionalLong remaining = number(NUMBER, left);
        if (remaining.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> limit = field(headers, "Limit");
        return Optional.of(new RateLimit(
                host,
                number(NUMBER, limit).orElse(0),
                remaining.getAsLong(),
                window(headers, left.filter(text -> text.contains("w=")).or(() -> limit), now),
                headers.first("Docker-RateLimit-Source").map(Redaction::clean).orElse("")));
    }

    /// Whether what remains is to be left to others: the last tenth, at most ten requests.
    boolean isScarce() {
        return remaining <= Math.min(MOST_RESERVED, limit / 10);
    }

    private static Optional<String> field(Headers headers, String name) {
        return headers.first("RateLimit-" + name).or(() -> headers.first("X-RateLimit-" + name));
    }

    /// Until the quota is whole again: the time that is named, of which some send the second of the epoch, or the
    /// whole window.
    private static Duration window(Headers headers, Optional<String> quota, Instant now) {
        long named = number(NUMBER, field(headers, "Reset")).orElse(-1);
        long left = named > EPOCH ? Math.max(0, named - now.getEpochSecond()) : named;
        return Duration.ofSeconds(
                Math.min(LONGEST, left >= 0 ? left : number(WINDOW, quota).orElse(0)));
    }

    private static OptionalLong number(Pattern pattern, Optional<String> text) {
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        Matcher matcher = pattern.matcher(text.get());
        boolean found = pattern == NUMBER ? matcher.matches() : matcher.find();
        return found ? OptionalLong.of(Long.parseLong(matcher.group("number"))) : OptionalLong.empty();
    }
}
