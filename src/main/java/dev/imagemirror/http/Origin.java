package dev.imagemirror.http;

import java.net.URI;
import java.util.Locale;

/// Scheme, host and port of an address, the port always written: what a credential belongs to.
public record Origin(String scheme, String host, int port) {
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    public static Origin of(URI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        return new Origin(
                scheme, uri.getHost().toLowerCase(Locale.ROOT), uri.getPort() < 0 ? usual(scheme) : uri.getPort());
    }

    /// Host and port as people write them: the port only where it is not the usual one.
    public String authority() {
        return port == usual(scheme) ? host : host + ":" + port;
    }

    /// Whether an address belongs here, without making an origin of it: each request is looked at several times.
    public boolean isOriginOf(URI uri) {
        return scheme.equalsIgnoreCase(uri.getScheme())
                && host.equalsIgnoreCase(uri.getHost())
                && port == (uri.getPort() < 0 ? usual(scheme) : uri.getPort());
    }

    public boolean isSecure() {
        return scheme.equals("https");
    }

    /// `https://host[:port]`.
    @Override
    public String toString() {
        return scheme + "://" + authority();
    }

    private static int usual(String scheme) {
        return scheme.equals("https") ? HTTPS_PORT : HTTP_PORT;
    }
}
