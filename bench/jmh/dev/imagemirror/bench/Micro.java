package dev.imagemirror.bench;

import dev.imagemirror.bench.report.MicroTable;
import dev.imagemirror.bench.report.Sections;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/// `bench/run --jmh [PATTERN]`: runs the micro benchmarks; all of them write their section of the documentation.
public final class Micro {
    private static final Path PAGE = Path.of("docs/benchmarks.md");
    private static final String BYTES = "gc.alloc.rate.norm";
    private static final int ITERATIONS = 5;

    private Micro() {}

    public static void main(String[] arguments) throws RunnerException {
        Collection<RunResult> results = new Runner(options(List.of(arguments))).run();
        List<MicroTable.Row> rows = new ArrayList<>();
        for (RunResult result : results) {
            Result<?> time = result.getPrimaryResult();
            double bytes = Objects.requireNonNull(result.getSecondaryResults().get(BYTES)).getScore();
            String name = time.getLabel();
            rows.add(new MicroTable.Row(name, time.getScore(), time.getScoreError(), bytes));
        }
        if (arguments.length == 0) {
            new Sections().put("jmh", MicroTable.of(rows)).write(PAGE, PAGE);
        }
    }

    private static Options options(List<String> patterns) {
        OptionsBuilder options = new OptionsBuilder();
        patterns.forEach(options::include);
        return options.mode(Mode.AverageTime)
                .timeUnit(TimeUnit.MICROSECONDS)
                .forks(2)
                .warmupIterations(ITERATIONS)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(ITERATIONS)
                .measurementTime(TimeValue.seconds(1))
                .jvmArgs("-XX:+UseSerialGC", "-Xmx128m")
                .addProfiler(GCProfiler.class)
                .build();
    }
}
