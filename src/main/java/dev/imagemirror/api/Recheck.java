package dev.imagemirror.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/// How long a tag that was found right is believed.
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Recheck(
        @JsonPropertyDescription("How long the source is not asked for the digest of a tag that was found right, 0s to"
                + " 168h. 0s, the default: every run asks.")
        @Size(max = 32)
        @ValidationRule(value = Grammar.RECHECK_RULE, message = Grammar.RECHECK_MESSAGE)
        @Nullable
        String source,

        @JsonPropertyDescription("How long the target is not asked for the digest of a tag that was found right, 0s to"
                + " 168h. 0s, the default: every run asks.")
        @Size(max = 32)
        @ValidationRule(value = Grammar.RECHECK_RULE, message = Grammar.RECHECK_MESSAGE)
        @Nullable
        String target) {
    /// Every run asks both sides.
    public static final Recheck NONE = new Recheck(null, null);
}
