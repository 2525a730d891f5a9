package dev.imagemirror.bench.report;

import java.util.List;
import java.util.Locale;

/// What single calls cost.
public final class MicroTable {
    private MicroTable() {}

    /// @param micros of one call
    /// @param error  half of the 99.9 % confidence interval, microseconds
    /// @param bytes  that one call allocates
    public record Row(String name, double micros, double error, double bytes) {}

    public static String of(List<Row> rows) {
        Table table = new Table("call", "µs", "±", "bytes allocated");
        for (Row row : rows) {
            table.add(
                    row.name(),
                    String.format(Locale.ROOT, "%.2f", row.micros()),
                    String.format(Locale.ROOT, "%.2f", row.error()),
                    String.format(Locale.ROOT, "%.0f", row.bytes()));
        }
        return table.toString();
    }
}
