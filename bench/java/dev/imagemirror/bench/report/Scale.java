package dev.imagemirror.bench.report;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// From figures to places on a line of a chart.
///
/// @param low   the figure at `from`
/// @param high  the figure at `to`
/// @param ticks figures that are named on the axis
record Scale(double low, double high, double from, double to, boolean logarithmic, List<Double> ticks) {
    private static final int PARTS = 4;

    /// From one power of ten to another.
    static Scale logarithmic(List<GrowthPoint> points, ToDoubleFunction<GrowthPoint> figure, double from, double to) {
        int first = (int) Math.floor(Math.log10(values(points, figure).min().orElse(1)));
        int last = Math.max(first + 1, (int)
                Math.ceil(Math.log10(values(points, figure).max().orElse(1))));
        List<Double> ticks = IntStream.rangeClosed(first, last)
                .mapToObj(power -> Math.pow(10, power))
                .toList();
        return new Scale(ticks.getFirst(), ticks.getLast(), from, to, true, ticks);
    }

    /// From nothing to at least the highest.
    static Scale linear(List<GrowthPoint> points, ToDoubleFunction<GrowthPoint> figure, double from, double to) {
        double part = Math.ceil(values(points, figure).max().orElse(1) / PARTS);
        List<Double> ticks =
                IntStream.rangeClosed(0, PARTS).mapToObj(i -> i * part).toList();
        return new Scale(0, PARTS * part, from, to, false, ticks);
    }

    double at(double figure) {
        double share = logarithmic ? Math.log10(figure / low) / Math.log10(high / low) : (figure - low) / (high - low);
        return from + share * (to - from);
    }

    private static DoubleStream values(List<GrowthPoint> points, ToDoubleFunction<GrowthPoint> figure) {
        return points.stream().mapToDouble(figure);
    }
}
