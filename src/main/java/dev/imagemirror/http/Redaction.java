package dev.imagemirror.http;

import java.net.URI;
import java.util.regex.Pattern;

/// The one place that makes foreign text fit for logs, conditions and events.
public final class Redaction {
    private static final int MAX_LENGTH = 256;
    /// Of an address in a text: the user information, and everything from the question mark on. A signed address
    /// carries its secret there under names that nobody can list (containerd issue 5453).
    private static final Pattern USER = Pattern.compile("(?<=://)[^/?#\\s]{0,1024}@");

    private static final Pattern QUERY = Pattern.compile("(?<=://)([^\\s?#\"'<>]{1,2048})[?#][^\\s\"'<>]*");

    private Redaction() {}

    /// Text of a server: control characters become blanks, addresses lose user and query, at most 256 characters.
    public static String clean(String text) {
        String start = text.length() <= 4 * MAX_LENGTH ? text : text.substring(0, 4 * MAX_LENGTH);
        String line = start.codePoints()
                .map(c -> isPrintable(c) ? c : ' ')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .replaceAll(" +", " ")
                .strip();
        line = QUERY.matcher(USER.matcher(line).replaceAll("")).replaceAll("$1");
        return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH - 1) + "…";
    }

    /// An address without user, query and fragment.
    public static String url(URI uri) {
        String host = uri.getHost() == null ? "" : uri.getHost();
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        return clean(uri.getScheme() + "://" + host + port + path);
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
