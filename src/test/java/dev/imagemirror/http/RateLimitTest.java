package dev.imagemirror.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "100;w=21600, 98;w=21600, -, 100, 98, 21600",
                "'100, 100;w=10', 50, 8, 100, 50, 8",
                "600, 599, 1795341660, 600, 599, 60",
                "-, 3, -, 0, 3, 0"
            })
    void readsQuotas(String limit, String remaining, String reset, long most, long left, long window) {
        Headers headers =
                Headers.NONE.with("ratelimit-remaining", remaining).with("Docker-RateLimit-Source", "192.0.2.7");
        headers = limit == null ? headers : headers.with("RateLimit-Limit", limit);
        headers = reset == null ? headers : headers.with("ratelimit-reset", reset);

        assertThat(RateLimit.of("a.test", headers, NOW))
                .contains(new RateLimit("a.test", most, left, Duration.ofSeconds(window), "192.0.2.7"));
    }

    @ParameterizedTest
    @CsvSource({"-1", "many", "''", "1e9", "99999999999999999999"})
    void aQuotaThatIsNoneIsIgnored(String remaining) {
        assertThat(RateLimit.of("a.test", Headers.NONE.with("RateLimit-Remaining", remaining), NOW))
                .isEmpty();
    }
}
