package dev.imagemirror.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/// Which tags are deleted at the target, and when.
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Prune(
        @JsonPropertyDescription("What is done about tags that may go: Keep, nothing; Report, they have the action"
                + " Delete in the status; Delete, they are deleted. Default Keep.")
        @Default("Keep")
        PrunePolicy policy,

        @JsonPropertyDescription("Why a tag may go: Gone, the source answers 404 for it (TargetOnly); Deselected, this"
                + " mirror wrote it and the rules no longer choose it. Default Gone alone.")
        @Size(min = 1, max = 2)
        List<PruneCause> when,

        @JsonPropertyDescription("How long it must have been so, 0s to 8760h, default 24h.")
        @Default(Prune.DEFAULT_AFTER)
        @Size(max = 32)
        @ValidationRule(value = Grammar.PRUNE_AFTER_RULE, message = Grammar.PRUNE_AFTER_MESSAGE)
        String after,

        @JsonPropertyDescription("With Gone, also tags that this mirror did not write itself. Default false.")
        boolean adopt,

        @JsonPropertyDescription(
                "RE2 expressions, at most 16, each of 1 to 256 characters. A tag of the target in which"
                        + " one is found is never deleted, nor is any other tag with the same digest.")
        @Size(max = 16)
        @ValidationRule(value = Grammar.EXPRESSIONS_RULE, message = Grammar.EXPRESSIONS_MESSAGE)
        List<@Size(min = 1, max = 256) String> protect,

        @JsonPropertyDescription("The most tags that one run deletes, 0 to 10000, default 50. When more may go, none"
                + " does (PruneRefused) until the annotation imagemirror.dev/approvePrune holds the hash of the plan,"
                + " which the message shows.")
        @Default("50")
        @Min(0)
        @Max(10000)
        Integer maxDeletes) {
    static final String DEFAULT_AFTER = "24h";
    private static final int DEFAULT_MAX_DELETES = 50;

    /// Nothing is deleted.
    public static final Prune NONE =
            new Prune(PrunePolicy.Keep, List.of(PruneCause.Gone), DEFAULT_AFTER, false, List.of(), DEFAULT_MAX_DELETES);

    public Prune {
        policy = policy == null ? PrunePolicy.Keep : policy;
        when = when == null ? List.of(PruneCause.Gone) : List.copyOf(when);
        after = after == null ? DEFAULT_AFTER : after;
        protect = protect == null ? List.of() : List.copyOf(protect);
        maxDeletes = maxDeletes == null ? DEFAULT_MAX_DELETES : maxDeletes;
    }
}
