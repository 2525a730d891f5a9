package dev.imagemirror.registry;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Finds the next page in `Link` headers (RFC 8288): several links in a line or in several, commas within the address,
/// parameters in any order, `rel` quoted or not. Runs once over a line, whatever it holds.
final class LinkHeader {
    private static final int MAX_LINE = 16 * 1024;

    private LinkHeader() {}

    static Optional<String> next(List<String> lines) {
        return lines.stream()
                .filter(line -> line.length() <= MAX_LINE)
                .flatMap(line -> next(line).stream())
                .findFirst();
    }

    private static Optional<String> next(String line) {
        int open = line.indexOf('<');
        while (open >= 0) {
            int close = line.indexOf('>', open);
            if (close < 0) {
                return Optional.empty();
            }
            int end = end(line, close + 1, ',');
            if (isNext(line.substring(close + 1, end))) {
                return Optional.of(line.substring(open + 1, close));
            }
            open = line.indexOf('<', end);
        }
        return Optional.empty();
    }

    private static boolean isNext(String parameters) {
        int at = 0;
        while (at < parameters.length()) {
            int end = end(parameters, at, ';');
            String parameter = parameters.substring(at, end).strip().toLowerCase(Locale.ROOT);
            if (parameter.startsWith("rel") && relations(parameter).contains("next")) {
                return true;
            }
            at = end + 1;
        }
        return false;
    }

    private static List<String> relations(String parameter) {
        String value = parameter.substring("rel".length()).strip();
        return value.startsWith("=")
                ? List.of(value.substring(1).replace('"', ' ').strip().split(" +", -1))
                : List.of();
    }

    /// Where the part ends that starts here: at the next such character outside of quotes, or with the text.
    private static int end(String text, int from, char stop) {
        boolean quoted = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted) {
                i++;
            } else if (c == stop && !quoted) {
                return i;
            }
        }
        return text.length();
    }
}
