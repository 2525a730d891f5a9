package dev.imagemirror.oci;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// A repository of a registry: its path follows the distribution specification's `<name>` grammar.
public record Repository(Registry registry, String path) implements Comparable<Repository> {
    private static final Pattern SEGMENT = Pattern.compile("[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*");
    private static final int MAX_LENGTH = 255;

    public Repository {
        if (path.length() > MAX_LENGTH) {
            throw new MalformedException("the repository path is longer than 255 characters");
        }
        for (String segment : path.split("/", -1)) {
            checkSegment(segment, path);
        }
    }

    /// Reads `host[:port]/path`.
    public static Repository parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new MalformedException("'%s' names no registry: host/repository is expected".formatted(text));
        }
        return new Repository(Registry.parse(text.substring(0, slash)), text.substring(slash + 1));
    }

    /// The segments of the path, at least one.
    public List<String> segments() {
        return List.of(path.split("/"));
    }

    @Override
    public int compareTo(Repository other) {
        int order = registry.compareTo(other.registry);
        return order != 0 ? order : path.compareTo(other.path);
    }

    /// `host[:port]/path`.
    @Override
    public String toString() {
        return registry + "/" + path;
    }

    private static void checkSegment(String segment, String path) {
        if (segment.isEmpty()) {
            throw new MalformedException("the repository path '%s' has an empty segment".formatted(path));
        }
        if (!segment.equals(segment.toLowerCase(Locale.ROOT))) {
            throw new MalformedException(
                    "'%s' has upper-case letters: repository paths are lower case, for example '%s'"
                            .formatted(path, path.toLowerCase(Locale.ROOT)));
        }
        if (!SEGMENT.matcher(segment).matches()) {
            throw new MalformedException(
                    "'%s' is not a repository path: in '%s' only lower-case letters and digits, joined by '.', '_', '__'"
                                    .formatted(path, segment)
                            + " or '-', are allowed");
        }
    }
}
