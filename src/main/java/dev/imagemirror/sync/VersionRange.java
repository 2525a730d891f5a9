package dev.imagemirror.sync;

import dev.imagemirror.oci.MalformedException;
import java.util.List;

/// A range of versions by npm's rules (node-semver, "Ranges"): alternatives of bounds that hold together. A
/// pre-release is only in it when one of the bounds is a pre-release of the same three numbers.
///
/// @param text as the user wrote it
public record VersionRange(String text, List<Bounds> alternatives) {
    /// Most characters of a range.
    public static final int MAX_LENGTH = 256;

    public VersionRange {
        alternatives = List.copyOf(alternatives);
    }

    /// Bounds that hold together; none hold for every release.
    record Bounds(List<Bound> bounds) {
        Bounds {
            bounds = List.copyOf(bounds);
        }

        boolean contain(Version version) {
            return bounds.stream().allMatch(bound -> bound.holds(version))
                    && (!version.isPreRelease() || bounds.stream().anyMatch(bound -> bound.invites(version)));
        }
    }

    /// One comparison with a version.
    record Bound(Comparison comparison, Version version) {
        enum Comparison {
            BELOW,
            AT_MOST,
            EQUAL,
            AT_LEAST,
            ABOVE
        }

        boolean holds(Version other) {
            int order = other.compareTo(version);
            return switch (comparison) {
                case BELOW -> order < 0;
                case AT_MOST -> order <= 0;
                case EQUAL -> order == 0;
                case AT_LEAST -> order >= 0;
                case ABOVE -> order > 0;
            };
        }

        boolean invites(Version preRelease) {
            return version.isPreRelease() && version.hasNumbersOf(preRelease);
        }
    }

    /// @throws MalformedException with the text, the column and what would do
    public static VersionRange parse(String text) {
        return new RangeReader(text).read();
    }

    /// Whether this tag is a version within the range.
    boolean contains(String tag) {
        return Version.of(tag).filter(this::contains).isPresent();
    }

    private boolean contains(Version version) {
        return alternatives.stream().anyMatch(bounds -> bounds.contain(version));
    }

    @Override
    public String toString() {
        return text;
    }
}
