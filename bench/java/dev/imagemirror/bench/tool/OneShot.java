package dev.imagemirror.bench.tool;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The packaged command line, `sync -f`: a new JVM for each run, started as users start it.
///
/// @param start       the script that everybody starts it by
/// @param application the folder of the packaged application
public record OneShot(Path start, Path application) implements Tool {

    public static final String NAME = "imagemirror sync";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Usage run(Job job) {
        String file = new Mirror(job, false).write().toString();
        Map<String, String> environment =
                Map.of("DOCKER_CONFIG", job.folder().toString(), "JAVA_HOME", System.getProperty("java.home"));
        return Child.run(Child.line(start, List.of(application.toString(), "sync", "-f", file)), environment, job);
    }
}
