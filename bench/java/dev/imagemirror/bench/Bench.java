package dev.imagemirror.bench;

import dev.imagemirror.bench.image.ImageSets;
import dev.imagemirror.bench.net.Rates;
import dev.imagemirror.bench.report.CaseReport;
import dev.imagemirror.bench.report.Gates;
import dev.imagemirror.bench.report.GrowthChart;
import dev.imagemirror.bench.report.GrowthPoint;
import dev.imagemirror.bench.report.GrowthTable;
import dev.imagemirror.bench.report.Machine;
import dev.imagemirror.bench.report.Sections;
import dev.imagemirror.bench.result.Case;
import dev.imagemirror.bench.result.Measurement;
import dev.imagemirror.cli.Command;
import dev.imagemirror.cli.Console;
import dev.imagemirror.servers.ServerFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `bench/run`: measures imagemirror beside other tools and writes what it finds into the documentation. Works in the
/// project's folder.
public final class Bench {
    private static final Path PAGE = Path.of("docs/benchmarks.md");
    private static final Path CHART = Path.of("docs/benchmarks-growth.svg");
    private static final Path OUTPUT = Path.of("target/bench");
    private static final long GIGA = 1L << 30;
    /// What set B needs: the source, the target, and as much again while blobs arrive.
    private static final long SPACE = 5 * GIGA;

    private static final long RATE_BYTES = GIGA;
    private static final int MISSED = 1;

    private final Options options;
    private final Sections sections = new Sections();
    private final List<Measurement> measurements = new ArrayList<>();
    private @Nullable Pace pace;

    private Bench(Options options) {
        this.options = options;
    }

    public static void main(String[] arguments) {
        System.exit(execute(arguments));
    }

    /// Runs one command line in this JVM.
    ///
    /// @return 0, or 1 when a target is missed or something went wrong, or 2 when the command line is wrong
    public static int execute(String... arguments) {
        return command().execute(Console.system(), arguments);
    }

    private static Command command() {
        return new Command(
                "bench/run",
                "Measures imagemirror beside crane, regsync and skopeo. bench/README.md explains it.",
                Options.ALL,
                List.of(),
                () -> "",
                (line, console) -> new Bench(Options.of(line)).run());
    }

    private int run() throws IOException {
        if (options.list()) {
            Cases.chosen(options.cases(), options.sets())
                    .forEach(one -> System.out.printf("%-14s set %-6s %s%n", one.name(), one.set(), one.title()));
            return 0;
        }
        Path folder = ServerFolder.create("bench");
        Thread hook = new Thread(() -> end(folder), "end");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return run(folder);
        } finally {
            ServerFolder.delete(folder);
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }

    /// Ends every process that was started, here or below, and removes what they wrote.
    private void end(Path folder) {
        if (pace != null) {
            pace.end();
        }
        List<ProcessHandle> children = ProcessHandle.current().descendants().toList();
        children.forEach(ProcessHandle::destroy);
        children.forEach(child -> child.onExit().join());
        ServerFolder.delete(folder);
    }

    private int run(Path folder) throws IOException {
        List<Case> cases = options.wantsCases() ? Cases.chosen(options.cases(), options.sets()) : List.of();
        List<Integer> sizes = options.quick() ? Growth.QUICK : Growth.FULL;
        checkPage(cases);
        checkSpace(folder, cases);
        Files.createDirectories(OUTPUT);
        ImageSets sets = new ImageSets(folder, options.quick() ? ImageSets.Scale.QUICK : ImageSets.Scale.FULL);
        try (Toolbox toolbox = new Toolbox(folder)) {
            if (options.profile() != null) {
                new Profile(Cases.get(options.profile()), OUTPUT, begin(0)).record(sets, toolbox.judge());
                return 0;
            }
            double guess =
                    Pace.guess(cases, options.roundsOfEach()) + (options.wantsGrowth() ? Growth.guess(sizes) : 0);
            Pace told = begin(guess);
            told.say("%d cases, about %s".formatted(cases.size(), Pace.minutes(guess)));
            Rates rates = Rates.measure(options.quick() ? RATE_BYTES / 16 : RATE_BYTES);
            Machine machine = new Machine(options.roundsOfEach(), toolbox.versions(), rates);
            told.say(machine.text());
            sections.put("machine", machine.text());
            measure(cases, new Runner(toolbox, sets, told, OUTPUT.resolve("rounds.csv")), sets, rates);
            if (options.wantsGrowth()) {
                write(new Growth(told).measure(sizes));
            }
            return judge();
        }
    }

    private Pace begin(double guess) {
        Pace begun = new Pace(System.out, guess);
        pace = begun;
        return begun;
    }

    /// Writes the page after each case, so that what was measured is not lost with what comes after it.
    private void measure(List<Case> cases, Runner runner, ImageSets sets, Rates rates) {
        for (int i = 0; i < cases.size(); i++) {
            Case one = cases.get(i);
            List<Measurement> rows = runner.measure(one, options.roundsOfEach());
            measurements.addAll(rows);
            String text = new CaseReport(one, sets.get(one.set()), rows, rates).text();
            System.out.println("\n" + one.name() + "\n" + text);
            sections.put(one.name(), text).write(PAGE, page());
            if (cases.subList(i + 1, cases.size()).stream()
                    .noneMatch(next -> next.set().equals(one.set()))) {
                sets.forget(one.set());
            }
        }
    }

    private void write(List<GrowthPoint> points) throws IOException {
        if (!points.isEmpty()) {
            Path chart = options.quick() ? OUTPUT.resolve(CHART.getFileName()) : CHART;
            Files.writeString(chart, new GrowthChart(points).svg());
            String text = GrowthTable.of(points)
                    + "%n![Time, memory and requests per tag over the number of tags](%s)%n"
                            .formatted(CHART.getFileName());
            System.out.println("\n" + text);
            sections.put("growth", text).write(PAGE, page());
        }
    }

    private int judge() {
        Gates gates = new Gates(measurements);
        if (options.gate() || options.isWhole()) {
            sections.put("gates", gates.text()).write(PAGE, page());
            gates.results().forEach(result -> System.out.println(result.line()));
        }
        System.out.println("written: " + page());
        return options.gate() && !gates.pass() ? MISSED : 0;
    }

    private Path page() {
        return options.quick() ? OUTPUT.resolve(PAGE.getFileName()) : PAGE;
    }

    /// Better now than after half an hour.
    private static void checkPage(List<Case> cases) throws IOException {
        String page = Files.readString(PAGE);
        List<String> missing = cases.stream()
                .map(Case::name)
                .filter(name -> !Sections.has(page, name))
                .toList();
        if (!missing.isEmpty()) {
            throw new IllegalStateException("%s has no sections for %s".formatted(PAGE, missing));
        }
    }

    private void checkSpace(Path folder, List<Case> cases) {
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            boolean large = cases.stream().anyMatch(one -> one.set().equals("B"));
            if (!options.quick() && large && free < SPACE) {
                throw new IllegalStateException("%s has %d GiB free and set B needs %d; leave it out with --set A C"
                        .formatted(folder.getParent(), free / GIGA, SPACE / GIGA));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
