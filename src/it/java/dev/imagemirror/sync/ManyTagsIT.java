package dev.imagemirror.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("long")
class ManyTagsIT {
    private static final int TAGS = 100_000;

    /// The first run writes them all, the second finds them.
    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void aHundredThousandTagsFitIntoAHeapOf256MB() throws IOException, InterruptedException {
        try (ManyTags registries = new ManyTags(TAGS)) {
            String output = MirrorProgram.start(
                    "256m", registries.source.authority() + "/app", registries.target.authority(), 2);

            assertThat(output.lines())
                    .anyMatch(line -> line.matches("run 1: %1$d tags, %1$d written, .* in sync true".formatted(TAGS)))
                    .anyMatch(line -> line.matches("run 2: %d tags, 0 written, .* in sync true".formatted(TAGS)));
            assertThat(registries.tagsAtTarget()).isEqualTo(TAGS);
            assertThat(registries.writes()).isEqualTo(TAGS);
        }
    }
}
