package dev.imagemirror.bench.image;

import dev.imagemirror.images.Blob;
import dev.imagemirror.images.Image;
import dev.imagemirror.servers.ServerFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The storage of a registry (distribution, driver `filesystem`), filled and read without the registry: a hundred times
/// faster than by requests, and nothing of the registry is warmed up by it. Holds for the layout of distribution
/// 2 and 3.
///
/// @param root the folder that the registry's configuration names
public record Storage(Path root) {

    /// Puts a whole set into a repository.
    public void put(String repository, ImageSet set) {
        put(repository, set.images(), set.images().values());
    }

    /// Puts into a repository, and into its sibling, what they hold when a run begins.
    public void put(String repository, String sibling, Start.Holding holding) {
        put(repository, holding.tags(), holding.present());
        put(sibling, Map.of(), holding.sibling());
    }

    /// The digest that each tag names, sorted by tag.
    public Map<String, String> digests(String repository) {
        Map<String, String> digests = new TreeMap<>();
        Path tags = repository(repository).resolve("_manifests/tags");
        if (!Files.exists(tags)) {
            return digests;
        }
        try (Stream<Path> all = Files.list(tags)) {
            for (Path tag : (Iterable<Path>) all::iterator) {
                digests.put(tag.getFileName().toString(), Files.readString(tag.resolve("current/link")));
            }
            return digests;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Removes everything. The registry may run: it looks into the storage for each request.
    public void clear() {
        ServerFolder.delete(root);
    }

    private void put(String repository, Map<String, Image> tags, Collection<Image> present) {
        try {
            Path folder = repository(repository);
            for (Blob blob :
                    ImageSet.blobs(ImageSet.manifests(present).values()).values()) {
                save(blob);
                link(folder.resolve("_layers"), blob.digest());
            }
            for (Image manifest : ImageSet.manifests(tags.values()).values()) {
                save(manifest.manifest());
                link(folder.resolve("_manifests/revisions"), manifest.digest());
            }
            for (var tag : tags.entrySet()) {
                Path named = folder.resolve("_manifests/tags").resolve(tag.getKey());
                String digest = tag.getValue().digest();
                write(named.resolve("current"), digest);
                link(named.resolve("index"), digest);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot fill " + root, e);
        }
    }

    private void save(Blob blob) throws IOException {
        String hex = hex(blob.digest());
        Path folder = top().resolve("blobs/sha256").resolve(hex.substring(0, 2)).resolve(hex);
        Files.createDirectories(folder);
        blob.save(folder.resolve("data"));
    }

    private static void link(Path folder, String digest) throws IOException {
        write(folder.resolve("sha256").resolve(hex(digest)), digest);
    }

    private static void write(Path folder, String digest) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("link"), digest);
    }

    private Path repository(String name) {
        return top().resolve("repositories").resolve(name);
    }

    private Path top() {
        return root.resolve("docker/registry/v2");
    }

    private static String hex(String digest) {
        return digest.substring(digest.indexOf(':') + 1);
    }
}
