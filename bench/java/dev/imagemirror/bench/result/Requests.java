package dev.imagemirror.bench.result;

import java.util.EnumMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// How many requests of each kind a registry answered.
public record Requests(Map<Kind, Long> counts) {

    public static final Requests NONE = new Requests(Map.of());

    private static final Pattern SAMPLE = Pattern.compile(
            "^registry_http_requests_total\\{code=\"(\\d+)\",handler=\"(\\w+)\",method=\"(\\w+)\"} (\\S+)$",
            Pattern.MULTILINE);

    public Requests {
        counts = Map.copyOf(counts);
    }

    /// Since its start, from its own metrics. Addresses that it does not know, such as the referrers API, are not among
    /// them.
    public static Requests parse(String metrics) {
        Map<Kind, Long> counts = new EnumMap<>(Kind.class);
        SAMPLE.matcher(metrics)
                .results()
                .forEach((MatchResult sample) -> counts.merge(
                        Kind.of(sample.group(2), sample.group(3), sample.group(1)),
                        Math.round(Double.parseDouble(sample.group(4))),
                        Long::sum));
        return new Requests(counts);
    }

    public long of(Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    public long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /// What was added to those.
    public Requests since(Requests before) {
        Map<Kind, Long> added = new EnumMap<>(Kind.class);
        counts.forEach((kind, count) -> added.put(kind, count - before.of(kind)));
        return new Requests(added);
    }
}
