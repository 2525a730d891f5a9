package dev.imagemirror.launch;

import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.registry.testing.Payload;
import dev.imagemirror.registry.testing.TestRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// Lets the packaged command line do what users do, between registries in this process, so that it records a cache of
/// the classes that it loaded and of what the JIT learned. Needs no test library, since the container image is trained
/// with the jar files of the application alone.
///
/// ```sh
/// java -cp target/test-classes:... dev.imagemirror.launch.Training src/main/launch/start target/quarkus-app
/// ```
public final class Training {
    private static final int TAGS = 400;
    private static final int LARGE_TAGS = 4;
    private static final long LARGE = 24_000_000;
    private static final int LIMIT_SECONDS = 120;

    private final Path start;
    private final Path application;

    Training(Path start, Path application) {
        this.start = start;
        this.application = application;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.exit(new Training(Path.of(arguments[0]), Path.of(arguments[1])).record() ? 0 : 1);
    }

    /// Whether the command did its work, and so recorded a cache.
    boolean record() throws IOException, InterruptedException {
        Path mirrors = Files.createTempFile("imagemirror-training", ".yaml");
        try (TestRegistry source = TestRegistry.start();
                TestRegistry target = TestRegistry.start()) {
            fill(source);
            target.requireToken("user", "password");
            Files.writeString(mirrors, mirrors(source, target));
            return command(mirrors);
        } finally {
            Files.delete(mirrors);
        }
    }

    private boolean command(Path mirrors) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(start.toString(), application.toString(), "sync", "-f", mirrors.toString());
        builder.environment().put("IMAGEMIRROR_RECORD", "yes");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.inheritIO().start();
        try {
            return process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } finally {
            process.destroyForcibly();
        }
    }

    private static void fill(TestRegistry source) {
        for (int tag = 0; tag < TAGS; tag++) {
            source.addImage("small", "v" + tag, "the layer of image " + tag);
        }
        Descriptor config = source.addBlob("large", Payload.of("{}".getBytes(StandardCharsets.UTF_8)));
        for (int tag = 0; tag < LARGE_TAGS; tag++) {
            Descriptor layer = source.addBlob("large", Payload.generated(LARGE + tag));
            String manifest = TestRegistry.imageManifest(config, layer);
            source.addManifest("large", MediaType.OCI_MANIFEST, manifest, "v" + tag);
        }
    }

    /// The second mirror finds everything there, as the next run of a user does.
    private static String mirrors(TestRegistry source, TestRegistry target) {
        return """
                apiVersion: v1
                kind: Secret
                metadata: {name: login}
                type: kubernetes.io/basic-auth
                stringData: {username: user, password: password}
                ---
                """ + mirror("copies", source, target) + "---\n" + mirror("compares", source, target);
    }

    private static String mirror(String name, TestRegistry source, TestRegistry target) {
        return """
                apiVersion: imagemirror.dev/v1alpha1
                kind: ImageMirror
                metadata: {name: %s}
                spec:
                  sources: [{repository: '%s/small'}, {repository: '%s/large~/^v/'}]
                  target: {registry: '%s', prefix: /training, secretRef: {name: login}}
                """.formatted(name, source.registry(), source.registry(), target.registry());
    }
}
