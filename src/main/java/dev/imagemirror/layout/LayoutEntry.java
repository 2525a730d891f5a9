package dev.imagemirror.layout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Tag;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// An entry of `index.json`, with all that stands in it.
///
/// @param names none for what is there without a tag, a signature for instance
record LayoutEntry(ObjectNode json, Descriptor descriptor, List<ImageName> names) {
    /// Image specification, "Pre-Defined Annotation Keys".
    private static final String REF_NAME = "org.opencontainers.image.ref.name";
    /// The whole name, by which containerd and docker import an image.
    private static final String WHOLE_NAME = "io.containerd.image.name";
    private static final String ANNOTATIONS = "annotations";

    static final Comparator<LayoutEntry> ORDER = Comparator.comparing(
                    (LayoutEntry entry) -> entry.names().toString())
            .thenComparing(entry -> entry.descriptor().digest().text());

    LayoutEntry {
        names = List.copyOf(names);
    }

    /// @throws dev.imagemirror.oci.MalformedException when it is no descriptor
    static LayoutEntry parse(ObjectNode json) {
        Stream<String> written = Stream.of(WHOLE_NAME, REF_NAME)
                .map(key -> json.path(ANNOTATIONS).path(key).asText(""));
        List<ImageName> names =
                written.map(ImageName::parse).flatMap(Optional::stream).toList();
        return new LayoutEntry(json, LayoutJson.descriptor(json), names);
    }

    /// A manifest that no tag names.
    static LayoutEntry untagged(Descriptor manifest, String artifactType) {
        ObjectNode json = LayoutJson.json(manifest);
        return parse(artifactType.isEmpty() ? json : json.put("artifactType", artifactType));
    }

    /// The same manifest under a tag.
    LayoutEntry named(Tag tag, LayoutName name) {
        ObjectNode changed = json.deepCopy();
        ObjectNode annotations = changed.withObjectProperty(ANNOTATIONS);
        annotations.put(REF_NAME, tag.text());
        if (name.stated()) {
            annotations.put(WHOLE_NAME, name.repository() + ":" + tag);
        }
        return parse(changed);
    }

    /// The same manifest without any name.
    LayoutEntry unnamed() {
        ObjectNode changed = json.deepCopy();
        changed.withObjectProperty(ANNOTATIONS).remove(List.of(REF_NAME, WHOLE_NAME));
        if (changed.path(ANNOTATIONS).isEmpty()) {
            changed.remove(ANNOTATIONS);
        }
        return parse(changed);
    }

    /// Whether anything names it, also what is no name of an image.
    boolean isNamed() {
        return Stream.of(WHOLE_NAME, REF_NAME)
                .anyMatch(key -> json.path(ANNOTATIONS).has(key));
    }

    boolean hasTag(Tag tag) {
        return names.stream().anyMatch(name -> name.tag().equals(tag));
    }

    /// Whether it has this tag by the layout's own name, or by none: a write under that name takes its place.
    boolean yields(Tag tag, LayoutName to) {
        boolean foreign = names.stream().anyMatch(name -> name.repository().isPresent() && !name.isOf(to));
        return hasTag(tag) && !foreign;
    }

    boolean isOf(Tag tag, LayoutName called) {
        return names.stream().anyMatch(name -> name.tag().equals(tag) && name.isOf(called));
    }
}
