package dev.imagemirror.bench.image;

import dev.imagemirror.images.Image;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// What the target holds when a run begins.
public enum Start {
    /// Nothing at all.
    EMPTY,
    /// Everything, as it is at the source.
    SAME,
    /// Everything, but one tag of a hundred names another image than at the source.
    MOVED,
    /// Every blob and the first tag; the other tags are missing.
    BLOBS,
    /// Nothing in its repository, but every blob in a repository with the source's name.
    SIBLING;

    private static final int HUNDRED = 100;

    /// What a target repository holds.
    ///
    /// @param tags    of the target repository, with what they name
    /// @param present images whose blobs are in the target repository
    /// @param sibling images whose blobs are in another repository of the target
    public record Holding(Map<String, Image> tags, List<Image> present, List<Image> sibling) {
        public Holding {
            tags = Map.copyOf(tags);
            present = List.copyOf(present);
            sibling = List.copyOf(sibling);
        }
    }

    public Holding of(ImageSet set) {
        List<Image> all = List.copyOf(set.images().values());
        return switch (this) {
            case EMPTY -> new Holding(Map.of(), List.of(), List.of());
            case SAME -> new Holding(set.images(), all, List.of());
            case MOVED -> beforeMove(set.images());
            case BLOBS -> new Holding(Map.of(set.images().firstEntry().getKey(), all.getFirst()), all, List.of());
            case SIBLING -> new Holding(Map.of(), List.of(), all);
        };
    }

    /// A moved tag named the image of the tag after it; its own image is nowhere else.
    private static Holding beforeMove(SequencedMap<String, Image> images) {
        Map<String, Image> before = new LinkedHashMap<>(images);
        List<String> tags = new ArrayList<>(images.keySet());
        for (int moved = 0; moved + 1 < tags.size(); moved += HUNDRED) {
            before.put(tags.get(moved), before.get(tags.get(moved + 1)));
        }
        return new Holding(before, List.copyOf(before.values()), List.of());
    }
}
