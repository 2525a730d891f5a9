package dev.imagemirror.layout;

import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.oci.Tag;
import java.util.Optional;

/// The name of an image in a layout.
///
/// @param repository empty when only a tag stands there
record ImageName(Optional<Repository> repository, Tag tag) {
    /// Reads a tag, as skopeo writes it, or a whole name, as containerd and docker do; empty for anything else.
    static Optional<ImageName> parse(String text) {
        if (Tag.isValid(text)) {
            return Optional.of(new ImageName(Optional.empty(), new Tag(text)));
        }
        int colon = text.lastIndexOf(':');
        if (colon <= text.lastIndexOf('/') || !Tag.isValid(text.substring(colon + 1))) {
            return Optional.empty();
        }
        try {
            Repository repository = Repository.parse(text.substring(0, colon));
            return Optional.of(new ImageName(Optional.of(repository), new Tag(text.substring(colon + 1))));
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    boolean isOf(LayoutName name) {
        return name.stated() && repository.filter(name.repository()::equals).isPresent();
    }

    @Override
    public String toString() {
        return repository.map(name -> name + ":" + tag).orElseGet(tag::text);
    }
}
