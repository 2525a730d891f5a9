package dev.imagemirror.http;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.HttpsSupport;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/// TLS under one [Trust]. The client certificate is shown to its own host and to no other; the host's name is checked
/// within the handshake, before any certificate of ours is sent. What it believes in is read when the first connection
/// wants TLS: a run by plain HTTP alone would wait for it in vain. Safe for use by many threads.
final class TrustedSockets implements TlsSocketStrategy {
    /// Of key stores that live in memory only.
    private static final char[] NO_PASSWORD = new char[0];

    private final Trust trust;
    private @Nullable Strategies strategies;

    TrustedSockets(Trust trust) {
        this.trust = trust;
    }

    /// @param identifiedHost the only host that `identified` is for
    private record Strategies(TlsSocketStrategy unidentified, TlsSocketStrategy identified, String identifiedHost) {
        static Strategies under(Trust trust) {
            Trust.Identity identity = trust.identity();
            TlsSocketStrategy unidentified = strategy(context(trust, null));
            return identity == null
                    ? new Strategies(unidentified, unidentified, "")
                    : new Strategies(unidentified, strategy(context(trust, identity)), identity.host());
        }

        TlsSocketStrategy of(String host) {
            return host.equals(identifiedHost) ? identified : unidentified;
        }
    }

    @Override
    public SSLSocket upgrade(
            Socket socket, String target, int port, @Nullable Object attachment, @Nullable HttpContext context)
            throws IOException {
        return strategies().of(target).upgrade(socket, target, port, attachment, context);
    }

    /// The certificates that a server's chain may end in.
    static List<X509Certificate> accepted(Trust trust) {
        return Stream.concat(Roots.OF_RUNTIME.stream(), trust.authorities().stream())
                .toList();
    }

    private synchronized Strategies strategies() {
        Strategies known = strategies;
        if (known == null) {
            known = Strategies.under(trust);
            strategies = known;
        }
        return known;
    }

    private static TlsSocketStrategy strategy(SSLContext context) {
        return new DefaultClientTlsStrategy(
                context, HostnameVerificationPolicy.BOTH, HttpsSupport.getDefaultHostnameVerifier());
    }

    private static SSLContext context(Trust trust, Trust.@Nullable Identity identity) {
        try {
            if (trust.authorities().isEmpty() && identity == null) {
                return SSLContext.getDefault();
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    identity == null ? null : keys(identity),
                    trust.authorities().isEmpty() ? null : believing(accepted(trust)),
                    null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java runtime cannot build its TLS", e);
        }
    }

    private static KeyManager[] keys(Trust.Identity identity) throws GeneralSecurityException, IOException {
        KeyStore store = emptyStore();
        store.setKeyEntry(
                "client", identity.key(), NO_PASSWORD, identity.chain().toArray(X509Certificate[]::new));
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static TrustManager[] believing(List<X509Certificate> accepted)
            throws GeneralSecurityException, IOException {
        KeyStore store = emptyStore();
        for (X509Certificate authority : accepted) {
            store.setCertificateEntry("authority-" + store.size(), authority);
        }
        return managers(store);
    }

    private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /// Read once, when the first trust of its own is needed: it takes longer than a handshake.
    private static final class Roots {
        static final List<X509Certificate> OF_RUNTIME = read();

        private static List<X509Certificate> read() {
            try {
                return Arrays.stream(managers(null))
                        .filter(X509TrustManager.class::isInstance)
                        .flatMap(manager -> Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()))
                        .toList();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("the roots of this Java runtime cannot be read", e);
            }
        }
    }
}
