package dev.imagemirror.sync;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Tag;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What chooses among the tags of a listing; all of it must hold.
///
/// @param filter the expression of the one-line specification
/// @param include one of these is found in the tag, when there are any
/// @param exclude none of these is found in the tag
/// @param semver the tag is a version within it
/// @param newest how many of what the other rules leave are kept, 1 to 1000; 0: all
public record TagRules(
        @Nullable Pattern filter,
        List<Pattern> include,
        List<Pattern> exclude,
        @Nullable VersionRange semver,
        int newest) {
    /// Every tag that is no digest tag.
    public static final TagRules NONE = new TagRules(null, List.of(), List.of(), null, 0);

    /// Most characters of a regular expression.
    public static final int MAX_EXPRESSION = 256;
    /// Most expressions in a list.
    public static final int MAX_EXPRESSIONS = 16;
    /// Most tags that `newest` can name.
    public static final int MAX_NEWEST = 1_000;

    public TagRules {
        include = checked("include", include);
        exclude = checked("exclude", exclude);
        if (newest < 0 || newest > MAX_NEWEST) {
            throw new MalformedException("newest: %d is not 1 to 1000".formatted(newest));
        }
    }

    /// Compiles an expression of RE2's syntax.
    ///
    /// @throws MalformedException with the text, the fault and an example
    public static Pattern expression(String text) {
        if (text.isEmpty()) {
            throw new MalformedException("an expression is empty; write for example ^v3\\.");
        }
        if (text.length() > MAX_EXPRESSION) {
            throw new MalformedException(
                    "the expression '%s…' is longer than 256 characters".formatted(text.substring(0, 32)));
        }
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new MalformedException(
                    "'%s' is not a regular expression of RE2 syntax (%s); write for example ^v3\\."
                            .formatted(text, e.getDescription()),
                    e);
        }
    }

    /// Whether anything is chosen at all, so that a listing is needed though tags are assumed.
    boolean isFilter() {
        return !equals(NONE);
    }

    /// Whether the rules but `newest` choose this tag when a listing offers it. Digest tags travel with their subjects.
    boolean allow(Tag listed) {
        String text = listed.text();
        return (filter == null || filter.matcher(text).find())
                && (include.isEmpty() || finds(include, text))
                && !finds(exclude, text)
                && (semver == null || semver.contains(text))
                && !listed.isDigestTag();
    }

    /// What `newest` leaves of tags that the other rules choose.
    List<Tag> limit(List<Tag> chosen) {
        return newest == 0 || chosen.size() <= newest
                ? chosen
                : newestFirst(chosen).subList(0, newest);
    }

    /// Versions by precedence, the highest first; then what is no version, by natural order.
    static List<Tag> newestFirst(Collection<Tag> tags) {
        List<Aged> aged = new ArrayList<>(tags.size());
        tags.forEach(tag -> aged.add(new Aged(tag, Version.of(tag.text()))));
        aged.sort(Aged.OLDEST_FIRST.reversed());
        return aged.stream().map(Aged::tag).toList();
    }

    private record Aged(Tag tag, Optional<Version> version) {
        static final Comparator<Aged> OLDEST_FIRST = Comparator.<Aged, Version>comparing(
                        aged -> aged.version.orElse(null), Comparator.nullsFirst(Comparator.naturalOrder()))
                .thenComparing(aged -> aged.tag.text(), NaturalOrder.INSTANCE);
    }

    static boolean finds(List<Pattern> patterns, String text) {
        for (Pattern pattern : patterns) {
            if (pattern.matcher(text).find()) {
                return true;
            }
        }
        return false;
    }

    static List<Pattern> checked(String name, List<Pattern> expressions) {
        if (expressions.size() > MAX_EXPRESSIONS) {
            throw new MalformedException("%s has %d expressions; 16 are allowed".formatted(name, expressions.size()));
        }
        return List.copyOf(expressions);
    }
}
