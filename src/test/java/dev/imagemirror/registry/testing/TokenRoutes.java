package dev.imagemirror.registry.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// Who may do what: nothing asked, a password by Basic, or tokens with scopes from a token endpoint at `/token`.
final class TokenRoutes {
    private final Supplier<String> url;
    private final Map<String, List<String>> tokens = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private volatile Access access = new Access.Open();

    /// What is asked for.
    sealed interface Access {
        record Open() implements Access {}

        record Basic(String username, String password) implements Access {}

        /// @param identityToken what the POST form takes
        /// @param expiresIn seconds, 0 to say nothing
        record Token(String username, String password, String identityToken, int expiresIn) implements Access {}
    }

    TokenRoutes(Supplier<String> url) {
        this.url = url;
    }

    void require(Access wanted) {
        access = wanted;
    }

    /// Makes all tokens worthless, as if they had expired.
    void revoke() {
        tokens.clear();
    }

    /// The refusal that this request gets, or empty when it may pass.
    Optional<TestAnswer> refusal(TestRequest request) {
        return switch (access) {
            case Access.Open open -> Optional.empty();
            case Access.Basic(String username, String password) ->
                isBasic(request, username, password)
                        ? Optional.empty()
                        : Optional.of(unauthorized("Basic realm=\"test\""));
            case Access.Token token ->
                mayPass(request) ? Optional.empty() : Optional.of(unauthorized(challenge(request)));
        };
    }

    TestAnswer token(TestRequest request) {
        if (!(access instanceof Access.Token wanted)) {
            return TestAnswer.of(404);
        }
        List<String> scopes;
        if (request.method().equals("POST")) {
            String form = body(request);
            if (!TestRequest.form(form, "refresh_token").contains(wanted.identityToken())) {
                return TestAnswer.error(401, "UNAUTHORIZED", "unknown refresh token");
            }
            scopes = TestRequest.form(form, "scope").stream()
                    .flatMap(text -> Arrays.stream(text.split(" ", -1)))
                    .toList();
        } else {
            boolean anonymous = wanted.username().isEmpty()
                    && request.header("Authorization").isEmpty();
            if (!anonymous && !isBasic(request, wanted.username(), wanted.password())) {
                return TestAnswer.error(401, "UNAUTHORIZED", "incorrect username or password");
            }
            scopes = request.parameters("scope");
        }
        String token = "token-" + numbers.incrementAndGet();
        tokens.put(token, scopes);
        String expiry = wanted.expiresIn() == 0 ? "" : ",\"expires_in\":" + wanted.expiresIn();
        return TestAnswer.text(200, "application/json", "{\"token\":\"%s\"%s}".formatted(token, expiry));
    }

    private boolean mayPass(TestRequest request) {
        String header = request.header("Authorization").orElse("");
        List<String> scopes = tokens.getOrDefault(header.replaceFirst("^Bearer ", ""), List.of());
        return scopes.stream().anyMatch(scope -> covers(scope, scope(request)));
    }

    private static boolean covers(String granted, String wanted) {
        int action = wanted.lastIndexOf(':');
        return granted.startsWith(wanted.substring(0, action + 1))
                && List.of(granted.substring(granted.lastIndexOf(':') + 1).split(",", -1))
                        .contains(wanted.substring(action + 1));
    }

    private static String scope(TestRequest request) {
        String path = request.path().replaceFirst("^/v2/", "").replaceFirst("/(tags|manifests|blobs)/.*$", "");
        boolean reading = request.method().equals("GET") || request.method().equals("HEAD");
        return "repository:%s:%s".formatted(path, reading ? "pull" : "push");
    }

    private String challenge(TestRequest request) {
        return "Bearer realm=\"%s/token\",service=\"test\",scope=\"%s\"".formatted(url.get(), scope(request));
    }

    private static TestAnswer unauthorized(String challenge) {
        return TestAnswer.error(401, "UNAUTHORIZED", "authentication required").with("WWW-Authenticate", challenge);
    }

    private static boolean isBasic(TestRequest request, String username, String password) {
        byte[] pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
        return request.header("Authorization")
                .orElse("")
                .equals("Basic " + Base64.getEncoder().encodeToString(pair));
    }

    private static String body(TestRequest request) {
        try {
            return new String(request.body().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
