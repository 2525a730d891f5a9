package dev.imagemirror.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemirror.http.Trust;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Registry;
import dev.imagemirror.registry.testing.TestAuthority;
import dev.imagemirror.registry.testing.TestIdentity;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustReaderTest {
    private static final Registry HOST = Registry.parse("registry.test:5000");
    private static final TestAuthority AUTHORITY = new TestAuthority("authority");
    private static final TestIdentity CLIENT = AUTHORITY.issue("client");
    private static final TestIdentity OTHER = AUTHORITY.issue("other");

    @Test
    void readsAuthoritiesAndAClientCertificate() {
        Trust trust =
                read("ca.crt", CLIENT.authorityPem(), "tls.crt", CLIENT.certificatePem(), "tls.key", CLIENT.keyPem());

        assertThat(trust).isEqualTo(CLIENT.trustFor("registry.test"));
    }

    @Test
    void eitherPartIsEnough() {
        assertThat(read("ca.crt", "# comment\n" + CLIENT.authorityPem() + "\n\n" + OTHER.certificatePem())
                        .authorities())
                .containsExactly(AUTHORITY.certificate(), OTHER.certificate());
        assertThat(read("ca.crt", "", "tls.crt", CLIENT.certificatePem(), "tls.key", CLIENT.keyPem())
                        .identity())
                .isNotNull();
    }

    @Test
    void theCertificateIsForTheHostThatAnswersForDockerHub() {
        Trust trust = new SecretContent("Opaque", data("tls.crt", CLIENT.certificatePem(), "tls.key", CLIENT.keyPem()))
                .trust(Registry.parse("docker.io"));

        assertThat(trust)
                .isEqualTo(new Trust(
                        List.of(), CLIENT.trustFor("registry-1.docker.io").identity()));
    }

    @ParameterizedTest
    @CsvSource({
        "RSA, PRIVATE KEY",
        "RSA, RSA PRIVATE KEY",
        "EC, PRIVATE KEY",
        "EC, EC PRIVATE KEY",
        "EC, EC PARAMETERS",
        "Ed25519, PRIVATE KEY"
    })
    void readsEveryFormOfKey(String algorithm, String label) {
        TestIdentity identity = AUTHORITY.issueWith(algorithm, "client");

        Trust trust = read("tls.crt", identity.certificatePem(), "tls.key", identity.keyPem(label));

        assertThat(trust.identity()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ENCRYPTED PRIVATE KEY", "RSA PRIVATE KEY, ENCRYPTED"})
    void refusesAKeyWithAPassword(String label) {
        TestIdentity identity = AUTHORITY.issueWith("RSA", "client");

        refuses(
                "tls.key: the key is encrypted; store it without a password",
                "tls.crt",
                identity.certificatePem(),
                "tls.key",
                identity.keyPem(label));
    }

    @Test
    void refusesWhatDoesNotBelongTogether() {
        refuses("neither ca.crt nor tls.crt and tls.key", "username", "me");
        refuses("tls.key is missing beside tls.crt", "tls.crt", CLIENT.certificatePem());
        refuses("tls.crt is missing beside tls.key", "tls.key", CLIENT.keyPem());
        refuses(
                "tls.key is not the key of the first certificate in tls.crt",
                "tls.crt",
                CLIENT.certificatePem(),
                "tls.key",
                OTHER.keyPem());
        refuses(
                "tls.crt: certificate 2 did not sign the one before it",
                "tls.crt",
                CLIENT.certificatePem() + OTHER.certificatePem(),
                "tls.key",
                CLIENT.keyPem());
        refuses("ca.crt: it holds a private key", "ca.crt", CLIENT.authorityPem() + CLIENT.keyPem());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            hello                                                        | ca.crt: it holds no certificate in PEM
            -----BEGIN CERTIFICATE-----                                  | ca.crt: block 1 has no end
            -----BEGIN CERTIFICATE-----AAA?-----END CERTIFICATE-----     | ca.crt: block 1 is not base64
            -----BEGIN CERTIFICATE-----c2VjcmV0-----END CERTIFICATE----- | ca.crt: certificate 1 cannot be read
            """)
    void refusesWhatIsNoCertificate(String text, String message) {
        refuses(message, "ca.crt", text);
    }

    @Test
    void refusesMoreThanAnybodyNeeds() {
        refuses(
                "ca.crt: it holds more than 500 certificates",
                "ca.crt",
                CLIENT.authorityPem().repeat(501));
        refuses("ca.crt: it is longer than 1 MiB", "ca.crt", "#".repeat(1024 * 1024 + 1));
        refuses("ca.crt: block 1 has no end", "ca.crt", "-----BEGIN A-----".repeat(60_000));
    }

    @Test
    void refusesBrokenKeys() {
        byte[] key = CLIENT.key().getEncoded();
        for (String label : new String[] {"PRIVATE KEY", "EC PRIVATE KEY", "RSA PRIVATE KEY"}) {
            for (int length = 0; length < key.length; length++) {
                refuses(
                        "tls.key: the ",
                        "tls.crt",
                        CLIENT.certificatePem(),
                        "tls.key",
                        TestIdentity.pem(label, Arrays.copyOf(key, length)));
            }
        }
    }

    private static void refuses(String message, String... entries) {
        assertThatThrownBy(() -> read(entries))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(message)
                .hasNoCause()
                .satisfies(e -> Arrays.stream(entries)
                        .filter(text -> text.length() > 64)
                        .forEach(text -> assertThat(e.getMessage()).doesNotContain(text.substring(30, 60))));
    }

    private static Trust read(String... entries) {
        return new SecretContent("Opaque", data(entries)).trust(HOST);
    }

    private static Map<String, byte[]> data(String... entries) {
        Map<String, byte[]> data = new TreeMap<>();
        for (int i = 0; i < entries.length; i += 2) {
            data.put(entries[i], entries[i + 1].getBytes(StandardCharsets.UTF_8));
        }
        return data;
    }
}
