package dev.imagemirror.cli;

import dev.imagemirror.layout.LayoutName;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.oci.Tag;
import dev.imagemirror.sync.RepositorySpecification;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One end of a copy as people write it, in skopeo's words: `docker://quay.io/team/app:1.0`, `oci:FOLDER`,
/// `oci-archive:FILE:1.0`, `docker-archive:FILE:quay.io/team/app:1.0`.
///
/// @param path of the folder or file; empty for a registry
/// @param name what stands behind: a specification, or for folders and files also a tag alone or nothing
record Location(Transport transport, String path, String name) {
    /// Where images are kept.
    enum Transport {
        REGISTRY("docker://"),
        FOLDER("oci:"),
        ARCHIVE("oci-archive:"),
        DOCKER_ARCHIVE("docker-archive:");

        private final String prefix;

        Transport(String prefix) {
            this.prefix = prefix;
        }

        static Transport parse(String text) {
            for (Transport transport : values()) {
                if (text.startsWith(transport.prefix)) {
                    return transport;
                }
            }
            String known = Stream.of(values()).map(Transport::toString).collect(Collectors.joining(" "));
            throw new MalformedException("'%s' must begin with one of %s".formatted(text, known));
        }

        @Override
        public String toString() {
            return prefix;
        }
    }

    /// @throws MalformedException saying what can be written
    static Location parse(String text) {
        Transport transport = Transport.parse(text);
        String rest = text.substring(transport.prefix.length());
        if (transport == Transport.REGISTRY) {
            return new Location(transport, "", rest);
        }
        int colon = rest.indexOf(':');
        Location location = colon < 0
                ? new Location(transport, rest, "")
                : new Location(transport, rest.substring(0, colon), rest.substring(colon + 1));
        if (location.path.isEmpty()) {
            throw new MalformedException("'%s' names no folder or file".formatted(text));
        }
        return location;
    }

    Path file() {
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw new MalformedException("'%s' is no path: %s".formatted(path, e.getReason()), e);
        }
    }

    /// Which images it stands for.
    RepositorySpecification specification() {
        if (namesRepository()) {
            return RepositorySpecification.parse(name);
        }
        Repository here = LayoutName.of(file()).repository();
        return RepositorySpecification.parse(name.isEmpty() ? here.toString() : here + ":" + name);
    }

    /// What its images are called, when that is said in whole.
    Optional<LayoutName> wholeName() {
        return namesRepository() ? Optional.of(LayoutName.stated(specification().repository())) : Optional.empty();
    }

    LayoutName layoutName() {
        return wholeName().orElseGet(() -> LayoutName.of(file()));
    }

    /// The same without the name, as it stands before a tag.
    @Override
    public String toString() {
        return transport == Transport.REGISTRY
                ? transport + specification().repository().toString()
                : transport + path;
    }

    private boolean namesRepository() {
        return transport == Transport.REGISTRY || !(name.isEmpty() || Tag.isValid(name));
    }
}
