package dev.imagemirror.bench.tool;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// regsync, `once`, as it is without further settings.
public record Regsync(Path program) implements Tool {

    @Override
    public String name() {
        return "regsync";
    }

    @Override
    public String version() {
        return "regsync " + Child.ask(program, "version", "--format", "{{.VCSTag}}");
    }

    @Override
    public Usage run(Job job) {
        String text = "version: 1\ncreds:\n" + entry(job.from(), job.access()) + entry(job.to(), job.access())
                + "sync:\n  - {source: '%s', target: '%s', type: repository}\n".formatted(job.source(), job.target());
        Path file = job.write("regsync.yaml", text);
        List<String> line = Child.line(program, List.of("once", "-c", file.toString(), "--verbosity", "warn"));
        return Child.run(line, Map.of("HOME", job.folder().toString()), job);
    }

    private static String entry(String registry, Access access) {
        StringBuilder entry = new StringBuilder(
                "  - registry: '%s'\n    tls: %s\n".formatted(registry, access.isPlain() ? "disabled" : "enabled"));
        if (access.authority() != null) {
            entry.append("    regcert: |\n").append(access.authority().indent(6));
        }
        if (access.login() != null) {
            entry.append("    user: '%s'\n    pass: '%s'\n"
                    .formatted(access.login().user(), access.login().password()));
        }
        return entry.toString();
    }
}
