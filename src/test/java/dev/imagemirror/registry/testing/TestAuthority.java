package dev.imagemirror.registry.testing;

import dev.imagemirror.http.Trust;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A certificate authority that lives as long as its test (RFC 5280; elliptic curves, which are quick to make).
public final class TestAuthority {
    /// Used by its instance, never installed: the code under test must get along with what the runtime has.
    static final Provider PROVIDER = new BouncyCastleProvider();

    private static final Duration DAY = Duration.ofDays(1);
    private static final AtomicLong SERIAL = new AtomicLong(1);

    private final X500Name name;
    private final KeyPair keys;
    private final X509Certificate certificate;

    public TestAuthority(String name) {
        this.name = new X500Name("CN=" + name);
        keys = newKeys("EC");
        certificate =
                sign(this.name, keys.getPublic(), today(), Extension.basicConstraints, new BasicConstraints(true));
    }

    private record Validity(Instant from, Instant until) {}

    public X509Certificate certificate() {
        return certificate;
    }

    /// The trust of a client that knows this authority.
    public Trust trust() {
        return new Trust(List.of(certificate), null);
    }

    /// A certificate for a host name, an IPv4 address or a client, valid today.
    public TestIdentity issue(String subject) {
        return issue(subject, newKeys("EC"), today());
    }

    /// The same, valid at some other time.
    public TestIdentity issue(String subject, Instant from, Instant until) {
        return issue(subject, newKeys("EC"), new Validity(from, until));
    }

    /// The same with a key of this algorithm: `EC`, `RSA` or `Ed25519`.
    public TestIdentity issueWith(String algorithm, String subject) {
        return issue(subject, newKeys(algorithm), today());
    }

    private TestIdentity issue(String subject, KeyPair own, Validity validity) {
        int kind = subject.matches("[0-9.]+") ? GeneralName.iPAddress : GeneralName.dNSName;
        X509Certificate issued = sign(
                new X500Name("CN=" + subject),
                own.getPublic(),
                validity,
                Extension.subjectAlternativeName,
                new GeneralNames(new GeneralName(kind, subject)));
        return new TestIdentity(own.getPrivate(), issued, certificate);
    }

    private X509Certificate sign(
            X500Name subject, PublicKey key, Validity validity, ASN1ObjectIdentifier extension, ASN1Encodable value) {
        try {
            var builder = new JcaX509v3CertificateBuilder(
                            name,
                            BigInteger.valueOf(SERIAL.getAndIncrement()),
                            Date.from(validity.from()),
                            Date.from(validity.until()),
                            subject,
                            key)
                    .addExtension(extension, extension.equals(Extension.basicConstraints), value);
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Validity today() {
        Instant now = Instant.now();
        return new Validity(now.minus(DAY), now.plus(DAY));
    }

    private static KeyPair newKeys(String algorithm) {
        try {
            return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
