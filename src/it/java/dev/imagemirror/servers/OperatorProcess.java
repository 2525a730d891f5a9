package dev.imagemirror.servers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The packaged operator in a process of its own, as it runs in a cluster.
public final class OperatorProcess implements AutoCloseable {
    private final ServerProcess process;
    private final int port;

    private OperatorProcess(ServerProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /// How it is started.
    ///
    /// @param kubeconfig by which it reaches the API server
    /// @param namespace the one that it watches, and where its Lease is
    /// @param plainHttpHosts registries that mirrors may speak plain HTTP to
    /// @param heap the limit of its heap, as `-Xmx` takes it
    /// @param settings further environment variables; an empty value takes one away
    public record Options(
            Path kubeconfig, String namespace, List<String> plainHttpHosts, String heap, Map<String, String> settings) {
        public Options {
            plainHttpHosts = List.copyOf(plainHttpHosts);
            settings = Map.copyOf(settings);
        }

        public Options(Path kubeconfig, String namespace, List<String> plainHttpHosts, String heap) {
            this(kubeconfig, namespace, plainHttpHosts, heap, Map.of());
        }

        public Options with(String variable, String value) {
            Map<String, String> more = new HashMap<>(settings);
            more.put(variable, value);
            return new Options(kubeconfig, namespace, plainHttpHosts, heap, more);
        }
    }

    /// Starts it and returns when it is ready.
    public static OperatorProcess start(Options options) {
        return FreePort.retry(() -> startOn(FreePort.find(), options));
    }

    public void kill() {
        process.kill();
    }

    public void restart() {
        process.restart();
    }

    /// Ends it by SIGTERM, as the kubelet does.
    public int stop() {
        return process.stop();
    }

    public String logTail() {
        return process.logTail();
    }

    public Path log() {
        return process.log();
    }

    @Override
    public void close() {
        process.close();
    }

    /// What Prometheus would scrape.
    public String metrics() {
        return HttpProbe.read(address(port, "metrics"));
    }

    private static String address(int port, String path) {
        return "http://127.0.0.1:%d/q/%s".formatted(port, path);
    }

    /// How `src/main/launch/start` sets up the operator's JVM, but for its cache.
    public static List<String> flags() {
        Path folder = ServerBinaries.project().resolve("src/main/launch");
        return List.of(
                "@" + folder.resolve("operator.options"),
                "-XX:CompilerDirectivesFile=" + folder.resolve("operator.directives"));
    }

    private static OperatorProcess startOn(int port, Options options) {
        Path jar = ServerBinaries.project().resolve("target/quarkus-app/quarkus-run.jar");
        List<String> arguments = new ArrayList<>(flags());
        arguments.addAll(List.of("-Xmx" + options.heap(), "-jar", jar.toString()));
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Launch launch =
                Launch.of("operator", java, arguments.toArray(String[]::new)).withDeadline(Duration.ofSeconds(60));
        for (var setting : environment(port, options).entrySet()) {
            launch = launch.withEnvironment(setting.getKey(), setting.getValue());
        }
        return new OperatorProcess(
                ServerProcess.start(launch, () -> HttpProbe.isOk(address(port, "health/ready"))), port);
    }

    private static Map<String, String> environment(int port, Options options) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "KUBECONFIG", options.kubeconfig().toString(),
                "KUBERNETES_NAMESPACE", options.namespace(),
                "QUARKUS_OPERATOR_SDK_NAMESPACES", options.namespace(),
                "QUARKUS_HTTP_PORT", Integer.toString(port),
                "QUARKUS_HTTP_HOST", "127.0.0.1",
                "IMAGEMIRROR_NETWORK_ALLOW_LOOPBACK", "true",
                "IMAGEMIRROR_PLAIN_HTTP_HOSTS", String.join(",", options.plainHttpHosts())));
        environment.putAll(options.settings());
        environment.values().removeIf(String::isEmpty);
        return environment;
    }
}
