package dev.imagemirror.bench;

import dev.imagemirror.bench.image.Start;
import dev.imagemirror.bench.result.Case;
import dev.imagemirror.bench.result.Road;
import dev.imagemirror.bench.tool.OneShot;
import dev.imagemirror.bench.tool.Warm;
import dev.imagemirror.oci.MalformedException;
import java.util.List;
import java.util.function.Predicate;

/// Everything that can be measured. The first tool of a case is the one that the others are compared with.
final class Cases {
    private static final List<String> ALL = List.of("crane -j 8", "regsync", "skopeo", OneShot.NAME, Warm.NAME);
    private static final List<String> FEW = List.of("crane -j 8", OneShot.NAME, Warm.NAME);
    private static final List<String> FAR = List.of("crane -j 32", "crane -j 16", OneShot.NAME, Warm.NAME);
    private static final List<String> SAFE = List.of("crane -j 8", "skopeo", OneShot.NAME, Warm.NAME);
    private static final int MANY = Integer.MAX_VALUE;

    private static final List<Case> CASES = List.of(
            new Case("cold-a", "Cold copy of many small images.", "A", Start.EMPTY, Road.DIRECT, ALL, MANY, 5),
            new Case("unchanged-a", "Second run, nothing changed.", "A", Start.SAME, Road.DIRECT, ALL, MANY, 2),
            new Case("moved-a", "One tag of a hundred moved.", "A", Start.MOVED, Road.DIRECT, FEW, MANY, 3),
            new Case("retag-a", "New tags, all blobs are there.", "A", Start.BLOBS, Road.DIRECT, FEW, MANY, 3),
            new Case("mount-a", "Cold copy beside a sibling.", "A", Start.SIBLING, Road.DIRECT, FEW, MANY, 4),
            new Case("token-a", "Cold copy with tokens.", "A", Start.EMPTY, Road.TOKEN, FEW, MANY, 6),
            new Case("cold-wan", "Cold copy, 50 ms and 10 ms away.", "A/100", Start.EMPTY, Road.WAN, FAR, MANY, 3),
            new Case("unchanged-wan", "Second run, 50 ms and 10 ms away.", "A/100", Start.SAME, Road.WAN, FAR, MANY, 2),
            new Case("limited", "Cold copy, 20 requests/s.", "A/40", Start.EMPTY, Road.LIMITED, FEW, MANY, 6),
            new Case("cold-c", "Cold copy of indexes.", "C", Start.EMPTY, Road.DIRECT, ALL, MANY, 4),
            new Case("unchanged-c", "Second run, nothing changed.", "C", Start.SAME, Road.DIRECT, ALL, MANY, 1),
            new Case("cold-b", "Cold copy of large layers.", "B", Start.EMPTY, Road.DIRECT, ALL, MANY, 6),
            new Case("unchanged-b", "Second run, nothing changed.", "B", Start.SAME, Road.DIRECT, ALL, MANY, 1),
            new Case("tls-b", "Cold copy of large layers by TLS.", "B", Start.EMPTY, Road.TLS, SAFE, MANY, 8),
            new Case("cold-d", "Cold copy of many tags on few images.", "D", Start.EMPTY, Road.DIRECT, FEW, 1, 40),
            new Case("unchanged-d", "Second run, nothing changed.", "D", Start.SAME, Road.DIRECT, FEW, 1, 25),
            new Case("cold-e", "Cold copy of deep, shared images.", "E", Start.EMPTY, Road.DIRECT, FEW, 3, 4));

    private Cases() {}

    /// Those that were asked for, in their order.
    ///
    /// @param names of cases or their beginnings; empty: all
    /// @param sets  their names; empty: all
    static List<Case> chosen(List<String> names, List<String> sets) {
        Predicate<Case> named = one -> names.isEmpty() || names.stream().anyMatch(one.name()::startsWith);
        Predicate<Case> ofSet = one -> sets.isEmpty() || sets.contains(one.set());
        List<Case> chosen = CASES.stream().filter(named.and(ofSet)).toList();
        if (chosen.isEmpty()) {
            throw new MalformedException(
                    "no case is named %s with the sets %s; --list shows all".formatted(names, sets));
        }
        return chosen;
    }

    static Case get(String name) {
        return CASES.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("there is no case '%s'; --list shows all".formatted(name)));
    }
}
