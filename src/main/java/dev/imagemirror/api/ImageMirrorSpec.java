package dev.imagemirror.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is mirrored, where to, and how often.
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = Grammar.IPV6_RULE,
        message = Grammar.IPV6_MESSAGE,
        fieldPath = ".target.prefix",
        reason = "FieldValueRequired")
@ValidationRule(
        value = Grammar.LOOP_RULE,
        message = Grammar.LOOP_MESSAGE,
        fieldPath = ".target.registry",
        reason = "FieldValueForbidden")
@ValidationRule(
        value = Grammar.TARGET_TAG_RULE,
        message = Grammar.TARGET_TAG_MESSAGE,
        fieldPath = ".target.tag",
        reason = "FieldValueInvalid")
public record ImageMirrorSpec(
        @JsonPropertyDescription("Repositories to mirror and which of their tags, 1 to 256. Where two of them choose"
                + " the same tag, it stands under the first.")
        @Required
        @Size(min = 1, max = 256)
        List<Source> sources,

        @JsonPropertyDescription("What holds for sources that do not say.")
        Defaults defaults,

        @JsonPropertyDescription("The registry that receives the images.") @Required
        Target target,

        @JsonPropertyDescription("How source registries are reached, by host: at most 32 entries. A host without an"
                + " entry is spoken to by HTTPS.")
        @Size(max = 32)
        @ValidationRule(value = Grammar.ONE_ENTRY_RULE, message = Grammar.ONE_ENTRY_MESSAGE)
        List<RegistryAccess> registries,

        @JsonPropertyDescription("Secrets of this namespace with credentials for many hosts, of type"
                + " kubernetes.io/dockerconfigjson or kubernetes.io/dockercfg: at most 16. Their entries are matched by"
                + " host and path as the kubelet does, and tried after the one of registries or target for the host.")
        @Size(max = 16)
        List<SecretReference> imagePullSecrets,

        @JsonPropertyDescription("Time between the starts of two runs, 1m to 168h, as 90s, 30m or 1h30m. A jitter of"
                + " 10 percent either way is added. Without it the operator runs every hour.")
        @Size(max = 32)
        @ValidationRule(value = Grammar.INTERVAL_RULE, message = Grammar.INTERVAL_MESSAGE)
        @Nullable
        String interval,

        @JsonPropertyDescription("The longest time that the copy of one image may take, 1m to 24h, default 30m. A"
                + " transfer that stalls is ended sooner.")
        @Default(ImageMirrorSpec.DEFAULT_IMAGE_TIMEOUT)
        @Size(max = 32)
        @ValidationRule(value = Grammar.IMAGE_TIMEOUT_RULE, message = Grammar.IMAGE_TIMEOUT_MESSAGE)
        String imageTimeout,

        @JsonPropertyDescription("How long a tag that was found right is believed, on each side. A run on request and"
                + " the first run after a restart of the operator ask always, and so does a run after a failure.")
        Recheck recheck,

        @JsonPropertyDescription("Stops runs, also one under way, until it is false again. Default false.")
        boolean suspend,

        @JsonPropertyDescription("How many images are copied at once, at most: 1 to 64, default 16.")
        @Default("16")
        @Min(1)
        @Max(64)
        Integer concurrency,

        @JsonPropertyDescription(
                "What is done when a tag moves at the source: Overwrite, the target follows; Keep, it is"
                        + " left as it is. Default Overwrite.")
        @Default("Overwrite")
        OnChange onChange,

        @JsonPropertyDescription("RE2 expressions, at most 16, each of 1 to 256 characters. A tag in which one is found"
                + " is not asked for at its source again once it was Present, is never written over, and is restored"
                + " by its digest when the target lost it.")
        @Size(max = 16)
        @ValidationRule(value = Grammar.EXPRESSIONS_RULE, message = Grammar.EXPRESSIONS_MESSAGE)
        List<@Size(min = 1, max = 256) String> immutableTags,

        @JsonPropertyDescription("The most tags that a source may choose, 1 to 200000, default 5000. Beyond it the tags"
                + " that the target has go on, and new ones fill up to it, the newest first.")
        @Default("5000")
        @Min(1)
        @Max(200000)
        Integer maxTags,

        @JsonPropertyDescription("Which tags are deleted at the target, and when. Without it none is.")
        Prune prune,

        @JsonPropertyDescription("Compares and plans but writes nothing to the target; status.sources[].tags[].action"
                + " shows what would be done. Default false.")
        boolean dryRun) {
    static final String DEFAULT_IMAGE_TIMEOUT = "30m";
    private static final int DEFAULT_CONCURRENCY = 16;
    private static final int DEFAULT_MAX_TAGS = 5_000;

    public ImageMirrorSpec {
        sources = sources == null ? List.of() : List.copyOf(sources);
        defaults = defaults == null ? Defaults.NONE : defaults;
        target = target == null ? Target.MISSING : target;
        registries = registries == null ? List.of() : List.copyOf(registries);
        imagePullSecrets = imagePullSecrets == null ? List.of() : List.copyOf(imagePullSecrets);
        imageTimeout = imageTimeout == null ? DEFAULT_IMAGE_TIMEOUT : imageTimeout;
        recheck = recheck == null ? Recheck.NONE : recheck;
        concurrency = concurrency == null ? DEFAULT_CONCURRENCY : concurrency;
        onChange = onChange == null ? OnChange.Overwrite : onChange;
        immutableTags = immutableTags == null ? List.of() : List.copyOf(immutableTags);
        prune = prune == null ? Prune.NONE : prune;
        maxTags = maxTags == null ? DEFAULT_MAX_TAGS : maxTags;
    }
}
