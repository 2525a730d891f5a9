package dev.imagemirror.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.bench.image.Start;
import dev.imagemirror.bench.result.Case;
import dev.imagemirror.bench.result.Floor;
import dev.imagemirror.bench.result.Measurement;
import dev.imagemirror.bench.result.Requests;
import dev.imagemirror.bench.result.Road;
import dev.imagemirror.bench.result.Round;
import dev.imagemirror.bench.tool.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class GateTest {
    private static final Case CASE =
            new Case("cold", "Cold.", "A", Start.EMPTY, Road.DIRECT, List.of("peer", "ours"), 5, 1);
    private static final Gate GATE = new Gate("cold", "ours", Gate.Figure.WALL, "peer", 0.8, 0.7);

    @Test
    void comparesMedians() {
        assertThat(verdict(Optional.empty(), 60, 65, 900)).isEqualTo(Gate.Verdict.PASS);
        assertThat(verdict(Optional.empty(), 10, 75, 80)).isEqualTo(Gate.Verdict.MISSES_AIM);
        assertThat(verdict(Optional.empty(), 10, 81, 82)).isEqualTo(Gate.Verdict.FAIL);
    }

    @Test
    void whatFailedIsNotMeasured() {
        assertThat(verdict(Optional.of("wrong result"), 1, 1, 1)).isEqualTo(Gate.Verdict.NOT_MEASURED);
        assertThat(GATE.judge(List.of()).verdict()).isEqualTo(Gate.Verdict.NOT_MEASURED);
    }

    private static Gate.Verdict verdict(Optional<String> problem, long... walls) {
        return GATE.judge(List.of(row("peer", Optional.empty(), 100), row("ours", problem, walls)))
                .verdict();
    }

    private static Measurement row(String tool, Optional<String> problem, long... walls) {
        List<Round> rounds = LongStream.of(walls)
                .mapToObj(wall -> new Usage(Duration.ofMillis(wall), Duration.ZERO, 0, Duration.ZERO, Optional.empty()))
                .map(usage -> new Round(usage, Requests.NONE, Requests.NONE, problem))
                .toList();
        return new Measurement(CASE, tool, new Floor(1, 1, 0), rounds);
    }
}
