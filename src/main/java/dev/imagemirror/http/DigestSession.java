package dev.imagemirror.http;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hc.client5.http.auth.AuthChallenge;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.AuthenticationException;
import org.apache.hc.client5.http.auth.ChallengeType;
import org.apache.hc.client5.http.auth.MalformedChallengeException;
import org.apache.hc.client5.http.auth.StandardAuthScheme;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.auth.DigestScheme;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.message.BasicNameValuePair;

/// Answers one challenge for Digest authentication (RFC 7616) with one user name and password, for as long as its nonce
/// is good, and counts the uses of the nonce. The HTTP client's own scheme does the work. Safe for use by many threads.
public final class DigestSession {
    private static final String USUAL_ALGORITHM = "md5";
    /// The weakest first.
    private static final List<String> ALGORITHMS =
            List.of("md5", "md5-sess", "sha-256", "sha-256-sess", "sha-512-256", "sha-512-256-sess");

    private final DigestScheme scheme;

    /// @param challenge its parameters by their names in lower case, of a [#strength] above 0
    /// @throws IllegalArgumentException when the challenge cannot be answered
    public DigestSession(Map<String, String> challenge, String username, String password) {
        scheme = scheme(challenge, username, password);
    }

    /// How good the protection is that this challenge offers: higher is better, 0 cannot be answered. `auth-int` alone
    /// cannot: it would need a body before it is sent.
    public static int strength(Map<String, String> challenge) {
        boolean complete = challenge.containsKey("realm")
                && !challenge.getOrDefault("nonce", "").isEmpty();
        return complete && offersAuth(challenge) ? ALGORITHMS.indexOf(algorithm(challenge)) + 1 : 0;
    }

    /// The value of the `Authorization` header for one request.
    public synchronized String answer(Method method, URI address) {
        String path = address.getRawPath().isEmpty() ? "/" : address.getRawPath();
        String target = address.getRawQuery() == null ? path : path + "?" + address.getRawQuery();
        HttpHost host = new HttpHost(address.getScheme(), address.getHost(), address.getPort());
        try {
            return scheme.generateAuthResponse(
                    host, new BasicHttpRequest(method.name(), host, target), HttpClientContext.create());
        } catch (AuthenticationException e) {
            throw new IllegalStateException("a challenge that was checked cannot be answered", e);
        }
    }

    private static DigestScheme scheme(Map<String, String> challenge, String username, String password) {
        if (strength(challenge) == 0) {
            throw new IllegalArgumentException("a Digest challenge that cannot be answered");
        }
        NameValuePair[] parameters = challenge.entrySet().stream()
                .map(entry -> new BasicNameValuePair(entry.getKey(), entry.getValue()))
                .toArray(NameValuePair[]::new);
        DigestScheme scheme = new DigestScheme();
        // Which host it is makes no difference here: the caller knows where the pair may be shown.
        HttpHost host = new HttpHost("registry");
        BasicCredentialsProvider pair = new BasicCredentialsProvider();
        pair.setCredentials(new AuthScope(host), new UsernamePasswordCredentials(username, password.toCharArray()));
        try {
            scheme.processChallenge(
                    new AuthChallenge(ChallengeType.TARGET, StandardAuthScheme.DIGEST, parameters),
                    HttpClientContext.create());
            scheme.isResponseReady(host, pair, HttpClientContext.create());
        } catch (MalformedChallengeException | AuthenticationException e) {
            throw new IllegalArgumentException("a Digest challenge that cannot be answered", e);
        }
        return scheme;
    }

    private static String algorithm(Map<String, String> challenge) {
        return challenge.getOrDefault("algorithm", USUAL_ALGORITHM).toLowerCase(Locale.ROOT);
    }

    /// Servers of RFC 2069 offer nothing, which can be answered too.
    private static boolean offersAuth(Map<String, String> challenge) {
        String offers = challenge.getOrDefault("qop", "");
        return offers.isBlank()
                || Arrays.stream(offers.split(",", -1))
                        .anyMatch(offer -> offer.strip().equalsIgnoreCase("auth"));
    }
}
