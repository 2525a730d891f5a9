package dev.imagemirror.bench.report;

import dev.imagemirror.bench.net.Rates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/// Where and when it was measured, with what.
///
/// @param rounds   of most cases
/// @param versions of all tools
public record Machine(int rounds, List<String> versions, Rates rates) {
    private static final double GIGA = 1e9;

    public Machine {
        versions = List.copyOf(versions);
    }

    public String text() {
        Table table = new Table("", "");
        table.add("date", LocalDate.now(ZoneOffset.UTC).toString());
        table.add(
                "machine",
                "%s, %d processors, %.0f GB"
                        .formatted(
                                processor(), Runtime.getRuntime().availableProcessors(), kilobytes("MemTotal:") / 1e6));
        table.add("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        table.add("Java", System.getProperty("java.vm.version") + ", " + System.getProperty("java.vendor"));
        table.add("versions", String.join("; ", versions));
        table.add("rounds", rounds + ", tools in turns");
        table.add(
                "loopback, SHA-256",
                String.format(Locale.ROOT, "%.1f, %.1f GB/s", rates.loopback() / GIGA, rates.sha256() / GIGA));
        return table.toString();
    }

    private static String processor() {
        return first("/proc/cpuinfo", "model name").replaceFirst("^[^:]*:\\s*", "");
    }

    private static double kilobytes(String key) {
        return Double.parseDouble("0" + first("/proc/meminfo", key).replaceAll("[^0-9]", ""));
    }

    private static String first(String file, String key) {
        try (var lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(key)).findFirst().orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
