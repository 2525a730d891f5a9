package dev.imagemirror.http;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads `Retry-After` (RFC 9110, section 10.2.3) in the forms that registries send it: seconds, a date, and the
/// seconds of the epoch (Docker Hub's API). What is none of these, or lies in the past, is as if it were absent.
public final class RetryAfter {
    /// The longest wait that is believed.
    public static final Duration MOST = Duration.ofMinutes(15);

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,12}");
    private static final long EPOCH = 1_000_000_000;

    private RetryAfter() {}

    /// How long the server asks to wait, at most [#MOST].
    public static Optional<Duration> of(Headers headers, Instant now) {
        return headers.first("Retry-After")
                .or(() -> headers.first("X-Retry-After"))
                .map(String::strip)
                .flatMap(text -> NUMBER.matcher(text).matches() ? number(Long.parseLong(text), now) : date(text, now))
                .filter(wait -> !wait.isNegative())
                .map(wait -> wait.compareTo(MOST) > 0 ? MOST : wait);
    }

    private static Optional<Duration> number(long seconds, Instant now) {
        return Optional.of(
                seconds > EPOCH ? Duration.between(now, Instant.ofEpochSecond(seconds)) : Duration.ofSeconds(seconds));
    }

    private static Optional<Duration> date(String text, Instant now) {
        try {
            Instant then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(Duration.between(now, then));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
