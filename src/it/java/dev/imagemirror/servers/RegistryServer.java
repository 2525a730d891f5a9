package dev.imagemirror.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/// A registry (distribution), with plain HTTP unless its options say otherwise.
public final class RegistryServer implements AutoCloseable {

    /// Who may enter a registry that asks for a password.
    public static final String USER = "mirror";

    public static final String PASSWORD = "mirror-password";

    /// The registry takes bcrypt only, which the JDK does not have. The cost is the lowest there is: it is paid for
    /// every single request.
    private static final String HTPASSWD = USER + ":$2a$04$Fyqi./S68l8Nv6BqyX9OmeNfU83N.qI9nymjSPufzja1kwTz9V8SK\n";

    private final int port;
    private final String metricsUrl;
    private final ServerProcess process;

    private RegistryServer(int port, String metricsUrl, ServerProcess process) {
        this.port = port;
        this.metricsUrl = metricsUrl;
        this.process = process;
    }

    public static RegistryServer start(RegistryOptions options) {
        return FreePort.retry(() -> startOnFreePorts(options));
    }

    /// Host and port, as they stand in an image's name.
    public String address() {
        return "127.0.0.1:" + port;
    }

    public String url() {
        return "http://" + address();
    }

    /// The root of its storage in files. It remembers nothing of it, so one may change it under a running registry.
    public Path storage() {
        return process.folder().resolve("storage");
    }

    /// Log and access log: a line for every request.
    public Path log() {
        return process.log();
    }

    /// The registry's own metrics, in the text format of Prometheus. A restart sets them to zero.
    public String metrics() {
        try (InputStream body = URI.create(metricsUrl).toURL().openStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// How many requests of this method the registry answered since its start.
    ///
    /// @param handler the registry's word for what was asked: `manifest`, `blob`, `blob-upload`, `tags`, `base`
    /// @param method  in lower case, `put`
    public long requests(String handler, String method) {
        return metrics()
                .lines()
                .filter(line -> line.startsWith("registry_http_requests_total{"))
                .filter(line -> line.contains("handler=\"" + handler.replace('-', '_') + "\""))
                .filter(line -> line.contains("method=\"" + method + "\""))
                .mapToLong(line -> Math.round(Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))))
                .sum();
    }

    /// Makes the registry unreachable; its port and its storage stay.
    public void stop() {
        process.stop();
    }

    /// Starts the registry again, with the same port and storage.
    public void restart() {
        process.restart();
    }

    @Override
    public void close() {
        process.close();
    }

    private static RegistryServer startOnFreePorts(RegistryOptions options) {
        Path folder = ServerFolder.create("registry");
        int port = FreePort.find();
        int metricsPort = FreePort.find();
        Path configuration = folder.resolve("config.yaml");
        ServerFolder.write(configuration, configuration(options, folder, port, metricsPort));
        ServerFolder.write(folder.resolve("htpasswd"), HTPASSWD);
        writeTls(options, folder);
        Launch launch = Launch.in(
                        folder,
                        "registry-" + options.name(),
                        ServerBinaries.path("registry"),
                        "serve",
                        configuration.toString())
                // It would send its traces to a collector on this machine otherwise.
                .withEnvironment("OTEL_TRACES_EXPORTER", "none");
        for (Map.Entry<String, String> setting : options.settings().entrySet()) {
            launch = launch.withEnvironment(setting.getKey(), setting.getValue());
        }
        // Its own health endpoint answers without a password, though not without a certificate.
        ServerProcess process = ServerProcess.start(
                launch,
                () -> options.tls() == null
                        ? HttpProbe.isOk("http://127.0.0.1:" + port + "/")
                        : HttpProbe.isListening(port));
        return new RegistryServer(port, "http://127.0.0.1:" + metricsPort + "/metrics", process);
    }

    private static String configuration(RegistryOptions options, Path folder, int port, int metricsPort) {
        String storage = options.inMemory() ? "inmemory: {}" : "filesystem: {rootdirectory: " + folder + "/storage}";
        String text = """
                version: 0.1
                log: {level: warn, accesslog: {disabled: false}}
                storage:
                  %s
                  delete: {enabled: %b}
                http:
                  addr: 127.0.0.1:%d
                  secret: only-for-tests
                  tls: %s
                  debug:
                    addr: 127.0.0.1:%d
                    prometheus: {enabled: true, path: /metrics}
                """.formatted(storage, options.delete(), port, tls(options, folder), metricsPort);
        String password = "auth: {htpasswd: {realm: imagemirror, path: " + folder + "/htpasswd}}\n";
        return options.password() ? text + password : text;
    }

    private static void writeTls(RegistryOptions options, Path folder) {
        RegistryOptions.Tls tls = options.tls();
        if (tls != null) {
            ServerFolder.write(folder.resolve("tls.crt"), tls.certificate());
            ServerFolder.write(folder.resolve("tls.key"), tls.key());
            ServerFolder.write(folder.resolve("clients.crt"), tls.clients() == null ? "" : tls.clients());
        }
    }

    private static String tls(RegistryOptions options, Path folder) {
        RegistryOptions.Tls tls = options.tls();
        if (tls == null) {
            return "{}";
        }
        String own = "certificate: %1$s/tls.crt, key: %1$s/tls.key".formatted(folder);
        return tls.clients() == null ? "{" + own + "}" : "{%s, clientcas: [%s/clients.crt]}".formatted(own, folder);
    }
}
