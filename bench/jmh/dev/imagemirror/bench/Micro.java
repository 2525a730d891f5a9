package dev.imagemirror.bench;

import dev.imagemirror.bench.report.MicroTable;
import dev.imagemirror.bench.report.Sections;
import java.io.IOException;
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
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/// `bench/run --jmh [PATTERN]`: runs the micro benchmarks. Without a pattern it runs all and writes their sections of
/// the documentation; with one it only shows what it finds.
public final class Micro {
    private static final Path PAGE = Path.of("docs/benchmarks.md");
    private static final String BYTES = "gc.alloc.rate.norm";
    private static final String PATHS = "(HotPaths|PlanPath|StatusPath)";
    private static final int ITERATIONS = 5;

    private Micro() {}

    public static void main(String[] arguments) throws RunnerException, IOException {
        if (arguments.length > 0) {
            run(paths(arguments[0]));
            return;
        }
        Sections sections = new Sections();
        sections.put("jmh", table(run(paths(PATHS)))).write(PAGE, PAGE);
        sections.put("client", ClientReport.of(run(new OptionsBuilder().include(ClientBenchmark.class.getName()))));
        sections.write(PAGE, PAGE);
    }

    private static Collection<RunResult> run(ChainedOptionsBuilder options) throws RunnerException {
        return new Runner(options.addProfiler(WorkerCpu.class)
                        .addProfiler(GCProfiler.class)
                        .build())
                .run();
    }

    private static ChainedOptionsBuilder paths(String pattern) {
        return new OptionsBuilder()
                .include(pattern)
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.MICROSECONDS)
                .forks(2)
                .warmupIterations(ITERATIONS)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(ITERATIONS)
                .measurementTime(TimeValue.seconds(1))
                .jvmArgs("-XX:+UseSerialGC", "-Xmx128m");
    }

    private static String table(Collection<RunResult> results) {
        List<MicroTable.Row> rows = new ArrayList<>();
        for (RunResult result : results) {
            Result<?> time = result.getPrimaryResult();
            double bytes = Objects.requireNonNull(result.getSecondaryResults().get(BYTES))
                    .getScore();
            rows.add(new MicroTable.Row(time.getLabel(), time.getScore(), time.getScoreError(), bytes));
        }
        return MicroTable.of(rows);
    }
}
