package dev.imagemirror.bench.tool;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// crane with so many tags at once.
///
/// @param program where it is
/// @param jobs    tags at once
public record Crane(Path program, int jobs) implements Tool {

    @Override
    public String name() {
        return "crane -j " + jobs;
    }

    @Override
    public String version() {
        return "crane " + Child.ask(program, "version");
    }

    @Override
    public Usage run(Job job) {
        return run(job, "copy", "--all-tags", "--jobs", Integer.toString(jobs), job.source(), job.target());
    }

    /// Reads an image at the target back, whole; of an index the one for this platform, since crane takes attestations
    /// for images that lack their layers.
    ///
    /// @return its problem, or nothing in it
    public Usage validate(Job job, String tag) {
        return run(job, "validate", "--platform", "linux/amd64", "--remote", job.target() + ":" + tag);
    }

    /// It tries HTTPS first and then, for loopback, HTTP.
    private Usage run(Job job, String... arguments) {
        Access access = job.access();
        job.write("config.json", access.dockerConfig(job.from(), job.to()));
        Path authority = job.write("ca.crt", access.authority() == null ? "" : access.authority());
        Map<String, String> environment = access.isPlain()
                ? Map.of("DOCKER_CONFIG", job.folder().toString())
                : Map.of("DOCKER_CONFIG", job.folder().toString(), "SSL_CERT_FILE", authority.toString());
        return Child.run(Child.line(program, List.of(arguments)), environment, job);
    }
}
