package dev.imagemirror.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.api.CrdTestResource;
import dev.imagemirror.servers.ClusterTestResource;
import dev.imagemirror.servers.HttpProbe;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The packaged application starts with Quarkus' own test support, and its probes answer.
@QuarkusIntegrationTest
@TestProfile(PackagedIT.Profile.class)
@WithTestResource(ClusterTestResource.class)
@WithTestResource(CrdTestResource.class)
class PackagedIT {
    /// Mirrors of other tests are none of its business.
    public static final class Profile implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.operator-sdk.namespaces", "packaged");
        }
    }

    @TestHTTPResource("/q/health/")
    @Nullable
    URI health;

    @ParameterizedTest
    @ValueSource(strings = {"started", "ready", "live"})
    void answers(String probe) {
        URI base = Objects.requireNonNull(health);
        Awaitility.await(probe).until(() -> HttpProbe.isOk(base.resolve(probe).toString()));
        assertThat(HttpProbe.isOk(base.resolve("none").toString())).isFalse();
    }
}
