package dev.imagemirror.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.MemoryContent;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.oci.Tag;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The names that tools write into `index.json`.
class NamesTest {
    private static final String SKOPEO = "{\"org.opencontainers.image.ref.name\":\"%s\"}";
    private static final String BUILDKIT =
            "{\"io.containerd.image.name\":\"%s:%s\",\"org.opencontainers.image.ref.name\":\"%2$s\"}";

    private final MemoryContent source = Copies.source();
    private final StringJoiner entries = new StringJoiner(",");

    @TempDir
    Path folder;

    private Descriptor one = new Descriptor(MediaType.OCI_MANIFEST, Digest.of("".getBytes(StandardCharsets.UTF_8)), 0);
    private Descriptor two = one;

    @BeforeEach
    void images() {
        one = source.addImage("one");
        two = source.addImage("two");
        source.put("a", one);
        source.put("b", two);
        Copies.copyAll(source, Copies.folder(folder));
    }

    @Test
    void readsPlainTags() throws IOException {
        list(one, SKOPEO.formatted("1.0"));
        list(two, SKOPEO.formatted("2.0"));

        assertThat(tags()).containsExactly("1.0", "2.0");
        assertThat(digest("2.0", LayoutName.of(folder))).isEqualTo(two.digest());
    }

    @Test
    void readsWholeNames() throws IOException {
        list(one, BUILDKIT.formatted("docker.io/library/app", "1.0"));
        list(two, SKOPEO.formatted("docker.io/library/app:2.0"));

        assertThat(tags()).containsExactly("1.0", "2.0");
        assertThat(digest("2.0", LayoutName.of(folder))).isEqualTo(two.digest());
        assertThat(digest("1.0", called("docker.io/library/app"))).isEqualTo(one.digest());
    }

    @Test
    void severalNamesOfOneImageAreNoTrouble() throws IOException {
        list(one, SKOPEO.formatted("1.0"));
        list(one, SKOPEO.formatted("1.0"));
        list(one, SKOPEO.formatted("latest"));

        assertThat(tags()).containsExactly("1.0", "latest");
        assertThat(digest("1.0", LayoutName.of(folder))).isEqualTo(one.digest());
    }

    @Test
    void oneTagOfTwoRepositoriesNeedsTheWholeName() throws IOException {
        list(one, BUILDKIT.formatted("quay.io/team/one", "1.0"));
        list(two, BUILDKIT.formatted("quay.io/team/two", "1.0"));

        Failure failure = Copies.failure(() -> digest("1.0", LayoutName.of(folder)));

        assertThat(failure.kind()).isEqualTo(FailureKind.CONFLICT);
        assertThat(failure.detail())
                .contains("quay.io/team/one:1.0 (" + one.digest(), "quay.io/team/two:1.0 (" + two.digest())
                .contains("say which by its whole name");
        assertThat(digest("1.0", called("quay.io/team/two"))).isEqualTo(two.digest());
    }

    @Test
    void oneTagForTwoImagesIsRefused() throws IOException {
        list(one, SKOPEO.formatted("1.0"));
        list(two, SKOPEO.formatted("1.0"));

        assertThat(Copies.failure(() -> digest("1.0", LayoutName.of(folder))).kind())
                .isEqualTo(FailureKind.CONFLICT);
    }

    @Test
    void aWriteLeavesTheImagesOfOthersAlone() throws IOException {
        list(one, BUILDKIT.formatted("quay.io/team/one", "1.0"));
        LayoutTarget target = LayoutTarget.folder(folder, called("quay.io/team/two"), InstantSource.system());

        target.tag(source.fetch(two.digest()).orElseThrow(), new Tag("1.0"));

        assertThat(digest("1.0", called("quay.io/team/one"))).isEqualTo(one.digest());
        assertThat(digest("1.0", called("quay.io/team/two"))).isEqualTo(two.digest());
    }

    @Test
    void passesOverWhatIsNoName() throws IOException {
        list(one, SKOPEO.formatted("no name at all"));
        list(two, "{}");
        list(two, SKOPEO.formatted("quay.io/Upper/case:1.0"));

        assertThat(tags()).isEmpty();
        assertThat(Copies.reading(folder).fetch(one.digest())).isPresent();
    }

    @Test
    void whatIsNoNameStaysBesideATag() throws IOException {
        list(one, SKOPEO.formatted("refs/heads/main"));

        Copies.folder(folder).tag(source.fetch(one.digest()).orElseThrow(), new Tag("1.0"));

        assertThat(Files.readString(folder.resolve(LayoutFiles.INDEX))).contains("refs/heads/main", "1.0");
    }

    @Test
    void aFolderIsCalledByItsName() {
        List<String> names = Stream.of("app", "My Images (2)", "---", "ünïcode", "a".repeat(300))
                .map(name -> LayoutName.of(Path.of("some", name)).repository().toString())
                .toList();

        assertThat(names)
                .containsExactly(
                        "localhost/app",
                        "localhost/my-images-2",
                        "localhost/layout",
                        "localhost/n-code",
                        "localhost/" + "a".repeat(100));
    }

    private void list(Descriptor image, String annotations) throws IOException {
        entries.add(LayoutJson.json(image)
                .set("annotations", LayoutJson.object(annotations.getBytes(StandardCharsets.UTF_8)))
                .toString());
        Files.writeString(folder.resolve("index.json"), "{\"schemaVersion\":2,\"manifests\":[%s]}".formatted(entries));
    }

    private List<String> tags() {
        return Copies.reading(folder).tags().orElseThrow().tags().stream()
                .map(Tag::text)
                .toList();
    }

    private Digest digest(String tag, LayoutName name) {
        return LayoutSource.folder(folder, name)
                .fetch(new Tag(tag))
                .orElseThrow()
                .digest();
    }

    private static LayoutName called(String repository) {
        return LayoutName.stated(Repository.parse(repository));
    }
}
