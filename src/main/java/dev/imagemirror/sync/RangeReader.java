package dev.imagemirror.sync;

import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.sync.VersionRange.Bound;
import dev.imagemirror.sync.VersionRange.Bound.Comparison;
import dev.imagemirror.sync.VersionRange.Bounds;
import java.util.ArrayList;
import java.util.List;

/// Reads a range from left to right by npm's grammar (node-semver, "Range Grammar"), without its empty range, which
/// would choose every release in silence.
final class RangeReader {
    private static final List<String> OPERATORS = List.of(">=", "<=", "~>", ">", "<", "=", "~", "^");
    private static final String EXAMPLE = "; for example '>=1.2.0 <2.0.0', '^1.2' or '1.x || 2.x'";

    private final String text;
    private int at;

    RangeReader(String text) {
        this.text = text;
    }

    VersionRange read() {
        if (text.length() > VersionRange.MAX_LENGTH) {
            throw new MalformedException(
                    "the range '%s…' is longer than 256 characters".formatted(text.substring(0, 32)));
        }
        List<Bounds> alternatives = new ArrayList<>();
        do {
            alternatives.add(alternative());
        } while (skip("||"));
        if (at < text.length()) {
            throw refused(at, "'%s' is not understood here".formatted(text.charAt(at)));
        }
        return new VersionRange(text, alternatives);
    }

    /// `1.2 - 3`, or comparisons with blanks between them.
    private Bounds alternative() {
        skipBlanks();
        int start = at;
        String operator = operator();
        Partial first = partial();
        int end = at;
        if (operator.isEmpty() && blanksBefore("-") && blanksAfterHyphen()) {
            return new Bounds(between(first, partial()));
        }
        at = end;
        List<Bound> bounds = new ArrayList<>(bounds(operator, first, start));
        while (skipBlanks() && at < text.length() && !text.startsWith("||", at)) {
            int next = at;
            bounds.addAll(bounds(operator(), partial(), next));
        }
        return new Bounds(bounds);
    }

    private String operator() {
        for (String operator : OPERATORS) {
            if (skip(operator)) {
                skipBlanks();
                return operator;
            }
        }
        return "";
    }

    /// A version of which parts are missing or `x`.
    ///
    /// @param parts how many numbers there are before the first that is open
    private record Partial(int parts, Version version) {
        long major() {
            return version.major();
        }

        long minor() {
            return version.minor();
        }

        /// The first version after all that it stands for.
        Version next() {
            return switch (parts) {
                case 1 -> Version.below(major() + 1, 0, 0);
                case 2 -> Version.below(major(), minor() + 1, 0);
                default -> version;
            };
        }
    }

    private Partial partial() {
        skip("v");
        long[] numbers = new long[3];
        int known = 0;
        int read = 0;
        boolean open = false;
        do {
            boolean any = skip("x") || skip("X") || skip("*");
            open |= any;
            numbers[read] = any ? 0 : number();
            known = open ? known : known + 1;
            numbers[read] = open ? 0 : numbers[read];
            read++;
        } while (read < 3 && skip("."));
        List<String> suffix = read == 3 && skip("-") ? identifiers() : List.of();
        if (read == 3 && skip("+")) {
            identifiers();
        }
        if (at < text.length() && text.charAt(at) != ' ' && text.charAt(at) != '|') {
            throw refused(at, "'%s' is not understood in a version".formatted(text.charAt(at)));
        }
        return new Partial(known, new Version(numbers[0], numbers[1], numbers[2], open ? List.of() : suffix));
    }

    private long number() {
        int start = at;
        long number = 0;
        while (at < text.length() && "0123456789".indexOf(text.charAt(at)) >= 0 && number <= Version.MAX_PART / 10) {
            number = number * 10 + (text.charAt(at) - '0');
            at++;
        }
        if (at == start) {
            throw refused(at, "a number, x or * is missing");
        }
        if (at - start > 1 && text.charAt(start) == '0') {
            throw refused(start, "a number has no zero before it; write %d".formatted(number));
        }
        if (number > Version.MAX_PART - 1) {
            throw refused(start, "the number is too large");
        }
        return number;
    }

    private List<String> identifiers() {
        int start = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || ".-".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        return Version.of("1-" + text.substring(start, at))
                .orElseThrow(() -> refused(start, "a suffix is letters, digits and -, with points between"))
                .preRelease();
    }

    private List<Bound> bounds(String operator, Partial to, int start) {
        if (to.parts() == 0) {
            boolean nothing = operator.equals("<") || operator.equals(">");
            if (nothing) {
                throw refused(start, "nothing is '%s' every version".formatted(operator));
            }
            return List.of();
        }
        return switch (operator) {
            case "^" -> List.of(atLeast(to), new Bound(Comparison.BELOW, afterCaret(to)));
            case "~", "~>" -> List.of(atLeast(to), new Bound(Comparison.BELOW, afterTilde(to)));
            case "<" -> List.of(new Bound(Comparison.BELOW, to.parts() < 3 ? lowest(to) : to.version()));
            case "<=" -> List.of(atMost(to));
            case ">" -> List.of(above(to));
            case ">=" -> List.of(atLeast(to));
            default ->
                to.parts() < 3
                        ? List.of(atLeast(to), new Bound(Comparison.BELOW, to.next()))
                        : List.of(new Bound(Comparison.EQUAL, to.version()));
        };
    }

    private static List<Bound> between(Partial from, Partial to) {
        List<Bound> bounds = new ArrayList<>();
        if (from.parts() > 0) {
            bounds.add(atLeast(from));
        }
        if (to.parts() > 0) {
            bounds.add(atMost(to));
        }
        return bounds;
    }

    private static Bound atLeast(Partial from) {
        return new Bound(Comparison.AT_LEAST, from.version());
    }

    private static Bound atMost(Partial to) {
        return new Bound(to.parts() < 3 ? Comparison.BELOW : Comparison.AT_MOST, to.next());
    }

    private static Bound above(Partial from) {
        Version next = from.next();
        return from.parts() < 3
                ? new Bound(Comparison.AT_LEAST, Version.release(next.major(), next.minor(), next.patch()))
                : new Bound(Comparison.ABOVE, next);
    }

    private static Version lowest(Partial of) {
        return Version.below(of.major(), of.minor(), 0);
    }

    /// What `~` leaves out: the next minor version, or the next major one when no minor is named.
    private static Version afterTilde(Partial from) {
        return from.parts() < 2 ? from.next() : Version.below(from.major(), from.minor() + 1, 0);
    }

    /// What `^` leaves out: a change of the first number that is not 0.
    private static Version afterCaret(Partial from) {
        if (from.major() > 0 || from.parts() == 1) {
            return Version.below(from.major() + 1, 0, 0);
        }
        if (from.minor() > 0 || from.parts() == 2) {
            return Version.below(0, from.minor() + 1, 0);
        }
        return Version.below(0, 0, from.version().patch() + 1);
    }

    private boolean blanksBefore(String sign) {
        return at < text.length() && text.charAt(at) == ' ' && skipBlanks() && skip(sign);
    }

    private boolean blanksAfterHyphen() {
        return at < text.length() && text.charAt(at) == ' ' && skipBlanks();
    }

    private boolean skip(String sign) {
        boolean there = text.startsWith(sign, at);
        at += there ? sign.length() : 0;
        return there;
    }

    private boolean skipBlanks() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        return true;
    }

    private MalformedException refused(int column, String why) {
        return new MalformedException("range '%s', column %d: %s%s".formatted(text, column + 1, why, EXAMPLE));
    }
}
