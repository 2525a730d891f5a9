package dev.imagemirror.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the operator found and did. It is a cache: one scan of both registries rebuilds it.
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ImageMirrorStatus(
        @JsonPropertyDescription("The metadata.generation that this status is about; -1 before the first look.")
        @Nullable
        Long observedGeneration,

        @JsonPropertyDescription("Ready always, the others only while they are true, one per type.")
        List<Condition> conditions,

        @JsonPropertyDescription("Tags of all sources in numbers, and what the last run copied.") @Nullable
        Summary summary,

        @JsonPropertyDescription("How far the run is that is under way; absent while none is.") @Nullable
        Progress progress,

        @JsonPropertyDescription("Each source with its tags, in the order of the specification.")
        List<SourceStatus> sources,

        @JsonPropertyDescription("When the last run ended.") @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable
        Instant lastSyncTime,

        @JsonPropertyDescription("When the last run ended that left the mirror Ready; a dry run does not count.")
        @JsonFormat(shape = JsonFormat.Shape.STRING)
        @Nullable
        Instant lastSuccessfulSyncTime,

        @JsonPropertyDescription("When the next run is due.") @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable
        Instant nextSyncTime,

        @JsonPropertyDescription(
                "The value of the annotation imagemirror.dev/requestedAt that the last finished run" + " answered.")
        @Nullable
        String lastHandledReconcileAt) {
    public ImageMirrorStatus {
        // A condition of an unknown type is a newer operator's: this one drops it, and the newer writes it again.
        conditions = conditions == null
                ? List.of()
                : conditions.stream().filter(Condition::isKnown).toList();
        sources = sources == null ? List.of() : List.copyOf(sources);
        lastSyncTime = wholeSeconds(lastSyncTime);
        lastSuccessfulSyncTime = wholeSeconds(lastSuccessfulSyncTime);
        nextSyncTime = wholeSeconds(nextSyncTime);
    }

    /// The status before the first look.
    public static ImageMirrorStatus empty() {
        return new ImageMirrorStatus(null, List.of(), null, null, List.of(), null, null, null, null);
    }

    public Optional<Condition> condition(ConditionType type) {
        return conditions.stream().filter(c -> c.type() == type).findFirst();
    }

    static @Nullable Instant wholeSeconds(@Nullable Instant time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.SECONDS);
    }
}
