package dev.imagemirror.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// Three panels over the number of tags: time and memory on logarithmic scales, where a straight line of this slope is
/// linear growth, and requests per tag, where level is constant. Readable on a light and on a dark page.
public final class GrowthChart {
    private static final int PANEL = 250;
    private static final int HEIGHT = 300;
    private static final int LEFT = 52;
    private static final int TOP = 54;
    private static final int PLOT_WIDTH = 180;
    private static final int PLOT_HEIGHT = 190;

    private static final String TITLE = "class=\"title\"";
    private static final String MIDDLE = "text-anchor=\"middle\"";
    private static final String END = "text-anchor=\"end\"";

    private static final List<String> PASSES = List.of("plan", "cold copy", "unchanged");

    private static final String STYLE = """
            <style>
            text { font: 12px system-ui, sans-serif; fill: #1f2328 }
            .title { font-weight: 600 }
            .axis { stroke: #8c959f } .grid { stroke: #8c959f; stroke-opacity: .25 }
            .p0 { stroke: #0969da; fill: #0969da } .p1 { stroke: #bc4c00; fill: #bc4c00 }
            .p2 { stroke: #1a7f37; fill: #1a7f37 } polyline { stroke-width: 2; fill: none !important }
            @media (prefers-color-scheme: dark) {
            text { fill: #e6edf3 } .p0 { stroke: #58a6ff; fill: #58a6ff }
            .p1 { stroke: #f0883e; fill: #f0883e } .p2 { stroke: #3fb950; fill: #3fb950 } }
            </style>
            """;

    private final List<GrowthPoint> points;
    private final StringBuilder svg = new StringBuilder();

    /// @param points at least one, all figures above zero
    public GrowthChart(List<GrowthPoint> points) {
        this.points = List.copyOf(points);
    }

    /// The whole file.
    public String svg() {
        svg.setLength(0);
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">%n"
                .formatted(3 * PANEL, HEIGHT));
        svg.append("<title>Time, memory and requests per tag over the number of tags</title>\n")
                .append(STYLE);
        panel(0, "seconds", GrowthPoint::seconds, true);
        panel(1, "memory, MB", point -> point.memory() / 1e6, true);
        panel(2, "requests per tag", GrowthPoint::requestsPerTag, false);
        for (int pass = 0; pass < PASSES.size(); pass++) {
            int x = LEFT + pass * 110;
            svg.append("<circle class=\"p%d\" cx=\"%d\" cy=\"16\" r=\"4\"/>".formatted(pass, x));
            text(x + 10, 20, "", PASSES.get(pass));
        }
        return svg.append("</svg>\n").toString();
    }

    private void panel(int number, String title, ToDoubleFunction<GrowthPoint> figure, boolean logarithmic) {
        int left = number * PANEL + LEFT;
        Scale tags = Scale.logarithmic(points, GrowthPoint::tags, left, left + PLOT_WIDTH);
        int bottom = TOP + PLOT_HEIGHT;
        Scale values = logarithmic
                ? Scale.logarithmic(points, figure, bottom, TOP)
                : Scale.linear(points, figure, bottom, TOP);
        text(left, TOP - 10, TITLE, title);
        values.ticks().forEach(tick -> {
            line("grid", left, values.at(tick), left + PLOT_WIDTH, values.at(tick));
            text(left - 6, values.at(tick) + 4, END, label(tick));
        });
        tags.ticks().forEach(tick -> text(tags.at(tick), bottom + 18, MIDDLE, label(tick)));
        text(left + PLOT_WIDTH / 2.0, bottom + 36, MIDDLE, "tags");
        line("axis", left, bottom, left + PLOT_WIDTH, bottom);
        line("axis", left, TOP, left, bottom);
        for (int pass = 0; pass < PASSES.size(); pass++) {
            curve(pass, tags, values, figure);
        }
    }

    private void curve(int pass, Scale tags, Scale values, ToDoubleFunction<GrowthPoint> figure) {
        List<String> corners = new ArrayList<>();
        for (GrowthPoint point : points) {
            if (point.pass().equals(PASSES.get(pass))) {
                double x = tags.at(point.tags());
                double y = values.at(figure.applyAsDouble(point));
                corners.add(String.format(Locale.ROOT, "%.1f,%.1f", x, y));
                svg.append(String.format(
                        Locale.ROOT, "<circle class=\"p%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"3\"/>%n", pass, x, y));
            }
        }
        svg.append("<polyline class=\"p%d\" points=\"%s\"/>%n".formatted(pass, String.join(" ", corners)));
    }

    private void line(String style, double x1, double y1, double x2, double y2) {
        svg.append(String.format(
                Locale.ROOT,
                "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n",
                style,
                x1,
                y1,
                x2,
                y2));
    }

    private void text(double x, double y, String attribute, String words) {
        svg.append(String.format(Locale.ROOT, "<text %s x=\"%.1f\" y=\"%.1f\">%s</text>%n", attribute, x, y, words));
    }

    private static String label(double value) {
        if (value >= 1000) {
            return String.format(Locale.ROOT, "%.0fk", value / 1000);
        }
        return value >= 1 || value == 0 ? String.format(Locale.ROOT, "%.0f", value) : Double.toString(value);
    }
}
