package dev.imagemirror.auth;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Reads one `WWW-Authenticate` line, which may hold several challenges. Whether a word starts a challenge or names a
/// parameter is told by the equals sign after it. Runs once over the line, whatever it holds.
final class ChallengeReader {
    private static final int MAX_LINE = 8 * 1024;

    private final String line;
    private final List<Challenge> challenges = new ArrayList<>();
    private String scheme = "";
    private Map<String, String> parameters = new HashMap<>();
    private int at;

    ChallengeReader(String line) {
        this.line = line.length() <= MAX_LINE ? line : line.substring(0, MAX_LINE);
    }

    List<Challenge> read() {
        while (at < line.length()) {
            String word = token();
            if (word.isEmpty()) {
                at++; // a comma, a blank, or something broken
            } else if (isParameter()) {
                parameters.putIfAbsent(word.toLowerCase(Locale.ROOT), value());
            } else {
                finish();
                scheme = word.toLowerCase(Locale.ROOT);
            }
        }
        finish();
        return challenges;
    }

    private void finish() {
        if (!scheme.isEmpty()) {
            challenges.add(new Challenge(scheme, parameters));
        }
        scheme = "";
        parameters = new HashMap<>();
    }

    /// Steps over blanks and the equals sign, if one follows.
    private boolean isParameter() {
        int next = at;
        while (next < line.length() && isBlank(line.charAt(next))) {
            next++;
        }
        if (next < line.length() && line.charAt(next) == '=') {
            at = next + 1;
            return true;
        }
        return false;
    }

    private String value() {
        while (at < line.length() && isBlank(line.charAt(at))) {
            at++;
        }
        return at < line.length() && line.charAt(at) == '"' ? quoted() : bare();
    }

    private String quoted() {
        var text = new StringBuilder();
        at++;
        while (at < line.length() && line.charAt(at) != '"') {
            if (line.charAt(at) == '\\' && at + 1 < line.length()) {
                at++;
            }
            text.append(line.charAt(at++));
        }
        at++;
        return text.toString();
    }

    private String bare() {
        int start = at;
        while (at < line.length() && line.charAt(at) != ',' && !isBlank(line.charAt(at))) {
            at++;
        }
        return line.substring(start, at);
    }

    private String token() {
        int start = at;
        while (at < line.length() && isToken(line.charAt(at))) {
            at++;
        }
        return line.substring(start, at);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private static boolean isToken(char c) {
        return c > ' ' && c < 127 && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
    }
}
