package dev.imagemirror.oci;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// A registry by its host and optional port, in lower case. Docker Hub's many names are one, written `docker.io`.
public record Registry(String name) implements Comparable<Registry> {
    private static final Set<String> DOCKER_HUB_NAMES =
            Set.of("docker.io", "index.docker.io", "registry.hub.docker.com", "registry-1.docker.io");
    private static final Pattern NAME = Pattern.compile(
            "(?<host>[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*|\\[[0-9a-f:.]+])(:(?<port>.*))?");
    private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");
    private static final int MAX_PORT = 65_535;
    private static final int MAX_LENGTH = 255;

    /// Docker Hub. Stands after the patterns that its constructor needs.
    public static final Registry DOCKER_HUB = new Registry("docker.io");

    public Registry {
        var matcher = NAME.matcher(name);
        if (name.length() > MAX_LENGTH || !matcher.matches()) {
            throw new MalformedException("'%s' is not a registry: a host name or address with an optional port is"
                            .formatted(name.length() > MAX_LENGTH ? name.substring(0, 32) + "…" : name)
                    + " expected, for example registry.company.io:5000");
        }
        String port = matcher.group("port");
        if (port != null && (!PORT.matcher(port).matches() || Integer.parseInt(port) > MAX_PORT)) {
            throw new MalformedException("'%s' is not a registry: the port must be 1 to 65535".formatted(name));
        }
        if (!isHost(name)) {
            throw new MalformedException(
                    "'%s' is not a registry: it looks like a numeric address, but is none".formatted(name));
        }
        if (namesDockerHub(name) && !name.equals("docker.io")) {
            throw new MalformedException("Docker Hub is written docker.io");
        }
    }

    /// Whether an address can be made of it. A last label that begins with a digit, as in `127.1`, makes a host that
    /// programs read in different ways.
    private static boolean isHost(String name) {
        try {
            return new URI("https://" + name).getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /// Reads a registry as people write it: in any case, Docker Hub by any of its names.
    public static Registry parse(String text) {
        String name = text.toLowerCase(Locale.ROOT);
        return namesDockerHub(name) ? DOCKER_HUB : new Registry(name);
    }

    /// Whether this, in lower case, is one of Docker Hub's names.
    public static boolean namesDockerHub(String name) {
        return DOCKER_HUB_NAMES.contains(name);
    }

    /// The host without the port; an IPv6 address keeps its brackets.
    public String host() {
        int colon = name.lastIndexOf(':');
        return colon > name.lastIndexOf(']') ? name.substring(0, colon) : name;
    }

    /// The authority that answers the distribution API: Docker Hub's differs from its name.
    public String apiAuthority() {
        return equals(DOCKER_HUB) ? "registry-1.docker.io" : name;
    }

    public boolean isDockerHub() {
        return equals(DOCKER_HUB);
    }

    @Override
    public int compareTo(Registry other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
