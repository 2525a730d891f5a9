package dev.imagemirror.oci;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What an image runs on, by the image specification, "Image Index": `os/arch` or `os/arch/variant`, in the words of
/// the Go language (`linux/arm64/v8`). Each part has 1 to 32 characters.
///
/// @param variant of the architecture; null when it is not told
public record Platform(
        String os, String architecture, @Nullable String variant) {
    private static final Pattern PART = Pattern.compile("[a-z0-9][a-z0-9._-]{0,31}");
    private static final int SHOWN = 64;

    public Platform {
        check("operating system", os);
        check("architecture", architecture);
        if (variant != null) {
            check("variant", variant);
        }
    }

    /// @throws MalformedException with the text and the part of it that is wrong
    public static Platform parse(String text) {
        String[] parts = text.split("/", -1);
        try {
            return switch (parts.length) {
                case 2 -> new Platform(parts[0], parts[1], null);
                case 3 -> new Platform(parts[0], parts[1], parts[2]);
                default ->
                    throw new MalformedException(
                            "it has %d parts; write os/arch or os/arch/variant".formatted(parts.length));
            };
        } catch (MalformedException e) {
            throw new MalformedException(
                    "'%s' is not a platform such as linux/amd64: %s".formatted(shown(text), e.getMessage()), e);
        }
    }

    /// Whether an image of the other platform is wanted where this one is asked for: without a variant every variant
    /// is. Of arm64 there is one variant, v8, which most indexes leave out.
    public boolean matches(Platform other) {
        return os.equals(other.os)
                && architecture.equals(other.architecture)
                && (variant == null || wholeVariant().equals(other.wholeVariant()));
    }

    @Override
    public String toString() {
        return os + "/" + architecture + (variant == null ? "" : "/" + variant);
    }

    private Optional<String> wholeVariant() {
        return Optional.ofNullable(variant == null && architecture.equals("arm64") ? "v8" : variant);
    }

    private static void check(String part, String text) {
        if (text.isEmpty()) {
            throw new MalformedException("the %s is empty".formatted(part));
        }
        if (!PART.matcher(text).matches()) {
            throw new MalformedException("the %s '%s' must be 1 to 32 lower-case letters, digits, '.', '_' or '-'"
                    .formatted(part, shown(text)));
        }
    }

    private static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
