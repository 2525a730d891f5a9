package dev.imagemirror.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/// The one entry for addresses that a server names: redirects, upload locations, pages, token realms. What is sent
/// there is still subject to the [NetworkPolicy] once its name is resolved.
public final class ServerUrl {
    private static final int MAX_LENGTH = 16 * 1024;

    private ServerUrl() {}

    /// Resolves an address that the answer of `base` named. Its own text is kept byte for byte.
    ///
    /// @param what names it in the message: `the upload location`
    /// @throws TransportException [TransportFault#ADDRESS_REFUSED] for other schemes than http and https, for https
    ///     to http, and for user information; [TransportFault#NOT_HTTP] for what is no address
    public static URI resolve(URI base, String text, String what) {
        if (text.length() > MAX_LENGTH) {
            throw new TransportException(TransportFault.LIMIT_EXCEEDED, host(base), what + " is longer than 16 KiB");
        }
        URI target = base.resolve(parse(base, text, what));
        String scheme = target.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw refused(base, what + " has the scheme '%s', only http and https can be used".formatted(scheme));
        }
        if (target.getRawUserInfo() != null) {
            throw refused(base, what + " carries a user name");
        }
        if (target.getHost() == null) {
            throw new TransportException(TransportFault.NOT_HTTP, host(base), what + " has no host");
        }
        if (Origin.of(base).isSecure() && scheme.equals("http")) {
            throw refused(base, what + " leads from https to http (behind a proxy, X-Forwarded-Proto may be missing)");
        }
        return target;
    }

    private static URI parse(URI base, String text, String what) {
        try {
            return new URI(text.strip());
        } catch (URISyntaxException e) {
            // The exception would quote the address, query and all.
            throw new TransportException(TransportFault.NOT_HTTP, host(base), what + " is not a valid address");
        }
    }

    private static TransportException refused(URI base, String message) {
        return new TransportException(TransportFault.ADDRESS_REFUSED, host(base), Redaction.clean(message));
    }

    private static String host(URI base) {
        return Origin.of(base).authority();
    }
}
