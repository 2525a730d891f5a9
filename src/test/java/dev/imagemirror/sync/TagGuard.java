package dev.imagemirror.sync;

import dev.imagemirror.images.Corpus;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.registry.testing.RequestKind;
import dev.imagemirror.registry.testing.TestRegistry;
import dev.imagemirror.registry.testing.TestRequest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Looks at a tag of the target in the moment in which it was written, before anybody hears of that: it must name an
/// image that was meant for it, and that must be whole. Safe for use by many threads.
final class TagGuard {
    private final TestRegistry target;
    private final Map<String, Set<Digest>> meant = new HashMap<>();
    private final Queue<String> breaches = new ConcurrentLinkedQueue<>();

    /// @param meant what tags may name, by the paths of the source
    TagGuard(TestRegistry target, List<Corpus> meant) {
        this.target = target;
        meant.stream()
                .flatMap(corpus -> corpus.tags().stream())
                .forEach(named -> this.meant
                        .computeIfAbsent(
                                key(RemoteMirror.PREFIX + named.repository(), named.tag()), key -> new HashSet<>())
                        .add(named.digest()));
    }

    void look(TestRequest request) {
        if (request.kind() == RequestKind.MANIFEST_PUT) {
            String[] parts = request.path().substring("/v2/".length()).split("/manifests/", -1);
            if (!parts[1].contains(":")) {
                look(parts[0], parts[1]);
            }
        }
    }

    /// What was wrong so far.
    List<String> breaches() {
        return List.copyOf(breaches);
    }

    private void look(String repository, String tag) {
        Optional<Digest> now = target.tagged(repository, tag);
        if (now.isEmpty()) {
            return;
        }
        Set<Digest> allowed = meant.get(key(repository, tag));
        // Tags that list referrers are the client's own.
        if (allowed != null && !allowed.contains(now.get())) {
            breaches.add("%s:%s names %s".formatted(repository, tag, now.get()));
        }
        target.faultsOf(repository, tag).forEach(fault -> breaches.add("%s:%s: %s".formatted(repository, tag, fault)));
    }

    private static String key(String repository, String tag) {
        return repository + ":" + tag;
    }
}
