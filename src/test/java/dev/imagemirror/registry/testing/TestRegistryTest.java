package dev.imagemirror.registry.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the registry of the tests does beyond what the differential test compares with distribution.
class TestRegistryTest {
    private static final String HELLO = Payload.of("hello".getBytes(UTF_8)).digest();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final TestRegistry registry = TestRegistry.start();

    @AfterEach
    void close() {
        registry.close();
        http.close();
    }

    /// The time to start is what this class promises, so it is measured: the median of many starts, each up to the
    /// first answer.
    @Test
    void startsInLessThanFiftyMilliseconds() {
        long[] nanos = IntStream.range(0, 21)
                .mapToLong(i -> {
                    long begin = System.nanoTime();
                    try (TestRegistry started = TestRegistry.start()) {
                        ask(started.url() + "/v2/");
                        return System.nanoTime() - begin;
                    }
                })
                .sorted()
                .toArray();

        assertThat(Duration.ofNanos(nanos[nanos.length / 2])).isLessThan(Duration.ofMillis(50));
    }

    @Test
    void aSinglePostIsAnUpload() {
        HttpResponse<String> answer = send("POST", "/v2/app/blobs/uploads/?digest=" + HELLO, "hello");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(ask("/v2/app/blobs/" + HELLO).body()).isEqualTo("hello");
        assertThat(registry.openUploads()).isZero();
    }

    @Test
    void locationsAreRelativeOrAbsolute() {
        assertThat(location()).startsWith("/v2/app/blobs/uploads/");
        registry.locateAbsolutely();
        assertThat(location()).startsWith(registry.url() + "/v2/app/blobs/uploads/");
    }

    @Test
    void aBlobIsFoundAnywhereWhenTheRegistryLooks() {
        registry.addBlob("other", Payload.of("hello".getBytes(UTF_8)));
        String mount = "/v2/app/blobs/uploads/?mount=" + HELLO;

        assertThat(send("POST", mount, "").statusCode()).isEqualTo(202);
        registry.mountFromAnywhere();
        assertThat(send("POST", mount, "").statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource({
        "'grant_type=refresh_token&refresh_token=identity-of-user&scope=a+b', 200, access_token",
        "'grant_type=password&username=user&password=secret&access_type=offline&scope=a', 200, refresh_token",
        "'grant_type=password&username=user&password=wrong&scope=a', 401, UNAUTHORIZED",
        "'grant_type=refresh_token&refresh_token=wrong&scope=a', 401, UNAUTHORIZED"
    })
    void tokensAreGivenForForms(String form, int status, String holds) {
        registry.requireToken("user", "secret");

        HttpResponse<String> answer = send("POST", "/token", form);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains(holds);
    }

    @Test
    void theRequestThatIsMeantGoesWrongAndNoOther() {
        registry.fault(RequestKind.PING, 2, Fault.status(500));

        assertThat(IntStream.range(0, 3).map(i -> ask("/v2/").statusCode())).containsExactly(200, 500, 200);
        assertThat(registry.count(RequestKind.PING)).isEqualTo(3);
    }

    @Test
    void slowAnswersAreRightAndCome() {
        registry.addBlob("app", Payload.of("hello".getBytes(UTF_8)));
        registry.fault(RequestKind.BLOB_GET, 1, new Fault.Trickle(Duration.ofNanos(1)));
        registry.fault(RequestKind.BLOB_GET, 2, new Fault.SlowStart(Duration.ofMillis(1)));

        assertThat(ask("/v2/app/blobs/" + HELLO).body()).isEqualTo("hello");
        assertThat(ask("/v2/app/blobs/" + HELLO).body()).isEqualTo("hello");
    }

    @Test
    void aWrongDigestIsNamed() {
        registry.addBlob("app", Payload.of("hello".getBytes(UTF_8)));
        registry.fault(RequestKind.BLOB_GET, 1, Fault.wrongDigest());

        assertThat(ask("/v2/app/blobs/" + HELLO).headers().allValues("Docker-Content-Digest"))
                .hasSize(1)
                .doesNotContain(HELLO);
    }

    private String location() {
        return send("POST", "/v2/app/blobs/uploads/", "")
                .headers()
                .firstValue("Location")
                .orElseThrow();
    }

    private HttpResponse<String> ask(String address) {
        return send("GET", address, "");
    }

    private HttpResponse<String> send(String method, String address, String body) {
        URI uri = URI.create(registry.url()).resolve(address);
        try {
            return http.send(
                    HttpRequest.newBuilder(uri)
                            .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
