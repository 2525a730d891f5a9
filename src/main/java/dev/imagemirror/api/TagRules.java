package dev.imagemirror.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which of the listed tags a source chooses: all of it must hold, and so must the filter of the one line.
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TagRules(
        @JsonPropertyDescription(
                "RE2 expressions, of which one must be found in the tag: at most 16, each of 1 to 256" + " characters.")
        @Size(max = 16)
        @ValidationRule(value = Grammar.EXPRESSIONS_RULE, message = Grammar.EXPRESSIONS_MESSAGE)
        List<@Size(min = 1, max = 256) String> include,

        @JsonPropertyDescription(
                "RE2 expressions, of which none may be found in the tag: at most 16, each of 1 to 256" + " characters.")
        @Size(max = 16)
        @ValidationRule(value = Grammar.EXPRESSIONS_RULE, message = Grammar.EXPRESSIONS_MESSAGE)
        List<@Size(min = 1, max = 256) String> exclude,

        @JsonPropertyDescription("Range of versions as npm writes them, at most 256 characters, for example >=1.30.0"
                + " <2.0.0. A version has one to three numbers and may begin with v; what follows after - makes it a"
                + " pre-release. Tags that are no versions are not chosen.")
        @Size(min = 1, max = 256)
        @ValidationRule(value = Grammar.RANGE_RULE, message = Grammar.RANGE_MESSAGE)
        @Nullable
        String semver,

        @JsonPropertyDescription("Keeps the newest of what the other rules leave, 1 to 1000: versions by precedence,"
                + " and before all of them tags that are no versions.")
        @Min(1)
        @Max(1000)
        @Nullable
        Integer newest,

        @JsonPropertyDescription("Tags that are mirrored besides, at most 256; no rule touches them. Without any rule"
                + " they are the only ones, and the list of tags is not read.")
        @Size(max = 256)
        List<@Pattern(Grammar.TAG_NAME) String> assume) {
    public TagRules {
        include = include == null ? List.of() : List.copyOf(include);
        exclude = exclude == null ? List.of() : List.copyOf(exclude);
        assume = assume == null ? List.of() : List.copyOf(assume);
    }
}
