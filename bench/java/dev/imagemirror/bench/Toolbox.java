package dev.imagemirror.bench;

import dev.imagemirror.bench.tool.Crane;
import dev.imagemirror.bench.tool.Java;
import dev.imagemirror.bench.tool.OneShot;
import dev.imagemirror.bench.tool.Regsync;
import dev.imagemirror.bench.tool.Skopeo;
import dev.imagemirror.bench.tool.Tool;
import dev.imagemirror.bench.tool.Warm;
import dev.imagemirror.servers.ServerBinaries;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Every tool that is here, built when it has to be.
final class Toolbox implements AutoCloseable {
    static final String ENGINE = "dev.imagemirror.cli.WarmEngine";

    private static final Path START = Path.of("src/main/launch/start");
    /// As the chart gives the operator: half of 256 MiB.
    private static final String HEAP = "-Xmx128m";

    private final List<Tool> tools = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();
    private final Warm warm;

    /// @param folder for what the engine logs
    Toolbox(Path folder) {
        ServerBinaries.require("registry", "crane");
        Path crane = ServerBinaries.path("crane");
        warm = new Warm(Java.main(ENGINE).with(HEAP), folder.resolve("engine.log"));
        Stream.of(8, 16, 32).forEach(jobs -> tools.add(new Crane(crane, jobs)));
        tools.addAll(List.of(new OneShot(START.toAbsolutePath(), Java.APPLICATION.toAbsolutePath()), warm));
        addPeer("regsync", Regsync::new);
        addPeer("skopeo", Skopeo::new);
    }

    Optional<Tool> find(String name) {
        return tools.stream().filter(tool -> tool.name().equals(name)).findFirst();
    }

    Judge judge() {
        return new Judge(new Crane(ServerBinaries.path("crane"), 1));
    }

    Warm warm() {
        return warm;
    }

    /// Of all tools, and which are not here.
    List<String> versions() {
        return Stream.of(
                        Stream.of("registry " + registryVersion()),
                        tools.stream().map(Tool::version).distinct(),
                        missing.stream())
                .flatMap(texts -> texts)
                .toList();
    }

    @Override
    public void close() {
        warm.close();
    }

    /// A program that the PATH knows.
    static Optional<Path> onPath(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private void addPeer(String name, Function<Path, Tool> peer) {
        try {
            tools.add(peer.apply(ServerBinaries.path(name)));
        } catch (IllegalStateException e) {
            missing.add(name + " could not be built");
        }
    }

    private static String registryVersion() {
        try (var lines = Files.lines(ServerBinaries.project().resolve("src/it/servers/registry/go.mod"))) {
            return lines.filter(line -> line.contains("github.com/distribution/distribution/v3 v"))
                    .map(line -> line.strip().split("\\s+", -1))
                    .map(words -> words[words[0].equals("require") ? 2 : 1])
                    .findFirst()
                    .orElse("unknown");
        } catch (java.io.IOException e) {
            return "unknown";
        }
    }
}
