package dev.imagemirror.bench.tool;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// skopeo, `sync` with every platform.
public record Skopeo(Path program) implements Tool {

    @Override
    public String name() {
        return "skopeo";
    }

    @Override
    public String version() {
        return Child.ask(program, "--version");
    }

    /// It names the target repository by the last part of the source's path.
    @Override
    public Usage run(Job job) {
        Access access = job.access();
        String target = job.target();
        List<String> arguments = new ArrayList<>(List.of("--insecure-policy", "sync", "--all", "--quiet"));
        arguments.addAll(List.of("--src", "docker", "--dest", "docker", "--authfile"));
        arguments.add(job.write("config.json", access.dockerConfig(job.from(), job.to()))
                .toString());
        if (access.authority() == null) {
            arguments.addAll(List.of("--src-tls-verify=false", "--dest-tls-verify=false"));
        } else {
            String folder =
                    String.valueOf(job.write("ca.crt", access.authority()).getParent());
            arguments.addAll(List.of("--src-cert-dir", folder, "--dest-cert-dir", folder));
        }
        arguments.addAll(List.of(job.source(), target.substring(0, target.lastIndexOf('/'))));
        return Child.run(Child.line(program, arguments), Map.of(), job);
    }
}
