package dev.imagemirror.api;

import dev.imagemirror.servers.Kubectl;
import dev.imagemirror.servers.TestCluster;
import java.nio.file.Path;

/// The committed CRD on the API server of the tests.
public final class InstalledCrd {
    /// The file in the repository; tests run in its root.
    public static final Path FILE = Path.of("crds", "imagemirrors.imagemirror.dev-v1.yml");

    private InstalledCrd() {}

    /// Installs the CRD, or what has changed in it, and waits until the API server serves the resource.
    public static void install() {
        install(TestCluster.kubectl());
    }

    public static void install(Kubectl kubectl) {
        kubectl.run("apply", "--server-side", "--force-conflicts", "-f", FILE.toString())
                .orThrow();
        kubectl.run("wait", "--for=condition=Established", "--timeout=30s", "-f", FILE.toString())
                .orThrow();
    }
}
