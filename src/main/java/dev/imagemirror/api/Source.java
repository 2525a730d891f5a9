package dev.imagemirror.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/// One repository and which of its tags are mirrored.
@JsonIgnoreProperties(ignoreUnknown = true)
public record Source(
        @JsonPropertyDescription("[REGISTRY[:PORT]/]REPOSITORY[:TAG][~/REGEX/][=TAG1,TAG2,...], at most 512"
                + " characters. Without a registry it is Docker Hub. Nothing after the repository: every listed tag."
                + " :TAG: this tag only. =A,B: these tags only, without a look at the list. ~/REGEX/: the listed tags"
                + " in which the RE2 expression is found; with =A,B behind it these tags too.")
        @Required
        @Size(min = 1, max = 512)
        @ValidationRule(value = Grammar.REPOSITORY_RULE, messageExpression = RepositoryFault.MESSAGE)
        @ValidationRule(value = Grammar.LENGTH_RULE, message = Grammar.LENGTH_MESSAGE)
        @ValidationRule(value = Grammar.FILTER_RULE, message = Grammar.FILTER_MESSAGE)
        @ValidationRule(value = Grammar.FILTER_LENGTH_RULE, message = Grammar.FILTER_LENGTH_MESSAGE)
        @ValidationRule(value = Grammar.DIGEST_RULE, message = Grammar.DIGEST_MESSAGE)
        String repository) {
    public Source {
        repository = repository == null ? "" : repository;
    }
}
