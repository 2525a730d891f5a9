package dev.imagemirror.resource;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.imagemirror.oci.MalformedException;
import java.time.Duration;

/// Durations as Kubernetes users write them: `90s`, `30m`, `1h30m`.
public final class DurationText {
    private static final Pattern WHOLE = Pattern.compile("([0-9]{1,9}(ms|s|m|h))+");
    private static final Pattern PART = Pattern.compile("([0-9]+)(ms|s|m|h)");

    private DurationText() {}

    /// @throws MalformedException when it is no duration, or not between the bounds, both included
    public static Duration parse(String text, Duration least, Duration most) {
        if (!WHOLE.matches(text)) {
            throw new MalformedException("'%s' is not a duration: write for example 90s, 30m or 1h30m".formatted(text));
        }
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            sum = sum.plus(amount(Long.parseLong(part.group(1)), part.group(2)));
        }
        if (sum.compareTo(least) < 0 || sum.compareTo(most) > 0) {
            throw new MalformedException("%s is not between %s and %s".formatted(text, format(least), format(most)));
        }
        return sum;
    }

    /// The shortest text in hours, minutes and seconds; parts of a second are left out.
    public static String format(Duration duration) {
        long seconds = duration.toSeconds();
        StringBuilder text = new StringBuilder();
        if (seconds >= 3600) {
            text.append(seconds / 3600).append('h');
        }
        if (seconds % 3600 >= 60) {
            text.append(seconds % 3600 / 60).append('m');
        }
        if (seconds % 60 > 0 || seconds == 0) {
            text.append(seconds % 60).append('s');
        }
        return text.toString();
    }

    private static Duration amount(long count, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofHours(count);
        };
    }
}
