package dev.imagemirror.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/// A Secret of the mirror's own namespace. Other namespaces cannot be named: that would lend their credentials out.
@JsonIgnoreProperties(ignoreUnknown = true)
public record SecretReference(
        @JsonPropertyDescription("Name of the Secret, at most 253 characters.")
        @Required
        @Size(min = 1, max = 253)
        @ValidationRule(value = Grammar.SECRET_RULE, message = Grammar.SECRET_MESSAGE)
        String name) {
    public SecretReference {
        name = name == null ? "" : name;
    }
}
