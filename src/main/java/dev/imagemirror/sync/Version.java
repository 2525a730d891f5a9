package dev.imagemirror.sync;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A version as tags write it: one to three numbers, of which missing ones are 0, a `v` before them at will, and a
/// suffix after `-`, which makes it a pre-release. Ordered by precedence (semver.org 2.0.0, section 11).
///
/// @param preRelease identifiers of the suffix, empty for a release
record Version(long major, long minor, long patch, List<String> preRelease) implements Comparable<Version> {
    /// Largest number of a part, that of npm; beyond it a text is no version.
    static final long MAX_PART = 9_007_199_254_740_991L;

    /// Lower than every other version of the same three numbers.
    private static final List<String> LOWEST = List.of("0");

    Version {
        preRelease = List.copyOf(preRelease);
    }

    /// Empty when the text is no version. Numbers may have zeros before them, as in `22.04`.
    static Optional<Version> of(String text) {
        int end = text.indexOf('-');
        String numbers = text.substring(text.startsWith("v") ? 1 : 0, end < 0 ? text.length() : Math.max(end, 0));
        long[] parts = new long[3];
        @Nullable List<String> suffix = end < 0 ? List.of() : identifiers(text.substring(end + 1));
        return suffix != null && readNumbers(numbers, parts)
                ? Optional.of(new Version(parts[0], parts[1], parts[2], suffix))
                : Optional.empty();
    }

    /// The lowest version of these numbers, below its own pre-releases: the bound of `<2.0.0` that leaves out
    /// `2.0.0-rc.1`.
    static Version below(long major, long minor, long patch) {
        return new Version(major, minor, patch, LOWEST);
    }

    static Version release(long major, long minor, long patch) {
        return new Version(major, minor, patch, List.of());
    }

    boolean isPreRelease() {
        return !preRelease.isEmpty();
    }

    boolean hasNumbersOf(Version other) {
        return major == other.major && minor == other.minor && patch == other.patch;
    }

    @Override
    public int compareTo(Version other) {
        int order = Long.compare(major, other.major);
        order = order != 0 ? order : Long.compare(minor, other.minor);
        order = order != 0 ? order : Long.compare(patch, other.patch);
        return order != 0 ? order : compareSuffix(other);
    }

    private int compareSuffix(Version other) {
        if (preRelease.isEmpty() || other.preRelease.isEmpty()) {
            return Boolean.compare(preRelease.isEmpty(), other.preRelease.isEmpty());
        }
        int shared = Math.min(preRelease.size(), other.preRelease.size());
        for (int i = 0; i < shared; i++) {
            int order = compareIdentifiers(preRelease.get(i), other.preRelease.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(preRelease.size(), other.preRelease.size());
    }

    private static int compareIdentifiers(String one, String other) {
        boolean number = isNumber(one);
        if (number != isNumber(other)) {
            return number ? -1 : 1;
        }
        return number ? NaturalOrder.compareNumbers(one, other) : one.compareTo(other);
    }

    private static boolean readNumbers(String text, long[] parts) {
        int part = 0;
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' && digits > 0 && part < 2) {
                part++;
                digits = 0;
            } else if (isDigit(c) && parts[part] <= MAX_PART / 10) {
                parts[part] = parts[part] * 10 + (c - '0');
                digits++;
            } else {
                return false;
            }
        }
        return digits > 0 && parts[part] <= MAX_PART;
    }

    private static @Nullable List<String> identifiers(String suffix) {
        List<String> identifiers = List.of(suffix.split("\\.", -1));
        return identifiers.stream().allMatch(Version::isIdentifier) ? identifiers : null;
    }

    private static boolean isIdentifier(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> isDigit(c) || c == '-' || isLetter(c));
    }

    private static boolean isNumber(String text) {
        return text.chars().allMatch(Version::isDigit);
    }

    private static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
