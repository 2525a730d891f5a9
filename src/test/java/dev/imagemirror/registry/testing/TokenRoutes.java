package dev.imagemirror.registry.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Who may do what: nothing asked, a password by Basic, or tokens with scopes from a token endpoint at `/token`.
final class TokenRoutes {
    private final Manners manners;
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

    TokenRoutes(Manners manners, Supplier<String> url) {
        this.manners = manners;
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
        return request.method().equals("POST") ? posted(wanted, body(request)) : asked(wanted, request);
    }

    /// The form of OAuth 2: for a refresh token or for a password (token specification, "oauth").
    private TestAnswer posted(Access.Token wanted, String form) {
        boolean known = value(form, "refresh_token").equals(wanted.identityToken())
                || (value(form, "username").equals(wanted.username())
                        && value(form, "password").equals(wanted.password()));
        if (!known) {
            return TestAnswer.error(401, "UNAUTHORIZED", "unknown refresh token or password");
        }
        boolean offline = value(form, "access_type").equals("offline");
        return granted(wanted, List.of(value(form, "scope").split(" ", -1)), "access_token", offline);
    }

    private TestAnswer asked(Access.Token wanted, TestRequest request) {
        boolean anonymous =
                wanted.username().isEmpty() && request.header("Authorization").isEmpty();
        if (!anonymous && !isBasic(request, wanted.username(), wanted.password())) {
            return TestAnswer.error(401, "UNAUTHORIZED", "incorrect username or password");
        }
        boolean offline = request.parameters("offline_token").contains("true");
        return granted(wanted, request.parameters("scope"), "token", offline);
    }

    private TestAnswer granted(Access.Token wanted, List<String> scopes, String field, boolean offline) {
        String token = "token-" + numbers.incrementAndGet();
        tokens.put(token, scopes);
        String expiry = wanted.expiresIn() == 0 ? "" : ",\"expires_in\":" + wanted.expiresIn();
        String refresh = offline ? ",\"refresh_token\":\"" + wanted.identityToken() + "\"" : "";
        return TestAnswer.text(200, "application/json", "{\"%s\":\"%s\"%s%s}".formatted(field, token, expiry, refresh));
    }

    private static String value(String form, String name) {
        return TestRequest.form(form, name).stream().findFirst().orElse("");
    }

    private boolean mayPass(TestRequest request) {
        String header = request.header("Authorization").orElse("");
        List<String> scopes = tokens.getOrDefault(header.replaceFirst("^Bearer ", ""), List.of());
        return scopes.stream().anyMatch(scope -> covers(scope, scope(request)));
    }

    private boolean covers(String granted, String wanted) {
        int action = wanted.lastIndexOf(':');
        return granted.startsWith(wanted.substring(0, action + 1))
                && Stream.of(granted.substring(granted.lastIndexOf(':') + 1).split(",", -1))
                        .anyMatch(allowed -> (manners.wildcardScopes && allowed.equals("*"))
                                || allowed.equals(wanted.substring(action + 1)));
    }

    private static String scope(TestRequest request) {
        String path =
                request.path().replaceFirst("^/v2/", "").replaceFirst("/(tags|manifests|blobs|referrers)/.*$", "");
        String action = switch (request.method()) {
            case "GET", "HEAD" -> "pull";
            case "DELETE" -> "delete";
            default -> "push";
        };
        return "repository:%s:%s".formatted(path, action);
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
