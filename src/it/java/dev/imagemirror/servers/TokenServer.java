package dev.imagemirror.servers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.imagemirror.registry.testing.TestIdentity;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Gives tokens to one user (distribution's "Token Authentication Specification"), signed with a key that a registry
/// can be told to trust: JSON Web Tokens, ES384.
public final class TokenServer implements AutoCloseable {
    private static final String ISSUER = "the tests";
    private static final String SERVICE = "registry.test";
    public static final String USER = RegistryServer.USER;
    public static final String PASSWORD = RegistryServer.PASSWORD;

    private static final String KEY = "key-1";
    /// Bytes of a coordinate, and of each half of a signature.
    private static final int P384 = 48;

    private final TestIdentity signer;
    private final boolean byCertificate;
    private final Set<String> allowed;
    private final List<String> scopes = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    /// @param signer with a key on P-384
    /// @param byCertificate whether tokens carry the certificate of their key, or its name in a set of keys
    /// @param allowed the actions that are granted, whatever is asked for
    public TokenServer(TestIdentity signer, boolean byCertificate, String... allowed) {
        this.signer = signer;
        this.byCertificate = byCertificate;
        this.allowed = Set.of(allowed);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 50);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.createContext("/token", this::answer);
        server.start();
    }

    /// A registry that asks for tokens of this server.
    ///
    /// @param trusted a file with the certificate of who signed the key's, or with [#keys()]
    public RegistryOptions guarding(RegistryOptions options, Path trusted) {
        return options.with("REGISTRY_AUTH", "token")
                .with(
                        "REGISTRY_AUTH_TOKEN_REALM",
                        // By name: crane refuses a realm at a private address.
                        "http://localhost:%d/token"
                                .formatted(server.getAddress().getPort()))
                .with("REGISTRY_AUTH_TOKEN_SERVICE", SERVICE)
                .with("REGISTRY_AUTH_TOKEN_ISSUER", ISSUER)
                .with("REGISTRY_AUTH_TOKEN_" + (byCertificate ? "ROOTCERTBUNDLE" : "JWKS"), trusted.toString());
    }

    /// What was asked for, one entry for each request.
    public List<String> scopes() {
        return scopes;
    }

    /// The public key as a set of keys (RFC 7517).
    public String keys() {
        var point = ((ECPublicKey) signer.certificate().getPublicKey()).getW();
        return "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-384\",\"use\":\"sig\",\"kid\":\"%s\",\"x\":\"%s\",\"y\":\"%s\"}]}"
                .formatted(KEY, coordinate(point.getAffineX()), coordinate(point.getAffineY()));
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String login = "Basic " + Base64.getEncoder().encodeToString(bytes(USER + ":" + PASSWORD));
            List<String> asked = asked(exchange.getRequestURI().getRawQuery());
            scopes.add(String.join(" ", asked));
            boolean known = login.equals(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = bytes(known ? "{\"token\":\"%s\",\"expires_in\":300}".formatted(token(asked)) : "{}");
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(known ? 200 : 401, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static List<String> asked(String query) {
        return Stream.of(query.split("&", -1))
                .filter(part -> part.startsWith("scope="))
                .map(part -> URLDecoder.decode(part.substring("scope=".length()), StandardCharsets.UTF_8))
                .toList();
    }

    private String token(List<String> asked) {
        String head = byCertificate
                ? "{\"typ\":\"JWT\",\"alg\":\"ES384\",\"x5c\":[\"%s\"]}"
                        .formatted(signer.certificatePem().replaceAll("-----[A-Z ]+-----|\\s", ""))
                : "{\"typ\":\"JWT\",\"alg\":\"ES384\",\"kid\":\"%s\"}".formatted(KEY);
        long now = Instant.now().getEpochSecond();
        String claims =
                "{\"iss\":\"%s\",\"sub\":\"%s\",\"aud\":\"%s\",\"iat\":%d,\"nbf\":%d,\"exp\":%d,\"jti\":\"%d\",\"access\":[%s]}"
                        .formatted(
                                ISSUER,
                                USER,
                                SERVICE,
                                now,
                                now,
                                now + 300,
                                System.nanoTime(),
                                asked.stream().map(this::granted).collect(Collectors.joining(",")));
        String signed = encoded(bytes(head)) + "." + encoded(bytes(claims));
        return signed + "." + encoded(signature(bytes(signed)));
    }

    private String granted(String scope) {
        String[] parts = scope.split(":", -1);
        return "{\"type\":\"%s\",\"name\":\"%s\",\"actions\":[%s]}"
                .formatted(
                        parts[0],
                        parts[1],
                        Stream.of(parts[2].split(",", -1))
                                .filter(allowed::contains)
                                .map(action -> "\"" + action + "\"")
                                .collect(Collectors.joining(",")));
    }

    private byte[] signature(byte[] content) {
        try {
            Signature signature = Signature.getInstance("SHA384withECDSAinP1363Format");
            signature.initSign(signer.key());
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String coordinate(BigInteger number) {
        byte[] least = number.toByteArray();
        byte[] all = new byte[P384];
        int count = Math.min(least.length, P384);
        System.arraycopy(least, least.length - count, all, P384 - count, count);
        return encoded(all);
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
