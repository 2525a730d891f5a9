package dev.imagemirror.resource;

import dev.imagemirror.api.Defaults;
import dev.imagemirror.api.PlatformMode;
import dev.imagemirror.api.Source;
import dev.imagemirror.copy.PlatformFilter;
import dev.imagemirror.copy.PlatformSubset;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Platform;
import dev.imagemirror.sync.CopyOptions;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads how the images of a source are copied.
///
/// @param defaults for what the source does not say
record OptionsReader(Defaults defaults) {
    private static final int MAX_PLATFORMS = 16;

    /// @param place names the source in messages
    CopyOptions read(Source source, String place) {
        @Nullable Set<Platform> own = platforms(place, source.platforms());
        @Nullable Set<Platform> platforms = own == null ? platforms("spec.defaults", defaults.platforms()) : own;
        @Nullable Boolean referrers = source.referrers() == null ? defaults.referrers() : source.referrers();
        return new CopyOptions(
                platforms == null ? new PlatformSubset.Whole() : subset(new PlatformFilter(platforms), source),
                referrers == null || referrers);
    }

    private PlatformSubset subset(PlatformFilter filter, Source source) {
        @Nullable PlatformMode mode = source.platformMode() == null ? defaults.platformMode() : source.platformMode();
        return switch (mode == null ? PlatformMode.Rewrite : mode) {
            case Rewrite -> new PlatformSubset.Rewritten(filter);
            case Sparse -> new PlatformSubset.Sparse(filter);
        };
    }

    private static @Nullable Set<Platform> platforms(String place, @Nullable List<String> texts) {
        if (texts == null) {
            return null;
        }
        String field = place + ".platforms";
        if (texts.isEmpty()) {
            throw new MalformedException(field + " is empty: name a platform, or leave the field out for all of them");
        }
        SpecReader.checkSize(field, texts, MAX_PLATFORMS);
        Set<Platform> platforms = new LinkedHashSet<>();
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            platforms.add(SpecReader.at("%s[%d]".formatted(field, i), () -> Platform.parse(text)));
        }
        return platforms;
    }
}
