package dev.imagemirror.copy;

import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.ImageIndex;
import dev.imagemirror.oci.IndexEntry;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Platform;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// Which entries of an index are for certain platforms. What it says depends on nothing but the index and the
/// platforms, in whatever order these are given.
///
/// An attestation stays with what it attests. An index inside the index that names no platform stays whole: it may
/// hold what is wanted, and to look would need a request more. Any other entry without a platform goes, since nothing
/// says that it is wanted.
///
/// @param platforms at least one
public record PlatformFilter(Set<Platform> platforms) {
    private static final int SHOWN = 16;

    public PlatformFilter {
        platforms = Set.copyOf(platforms);
        if (platforms.isEmpty()) {
            throw new MalformedException("a choice of platforms needs at least one");
        }
    }

    /// The index with only these platforms; without an entry when none matches.
    ///
    /// @throws MalformedException when the document cannot be cut
    ImageIndex reduce(ImageIndex index) {
        Set<Digest> chosen = index.entries().stream()
                .filter(this::isChosen)
                .map(entry -> entry.descriptor().digest())
                .collect(Collectors.toSet());
        return index.only(entry -> entry.attested().map(chosen::contains).orElseGet(() -> isChosen(entry)));
    }

    /// Says that nothing of the index is for these platforms, and what it is for.
    String refusal(ImageIndex index) {
        List<String> offered = index.entries().stream()
                .filter(entry -> entry.attested().isEmpty())
                .map(IndexEntry::platform)
                .filter(Objects::nonNull)
                .map(Platform::toString)
                .distinct()
                .toList();
        return "it has nothing for %s%s; correct platforms"
                .formatted(
                        listed(platforms.stream()
                                .map(Platform::toString)
                                .sorted()
                                .toList()),
                        offered.isEmpty() ? " and names no platform" : ", only for " + listed(offered));
    }

    private boolean isChosen(IndexEntry entry) {
        Platform platform = entry.platform();
        if (entry.attested().isPresent()) {
            return false;
        }
        return platform == null
                ? entry.descriptor().mediaType().isIndex()
                : platforms.stream().anyMatch(wanted -> wanted.matches(platform));
    }

    private static String listed(List<String> texts) {
        String shown = String.join(", ", texts.subList(0, Math.min(SHOWN, texts.size())));
        return texts.size() <= SHOWN ? shown : "%s and %d more".formatted(shown, texts.size() - SHOWN);
    }
}
