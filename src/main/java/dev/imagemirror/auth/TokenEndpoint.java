package dev.imagemirror.auth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemirror.http.Body;
import dev.imagemirror.http.Method;
import dev.imagemirror.http.Origin;
import dev.imagemirror.http.Request;
import dev.imagemirror.http.Response;
import dev.imagemirror.http.Transport;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/// Asks for tokens (token specification of the distribution project; its OAuth2 form for identity tokens). Redirects
/// are not followed here.
final class TokenEndpoint {
    private static final int MAX_ANSWER = 1024 * 1024;
    private static final int MAX_DEPTH = 100;
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());
    /// What servers that do not know the POST form answer to it.
    private static final Set<Integer> NO_POST = Set.of(400, 401, 404, 405);

    private final Transport transport;
    private final LongSupplier nanoTime;

    TokenEndpoint(Transport transport, LongSupplier nanoTime) {
        this.transport = transport;
        this.nanoTime = nanoTime;
    }

    /// @throws AuthException when no token is granted
    Grant ask(Realm realm, Credential credential, List<Scope> scopes) {
        if (credential instanceof Credential.IdentityToken identity) {
            try (Response response = post(realm, identity, scopes)) {
                if (!NO_POST.contains(response.status())) {
                    return grant(response);
                }
                response.discard();
            }
        }
        try (Response response = get(realm, credential, scopes)) {
            return grant(response);
        }
    }

    private Response get(Realm realm, Credential credential, List<Scope> scopes) {
        var query = new StringBuilder();
        if (!realm.service().isEmpty()) {
            query.append("&service=").append(encode(realm.service()));
        }
        scopes.forEach(scope -> query.append("&scope=").append(encode(scope.text())));
        Request request = Request.of(Method.GET, with(realm.uri(), query.toString()));
        return transport.send(Authorization.basic(credential)
                .map(value -> request.with("Authorization", value))
                .orElse(request));
    }

    private Response post(Realm realm, Credential.IdentityToken identity, List<Scope> scopes) {
        String form = "grant_type=refresh_token&client_id=imagemirror&service=%s&scope=%s&refresh_token=%s"
                .formatted(
                        encode(realm.service()),
                        encode(scopes.stream().map(Scope::text).collect(Collectors.joining(" "))),
                        encode(identity.token()));
        return transport.send(Request.of(Method.POST, realm.uri())
                .with("Content-Type", "application/x-www-form-urlencoded")
                .carrying(new Body.Bytes(form.getBytes(StandardCharsets.UTF_8))));
    }

    private Grant grant(Response response) {
        String host = Origin.of(response.uri()).authority();
        if (response.status() == 401) {
            throw new AuthException(AuthFault.REFUSED, host + " refused the credential", 401, response.headers());
        }
        if (response.status() == 403) {
            throw new AuthException(AuthFault.DENIED, host + " grants no token", 403, response.headers());
        }
        if (response.status() != 200) {
            throw failed(response, "answered %d to the token request".formatted(response.status()));
        }
        JsonNode answer = read(response);
        String access = answer.path("access_token").asText("");
        String token = access.isEmpty() ? answer.path("token").asText("") : access;
        if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw failed(response, "answered the token request without a usable token");
        }
        return Grant.received(token, answer.path("expires_in").asLong(0), nanoTime.getAsLong());
    }

    private static JsonNode read(Response response) {
        try {
            return JSON.readTree(response.readAll(MAX_ANSWER, "the token"));
        } catch (IOException e) {
            // Without the cause: its message quotes what was read.
            throw failed(response, "answered the token request with something that is not JSON");
        }
    }

    private static AuthException failed(Response response, String what) {
        return new AuthException(
                AuthFault.FAILED,
                Origin.of(response.uri()).authority() + " " + what,
                response.status(),
                response.headers());
    }

    /// Adds to a query that may exist already, of which nothing is written anew.
    private static URI with(URI realm, String query) {
        String text = realm.toString();
        int fragment = text.indexOf('#');
        String address = fragment < 0 ? text : text.substring(0, fragment);
        if (query.isEmpty()) {
            return URI.create(address);
        }
        return URI.create(address + (address.indexOf('?') < 0 ? "?" + query.substring(1) : query));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
