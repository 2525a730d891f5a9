package dev.imagemirror.bench;

import dev.imagemirror.bench.image.ImageSet;
import dev.imagemirror.bench.image.ImageSets;
import dev.imagemirror.bench.image.Start;
import dev.imagemirror.bench.report.GrowthPoint;
import dev.imagemirror.bench.result.Road;
import dev.imagemirror.bench.tool.Java;
import dev.imagemirror.bench.tool.Job;
import dev.imagemirror.bench.tool.Usage;
import dev.imagemirror.bench.tool.Warm;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// How cost grows with the number of tags: planning (a dry run), a cold copy and a second run, of images that are
/// nothing but metadata. Each size has a new JVM with a heap that starts small, warmed up by a hundred tags.
final class Growth {
    static final List<Integer> FULL = List.of(1_000, 10_000, 100_000);
    static final List<Integer> QUICK = List.of(10, 20, 50);

    /// Seconds for a thousand tags.
    private static final double GUESS = 4;

    private static final int WARM_UP = 100;
    private static final String[] HEAP = {"-Xms16m", "-Xmx512m"};

    private final Pace pace;
    private final List<GrowthPoint> points = new ArrayList<>();

    Growth(Pace pace) {
        this.pace = pace;
    }

    /// Seconds that these sizes are guessed to take.
    static double guess(List<Integer> sizes) {
        return sizes.stream().mapToDouble(Growth::guess).sum();
    }

    /// What was measured; less than was asked for when a pass failed, which is told.
    List<GrowthPoint> measure(List<Integer> sizes) {
        for (int tags : sizes) {
            measure(tags);
            pace.finish(guess(tags), "growth, %d tags".formatted(tags));
        }
        return List.copyOf(points);
    }

    private void measure(int tags) {
        ImageSet set = ImageSets.metadata(tags);
        ImageSet small = new ImageSet("warm-up", ImageSets.metadata(WARM_UP).images());
        try (Stage stage = new Stage(Road.DIRECT);
                Warm engine = new Warm(
                        Java.main(Toolbox.ENGINE).with(HEAP), stage.folder().resolve("engine.log"))) {
            for (ImageSet one : List.of(small, set)) {
                stage.source().storage().put(one.repository(), one);
            }
            engine.run(stage.job(small));
            stage.reset(set, Start.EMPTY);
            boolean good = pass(stage, set, "plan", engine::plan)
                    && pass(stage, set, "cold copy", engine::run)
                    && pass(stage, set, "unchanged", engine::run);
            if (!good) {
                pace.say("growth ends at %d tags".formatted(tags));
            }
        }
    }

    private boolean pass(Stage stage, ImageSet set, String name, Function<Job, Usage> pass) {
        long before = requests(stage);
        Usage usage = pass.apply(stage.job(set));
        long requests = requests(stage) - before;
        double seconds = usage.wall().toNanos() / 1e9;
        pace.say(String.format(
                Locale.ROOT,
                "growth, %d tags, %s: %.2f s, %.0f MB, %d requests%s",
                set.tags(),
                name,
                seconds,
                usage.peak() / 1e6,
                requests,
                usage.problem().map(problem -> ", FAILED: " + problem).orElse("")));
        if (usage.problem().isEmpty()) {
            points.add(new GrowthPoint(name, set.tags(), seconds, usage.peak(), requests));
        }
        return usage.problem().isEmpty();
    }

    private static long requests(Stage stage) {
        return stage.source().requests().total() + stage.target().requests().total();
    }

    private static double guess(int tags) {
        return tags * GUESS / 1000;
    }
}
