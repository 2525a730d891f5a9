package dev.imagemirror.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.fuzz.Fuzz;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HttpFuzzTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final URI BASE = URI.create("https://registry.company.io/v2/app/tags/list?n=100");

    /// Stands for the signature of an address, or a password, in the seeds.
    private static final String CANARY = "canary";

    private static final Pattern SECRET_PART = Pattern.compile("://[^\\s/?#\"'<>]+@|://[^\\s?#\"'<>]+[?#][^\\s\"'<>]");

    @Test
    void retryAfter() {
        Fuzz.header(
                "retry-after",
                text -> RetryAfter.of(Headers.NONE.with("Retry-After", text), NOW)
                        .ifPresent(wait -> assertThat(wait).isBetween(Duration.ZERO, RetryAfter.MOST)));
    }

    @Test
    void rateLimit() {
        Fuzz.header("rate-limit", text -> {
            for (String name : List.of("RateLimit-Limit", "RateLimit-Reset", "Docker-RateLimit-Source")) {
                Headers headers = Headers.NONE.with("RateLimit-Remaining", text).with(name, text);
                RateLimit.of("quay.io", headers, NOW).ifPresent(limit -> {
                    assertThat(limit.window()).isBetween(Duration.ZERO, Duration.ofDays(31));
                    Fuzz.fit(limit.source());
                });
            }
        });
    }

    /// Never refused: what is no rule covers nothing.
    @Test
    void noProxy() {
        Fuzz.text("no-proxy", text -> {
            NoProxy exempt = NoProxy.of(text);
            exempt.covers("registry.company.io", 443);
            exempt.covers("10.1.2.3", 5000);
            exempt.covers("fd00::1", 443);
        });
    }

    @Test
    void proxy() {
        Fuzz.header(
                "proxy",
                text -> Fuzz.parsed(IllegalArgumentException.class, () -> Proxies.of(Map.of("HTTPS_PROXY", text)))
                        .flatMap(proxies -> proxies.of(true, "quay.io", 443))
                        .ifPresent(server -> assertThat(server.host()).isNotBlank()));
    }

    /// What may be sent there stays http and https, never from the second to the first, and carries no user.
    @Test
    void serverUrl() {
        Fuzz.header(
                "server-url",
                text -> Fuzz.parsed(TransportException.class, () -> resolved(text))
                        .ifPresent(target -> {
                            assertThat(target).hasNoUserInfo();
                            assertThat(Origin.of(target).isSecure()).isTrue();
                            assertThat(Origin.of(target).host()).isNotBlank();
                            Fuzz.fit(Redaction.url(target));
                        }));
    }

    /// However an IPv4 address is wrapped up, the same is said of it.
    @Test
    void networkPolicy() {
        Fuzz.bytes("network-policy", input -> {
            String hex = HexFormat.of().formatHex(Arrays.copyOf(input, 4));
            if (hex.startsWith("0000")) {
                return; // the compatible form would be an address of its own, such as ::1
            }
            var verdict = NetworkPolicy.STRICT.refusal(address(hex));
            for (String form : List.of(
                    "0".repeat(20) + "ffff%s", // mapped
                    "0".repeat(24) + "%s", // compatible
                    "0".repeat(16) + "ffff0000%s", // translated
                    "0064ff9b" + "0".repeat(16) + "%s", // NAT64
                    "2002%s" + "0".repeat(20))) { // 6to4
                assertThat(NetworkPolicy.STRICT.refusal(address(form.formatted(hex))))
                        .as(form)
                        .isEqualTo(verdict);
            }
        });
    }

    /// One line of at most 256 characters, no address with a user or query.
    @Test
    void redaction() {
        Fuzz.text("redaction", text -> {
            String cleaned = Redaction.clean(text);
            Fuzz.fit(cleaned);
            assertThat(cleaned).hasSizeLessThanOrEqualTo(256).doesNotContainPattern(SECRET_PART);
        });
    }

    private static URI resolved(String text) {
        try {
            return ServerUrl.resolve(BASE, text, "the upload location");
        } catch (TransportException e) {
            assertThat(e.getMessage().replaceAll("scheme '.*'", "")).doesNotContain(CANARY);
            throw e;
        }
    }

    private static InetAddress address(String hex) {
        try {
            return InetAddress.getByAddress(HexFormat.of().parseHex(hex));
        } catch (UnknownHostException e) {
            throw new AssertionError(hex, e);
        }
    }
}
