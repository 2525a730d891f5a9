package dev.imagemirror.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;

/// JSON as registries send it. Who reads bounds the size; here stand the bounds of its shape.
final class Json {
    /// Deepest nesting.
    private static final int MAX_DEPTH = 100;
    /// Longest text, in characters: longer than any that has a meaning here.
    private static final int MAX_TEXT = 4 * 1024 * 1024;

    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_TEXT)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // Half of a surrogate pair can be escaped in JSON but not encoded in UTF-8.
            .configure(JsonWriteFeature.ESCAPE_NON_ASCII, true)
            .build();

    static final ObjectMapper MAPPER = new ObjectMapper(FACTORY);

    private Json() {}
}
