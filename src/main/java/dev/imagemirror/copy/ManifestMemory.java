package dev.imagemirror.copy;

import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.RawManifest;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The manifests of one run that were used last, up to a bound of bytes. Safe for use by many threads.
public final class ManifestMemory {
    /// Most bytes of manifests that are remembered: some thousands of images, or four of the largest manifests.
    static final int MAX_BYTES = 16 * 1024 * 1024;

    private static final int ROOM = 16;
    private static final float LOAD = 0.75f;

    private final Map<Digest, RawManifest> manifests = new LinkedHashMap<>(ROOM, LOAD, true);
    private int bytes;

    synchronized Optional<RawManifest> recall(Digest digest) {
        return Optional.ofNullable(manifests.get(digest));
    }

    synchronized void keep(RawManifest manifest) {
        if (manifests.put(manifest.digest(), manifest) == null) {
            bytes += manifest.bytes().length;
        }
        Iterator<RawManifest> oldest = manifests.values().iterator();
        while (bytes > MAX_BYTES) {
            bytes -= oldest.next().bytes().length;
            oldest.remove();
        }
    }
}
