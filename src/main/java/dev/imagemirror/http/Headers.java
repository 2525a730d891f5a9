package dev.imagemirror.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Header fields in their order, names compared without regard to case, each name any number of times. Immutable.
public record Headers(List<Field> fields) {
    public static final Headers NONE = new Headers(List.of());

    /// One line of the header. Line breaks and NUL, which would start another header, are an
    /// `IllegalArgumentException`; its message does not hold the value, which may be a secret.
    public record Field(String name, String value) {
        public Field {
            if (isBroken(name) || isBroken(value)) {
                throw new IllegalArgumentException("a header value has a line break or NUL: " + Redaction.clean(name));
            }
        }

        @Override
        public String toString() {
            return name + ": …";
        }

        private static boolean isBroken(String text) {
            return text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0 || text.indexOf('\0') >= 0;
        }
    }

    public Headers {
        fields = List.copyOf(fields);
    }

    /// The first value of this name.
    public Optional<String> first(String name) {
        // Loops here and below: a dozen names are asked for with every answer, and streams showed in the profile.
        for (Field field : fields) {
            if (field.name().equalsIgnoreCase(name)) {
                return Optional.of(field.value());
            }
        }
        return Optional.empty();
    }

    /// All values of this name, one for each line.
    public List<String> all(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Field::value)
                .toList();
    }

    /// These headers with one value for this name in place of all that were there.
    public Headers with(String name, String value) {
        List<Field> changed = others(name);
        changed.add(new Field(name, value));
        return new Headers(changed);
    }

    /// These headers without any of this name.
    public Headers without(String name) {
        return new Headers(others(name));
    }

    private List<Field> others(String name) {
        List<Field> others = new ArrayList<>(fields.size() + 1);
        for (Field field : fields) {
            if (!field.name().equalsIgnoreCase(name)) {
                others.add(field);
            }
        }
        return others;
    }
}
