package dev.imagemirror.bench.result;

import java.util.List;
import java.util.stream.DoubleStream;

/// Of a figure over all rounds.
public record Spread(double min, double median, double max) {

    /// @param values at least one
    static Spread of(DoubleStream values) {
        List<Double> sorted = values.sorted().boxed().toList();
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Spread(sorted.getFirst(), median, sorted.getLast());
    }
}
