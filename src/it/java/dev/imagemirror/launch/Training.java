package dev.imagemirror.launch;

import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.registry.testing.Fault;
import dev.imagemirror.registry.testing.Payload;
import dev.imagemirror.registry.testing.RequestKind;
import dev.imagemirror.registry.testing.TestAnswer;
import dev.imagemirror.registry.testing.TestRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Lets the packaged command line do what users do, between registries in this process, so that it records a cache of
/// the classes that it loaded and of what the JIT learned: `commands` from a short run, `operator` from a long one. It
/// needs no test library, since the container image is trained with the jar files of the application alone.
///
/// ```sh
/// java -cp target/test-classes:... dev.imagemirror.launch.Training src/main/launch/start target/quarkus-app commands
/// ```
public final class Training {
    private static final int TAGS = 400;
    /// Enough for the second compiler to come to what an operator does again and again.
    private static final int TAGS_OF_A_LONG_RUN = 4_000;

    private static final int LARGE_TAGS = 4;
    private static final long LARGE = 12_000_000;
    private static final int LIMIT_SECONDS = 300;
    private static final String LOGIN = ", secretRef: {name: login}";

    private final Path start;
    private final Path application;
    private final String kind;

    /// @param kind of the cache, as the script that starts the application knows it
    Training(Path start, Path application, String kind) {
        this.start = start;
        this.application = application;
        this.kind = kind;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var training = new Training(Path.of(arguments[0]), Path.of(arguments[1]), arguments[2]);
        System.exit(training.record() ? 0 : 1);
    }

    /// Whether the command did its work, and so recorded a cache.
    boolean record() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("imagemirror-training");
        Path key = folder.resolve("key");
        Path mirrors = folder.resolve("mirrors.yaml");
        ServerCertificate certificate = ServerCertificate.make(key);
        try (TestRegistry source = TestRegistry.start();
                TestRegistry secure = TestRegistry.startTls(certificate.context());
                TestRegistry guarded = TestRegistry.start();
                TestRegistry open = TestRegistry.start()) {
            fill(source);
            fill(secure);
            guarded.requireToken("user", "password");
            Files.writeString(
                    mirrors,
                    secrets(certificate)
                            + mirror("copies", source, guarded, LOGIN)
                            + mirror("compares", source, guarded, LOGIN)
                            + mirror("securely", secure, guarded, LOGIN)
                            + mirror("openly", source, open, "")
                            + mirror("again", source, open, ""));
            return command(mirrors);
        } finally {
            for (Path used : List.of(mirrors, key, folder)) {
                Files.deleteIfExists(used);
            }
        }
    }

    private boolean command(Path mirrors) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(start.toString(), application.toString(), "sync", "-f", mirrors.toString());
        builder.environment().put("IMAGEMIRROR_RECORD", kind);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.inheritIO().start();
        try {
            return process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } finally {
            process.destroyForcibly();
        }
    }

    /// With documents and answers in all the shapes that are common: what is not seen here has to be looked for in jar
    /// files when a command comes to it.
    private void fill(TestRegistry source) {
        source.faultAlways(RequestKind.TAGS, new Fault.Change(TestAnswer::chunked));
        int tags = kind.equals("operator") ? TAGS_OF_A_LONG_RUN : TAGS;
        for (int tag = 0; tag < tags; tag++) {
            source.addImage("small", "v" + tag, "the layer of image " + tag);
        }
        Descriptor config = source.addBlob("large", Payload.of("{}".getBytes(StandardCharsets.UTF_8)));
        for (int tag = 0; tag < LARGE_TAGS; tag++) {
            Descriptor layer = source.addBlob("large", Payload.generated(LARGE + tag));
            String manifest = TestRegistry.imageManifest(config, layer);
            source.addManifest("large", MediaType.OCI_MANIFEST, manifest, "v" + tag);
        }
    }

    private static String secrets(ServerCertificate certificate) {
        return """
                apiVersion: v1
                kind: Secret
                metadata: {name: login}
                type: kubernetes.io/basic-auth
                stringData: {username: user, password: password}
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: trust}
                stringData:
                  ca.crt: |
                %s""".formatted(certificate.pem().indent(4));
    }

    /// A second one of the same registries finds everything there, as the next run of a user does.
    ///
    /// @param login the target's field `secretRef`, or nothing
    private static String mirror(String name, TestRegistry source, TestRegistry target, String login) {
        return """
                ---
                apiVersion: imagemirror.dev/v1alpha1
                kind: ImageMirror
                metadata: {name: %s}
                spec:
                  sources:
                  - repository: '%s/small'
                  - repository: %s/large~/^v/
                  registries: %s
                  target: {registry: '%s', prefix: /%s%s}
                """.formatted(
                        name,
                        source.registry(),
                        source.registry(),
                        host(source),
                        target.registry(),
                        source.registry().name().replaceAll("[^0-9]", ""),
                        login);
    }

    private static String host(TestRegistry source) {
        boolean secure = source.url().startsWith("https");
        return (secure ? "[{host: '%s', certSecretRef: {name: trust}}]" : "\n    - host: \"%s\"\n      plainHTTP: true")
                .formatted(source.registry());
    }
}
