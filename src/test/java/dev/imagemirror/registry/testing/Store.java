package dev.imagemirror.registry.testing;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What the registry holds, by repository. Safe for use by many threads.
final class Store {
    private final Map<String, Map<String, Payload>> blobs = new ConcurrentHashMap<>();
    private final Map<String, Map<String, StoredManifest>> manifests = new ConcurrentHashMap<>();
    private final Map<String, Map<String, String>> tags = new ConcurrentHashMap<>();

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record StoredManifest(String mediaType, String digest, byte[] bytes) {}

    /// Whether the repository ever had a tag.
    boolean hasTags(String repository) {
        return tags.containsKey(repository);
    }

    /// All repositories with manifests, sorted.
    List<String> repositories() {
        return manifests.keySet().stream().sorted().toList();
    }

    void putBlob(String repository, String digest, Payload payload) {
        make(blobs, repository).put(digest, payload);
    }

    Optional<Payload> blob(String repository, String digest) {
        return Optional.ofNullable(of(blobs, repository).get(digest));
    }

    /// Out of any repository.
    Optional<Payload> blob(String digest) {
        return blobs.values().stream()
                .flatMap(held -> Optional.ofNullable(held.get(digest)).stream())
                .findFirst();
    }

    boolean deleteBlob(String repository, String digest) {
        return of(blobs, repository).remove(digest) != null;
    }

    void putManifest(String repository, StoredManifest manifest, @Nullable String tag) {
        make(manifests, repository).put(manifest.digest(), manifest);
        if (tag != null) {
            make(tags, repository).put(tag, manifest.digest());
        }
    }

    Optional<StoredManifest> manifest(String repository, String reference) {
        String digest = of(tags, repository).getOrDefault(reference, reference);
        return Optional.ofNullable(of(manifests, repository).get(digest));
    }

    Collection<StoredManifest> manifests(String repository) {
        return List.copyOf(of(manifests, repository).values());
    }

    boolean deleteManifest(String repository, String reference) {
        if (of(tags, repository).remove(reference) != null) {
            return true;
        }
        of(tags, repository).values().removeIf(reference::equals);
        return of(manifests, repository).remove(reference) != null;
    }

    List<String> tags(String repository) {
        return List.copyOf(new TreeSet<>(of(tags, repository).keySet()));
    }

    Collection<String> blobs(String repository) {
        return List.copyOf(of(blobs, repository).keySet());
    }

    private static <T> Map<String, T> of(Map<String, Map<String, T>> all, String repository) {
        return all.getOrDefault(repository, new HashMap<>());
    }

    private static <T> Map<String, T> make(Map<String, Map<String, T>> all, String repository) {
        return all.computeIfAbsent(repository, name -> new ConcurrentHashMap<>());
    }
}
