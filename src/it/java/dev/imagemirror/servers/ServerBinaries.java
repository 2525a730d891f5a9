package dev.imagemirror.servers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Where the programs of `src/it/servers` are. The first question for one that was never built builds it, which takes
/// minutes; its progress goes to this JVM's stderr.
public final class ServerBinaries {

    /// The project's folder, when that is not the working directory.
    public static final String PROJECT_PROPERTY = "imagemirror.project";

    private static final Map<String, Path> PATHS = new ConcurrentHashMap<>();

    private ServerBinaries() {}

    public static Path path(String name) {
        return PATHS.computeIfAbsent(name, missing -> locate(List.of(missing)).get(missing));
    }

    /// Builds what is missing of these, so that later questions are answered at once.
    public static Map<String, Path> require(String... names) {
        Map<String, Path> found = locate(List.of(names));
        PATHS.putAll(found);
        return found;
    }

    public static Path project() {
        return Path.of(System.getProperty(PROJECT_PROPERTY, "")).toAbsolutePath();
    }

    static Path script(String name) {
        return project().resolve("src/it/servers").resolve(name);
    }

    private static Map<String, Path> locate(List<String> names) {
        List<String> line = new ArrayList<>(names);
        line.addFirst(script("build").toString());
        CommandResult result = new Command(line, Map.of(), Duration.ofMinutes(30)).run(ProcessBuilder.Redirect.INHERIT);
        if (result.exitCode() != 0) {
            throw new IllegalStateException("no program for " + names + ": src/it/servers/build says why on stderr");
        }
        Map<String, Path> found = new ConcurrentHashMap<>();
        result.stdout().lines().forEach(entry -> {
            int separator = entry.indexOf('=');
            found.put(entry.substring(0, separator), Path.of(entry.substring(separator + 1)));
        });
        return found;
    }
}
