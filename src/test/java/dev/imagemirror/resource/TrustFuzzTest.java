package dev.imagemirror.resource;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.imagemirror.fuzz.Fuzz;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Registry;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrustFuzzTest {
    private static final Registry HOST = Registry.parse("registry.company.io");

    /// The seeds say `{KEY}` where PEM says PRIVATE KEY: no file of the project is to look as if it held one.
    @Test
    void pem() {
        Fuzz.bytes("pem", input -> {
            byte[] pem = new String(input, ISO_8859_1)
                    .replace("{KEY}", "PRIVATE KEY")
                    .getBytes(ISO_8859_1);
            Fuzz.parsed(MalformedException.class, () -> new TrustReader(Map.of("ca.crt", pem)).read(HOST));
            Fuzz.parsed(
                    MalformedException.class, () -> new TrustReader(Map.of("tls.crt", pem, "tls.key", pem)).read(HOST));
        });
    }
}
