package dev.imagemirror.auth;

import dev.imagemirror.oci.Registry;
import dev.imagemirror.oci.Repository;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// A key of `auths`: a host, which may be a pattern ([HostPattern]), an optional port, an optional path.
/// Matching differs from the kubelet's in one point: `host/team` does not match `host/team-evil`.
///
/// @param segments of the path, none for a whole host
record DockerConfigKey(String authority, List<String> segments) implements Comparable<DockerConfigKey> {
    private static final Comparator<DockerConfigKey> MOST_SPECIFIC_FIRST = Comparator.comparingInt(
                    (DockerConfigKey key) -> -key.segments().size())
            .thenComparing(DockerConfigKey::isPattern, Boolean::compare)
            .thenComparingInt(key -> -key.authority().length());

    static DockerConfigKey parse(String text) {
        String rest = text.strip().toLowerCase(Locale.ROOT).replaceFirst("^https?://", "");
        int slash = rest.indexOf('/');
        String authority = slash < 0 ? rest : rest.substring(0, slash);
        String path = slash < 0 ? "" : rest.substring(slash + 1).replaceFirst("^v[12]/?$", "");
        return new DockerConfigKey(
                Registry.namesDockerHub(authority) ? Registry.DOCKER_HUB.name() : authority,
                Pattern.compile("/")
                        .splitAsStream(path)
                        .filter(segment -> !segment.isEmpty())
                        .toList());
    }

    boolean matches(Repository repository) {
        List<String> path = repository.segments();
        return segments.size() <= path.size()
                && path.subList(0, segments.size()).equals(segments)
                && matches(repository.registry().name());
    }

    boolean isPattern() {
        return authority.indexOf('*') >= 0 || authority.indexOf('?') >= 0 || authority.indexOf('[') > 0;
    }

    @Override
    public int compareTo(DockerConfigKey other) {
        return MOST_SPECIFIC_FIRST.compare(this, other);
    }

    private boolean matches(String name) {
        return isPattern() ? new HostPattern(authority).matches(name) : name.equals(authority);
    }
}
