package dev.imagemirror.layout;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirror.content.ContentSource;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.ImageIndex;
import dev.imagemirror.oci.ImageManifest;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Manifest;
import dev.imagemirror.oci.Tag;
import java.util.List;

/// `manifest.json`, by which `docker load` finds its way in an archive. It takes any path for config and layers,
/// unpacks layers that are compressed, and compares each with the config's list of uncompressed digests (moby,
/// `image/tarexport/load.go`). So the files of a layout serve as they are, and the same archive is a layout too.
final class DockerManifest {
    static final String FILE = "manifest.json";

    private DockerManifest() {}

    /// Refuses what `docker load` would.
    ///
    /// @throws MalformedException saying why
    static void check(Manifest manifest, LayoutContent content) {
        switch (manifest) {
            case ImageIndex index ->
                throw new MalformedException(
                        "it is an index, and docker archives hold images of one platform; choose one");
            case ImageManifest image -> check(image, content);
        }
    }

    static byte[] bytes(List<Tagged> images, LayoutName name) {
        ArrayNode manifest = LayoutJson.array();
        for (Tagged tagged : images) {
            ObjectNode item = manifest.addObject();
            item.put("Config", LayoutFiles.blob(tagged.image().config().digest()));
            item.putArray("RepoTags").add(name.repository() + ":" + tagged.tag());
            ArrayNode layers = item.putArray("Layers");
            tagged.image().layers().forEach(layer -> layers.add(LayoutFiles.blob(layer.digest())));
        }
        return LayoutJson.bytes(manifest);
    }

    /// An image and the tag that it is loaded under.
    record Tagged(Tag tag, ImageManifest image) {}

    private static void check(ImageManifest image, LayoutContent content) {
        for (Descriptor layer : image.layers()) {
            if (layer.mediaType().isForeignLayer()) {
                throw new MalformedException("its layer %s is kept elsewhere by its author (%s), and archives need all"
                        .formatted(layer.digest(), layer.mediaType()));
            }
        }
        byte[] config = content.read(image.config(), ContentSource.MAX_MANIFEST);
        int unpacked = LayoutJson.object(config).path("rootfs").path("diff_ids").size();
        if (unpacked != image.layers().size()) {
            throw new MalformedException(
                    "its config lists %d layers, but it has %d: this is no image that docker could run"
                            .formatted(unpacked, image.layers().size()));
        }
    }
}
