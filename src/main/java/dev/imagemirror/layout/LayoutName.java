package dev.imagemirror.layout;

import dev.imagemirror.oci.Registry;
import dev.imagemirror.oci.Repository;
import java.nio.file.Path;
import java.util.Locale;

/// What the images of a layout are called. A folder belongs to no registry, so without a name of its own it is called
/// `localhost/` and the name of the folder.
///
/// @param stated whether the user said so: only then the name is written into the layout, and entries of that name
///     come before others
public record LayoutName(Repository repository, boolean stated) {
    private static final Registry HERE = new Registry("localhost");
    private static final int MAX_LENGTH = 100;

    public static LayoutName stated(Repository repository) {
        return new LayoutName(repository, true);
    }

    /// The name of a folder or archive that was given none.
    public static LayoutName of(Path path) {
        Path last = path.toAbsolutePath().normalize().getFileName();
        String text = (last == null ? "" : last.toString()).toLowerCase(Locale.ROOT);
        String name = text.substring(0, Math.min(text.length(), MAX_LENGTH))
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        return new LayoutName(new Repository(HERE, name.isEmpty() ? "layout" : name), false);
    }
}
