package dev.imagemirror.bench;

import dev.imagemirror.bench.image.ImageSet;
import dev.imagemirror.bench.image.ImageSets;
import dev.imagemirror.bench.result.Case;
import dev.imagemirror.bench.result.Floor;
import dev.imagemirror.bench.result.Measurement;
import dev.imagemirror.bench.result.Requests;
import dev.imagemirror.bench.result.Round;
import dev.imagemirror.bench.tool.Job;
import dev.imagemirror.bench.tool.Tool;
import dev.imagemirror.bench.tool.Usage;
import dev.imagemirror.bench.tool.Warm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Measures cases: the tools in turns, each round with another one first, everything checked.
final class Runner {
    private static final String HEAD =
            "case,round,tool,wall seconds,cpu seconds,peak bytes,source requests,target requests,problem\n";

    private final Toolbox toolbox;
    private final ImageSets sets;
    private final Pace pace;
    private final Path raw;

    /// @param raw a file that gets a line for each round, as it ends
    Runner(Toolbox toolbox, ImageSets sets, Pace pace, Path raw) {
        this.toolbox = toolbox;
        this.sets = sets;
        this.pace = pace;
        this.raw = raw;
        append(HEAD, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    /// One row for each tool that is here, in the order of the case.
    List<Measurement> measure(Case what, int rounds) {
        ImageSet set = sets.get(what.set());
        List<Tool> tools = what.tools().stream()
                .flatMap(name -> toolbox.find(name).stream())
                .toList();
        Map<Tool, List<Round>> measured = new LinkedHashMap<>();
        try (Stage stage = new Stage(what.road())) {
            stage.source().storage().put(set.repository(), set);
            Turn turn = new Turn(what, set, stage, toolbox.judge());
            tools.stream().filter(Warm.class::isInstance).forEach(turn::take);
            for (int round = 0; round < Math.min(rounds, what.rounds()); round++) {
                List<Tool> order = new ArrayList<>(tools);
                Collections.rotate(order, -round);
                for (Tool tool : order) {
                    Round result = turn.take(tool);
                    measured.computeIfAbsent(tool, first -> new ArrayList<>()).add(result);
                    tell(what, round + 1, tool, result);
                }
            }
        }
        Floor floor = Floor.of(set, what.start().of(set));
        return tools.stream()
                .map(tool -> new Measurement(what, tool.name(), floor, measured.getOrDefault(tool, List.of())))
                .toList();
    }

    private void tell(Case what, int round, Tool tool, Round result) {
        Usage usage = result.usage();
        double wall = usage.wall().toNanos() / 1e9;
        double cpu = usage.cpu().toNanos() / 1e9;
        long source = result.source().total();
        long target = result.target().total();
        String problem = result.problem().map(text -> ", FAILED: " + text).orElse("");
        pace.finish(
                Pace.guess(what),
                String.format(
                        Locale.ROOT,
                        "%s, round %d, %s: %.2f s, CPU %.2f s, %d + %d requests%s",
                        what.name(),
                        round,
                        tool.name(),
                        wall,
                        cpu,
                        source,
                        target,
                        problem));
        append(String.format(
                Locale.ROOT,
                "%s,%d,\"%s\",%.4f,%.4f,%d,%d,%d,\"%s\"%n",
                what.name(),
                round,
                tool.name(),
                wall,
                cpu,
                usage.peak(),
                source,
                target,
                problem.replace('"', '\'')));
    }

    private void append(String text, StandardOpenOption... options) {
        try {
            Files.createDirectories(raw.toAbsolutePath().getParent());
            Files.writeString(
                    raw, text, options.length == 0 ? new StandardOpenOption[] {StandardOpenOption.APPEND} : options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// One tool after another on one stage.
    static final class Turn {
        private final Case what;
        private final ImageSet set;
        private final Stage stage;
        private final Judge judge;
        private boolean ready;
        private int taken;

        Turn(Case what, ImageSet set, Stage stage, Judge judge) {
            this.what = what;
            this.set = set;
            this.stage = stage;
            this.judge = judge;
        }

        /// Prepares the target, lets the tool copy, and checks what came of it.
        Round take(Tool tool) {
            if (!ready || !what.changesNothing()) {
                stage.reset(set, what.start());
                ready = true;
            }
            Job job = stage.job(set);
            Requests source = stage.source().requests();
            Requests target = stage.target().requests();
            Usage usage = tool.run(job);
            Requests fromSource = stage.source().requests().since(source);
            Requests toTarget = stage.target().requests().since(target);
            Optional<String> problem = usage.problem()
                    .or(() -> judge.fault(job, set, stage.target().storage(), taken));
            ready = problem.isEmpty();
            taken++;
            return new Round(usage, fromSource, toTarget, problem);
        }
    }
}
