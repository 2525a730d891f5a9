package dev.imagemirror.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemirror.oci.MalformedException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {
    @ParameterizedTest
    @CsvSource({
        "90s, 90, 1m30s",
        "1h30m, 5400, 1h30m",
        "1h1h, 7200, 2h",
        "60000ms, 60, 1m",
        "0s, 0, 0s",
        "999ms, 0, 0s",
        "168h, 604800, 168h"
    })
    void readsAndWrites(String text, long seconds, String shortest) {
        Duration read = DurationText.parse(text, Duration.ZERO, Duration.ofDays(7));
        assertThat(read.toSeconds()).isEqualTo(seconds);
        assertThat(DurationText.format(read)).isEqualTo(shortest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "1", "1d", "-1s", "1.5h", "1h 30m", "1h\n", "99999999999999999999h"})
    void refusesWhatIsNoDuration(String text) {
        assertThatThrownBy(() -> DurationText.parse(text, Duration.ZERO, Duration.ofDays(7)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("is not a duration");
    }

    @ParameterizedTest
    @ValueSource(strings = {"59s", "1h1s", "999999999h"})
    void refusesWhatIsOutOfBounds(String text) {
        assertThatThrownBy(() -> DurationText.parse(text, Duration.ofMinutes(1), Duration.ofHours(1)))
                .isInstanceOf(MalformedException.class)
                .hasMessage(text + " is not between 1m and 1h");
    }
}
