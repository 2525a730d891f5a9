package dev.imagemirror.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.servers.Helm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The committed files that the build makes are the ones that it makes now. `./mvnw verify -Pgenerate` writes them.
class GeneratedFilesIT {
    private static final boolean WRITE = Boolean.getBoolean("imagemirror.generate");
    private static final Path GENERATED = Path.of("target", "kubernetes", "imagemirrors.imagemirror.dev-v1.yml");
    private static final Path CHART = Path.of("helm", "imagemirror");
    private static final Path INSTALL = Path.of("manifests", "install.yaml");

    private static final String START = """
            # Generated from helm/imagemirror by `./mvnw verify -Pgenerate`, with the chart's own values.
            # Install: kubectl apply --server-side -f manifests/install.yaml
            apiVersion: v1
            kind: Namespace
            metadata:
              name: imagemirror-system
              labels:
                pod-security.kubernetes.io/enforce: restricted
                pod-security.kubernetes.io/warn: restricted
            """;

    @Test
    void theCrdIsTheOneOfTheSources() throws IOException {
        compareCrd();
    }

    @Test
    void theInstallManifestIsTheChart(@TempDir Path folder) throws IOException {
        // The chart holds the CRD: the order of the tests must not matter when both are written.
        compareCrd();
        String rendered = new Helm(folder, folder.resolve("none"))
                .run(
                        "template",
                        "imagemirror",
                        CHART.toString(),
                        "--namespace=imagemirror-system",
                        "--set=crds.keep=false")
                .orThrow()
                .stdout();

        compare(INSTALL, START + withoutHelm(rendered));
    }

    private static void compareCrd() throws IOException {
        String generated = Files.readString(GENERATED);
        compare(InstalledCrd.FILE, generated);
        compare(CHART.resolve("files").resolve(InstalledCrd.FILE.getFileName()), generated);
    }

    /// Helm would take objects that say so for its own.
    private static String withoutHelm(String rendered) {
        return rendered.replaceAll("(?m)^ *(app.kubernetes.io/managed-by|helm.sh/chart): .*\n", "");
    }

    private static void compare(Path committed, String generated) throws IOException {
        if (WRITE) {
            Files.createDirectories(committed.getParent());
            Files.writeString(committed, generated);
        }
        assertThat(Files.exists(committed) ? Files.readString(committed) : "")
                .as("%s is not what the build makes; write it anew with ./mvnw verify -Pgenerate", committed)
                .isEqualTo(generated);
    }
}
