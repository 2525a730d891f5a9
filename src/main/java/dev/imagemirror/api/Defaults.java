package dev.imagemirror.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What holds for sources that do not say.
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Defaults(
        @JsonPropertyDescription("platforms of sources that have none: at most 16.") @Size(min = 1, max = 16) @Nullable
        List<@Pattern(Grammar.PLATFORM) String> platforms,

        @JsonPropertyDescription("platformMode of sources that have none.") @Nullable
        PlatformMode platformMode,

        @JsonPropertyDescription("referrers of sources that have none.") @Nullable
        Boolean referrers) {
    /// Everything is as it is without the field.
    public static final Defaults NONE = new Defaults(null, null, null);

    public Defaults {
        platforms = platforms == null ? null : List.copyOf(platforms);
    }
}
