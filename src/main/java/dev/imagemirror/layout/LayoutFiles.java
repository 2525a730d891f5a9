package dev.imagemirror.layout;

import dev.imagemirror.oci.Digest;
import java.io.IOException;
import java.util.Optional;

/// The files of a layout (image specification, "Image Layout"), read only. Safe for use by many threads.
interface LayoutFiles extends AutoCloseable {
    /// Says that a folder or archive is a layout.
    String VERSION = "oci-layout";
    /// Lists the images.
    String INDEX = "index.json";

    static String blob(Digest digest) {
        return "blobs/" + digest.algorithm() + "/" + digest.hex();
    }

    /// A plain file by one of the names above, or empty when there is none.
    ///
    /// @throws BadLayoutException when there is something else of that name
    Optional<FileSlice> find(String name) throws IOException;

    @Override
    void close();
}
