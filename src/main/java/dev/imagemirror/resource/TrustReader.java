package dev.imagemirror.resource;

import dev.imagemirror.http.Origin;
import dev.imagemirror.http.Trust;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Registry;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads the trust that a Secret holds: `ca.crt`, and `tls.crt` with `tls.key`, all PEM. Messages name the key of the
/// Secret and never what it holds.
final class TrustReader {
    private static final String AUTHORITIES = "ca.crt";
    private static final String CHAIN = "tls.crt";
    private static final String KEY = "tls.key";

    private static final int MAX_AUTHORITIES = 500;
    private static final int MAX_CHAIN = 10;

    private final Map<String, byte[]> data;

    TrustReader(Map<String, byte[]> data) {
        this.data = data;
    }

    /// @param host the registry that the client certificate is for
    Trust read(Registry host) {
        Optional<byte[]> authorities = value(AUTHORITIES);
        Optional<byte[]> chain = value(CHAIN);
        Optional<byte[]> key = value(KEY);
        if (authorities.isEmpty() && chain.isEmpty() && key.isEmpty()) {
            throw new MalformedException("it has neither ca.crt nor tls.crt and tls.key");
        }
        if (chain.isPresent() != key.isPresent()) {
            throw new MalformedException(
                    chain.isPresent() ? "tls.key is missing beside tls.crt" : "tls.crt is missing beside tls.key");
        }
        return new Trust(
                authorities
                        .map(text -> at(AUTHORITIES, text, TrustReader::authorities))
                        .orElse(List.of()),
                chain.isPresent() ? identity(host, chain.get(), key.orElseThrow()) : null);
    }

    /// An empty value counts as none: some tools always write all three keys.
    private Optional<byte[]> value(String name) {
        byte @Nullable [] value = data.get(name);
        return value == null || value.length == 0 ? Optional.empty() : Optional.of(value);
    }

    private static List<X509Certificate> authorities(List<PemBlock> blocks) {
        if (blocks.stream().anyMatch(PemBlock::isPrivateKey)) {
            throw new MalformedException("it holds a private key, which does not belong there");
        }
        return certificates(blocks, MAX_AUTHORITIES);
    }

    private static Trust.Identity identity(Registry host, byte[] chainText, byte[] keyText) {
        List<X509Certificate> chain = at(CHAIN, chainText, TrustReader::chain);
        PrivateKey key = at(KEY, keyText, TrustReader::key);
        if (!belong(key, chain.getFirst())) {
            throw new MalformedException("tls.key is not the key of the first certificate in tls.crt");
        }
        return new Trust.Identity(
                Origin.of(URI.create("https://" + host.apiAuthority())).host(), key, chain);
    }

    private static List<X509Certificate> chain(List<PemBlock> blocks) {
        List<X509Certificate> chain = certificates(blocks, MAX_CHAIN);
        for (int i = 1; i < chain.size(); i++) {
            if (!chain.get(i - 1).getIssuerX500Principal().equals(chain.get(i).getSubjectX500Principal())) {
                throw new MalformedException(
                        "certificate %d did not sign the one before it; the order is the own one, then its signers"
                                .formatted(i + 1));
            }
        }
        return chain;
    }

    private static List<X509Certificate> certificates(List<PemBlock> blocks, int limit) {
        List<X509Certificate> certificates = new ArrayList<>();
        for (PemBlock block : blocks.stream().filter(PemBlock::isCertificate).toList()) {
            if (certificates.size() == limit) {
                throw new MalformedException("it holds more than %d certificates".formatted(limit));
            }
            certificates.add(certificate(block, certificates.size() + 1));
        }
        if (certificates.isEmpty()) {
            throw new MalformedException("it holds no certificate in PEM");
        }
        return certificates;
    }

    private static X509Certificate certificate(PemBlock block, int number) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(block.bytes()));
        } catch (CertificateException e) {
            throw new MalformedException("certificate %d cannot be read".formatted(number));
        }
    }

    private static PrivateKey key(List<PemBlock> blocks) {
        return blocks.stream()
                .filter(PemBlock::isPrivateKey)
                .findFirst()
                .map(KeyReader::read)
                .orElseThrow(() -> new MalformedException("it holds no private key in PEM"));
    }

    /// Whether what the key signs is what the certificate verifies.
    private static boolean belong(PrivateKey key, X509Certificate certificate) {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "EdDSA";
        };
        byte[] text = {1, 2, 3};
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(text);
            byte[] signature = signing.sign();
            Signature verifying = Signature.getInstance(algorithm);
            verifying.initVerify(certificate.getPublicKey());
            verifying.update(text);
            return verifying.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static <T> T at(String name, byte[] text, Function<List<PemBlock>, T> read) {
        try {
            return read.apply(PemBlock.parse(text));
        } catch (MalformedException e) {
            throw new MalformedException("%s: %s".formatted(name, e.getMessage()));
        }
    }
}
