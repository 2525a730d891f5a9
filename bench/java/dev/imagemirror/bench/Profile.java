package dev.imagemirror.bench;

import dev.imagemirror.bench.image.ImageSet;
import dev.imagemirror.bench.image.ImageSets;
import dev.imagemirror.bench.result.Case;
import dev.imagemirror.bench.result.Round;
import dev.imagemirror.bench.tool.Java;
import dev.imagemirror.bench.tool.Warm;
import java.nio.file.Path;
import java.util.Optional;

/// Records where the engine's time goes in one case: Java's flight recorder, or async-profiler when it is installed.
///
/// @param folder where the recording is written
record Profile(Case of, Path folder, Pace pace) {
    private static final int PASSES = 10;

    void record(ImageSets sets, Judge judge) {
        Optional<Path> library = Toolbox.onPath("asprof")
                .map(program -> program.toAbsolutePath()
                        .resolveSibling("../lib/libasyncProfiler.so")
                        .normalize());
        Path file = folder.toAbsolutePath().resolve(of.name() + (library.isPresent() ? ".html" : ".jfr"));
        String flag = library.map(path -> "-agentpath:%s=start,event=cpu,file=%s".formatted(path, file))
                .orElse("-XX:StartFlightRecording=settings=profile,filename=" + file);
        ImageSet set = sets.get(of.set());
        try (Stage stage = new Stage(of.road());
                // The recorder would tell of its start where the engine's answers are read.
                Warm engine = new Warm(
                        Java.main(Toolbox.ENGINE).with(flag, "-Xlog:jfr+startup=off"), folder.resolve("profile.log"))) {
            stage.source().storage().put(set.repository(), set);
            Runner.Turn turn = new Runner.Turn(of, set, stage, judge);
            for (int pass = 1; pass <= PASSES; pass++) {
                Round round = turn.take(engine);
                pace.say("%s, pass %d of %d: %d ms%s"
                        .formatted(
                                of.name(),
                                pass,
                                PASSES,
                                round.usage().wall().toMillis(),
                                round.problem()
                                        .map(problem -> ", FAILED: " + problem)
                                        .orElse("")));
            }
        }
        pace.say(library.isPresent() ? "a flame graph to open in a browser: " + file : howToView(file));
    }

    private static String howToView(Path file) {
        String jfr = Path.of(System.getProperty("java.home"), "bin", "jfr").toString();
        return """
                the recording: %1$s
                look at it with
                  %2$s view hot-methods %1$s
                  %2$s view allocation-by-class %1$s
                  %2$s view contention-by-site %1$s
                or open it in JDK Mission Control, which draws a flame graph""".formatted(file, jfr);
    }
}
