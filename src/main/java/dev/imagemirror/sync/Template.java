package dev.imagemirror.sync;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Tag;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Text with placeholders in braces, such as `{prefix}{path}` or `{tag}-mirrored`.
public record Template(String text) {
    public static final Template DEFAULT_PATH = new Template("{prefix}{path}");
    public static final Template DEFAULT_TAG = new Template("{tag}");

    private static final int MAX_LENGTH = 255;
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");
    private static final Set<String> OF_PATH = Set.of("registry", "prefix", "path", "name");
    private static final Set<String> OF_TAG = Set.of("tag");

    public Template {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            throw new MalformedException("a template has 1 to 255 characters");
        }
    }

    /// How often the placeholder occurs.
    int count(String placeholder) {
        String wanted = "{" + placeholder + "}";
        int count = 0;
        for (int at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length())) {
            count++;
        }
        return count;
    }

    /// What stands in place of a placeholder that occurs once, when the whole gave this text; empty when it cannot
    /// have been.
    Optional<String> read(String placeholder, String filled) {
        String wanted = "{" + placeholder + "}";
        String before = text.substring(0, text.indexOf(wanted));
        String after = text.substring(before.length() + wanted.length());
        boolean fits = filled.length() >= before.length() + after.length()
                && filled.startsWith(before)
                && filled.endsWith(after);
        return fits
                ? Optional.of(filled.substring(before.length(), filled.length() - after.length()))
                : Optional.empty();
    }

    String fill(UnaryOperator<String> value) {
        StringBuilder filled = new StringBuilder();
        Matcher matcher = PLACEHOLDER.matcher(text);
        int from = 0;
        while (matcher.find()) {
            filled.append(text, from, matcher.start()).append(value.apply(matcher.group(1)));
            from = matcher.end();
        }
        return filled.append(text, from, text.length()).toString();
    }

    void checkPath() {
        check(OF_PATH, "{registry}, {prefix}, {path} and {name}");
    }

    /// Also refuses what can never become a tag, whatever the source's tag is.
    void checkTag() {
        check(OF_TAG, "{tag}");
        String sample = fill(name -> "1");
        if (!Tag.isValid(sample)) {
            throw new MalformedException(
                    "the tag template '%s' does not give a tag: only letters, digits, '_', '.' and '-' may stand around {tag}"
                            .formatted(text));
        }
        if (text.indexOf("{tag}") != text.lastIndexOf("{tag}")) {
            throw new MalformedException("the tag template '%s' holds {tag} more than once".formatted(text));
        }
    }

    private void check(Set<String> known, String allowed) {
        Matcher matcher = PLACEHOLDER.matcher(text);
        while (matcher.find()) {
            if (!known.contains(matcher.group(1))) {
                throw new MalformedException("the template '%s' has the unknown placeholder %s: %s can be used"
                        .formatted(text, matcher.group(), allowed));
            }
        }
    }
}
