package dev.imagemirror.bench.report;

import java.util.List;
import java.util.Locale;

/// The figures behind [GrowthChart].
public final class GrowthTable {
    private GrowthTable() {}

    public static String of(List<GrowthPoint> points) {
        Table table = new Table("tags", "pass", "seconds", "ms per tag", "memory MB", "requests", "requests per tag");
        for (GrowthPoint point : points) {
            table.add(
                    Integer.toString(point.tags()),
                    point.pass(),
                    number("%.2f", point.seconds()),
                    number("%.2f", 1000 * point.seconds() / point.tags()),
                    number("%.0f", point.memory() / 1e6),
                    Long.toString(point.requests()),
                    number("%.3f", point.requestsPerTag()));
        }
        return table.toString();
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
