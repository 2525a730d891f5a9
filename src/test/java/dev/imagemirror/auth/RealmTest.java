package dev.imagemirror.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RealmTest {
    @ParameterizedTest
    @CsvSource({
        "https://quay.io, https://quay.io/v2/auth, https://quay.io/v2/auth",
        "https://registry-1.docker.io, https://auth.docker.io/token, https://auth.docker.io/token",
        "https://registry.gitlab.com, https://gitlab.com/jwt/auth, https://gitlab.com/jwt/auth",
        "https://a.test:5000, /token?x=1, https://a.test:5000/token?x=1",
        "https://a.test:5000, https://a.test/token, https://a.test/token",
        "http://127.0.0.1:5000, http://localhost:5001/token, http://localhost:5001/token",
        "https://10.0.0.1, https://10.0.0.1:8443/t, https://10.0.0.1:8443/t",
    })
    void tokensAreAskedForAtTheRegistrysOwn(String registry, String realm, String expected) {
        assertThat(realm(registry, realm).uri()).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "https://registry-1.docker.io, https://auth.docker.io.evil.tld/token",
        "https://registry-1.docker.io, https://evil.tld/token",
        "https://registry-1.docker.io, http://auth.docker.io/token",
        "https://a.co.uk, https://b.co.uk/token",
        "https://a.github.io, https://b.github.io/token",
        "https://quay.io, https://user:pw@quay.io/token",
        "https://quay.io, null://quay.io/token",
        "https://quay.io, https://169.254.169.254/token",
        "https://10.0.0.1, https://10.0.0.2/token",
        "https://quay.io, https://[::1]/token",
        "https://quay.io, http://",
        "https://quay.io, 'https://quay.io/a b'",
    })
    void tokensAreAskedForNowhereElse(String registry, String realm) {
        var e = catchThrowableOfType(AuthException.class, () -> realm(registry, realm));

        assertThat(e.fault()).isEqualTo(AuthFault.REALM_REFUSED);
        assertThat(e.getMessage()).doesNotContain("pw");
    }

    private static Realm realm(String registry, String realm) {
        return Realm.of(new Challenge("bearer", Map.of("realm", realm)), URI.create(registry + "/v2/x"));
    }
}
