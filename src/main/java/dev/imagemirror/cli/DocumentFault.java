package dev.imagemirror.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Says what is wrong with a document in the words of its author. The reader's own messages quote lines of the file,
/// which may hold a Secret, and name classes.
final class DocumentFault {
    private DocumentFault() {}

    static String of(JsonProcessingException fault) {
        return switch (fault) {
            case UnrecognizedPropertyException unknown ->
                "there is no field %s; known are %s".formatted(field(unknown), names(unknown.getKnownPropertyIds()));
            case MismatchedInputException wrong
            when !wrong.getPath().isEmpty() -> "%s must be %s".formatted(field(wrong), expected(wrong.getTargetType()));
            default -> place(fault);
        };
    }

    /// `spec.sources[0].repository`
    private static String field(JsonMappingException fault) {
        StringBuilder field = new StringBuilder();
        for (JsonMappingException.Reference step : fault.getPath()) {
            if (step.getFieldName() == null) {
                field.append('[').append(step.getIndex()).append(']');
            } else {
                field.append(field.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return field.toString();
    }

    private static String names(@Nullable Collection<Object> known) {
        return (known == null ? List.of() : known)
                .stream().map(Object::toString).sorted().collect(Collectors.joining(", "));
    }

    private static String expected(@Nullable Class<?> type) {
        if (type == null) {
            return "something else";
        }
        if (type.isEnum()) {
            return "one of the words that the field allows";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        return switch (type.getSimpleName()) {
            case "Integer", "int", "Long", "long" -> "a whole number";
            case "Boolean", "boolean" -> "true or false";
            case "String" -> "a text";
            default -> "an object with fields";
        };
    }

    private static String place(JsonProcessingException fault) {
        return fault.getLocation() == null
                ? "it is not valid YAML"
                : "it is not valid YAML near line %d, column %d; a bracket, a quote or an indent is wrong, or a field stands twice"
                        .formatted(
                                fault.getLocation().getLineNr(),
                                fault.getLocation().getColumnNr());
    }
}
