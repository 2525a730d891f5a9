package dev.imagemirror.sync;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Registry;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.oci.Tag;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads one specification from left to right: name, then `:TAG`, `@digest`, `=TAGS` or `~/REGEX/[=TAGS]`.
final class SpecificationReader {
    private final String text;

    SpecificationReader(String text) {
        this.text = text;
    }

    RepositorySpecification read() {
        checkWhole();
        int end = endOfName();
        int colon = text.lastIndexOf('/', end - 1) + 1;
        while (colon < end && text.charAt(colon) != ':') {
            colon++;
        }
        Repository repository = repository(text.substring(0, colon));
        @Nullable Tag tag = colon < end ? tag(text.substring(colon + 1, end), colon + 1) : null;
        if (tag != null && end < text.length()) {
            throw refused(
                    end,
                    "a tag stands for itself and cannot be combined with "
                            + (text.charAt(end) == '~'
                                    ? "a filter"
                                    : text.charAt(end) == '=' ? "assumed tags" : "a digest")
                            + "; write either " + text.substring(0, end) + " or the rest without ':" + tag + "'");
        }
        Selection selection = tag != null ? new Selection.OneTag(tag) : selection(end);
        return new RepositorySpecification(text, repository, selection, CopyOptions.DEFAULT);
    }

    private void checkWhole() {
        if (text.isEmpty()) {
            throw refused(0, "it is empty; write a repository, for example quay.io/calico/cni");
        }
        if (text.length() > RepositorySpecification.MAX_LENGTH) {
            throw new MalformedException(
                    "the specification '%s…' is longer than 512 characters".formatted(text.substring(0, 32)));
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' '
                    || Character.isWhitespace(text.charAt(i))
                    || Character.isISOControl(text.charAt(i))) {
                throw refused(i, "blanks are not allowed; remove this one");
            }
        }
        int scheme = text.indexOf("://");
        if (scheme >= 0 && scheme < endOfName()) {
            throw refused(
                    0, "a scheme is not part of a repository; remove '%s'".formatted(text.substring(0, scheme + 3)));
        }
    }

    private int endOfName() {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '~' || c == '=' || c == '@') {
                return i;
            }
        }
        return text.length();
    }

    private Repository repository(String name) {
        int slash = name.indexOf('/');
        if (slash == 0) {
            throw refused(0, "there is no registry before '/'; remove it");
        }
        String first = slash < 0 ? "" : name.substring(0, slash);
        boolean hasRegistry = first.indexOf('.') >= 0 || first.indexOf(':') >= 0 || first.equals("localhost");
        try {
            Registry registry = hasRegistry ? Registry.parse(first) : Registry.DOCKER_HUB;
            String path = hasRegistry ? name.substring(slash + 1) : name;
            if (path.isEmpty()) {
                throw refused(
                        name.length(),
                        "the repository is missing; write %s/REPOSITORY"
                                .formatted(first.isEmpty() ? "REGISTRY" : first));
            }
            boolean official = registry.isDockerHub() && path.indexOf('/') < 0;
            return new Repository(registry, official ? "library/" + path : path);
        } catch (MalformedException e) {
            throw e.getMessage() != null && e.getMessage().startsWith("specification ")
                    ? e
                    : refused(0, String.valueOf(e.getMessage()));
        }
    }

    private Selection selection(int at) {
        if (at == text.length()) {
            return new Selection.ListedTags(TagRules.NONE, List.of());
        }
        return switch (text.charAt(at)) {
            case '@' -> new Selection.OneDigest(digest(at + 1));
            case '=' -> new Selection.AssumedTags(tags(text.substring(at + 1), at + 1));
            default -> matching(at);
        };
    }

    private Digest digest(int at) {
        String digest = text.substring(at);
        int more = Math.max(digest.indexOf('='), digest.indexOf('~'));
        if (more >= 0) {
            throw refused(at + more, "a digest stands for itself and cannot be combined with a filter or assumed tags");
        }
        try {
            return Digest.parse(digest);
        } catch (MalformedException e) {
            throw refused(at, e.getMessage() + "; write REPOSITORY@sha256:…, or REPOSITORY:TAG");
        }
    }

    /// The filter ends at the last `/` that is followed by nothing or by `=` and a valid tag list, since a regular
    /// expression may hold `/` and `=` itself.
    private Selection matching(int at) {
        if (!text.startsWith("~/", at)) {
            throw refused(at + 1, "a filter is written between slashes: ~/REGEX/");
        }
        int start = at + 2;
        for (int slash = text.lastIndexOf('/'); slash >= start; slash = text.lastIndexOf('/', slash - 1)) {
            String tail = text.substring(slash + 1);
            if (tail.isEmpty() || (tail.startsWith("=") && areTags(tail.substring(1)))) {
                Pattern filter = filter(text.substring(start, slash), start);
                return new Selection.ListedTags(
                        new TagRules(filter, List.of(), List.of(), null, 0),
                        tail.isEmpty() ? List.of() : tags(tail.substring(1), slash + 2));
            }
        }
        int last = text.lastIndexOf('/');
        if (last < start) {
            boolean empty = start == text.length();
            throw refused(
                    text.length(), (empty ? "the filter is empty" : "the filter is not closed") + "; write ~/REGEX/");
        }
        if (text.startsWith("=", last + 1)) {
            tags(text.substring(last + 2), last + 2);
        }
        throw refused(last + 1, "only '=' and a list of tags may follow the filter");
    }

    private Pattern filter(String expression, int at) {
        if (expression.isEmpty()) {
            throw refused(at, "the filter is empty; write ~/REGEX/, or leave it out to choose every tag");
        }
        if (expression.length() > RepositorySpecification.MAX_FILTER) {
            throw refused(at, "the filter is longer than 256 characters");
        }
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw refused(
                    at,
                    "the filter is not a regular expression of RE2 syntax (%s); for example ~/^v3\\./"
                            .formatted(e.getDescription()));
        }
    }

    private static boolean areTags(String list) {
        for (String tag : list.split(",", -1)) {
            if (!Tag.isValid(tag)) {
                return false;
            }
        }
        return true;
    }

    private List<Tag> tags(String list, int at) {
        List<Tag> tags = new ArrayList<>();
        int column = at;
        for (String tag : list.split(",", -1)) {
            tags.add(tag(tag, column));
            column += tag.length() + 1;
        }
        return tags;
    }

    private Tag tag(String tag, int at) {
        if (tag.isEmpty()) {
            throw refused(at, "a tag is missing; write it, or remove the sign before it");
        }
        try {
            return Tag.parse(tag);
        } catch (MalformedException e) {
            throw refused(at, String.valueOf(e.getMessage()));
        }
    }

    /// @param at index into the text; people count columns from 1
    private MalformedException refused(int at, String why) {
        return new MalformedException("specification '%s', column %d: %s".formatted(text, at + 1, why));
    }
}
