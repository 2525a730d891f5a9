package dev.imagemirror.layout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.oci.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// `index.json` (image specification, "index.json file").
///
/// @param document everything else that stands there, kept as it is
record LayoutIndex(ObjectNode document, List<LayoutEntry> entries) {
    /// Most bytes, enough for some 30,000 tags.
    static final int MAX_BYTES = 8 * 1024 * 1024;

    private static final String MANIFESTS = "manifests";

    LayoutIndex {
        entries = List.copyOf(entries);
    }

    static LayoutIndex empty() {
        ObjectNode document = LayoutJson.object().put("schemaVersion", 2).put("mediaType", MediaType.OCI_INDEX.text());
        return new LayoutIndex(document, List.of());
    }

    /// @throws MalformedException when this is no index
    static LayoutIndex parse(byte[] bytes) {
        ObjectNode document = LayoutJson.object(bytes);
        if (!(document.path(MANIFESTS) instanceof ArrayNode manifests)) {
            throw new MalformedException("it is no index: it has no list of manifests");
        }
        List<LayoutEntry> entries = new ArrayList<>(manifests.size());
        for (JsonNode entry : manifests) {
            if (!(entry instanceof ObjectNode object)) {
                throw new MalformedException("manifests[%d] is no descriptor".formatted(entries.size()));
            }
            try {
                entries.add(LayoutEntry.parse(object));
            } catch (MalformedException e) {
                throw new MalformedException("manifests[%d]: %s".formatted(entries.size(), e.getMessage()), e);
            }
        }
        return new LayoutIndex(document, entries);
    }

    /// Sorted, so that the same images give the same bytes in whatever order they came.
    byte[] bytes() {
        ObjectNode written = document.deepCopy();
        ArrayNode manifests = written.putArray(MANIFESTS);
        entries.stream().sorted(LayoutEntry.ORDER).map(LayoutEntry::json).forEach(manifests::add);
        return LayoutJson.bytes(written);
    }

    List<Tag> tags() {
        return entries.stream()
                .flatMap(entry -> entry.names().stream())
                .map(ImageName::tag)
                .distinct()
                .sorted()
                .toList();
    }

    /// What has this tag: by the name that the user stated, else by no name, else by any.
    ///
    /// @throws MalformedException when that leaves several images
    Optional<LayoutEntry> find(Tag tag, LayoutName called) {
        List<LayoutEntry> found =
                entries.stream().filter(entry -> entry.hasTag(tag)).toList();
        for (Predicate<LayoutEntry> rule : List.<Predicate<LayoutEntry>>of(
                entry -> entry.isOf(tag, called), entry -> entry.yields(tag, called), entry -> true)) {
            List<LayoutEntry> chosen = found.stream().filter(rule).toList();
            if (!chosen.isEmpty()) {
                return Optional.of(onlyOne(tag, chosen));
            }
        }
        return Optional.empty();
    }

    Set<Digest> digests() {
        return entries.stream().map(entry -> entry.descriptor().digest()).collect(Collectors.toSet());
    }

    Optional<LayoutEntry> find(Digest digest) {
        return entries.stream().filter(entry -> isOf(entry, digest)).findFirst();
    }

    /// With this entry under this tag, which whatever had it loses.
    LayoutIndex with(LayoutEntry entry, Tag tag, LayoutName name) {
        LayoutIndex rest = without(other -> other.yields(tag, name)
                || (!other.isNamed() && isOf(other, entry.descriptor().digest())));
        return rest.plus(entry.named(tag, name));
    }

    /// With this entry, unless the manifest is listed already.
    LayoutIndex with(LayoutEntry entry) {
        return find(entry.descriptor().digest()).isPresent() ? this : plus(entry);
    }

    LayoutIndex without(Predicate<LayoutEntry> condition) {
        return new LayoutIndex(
                document, entries.stream().filter(condition.negate()).toList());
    }

    private LayoutIndex plus(LayoutEntry entry) {
        List<LayoutEntry> more = new ArrayList<>(entries);
        more.add(entry);
        return new LayoutIndex(document, more);
    }

    private static LayoutEntry onlyOne(Tag tag, List<LayoutEntry> entries) {
        if (entries.stream()
                        .map(entry -> entry.descriptor().digest())
                        .distinct()
                        .count()
                > 1) {
            throw new MalformedException("%s has the tag %s for several images: %s; say which by its whole name"
                    .formatted(
                            LayoutFiles.INDEX,
                            tag,
                            entries.stream()
                                    .map(entry -> entry.names().getFirst() + " ("
                                            + entry.descriptor().digest() + ")")
                                    .collect(Collectors.joining(", "))));
        }
        return entries.getFirst();
    }

    private static boolean isOf(LayoutEntry entry, Digest digest) {
        return entry.descriptor().digest().equals(digest);
    }
}
