package dev.imagemirror.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrantTest {
    @ParameterizedTest
    @CsvSource({"0, 45", "-5, 45", "30, 45", "60, 45", "100, 75", "300, 270", "9223372036854775807, 86370"})
    void isUsedUntilAMarginBeforeItsEnd(long expiresIn, long seconds) {
        long now = Long.MAX_VALUE - 5; // the monotonic clock may overflow
        Grant grant = Grant.received("t", expiresIn, now);

        assertThat(grant.isGood(now + Duration.ofSeconds(seconds).toNanos() - 1))
                .isTrue();
        assertThat(grant.isGood(now + Duration.ofSeconds(seconds).toNanos())).isFalse();
    }
}
