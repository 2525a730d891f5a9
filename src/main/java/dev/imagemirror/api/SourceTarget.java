package dev.imagemirror.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/// Where one source goes, in place of what the target says for all.
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SourceTarget(
        @JsonPropertyDescription("Template of the target path, in place of target.path.")
        @Size(min = 1, max = 255)
        @ValidationRule(value = Grammar.PATH_TEMPLATE_RULE, message = Grammar.PATH_TEMPLATE_MESSAGE)
        @Nullable
        String path,

        @JsonPropertyDescription("Template of the target tag, in place of target.tag. It holds {tag} once, or not at"
                + " all where the source is one tag; a source that is one digest needs it, without {tag}.")
        @Size(min = 1, max = 255)
        @ValidationRule(value = Grammar.TAG_TEMPLATE_RULE, message = Grammar.TAG_TEMPLATE_MESSAGE)
        @Nullable
        String tag) {}
