package dev.imagemirror.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hc.core5.util.VersionInfo;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.util.Version;

/// What [ClientBenchmark] found, as a table: ours beside the bare client.
final class ClientReport {
    private static final List<String> CASES = List.of("Head", "Manifest", "Blob", "Upload");
    private static final Map<String, String> NAMES = Map.of(
            "Head", "HEAD manifest",
            "Manifest", "GET manifest, 2 KB",
            "Blob", "GET blob, 50 KB",
            "Upload", "POST + PUT, 50 KB");

    private ClientReport() {}

    /// The section of the documentation.
    ///
    /// @param results of every benchmark of [ClientBenchmark], with [WorkerCpu] and JMH's profiler of allocation
    static String of(Collection<RunResult> results) throws IOException {
        Map<String, RunResult> byName = new TreeMap<>(results.stream()
                .collect(Collectors.toMap(result -> result.getPrimaryResult().getLabel(), result -> result)));
        String rows = CASES.stream()
                .map(name ->
                        row(NAMES.getOrDefault(name, name), found(byName, "our" + name), found(byName, "bare" + name)))
                .collect(Collectors.joining());
        return """
                %s, Apache HttpClient %s, JMH %s, %s.

                | | CPU µs: ours | bare | ratio | wall µs: ours | bare | bytes allocated: ours | bare |
                |---|---|---|---|---|---|---|---|
                %s""".formatted(
                        surroundings(), httpClient(), Version.getPlainVersion(), LocalDate.now(ZoneOffset.UTC), rows);
    }

    private static String row(String name, RunResult ours, RunResult bare) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %.2f | %.0f | %.0f | %.0f | %.0f |%n",
                name,
                spread(cpu(ours)),
                spread(cpu(bare)),
                median(cpu(ours)) / median(cpu(bare)),
                median(ours.getPrimaryResult()),
                median(bare.getPrimaryResult()),
                median(allocated(ours)),
                median(allocated(bare)));
    }

    /// Median, and between which the rounds lay.
    private static String spread(Result<?> result) {
        return String.format(
                Locale.ROOT,
                "%.1f (%.1f–%.1f)",
                median(result),
                result.getStatistics().getMin(),
                result.getStatistics().getMax());
    }

    private static double median(Result<?> result) {
        return result.getStatistics().getPercentile(50);
    }

    private static Result<?> cpu(RunResult result) {
        return found(result.getSecondaryResults(), WorkerCpu.NAME);
    }

    private static Result<?> allocated(RunResult result) {
        return found(result.getSecondaryResults(), "gc.alloc.rate.norm");
    }

    private static <T> T found(Map<String, T> results, String name) {
        T result = results.get(name);
        return Objects.requireNonNull(result, name);
    }

    private static String surroundings() throws IOException {
        String model = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 2))
                .findFirst()
                .orElse("unknown processor");
        return String.format(
                Locale.ROOT,
                "%s, %d cores with a load of %.0f, Java %s",
                model,
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                Runtime.version());
    }

    private static String httpClient() {
        return VersionInfo.loadVersionInfo("org.apache.hc.client5", ClientReport.class.getClassLoader())
                .getRelease();
    }
}
