package dev.imagemirror.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// One observation about the mirror, after Kubernetes' API conventions, "Typical status properties".
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Condition(
        @JsonPropertyDescription("What is observed. All types but Ready are there only while they are true.")
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
        @Required
        ConditionType type,

        @JsonPropertyDescription("True, False or Unknown.") @Required
        ConditionStatus status,

        @JsonPropertyDescription("Why, as one word of a closed list.")
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
        @Required
        Reason reason,

        @JsonPropertyDescription("Why, for people: side, object, cause and cure. Never a secret.")
        @Required
        @Size(max = Condition.MAX_MESSAGE)
        String message,

        @JsonPropertyDescription("When the status of this condition last changed.")
        @JsonFormat(shape = JsonFormat.Shape.STRING)
        @Required
        Instant lastTransitionTime,

        @JsonPropertyDescription("The metadata.generation that this condition is about.") @Nullable
        Long observedGeneration) {
    /// Most characters of a message; Kubernetes' own conditions have the same bound.
    public static final int MAX_MESSAGE = 32_768;

    public Condition {
        status = status == null ? ConditionStatus.Unknown : status;
        reason = reason == null ? Reason.InternalError : reason;
        message = message == null ? "" : message;
        lastTransitionTime =
                lastTransitionTime == null ? Instant.EPOCH : lastTransitionTime.truncatedTo(ChronoUnit.SECONDS);
    }

    /// False for a type of another version of the operator.
    @JsonIgnore
    boolean isKnown() {
        return type != null;
    }
}
