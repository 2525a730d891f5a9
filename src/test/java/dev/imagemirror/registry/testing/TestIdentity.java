package dev.imagemirror.registry.testing;

import dev.imagemirror.http.Trust;
import java.io.IOException;
import java.io.StringWriter;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemObjectGenerator;
import org.bouncycastle.util.io.pem.PemWriter;

/// A certificate with its key, of a server or of a client.
public record TestIdentity(PrivateKey key, X509Certificate certificate, X509Certificate authority) {
    private static final char[] PASSWORD = "not a secret".toCharArray();

    /// TLS of a server with this certificate. A client's certificate, if it asks for one, must be of the same
    /// authority.
    public SSLContext server() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", key, PASSWORD, new X509Certificate[] {certificate, authority});
            store.setCertificateEntry("authority", authority);
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, PASSWORD);
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The trust of a client that has this certificate for that host and knows its authority.
    public Trust trustFor(String host) {
        return new Trust(List.of(authority), new Trust.Identity(host, key, List.of(certificate)));
    }

    public String certificatePem() {
        return pem(certificate);
    }

    public String authorityPem() {
        return pem(authority);
    }

    /// PKCS #8.
    public String keyPem() {
        return pem("PRIVATE KEY", key.getEncoded());
    }

    /// The key in the form of this label (RFC 7468 and the older ones of OpenSSL). `EC PARAMETERS` stands before an
    /// `EC PRIVATE KEY`; `RSA PRIVATE KEY, ENCRYPTED` is OpenSSL's older form with a password.
    public String keyPem(String label) {
        var text = new StringWriter();
        try (var writer = new PemWriter(text)) {
            if (label.equals("EC PARAMETERS")) {
                writer.writeObject(new PemObject(label, parameters()));
            }
            writer.writeObject(generator(label));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
        return text.toString();
    }

    private PemObjectGenerator generator(String label)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        return switch (label) {
            case "PRIVATE KEY" -> new JcaPKCS8Generator(key, null);
            case "ENCRYPTED PRIVATE KEY" ->
                new JcaPKCS8Generator(
                        key,
                        new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_128_CBC)
                                .setProvider(TestAuthority.PROVIDER)
                                .setPassword(PASSWORD)
                                .build());
            case "RSA PRIVATE KEY, ENCRYPTED" ->
                new JcaMiscPEMGenerator(
                        key,
                        new JcePEMEncryptorBuilder("AES-128-CBC")
                                .setProvider(TestAuthority.PROVIDER)
                                .build(PASSWORD));
            // Unlike the runtime, BouncyCastle names the curve inside the key, as OpenSSL does.
            default ->
                new JcaMiscPEMGenerator(KeyFactory.getInstance(key.getAlgorithm(), TestAuthority.PROVIDER)
                        .generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded())));
        };
    }

    private byte[] parameters() throws IOException {
        return PrivateKeyInfo.getInstance(key.getEncoded())
                .getPrivateKeyAlgorithm()
                .getParameters()
                .toASN1Primitive()
                .getEncoded();
    }

    public static String pem(String label, byte[] content) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(label, Base64.getMimeEncoder().encodeToString(content), label);
    }

    private static String pem(X509Certificate certificate) {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }
}
