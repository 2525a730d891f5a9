package dev.imagemirror.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectsTest {
    private static final String START = "https://a.test/v2/x";

    private final List<Request> sent = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void followsEveryKind(int status) {
        Response response = follow(status, Map.of(START, "https://a.test/y"));

        assertThat(response.uri()).hasToString("https://a.test/y");
        assertThat(response.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "/y, https://a.test/y, true",
        "y?z=1, https://a.test/v2/y?z=1, true",
        "//a.test/y, https://a.test/y, true",
        "https://A.TEST:443/y, https://A.TEST:443/y, true",
        "https://a.test:444/y, https://a.test:444/y, false",
        "https://b.test/y%2Fz?X-Signature=a%2Fb+c%3D, https://b.test/y%2Fz?X-Signature=a%2Fb+c%3D, false",
    })
    void keepsTheAddressAsItIsAndTheCredentialAtItsOrigin(String location, String target, boolean authorized) {
        assertThat(follow(307, Map.of(START, location)).uri()).hasToString(target);

        assertThat(sent.getLast().headers().first("Authorization").isPresent()).isEqualTo(authorized);
        assertThat(sent.getLast().headers().first("Accept")).contains("*/*");
    }

    @Test
    void aCredentialThatWasDroppedDoesNotComeBack() {
        follow(302, Map.of(START, "https://b.test/", "https://b.test/", START + "2"));

        assertThat(sent)
                .extracting(request -> request.headers().first("Authorization").isPresent())
                .containsExactly(true, false, false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://a.test/y", "file:///etc/passwd", "gopher://a.test/", "https://user:pw@b.test/"})
    void refuses(String location) {
        TransportException e =
                catchThrowableOfType(TransportException.class, () -> follow(302, Map.of(START, location)));

        assertThat(e.fault()).isEqualTo(TransportFault.ADDRESS_REFUSED);
        assertThat(e.getMessage()).doesNotContain("pw");
        assertThat(sent).hasSize(1);
    }

    @Test
    void aRegistryThatForgetsItsTlsIsToldWhatIsMissing() {
        assertThatThrownBy(() -> follow(302, Map.of(START, "http://a.test/y")))
                .hasMessageContaining("the redirect leads from https to http")
                .hasMessageContaining("X-Forwarded-Proto");
    }

    @Test
    void aBrokenAddressIsAClearErrorWithoutItsQuery() {
        assertThatThrownBy(() -> follow(302, Map.of(START, "https://b.test/a b?sig=secret")))
                .hasMessage("a.test: the redirect is not a valid address")
                .hasNoCause();
    }

    @Test
    void endsLoops() {
        assertThatThrownBy(() -> follow(302, Map.of(START, "/y", "https://a.test/y", "/z", "https://a.test/z", "/y")))
                .hasMessageContaining("loop");
    }

    @Test
    void endsAfterTenHops() {
        assertThatThrownBy(() -> new Redirects(transport(302, uri -> uri + "0")).follow(request(Method.GET)))
                .hasMessageContaining("more than 10 redirects");
        assertThat(sent).hasSize(11);
    }

    @Test
    void onlyReadsAreRedirected() {
        Response response = new Redirects(transport(307, uri -> "/y")).follow(request(Method.POST));

        assertThat(response.status()).isEqualTo(307);
        assertThat(sent).hasSize(1);
    }

    private Response follow(int status, Map<String, String> locations) {
        return new Redirects(transport(status, locations::get)).follow(request(Method.GET));
    }

    private static Request request(Method method) {
        return Request.of(method, URI.create(START))
                .with("Authorization", "Bearer t")
                .with("Accept", "*/*");
    }

    private interface Locations {
        @Nullable
        String of(String address);
    }

    private Transport transport(int status, Locations locations) {
        return new Transport() {
            @Override
            public Response send(Request request) {
                sent.add(request);
                String location = locations.of(request.uri().toString());
                return location == null
                        ? new Response(request.uri(), 200, Headers.NONE, InputStream.nullInputStream())
                        : new Response(
                                request.uri(),
                                status,
                                Headers.NONE.with("Location", location),
                                InputStream.nullInputStream());
            }

            @Override
            public void close() {}
        };
    }
}
