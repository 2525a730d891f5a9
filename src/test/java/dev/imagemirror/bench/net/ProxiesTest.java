package dev.imagemirror.bench.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.registry.testing.TestAnswer;
import dev.imagemirror.registry.testing.TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProxiesTest {
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void aRoundTripTakesItsTimeAndANewConnectionOneMore() throws Exception {
        Duration roundTrip = Duration.ofMillis(60);
        try (TestServer server = TestServer.answering(request -> TestAnswer.text(200, "text/plain", "here"));
                DelayProxy proxy = new DelayProxy(server.port(), roundTrip)) {
            assertThat(time(proxy.port())).isGreaterThanOrEqualTo(roundTrip.multipliedBy(2));
            assertThat(time(proxy.port())).isGreaterThanOrEqualTo(roundTrip);
        }
    }

    @Test
    void largeAnswersComeWhole() throws Exception {
        String large = "0123456789".repeat(300_000);
        try (TestServer server = TestServer.answering(request -> TestAnswer.text(200, "text/plain", large));
                DelayProxy proxy = new DelayProxy(server.port(), Duration.ofMillis(2))) {
            assertThat(get(proxy.port()).body()).isEqualTo(large);
        }
    }

    @Test
    void beyondTheLimitItAnswers429() throws Exception {
        try (TestServer server = TestServer.answering(request -> TestAnswer.text(200, "text/plain", request.target()));
                RateProxy proxy = new RateProxy(server.url(), 3)) {
            List<Integer> answers = new ArrayList<>();
            long began = System.nanoTime();
            while (answers.size() < 5) {
                HttpResponse<String> response = get(proxy.port());
                answers.add(response.statusCode());
                assertThat(response.body()).contains(response.statusCode() == 200 ? "/v2/x?y" : "TOOMANYREQUESTS");
            }
            if (System.nanoTime() - began < Duration.ofSeconds(1).toNanos()) {
                assertThat(answers).containsExactly(200, 200, 200, 429, 429);
                assertThat(proxy.refused()).isEqualTo(2);
            }
            assertThat(answers).startsWith(200, 200, 200);
        }
    }

    @Test
    void theLimitSetsABound() {
        assertThat(RateProxy.least(20, 20)).isZero();
        assertThat(RateProxy.least(21, 20)).isEqualTo(Duration.ofSeconds(1));
        assertThat(RateProxy.least(141, 20)).isEqualTo(Duration.ofSeconds(7));
    }

    private Duration time(int port) throws IOException, InterruptedException {
        long began = System.nanoTime();
        assertThat(get(port).body()).isEqualTo("here");
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private HttpResponse<String> get(int port) throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + port + "/v2/x?y");
        return http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }
}
