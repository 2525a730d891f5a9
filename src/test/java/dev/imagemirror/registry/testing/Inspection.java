package dev.imagemirror.registry.testing;

import dev.imagemirror.registry.testing.Store.StoredManifest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Looks at all that a manifest refers to, in any depth. For one look by one thread.
final class Inspection {
    private final Store store;
    private final String repository;
    private final Set<String> seen = new HashSet<>();
    private final List<String> faults = new ArrayList<>();

    Inspection(Store store, String repository) {
        this.store = store;
        this.repository = repository;
    }

    /// What is not there, and what is something else than its digest says; in words.
    ///
    /// @param reference a tag or a digest
    List<String> faults(String reference) {
        look(reference);
        return List.copyOf(faults);
    }

    private void look(String reference) {
        if (!seen.add(reference)) {
            return;
        }
        Optional<StoredManifest> manifest = store.manifest(repository, reference);
        if (manifest.isEmpty()) {
            faults.add("no manifest " + reference);
            return;
        }
        byte[] bytes = manifest.get().bytes();
        compare(manifest.get().digest(), Payload.of(bytes), "manifest");
        References references = References.of(bytes);
        references.blobs().forEach(this::lookAtBlob);
        references.manifests().forEach(this::look);
    }

    private void lookAtBlob(String digest) {
        if (seen.add(digest)) {
            store.blob(repository, digest)
                    .ifPresentOrElse(blob -> compare(digest, blob, "blob"), () -> faults.add("no blob " + digest));
        }
    }

    private void compare(String digest, Payload held, String kind) {
        String algorithm = digest.substring(0, digest.indexOf(':'));
        if (!held.digest(algorithm).equals(digest)) {
            faults.add("the %s %s has other bytes".formatted(kind, digest));
        }
    }
}
