package dev.imagemirror.http;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Whom to believe in TLS, and as whom to appear. Compared by content: connections are shared only under equal trust.
///
/// @param authorities believed in addition to the roots of this Java runtime
/// @param identity shown to a server that asks for a certificate; null: none
public record Trust(
        List<X509Certificate> authorities, @Nullable Identity identity) {
    /// The roots of this Java runtime, and no certificate of our own.
    public static final Trust SYSTEM = new Trust(List.of(), null);

    public Trust {
        authorities = List.copyOf(authorities);
    }

    /// A client certificate with its key. Token servers and storages on other hosts never see it.
    ///
    /// @param host the only host that it is shown to, on any port
    /// @param chain the certificate, then those that signed it, each followed by its signer
    public record Identity(String host, PrivateKey key, List<X509Certificate> chain) {
        public Identity {
            host = host.toLowerCase(Locale.ROOT);
            chain = List.copyOf(chain);
            if (chain.isEmpty()) {
                throw new IllegalArgumentException("a key without a certificate");
            }
        }

        @Override
        public String toString() {
            return "Identity[for %s]".formatted(host);
        }
    }

    @Override
    public String toString() {
        return "Trust[%d authorities, %s]".formatted(authorities.size(), identity);
    }
}
