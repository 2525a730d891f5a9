package dev.imagemirror.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {
    @ParameterizedTest
    @CsvSource({
        "'a\tb\u0007c\u001b[31md', 'a b c [31md'",
        "'see https://s3.test/x?sig=secret for more', 'see https://s3.test/x for more'",
        "'Get \"https://u:secret@s3.test/x?a=secret\": EOF', 'Get \"https://s3.test/x\": EOF'",
        "'is it? yes', 'is it? yes'",
        "'right-to-left \u202e override', 'right-to-left override'"
    })
    void cleans(String text, String clean) {
        assertThat(Redaction.clean(text)).isEqualTo(clean);
    }

    @Test
    void cuts() {
        assertThat(Redaction.clean("x".repeat(1_000_000))).hasSize(256).endsWith("…");
    }

    @Test
    void addressesLoseUserAndQuery() {
        assertThat(Redaction.url(URI.create("https://u:secret@s3.test:444/x?sig=secret#secret")))
                .isEqualTo("https://s3.test:444/x");
    }

    @Test
    void headersAndRequestsShowNoValues() {
        Request request = Request.of(Method.GET, URI.create("https://a.test/x?sig=secret"))
                .with("Authorization", "Bearer secret");

        assertThat(request.toString()).doesNotContain("secret");
        assertThat(request.headers().toString()).doesNotContain("secret");
    }
}
