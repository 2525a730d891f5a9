package dev.imagemirror.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemirror.registry.testing.TestRegistry;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkPolicyTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, loopback",
        "127.8.8.8, loopback",
        "::1, loopback",
        "::ffff:127.0.0.1, loopback",
        "::127.0.0.1, loopback",
        "0.0.0.0, unspecified",
        "0.1.2.3, unspecified",
        "::, unspecified",
        "224.0.0.1, multicast",
        "ff02::1, multicast",
        "255.255.255.255, multicast",
        "169.254.1.1, link-local",
        "fe80::1, link-local",
        "169.254.169.254, metadata",
        "169.254.170.2, metadata",
        "169.254.170.23, metadata",
        "100.100.100.200, metadata",
        "fd00:ec2::254, metadata",
        "::ffff:169.254.169.254, metadata",
        "64:ff9b::a9fe:a9fe, metadata",
        "::ffff:0:a9fe:a9fe, metadata",
        "2002:a9fe:a9fe::1, metadata",
        "2002:7f00:1::, loopback"
    })
    void refuses(String address, String why) {
        assertThat(NetworkPolicy.STRICT.refusal(InetAddress.ofLiteral(address)))
                .hasValueSatisfying(text -> assertThat(text).contains(why));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.1", "192.168.1.1", "172.16.0.1", "100.64.0.1", "fd12::1", "1.1.1.1", "2606:4700::1"})
    void allowsPublicAndPrivateAddresses(String address) {
        assertThat(NetworkPolicy.STRICT.refusal(InetAddress.ofLiteral(address))).isEmpty();
    }

    @Test
    void allowsWhatTheSettingsSay() {
        var policy = new NetworkPolicy(true, true);

        assertThat(policy.refusal(InetAddress.ofLiteral("127.0.0.1"))).isEmpty();
        assertThat(policy.refusal(InetAddress.ofLiteral("169.254.169.254"))).isEmpty();
        assertThat(policy.refusal(InetAddress.ofLiteral("0.0.0.0"))).isPresent();
    }

    /// Whatever a host is written like: no connection is made to what the policy refuses.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.1",
                "2130706433",
                "0x7f.1",
                "0x7f000001",
                "0177.0.0.1",
                "localhost",
                "localhost.",
                "[::1]",
                "[::ffff:127.0.0.1]"
            })
    void noSpellingReachesLoopback(String host) {
        try (TestRegistry registry = TestRegistry.start();
                var transport = new ApacheTransport(TransportSettings.of(NetworkPolicy.STRICT)
                        .within(Duration.ofSeconds(5), Duration.ofSeconds(5)))) {
            String address = registry.url().replace("127.0.0.1", host) + "/v2/";

            assertThatThrownBy(() -> transport.send(Request.of(Method.GET, URI.create(address))))
                    .isInstanceOfAny(TransportException.class, IllegalArgumentException.class)
                    .satisfies(e -> {
                        if (e instanceof TransportException refused) {
                            assertThat(refused.fault())
                                    .isIn(TransportFault.ADDRESS_REFUSED, TransportFault.UNREACHABLE);
                        }
                    });

            assertThat(registry.requests()).isEmpty();
        }
    }
}
