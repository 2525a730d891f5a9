package dev.imagemirror.bench.report;

import dev.imagemirror.bench.image.ImageSet;
import dev.imagemirror.bench.net.RateProxy;
import dev.imagemirror.bench.net.Rates;
import dev.imagemirror.bench.result.Case;
import dev.imagemirror.bench.result.Floor;
import dev.imagemirror.bench.result.Kind;
import dev.imagemirror.bench.result.Measurement;
import dev.imagemirror.bench.result.Road;
import dev.imagemirror.bench.result.Round;
import dev.imagemirror.bench.result.Spread;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The section of one case: what it cost each tool, and what each asked for.
///
/// @param rows one for each tool, at least one
public record CaseReport(Case of, ImageSet set, List<Measurement> rows, Rates rates) {
    private static final double MEGA = 1e6;

    public CaseReport {
        rows = List.copyOf(rows);
    }

    public String text() {
        return "**%s** Set %s: %s. %s%n%n%s%n%s"
                .formatted(of.title(), set.name(), set.describe(), least(), costs(), asked());
    }

    private String least() {
        Floor floor = rows.getFirst().floor();
        String requests =
                "The least is %d + %d requests (with a look-up of referrers that is due: one more at the source)"
                        .formatted(floor.source(), floor.target());
        double seconds = of.road() == Road.LIMITED
                ? RateProxy.least(floor.source(), Road.REQUESTS_PER_SECOND).toMillis() / 1e3
                : floor.seconds(rates);
        String reason = of.road() == Road.LIMITED ? "the limit" : "the bytes";
        return seconds < 0.01
                ? requests + "."
                : String.format(Locale.ROOT, "%s, and %.2f s for %s.", requests, seconds, reason);
    }

    private Table costs() {
        Table table = new Table(
                "tool",
                "wall s: min, median, max",
                "to the first tool",
                "CPU s: median",
                "memory MB: max",
                "requests",
                "to the least");
        rows.forEach(row -> {
            Optional<String> problem = row.problem();
            if (problem.isPresent()) {
                table.add(row.tool(), "failed: " + problem.get());
            } else {
                addTo(table, row);
            }
        });
        return table;
    }

    private void addTo(Table table, Measurement row) {
        Spread wall = row.wall();
        Measurement first = rows.getFirst();
        Round last = row.last();
        table.add(
                row.tool(),
                String.format(Locale.ROOT, "%.2f, **%.2f**, %.2f", wall.min(), wall.median(), wall.max()),
                first.problem().isPresent()
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "%.2fx",
                                wall.median() / first.wall().median()),
                String.format(Locale.ROOT, "%.2f", row.cpu().median()),
                String.format(Locale.ROOT, "%.0f", row.peak().max() / MEGA),
                "%d + %d".formatted(last.source().total(), last.target().total()),
                String.format(
                        Locale.ROOT,
                        "%.2fx",
                        (double) last.requests() / row.floor().requests()));
    }

    /// A column for each kind of which there was any.
    private Table asked() {
        List<Measurement> good =
                rows.stream().filter(row -> row.problem().isEmpty()).toList();
        Set<Kind> kinds = EnumSet.allOf(Kind.class);
        kinds.removeIf(kind -> good.stream().noneMatch(row -> count(row, kind) > 0));
        Table table = new Table(Stream.concat(
                        Stream.of("requests, source + target"), kinds.stream().map(Kind::title))
                .toArray(String[]::new));
        good.forEach(row -> table.add(Stream.concat(
                        Stream.of(row.tool()),
                        kinds.stream()
                                .map(kind -> "%d + %d"
                                        .formatted(
                                                row.last().source().of(kind),
                                                row.last().target().of(kind))))
                .toArray(String[]::new)));
        return table;
    }

    private static long count(Measurement row, Kind kind) {
        return row.last().source().of(kind) + row.last().target().of(kind);
    }
}
