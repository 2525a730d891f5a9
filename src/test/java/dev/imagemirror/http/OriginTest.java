package dev.imagemirror.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {
    private static final Origin REGISTRY = Origin.of(URI.create("https://Registry.example/v2/"));

    @ParameterizedTest
    @ValueSource(
            strings = {"https://registry.example/a", "HTTPS://REGISTRY.example:443/b?c", "https://registry.example"})
    void addressesOfItsSchemeHostAndPortBelongToIt(String address) {
        URI uri = URI.create(address);

        assertThat(REGISTRY.isOriginOf(uri)).isTrue();
        assertThat(REGISTRY).isEqualTo(Origin.of(uri));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://registry.example/a",
                "https://registry.example:444/a",
                "https://registry.example.evil/a",
                "https://evil/registry.example",
                "https://[::1]/a"
            })
    void othersDoNot(String address) {
        URI uri = URI.create(address);

        assertThat(REGISTRY.isOriginOf(uri)).isFalse();
        assertThat(REGISTRY).isNotEqualTo(Origin.of(uri));
    }
}
