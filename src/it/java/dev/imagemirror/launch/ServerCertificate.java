package dev.imagemirror.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A new certificate of 127.0.0.1 that has signed itself, by the Java runtime's own `keytool`.
///
/// @param context TLS of a server that shows it
/// @param pem     what a client has to believe in
record ServerCertificate(SSLContext context, String pem) {
    private static final String PASSWORD = "not a secret";
    private static final String OPTIONS = "-genkeypair -storetype PKCS12 -alias server -keyalg EC -dname CN=127.0.0.1"
            + " -ext san=ip:127.0.0.1 -ext bc=ca:true";

    /// @param file that gets the key, and must not exist
    static ServerCertificate make(Path file) throws IOException, InterruptedException {
        String program =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        List<String> line = new ArrayList<>(List.of(program, "-keystore", file.toString(), "-storepass", PASSWORD));
        line.addAll(List.of(OPTIONS.split(" ")));
        if (new ProcessBuilder(line).inheritIO().start().waitFor() != 0) {
            throw new IOException("keytool failed");
        }
        try {
            KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            byte[] lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                    .encode(store.getCertificate("server").getEncoded());
            String body = new String(lines, StandardCharsets.US_ASCII);
            return new ServerCertificate(
                    context, "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n".formatted(body));
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }
}
