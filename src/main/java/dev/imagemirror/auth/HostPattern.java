package dev.imagemirror.auth;

import java.util.List;
import java.util.regex.Pattern;

/// A host with `*`, `?` and `[a-z]` in it, as the kubelet matches the keys of pull secrets: label by label, and the
/// port, where there is one, must be equal. A broken pattern matches nothing. Takes time in proportion to both lengths,
/// which a regular expression would not: whoever writes a Secret may also choose the host.
record HostPattern(String authority) {
    private static final Pattern LABELS = Pattern.compile("[.:]");
    /// One element of a label; a bracket that is not closed is none.
    private static final Pattern ELEMENT = Pattern.compile("\\[\\^?([a-z0-9](-[a-z0-9])?)+]|[^\\[\\]]");

    /// An element that no character is.
    private static final String NOTHING = ".";

    boolean matches(String name) {
        List<String> patterns = LABELS.splitAsStream(authority).toList();
        List<String> labels = LABELS.splitAsStream(name).toList();
        if (patterns.size() != labels.size() || !port(authority).equals(port(name))) {
            return false;
        }
        for (int i = 0; i < labels.size(); i++) {
            if (!matches(elements(patterns.get(i)), labels.get(i))) {
                return false;
            }
        }
        return true;
    }

    /// A star that took too little takes one more; no earlier star needs to be tried again then.
    private static boolean matches(List<String> elements, String label) {
        int element = 0;
        int star = -1;
        int taken = 0;
        for (int at = 0; at < label.length(); ) {
            if (element < elements.size() && elements.get(element).equals("*")) {
                star = element++;
                taken = at;
            } else if (element < elements.size() && isOne(elements.get(element), label.charAt(at))) {
                element++;
                at++;
            } else if (star >= 0) {
                element = star + 1;
                at = ++taken;
            } else {
                return false;
            }
        }
        return elements.subList(element, elements.size()).stream().allMatch("*"::equals);
    }

    private static boolean isOne(String element, char c) {
        if (element.length() == 1) {
            return element.equals("?") || element.charAt(0) == c;
        }
        boolean negated = element.charAt(1) == '^';
        boolean member = false;
        for (int i = negated ? 2 : 1; i < element.length() - 1; i++) {
            boolean range = element.charAt(i + 1) == '-';
            member |= c >= element.charAt(i) && c <= element.charAt(range ? i + 2 : i);
            i += range ? 2 : 0;
        }
        return member != negated;
    }

    private static List<String> elements(String pattern) {
        List<String> elements =
                ELEMENT.matcher(pattern).results().map(result -> result.group()).toList();
        boolean whole = String.join("", elements).equals(pattern);
        return whole ? elements : List.of(NOTHING);
    }

    private static String port(String authority) {
        int colon = authority.lastIndexOf(':');
        return colon < 0 ? "" : authority.substring(colon);
    }
}
