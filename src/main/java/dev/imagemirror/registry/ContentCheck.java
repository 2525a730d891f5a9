package dev.imagemirror.registry;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.PushResult;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Manifest;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.oci.RawManifest;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.locks.ReentrantLock;

/// Finds out whether a registry refuses images whose blobs it lacks, as most do. Until a refusal was seen, it is sent
/// an image, without a tag, of a blob that nobody can have: once for each host, and once for each repository whose
/// answer says neither. Safe for use by many threads.
final class ContentCheck {
    private static final String OPERATION = "ask whether content is checked";
    private static final String DESCRIPTOR = "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":2}";
    private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
    private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";
    private static final int DIGEST_BYTES = 32;

    private final Endpoint endpoint;
    private final ManifestWrites writes;
    private final Deletes deletes;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean asked;

    ContentCheck(Endpoint endpoint, ManifestWrites writes, Deletes deletes) {
        this.endpoint = endpoint;
        this.writes = writes;
        this.deletes = deletes;
    }

    boolean isMade() {
        Habits habits = endpoint.habits();
        if (!habits.refusesIncomplete() && !habits.takesIncomplete()) {
            endpoint.lock(OPERATION, lock);
            try {
                askOnce();
            } finally {
                lock.unlock();
            }
        }
        return habits.refusesIncomplete();
    }

    private void askOnce() {
        if (asked || endpoint.habits().refusesIncomplete()) {
            return;
        }
        asked = true;
        Manifest impossible = impossible();
        try {
            // A refusal for this very reason is noted where it is read.
            if (writes.write(impossible, impossible.digest()) instanceof PushResult.Done) {
                endpoint.habits().tookIncomplete();
                deletes.delete(impossible.digest());
            }
        } catch (ContentException e) {
            // Whatever is wrong shows again at the next real request; the check counts as not made.
        }
    }

    private static Manifest impossible() {
        byte[] random = new byte[DIGEST_BYTES];
        new SecureRandom().nextBytes(random);
        Digest nowhere = Digest.parse("sha256:" + HexFormat.of().formatHex(random));
        String json = "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
                .formatted(
                        MediaType.OCI_MANIFEST,
                        DESCRIPTOR.formatted(CONFIG, nowhere),
                        DESCRIPTOR.formatted(LAYER, nowhere));
        return Manifest.parse(new RawManifest(MediaType.OCI_MANIFEST, json.getBytes(StandardCharsets.UTF_8)));
    }
}
