package dev.imagemirror.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.images.Image;
import dev.imagemirror.images.Images;
import dev.imagemirror.images.Pusher;
import dev.imagemirror.registry.testing.TestAuthority;
import dev.imagemirror.registry.testing.TestIdentity;
import dev.imagemirror.servers.RegistryOptions;
import dev.imagemirror.servers.RegistryServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real registry with an authority of its own that lets nobody in without a client certificate.
class TlsIT {
    private static final TestAuthority AUTHORITY = new TestAuthority("company");
    private static final TestIdentity CLIENT = AUTHORITY.issue("mirror");
    private static final Image IMAGE = new Images(1).single(2, 5_000);

    private static RegistryServer source;
    private static RegistryServer target;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        TestIdentity server = AUTHORITY.issue("127.0.0.1");
        source = RegistryServer.start(RegistryOptions.named("plain"));
        target = RegistryServer.start(RegistryOptions.named("tls")
                .withTls(new RegistryOptions.Tls(server.certificatePem(), server.keyPem(), server.authorityPem())));
        new Pusher().push(IMAGE, source.address() + "/app", "v1");
    }

    @AfterAll
    static void stop() {
        target.close();
        source.close();
    }

    @Test
    void pushesWithAClientCertificate() throws IOException {
        String secret = key("ca.crt", CLIENT.authorityPem())
                + key("tls.crt", CLIENT.certificatePem())
                + key("tls.key", CLIENT.keyPem());

        assertThat(sync(secret)).isEqualTo("0");
        assertThat(sync(secret)).as("found what was pushed").isEqualTo("0");
        assertThat(target.requests("manifest", "put")).isEqualTo(1);
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        String authority = key("ca.crt", CLIENT.authorityPem());
        String stranger = key("ca.crt", new TestAuthority("stranger").issue("x").authorityPem());

        assertThat(sync(authority)).startsWith("3").contains("it may ask for a client certificate");
        assertThat(sync(stranger)).startsWith("3").contains("signed by an unknown authority");
        assertThat(sync(authority + key("tls.crt", CLIENT.certificatePem())))
                .startsWith("3")
                .contains("the Secret 'trust' cannot be used: tls.key is missing beside tls.crt");
    }

    /// The exit code, and what was printed after a failure.
    private String sync(String secret) throws IOException {
        Path file = Files.writeString(
                folder.resolve("mirror.yaml"), """
                apiVersion: imagemirror.dev/v1alpha1
                kind: ImageMirror
                metadata: {name: tls}
                spec:
                  sources: [{repository: "%s/app"}]
                  target: {registry: "%s", prefix: /mirror, certSecretRef: {name: trust}}
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: trust}
                stringData:
                %s""".formatted(source.address(), target.address(), secret));
        var printed = new StringWriter();
        var writer = new PrintWriter(printed, true);
        int exit = MirrorCommand.execute(new Console(writer, writer), "sync", "-f", file.toString());
        return exit == 0 ? "0" : exit + ": " + printed;
    }

    private static String key(String name, String pem) {
        return "  %s: |\n%s".formatted(name, pem.indent(4));
    }
}
