package dev.imagemirror.bench.tool;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// skopeo, `sync` with every platform: its library in the loop of `src/it/servers/skopeo`.
public record Skopeo(Path program) implements Tool {

    @Override
    public String name() {
        return "skopeo";
    }

    @Override
    public String version() {
        return Child.ask(program, "--version");
    }

    @Override
    public Usage run(Job job) {
        Access access = job.access();
        Path file = job.write("config.json", access.dockerConfig(job.from(), job.to()));
        List<String> arguments = new ArrayList<>(List.of("sync", "--authfile", file.toString()));
        if (access.authority() == null) {
            arguments.add("--plain");
        } else {
            Path authority = job.write("ca.crt", access.authority());
            arguments.addAll(List.of("--cert-dir", String.valueOf(authority.getParent())));
        }
        arguments.addAll(List.of("--cache", job.folder().toString(), job.source(), job.target()));
        return Child.run(Child.line(program, arguments), Map.of(), job);
    }
}
