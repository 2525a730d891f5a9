package dev.imagemirror.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One repository and which of its tags are mirrored.
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = Grammar.PINNED_RULE, message = Grammar.PINNED_MESSAGE, fieldPath = ".tags")
@ValidationRule(value = Grammar.DIGEST_RULE, message = Grammar.DIGEST_MESSAGE)
@ValidationRule(value = Grammar.SOURCE_TAG_RULE, message = Grammar.SOURCE_TAG_MESSAGE, fieldPath = ".target")
public record Source(
        @JsonPropertyDescription("[REGISTRY[:PORT]/]REPOSITORY[:TAG][~/REGEX/][=TAG1,TAG2,...], at most 512"
                + " characters. Without a registry it is Docker Hub. Nothing after the repository: every listed tag."
                + " :TAG: this tag only. =A,B: these tags only, without a look at the list. ~/REGEX/: the listed tags"
                + " in which the RE2 expression is found; with =A,B behind it these tags too. @sha256:...: this content"
                + " only, under the tag of target.tag.")
        @Required
        @Size(min = 1, max = 512)
        @ValidationRule(value = Grammar.REPOSITORY_RULE, messageExpression = RepositoryFault.MESSAGE)
        @ValidationRule(value = Grammar.LENGTH_RULE, message = Grammar.LENGTH_MESSAGE)
        @ValidationRule(value = Grammar.FILTER_RULE, message = Grammar.FILTER_MESSAGE)
        @ValidationRule(value = Grammar.FILTER_LENGTH_RULE, message = Grammar.FILTER_LENGTH_MESSAGE)
        String repository,

        @JsonPropertyDescription("Which of the listed tags are mirrored, besides the filter of the repository line.")
        @Nullable
        TagRules tags,

        @JsonPropertyDescription("The platforms to copy of images that have several, at most 16, as os/arch or"
                + " os/arch/variant. Without a variant every variant is meant. An image that is for one platform is"
                + " copied as it is. Without this field everything is copied, byte for byte.")
        @Size(min = 1, max = 16)
        @Nullable
        List<@Pattern(Grammar.PLATFORM) String> platforms,

        @JsonPropertyDescription("With platforms. Rewrite, the default: the target gets a smaller index with a digest"
                + " of its own. Sparse: it gets the original index with only these children, which not every registry"
                + " takes.")
        @Nullable
        PlatformMode platformMode,

        @JsonPropertyDescription("Whether signatures, attestations and SBOMs travel with their images. Default true.")
        @Nullable
        Boolean referrers,

        @JsonPropertyDescription("Where this source goes, in place of target.path and target.tag.") @Nullable
        SourceTarget target) {
    public Source {
        repository = repository == null ? "" : repository;
        platforms = platforms == null ? null : List.copyOf(platforms);
    }
}
