package dev.imagemirror.bench.tool;

import java.util.List;
import java.util.Map;

/// The packaged command line, `sync -f`: a new JVM for each run.
public record OneShot(Java java) implements Tool {

    public static final String NAME = "imagemirror sync";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Usage run(Job job) {
        String file = new Mirror(job, false).write().toString();
        Map<String, String> environment = Map.of("DOCKER_CONFIG", job.folder().toString());
        return Child.run(java.line(List.of("sync", "-f", file)), environment, job);
    }
}
