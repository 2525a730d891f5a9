package dev.imagemirror.registry.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Self-signed certificates, made while the test runs.
public final class TestTls {
    private static final char[] PASSWORD = "not a secret".toCharArray();

    private TestTls() {}

    /// For server and client: has a key for these names, such as `ip:127.0.0.1`, and trusts its certificate.
    public static SSLContext selfSigned(String names) throws IOException, GeneralSecurityException {
        KeyStore keys = generate(names);
        var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }

    private static KeyStore generate(String names) throws IOException, GeneralSecurityException {
        Path folder = Files.createTempDirectory("tls");
        Path file = folder.resolve("keys.p12");
        try {
            run(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    "test",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=test",
                    "-ext",
                    "san=" + names,
                    "-ext",
                    "bc=ca:true",
                    "-keystore",
                    file.toString(),
                    "-storetype",
                    "PKCS12",
                    "-storepass",
                    new String(PASSWORD)));
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                keys.load(in, PASSWORD);
            }
            // Once more as an entry of its own: the key's certificate alone is not trusted.
            keys.setCertificateEntry("trusted", keys.getCertificate("test"));
            return keys;
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException("keytool ended with " + process.exitValue());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
