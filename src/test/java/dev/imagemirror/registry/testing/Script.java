package dev.imagemirror.registry.testing;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which request gets which fault, and what has been asked so far. Safe for use by many threads.
final class Script {
    private final Map<RequestKind, Integer> counts = new EnumMap<>(RequestKind.class);
    private final List<Line> lines = new ArrayList<>();
    private final List<TestRequest> requests = new ArrayList<>();

    private record Line(RequestKind kind, int from, int to, Fault fault) {}

    /// The fault for the n-th and the following requests of a kind, counted from 1 and from now.
    synchronized void add(RequestKind kind, int nth, int times, Fault fault) {
        int from = counts.getOrDefault(kind, 0) + nth;
        lines.add(new Line(kind, from, times == Integer.MAX_VALUE ? times : from + times - 1, fault));
    }

    synchronized void clear() {
        lines.clear();
    }

    synchronized Optional<Fault> next(TestRequest request) {
        requests.add(request);
        RequestKind kind = request.kind();
        int number = counts.merge(kind, 1, Integer::sum);
        return lines.stream()
                .filter(line -> line.kind() == kind && line.from() <= number && number <= line.to())
                .map(Line::fault)
                .findFirst();
    }

    synchronized int count(RequestKind kind) {
        return counts.getOrDefault(kind, 0);
    }

    synchronized List<TestRequest> requests() {
        return List.copyOf(requests);
    }
}
