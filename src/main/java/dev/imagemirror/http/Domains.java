package dev.imagemirror.http;

import java.util.regex.Pattern;
import org.apache.hc.client5.http.psl.PublicSuffixMatcherLoader;
import org.jspecify.annotations.Nullable;

/// What host names have in common, by the public suffix list that comes with the HTTP client.
public final class Domains {
    private static final Pattern ADDRESS = Pattern.compile("\\[.*]|[0-9.]+");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127\\.[0-9.]+|\\[::1]");

    private Domains() {}

    /// Whether two hosts belong to one owner: the same host, or one registrable domain. `registry.gitlab.com` and
    /// `gitlab.com` do; `a.co.uk` and `b.co.uk`, or two customers of one hoster, do not.
    public static boolean share(String host, String other) {
        if (host.equals(other) || (isLoopback(host) && isLoopback(other))) {
            return true;
        }
        if (ADDRESS.matcher(host).matches() || ADDRESS.matcher(other).matches()) {
            return false;
        }
        String root = root(host);
        return root != null && root.equals(root(other));
    }

    private static boolean isLoopback(String host) {
        return LOOPBACK.matcher(host).matches();
    }

    private static @Nullable String root(String host) {
        return PublicSuffixMatcherLoader.getDefault().getDomainRoot(host);
    }
}
