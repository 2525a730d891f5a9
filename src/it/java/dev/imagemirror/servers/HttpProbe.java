package dev.imagemirror.servers;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Asks a server whether it is ready, and what it says of itself.
public final class HttpProbe {

    private static final int TIMEOUT_MILLIS = 2000;

    private HttpProbe() {}

    /// True when a GET answers 200; a server that does not listen yet is just not ready.
    public static boolean isOk(String url) {
        try {
            return answersOk(open(url));
        } catch (IOException e) {
            return false;
        }
    }

    /// What a GET answers.
    static String read(String url) {
        try (InputStream answer = open(url).getInputStream()) {
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// True when something accepts connections on this port of 127.0.0.1.
    static boolean isListening(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), TIMEOUT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /// True when a GET over TLS answers 200, with a bearer token, trusting these certificates (PEM) only.
    static boolean isOk(String url, String token, String certificates) {
        try {
            HttpsURLConnection connection = (HttpsURLConnection) open(url);
            connection.setSSLSocketFactory(trusting(certificates).getSocketFactory());
            connection.setRequestProperty("Authorization", "Bearer " + token);
            return answersOk(connection);
        } catch (IOException e) {
            return false;
        }
    }

    private static HttpURLConnection open(String url) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url).toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        return connection;
    }

    private static boolean answersOk(HttpURLConnection connection) throws IOException {
        try {
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } finally {
            connection.disconnect();
        }
    }

    /// TLS for clients that trust these certificates (PEM) and nothing else.
    static SSLContext trusting(String certificates) {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(keyStore(certificates));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyStore keyStore(String certificates) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        var pem = new ByteArrayInputStream(certificates.getBytes(StandardCharsets.US_ASCII));
        for (Certificate certificate : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
            store.setCertificateEntry("certificate-" + store.size(), certificate);
        }
        return store;
    }
}
