package dev.imagemirror.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Digests, tags, registries, repositories and media types.
class NamesTest {
    private static final String ZEROS = "0".repeat(64);

    @Test
    void knowsTheDigestOfNothing() {
        assertThat(Digest.of(new byte[0]))
                .hasToString("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void computesInTheAlgorithmOfTheDigest() {
        Digest wide = Digest.parse("sha512:" + "a".repeat(128));
        byte[] hash = wide.computation().digest("x".getBytes(StandardCharsets.UTF_8));

        assertThat(wide.sameAlgorithm(hash))
                .hasToString("sha512:" + HexFormat.of().formatHex(hash));
        assertThat(wide.algorithm()).isEqualTo("sha512");
        assertThat(wide.hex()).hasSize(128);
    }

    @ParameterizedTest
    @CsvSource({
        "'', it must start with sha256: or sha512:",
        "md5:00, it must start with sha256: or sha512:",
        "sha256:00, sha256 takes 64 lower-case hexadecimal digits",
        "sha512:00, sha512 takes 128 lower-case hexadecimal digits",
        "SHA256:00, it must start with sha256: or sha512:",
    })
    void refusesWhatIsNoDigest(String text, String why) {
        assertRefused(() -> Digest.parse(text), why);
    }

    @Test
    void refusesUpperCaseDigitsAndTrailingLines() {
        assertRefused(() -> Digest.parse("sha256:" + "A".repeat(64)), "lower-case");
        assertRefused(() -> Digest.parse("sha256:" + ZEROS + "\n"), "64 lower-case");
        assertRefused(() -> Digest.parse("sha256:" + "0".repeat(100_000)), "…");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "_", "v1.2.3-rc.1", "A_b-C.d"})
    void readsTags(String text) {
        assertThat(Tag.parse(text)).hasToString(text);
        assertThat(Tag.isValid(text)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "'', it is empty",
        ".1, it starts with '.'",
        "-1, it starts with '-'",
        "a/b, only letters",
        "ä, only letters",
        "'a\n', only letters"
    })
    void refusesWhatIsNoTag(String text, String why) {
        assertRefused(() -> Tag.parse(text), why);
        assertThat(Tag.isValid(text)).isFalse();
    }

    @Test
    void tagsHaveAtMost128Characters() {
        assertThat(Tag.parse("a".repeat(128)).text()).hasSize(128);
        assertRefused(() -> Tag.parse("a".repeat(129)), "longer than 128");
    }

    @ParameterizedTest
    @CsvSource({"'', true", ".sig, true", ".att, true", "-x, false", ".SIG, false"})
    void knowsTagsThatTravelWithTheirSubject(String end, boolean expected) {
        assertThat(Tag.parse("sha256-" + ZEROS + end).isDigestTag()).isEqualTo(expected);
        assertThat(Tag.parse("sha256-00" + end).isDigestTag()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "docker.io, docker.io, docker.io, registry-1.docker.io",
        "Index.Docker.io, docker.io, docker.io, registry-1.docker.io",
        "registry.hub.docker.com, docker.io, docker.io, registry-1.docker.io",
        "registry-1.docker.io, docker.io, docker.io, registry-1.docker.io",
        "QUAY.io, quay.io, quay.io, quay.io",
        "localhost:5000, localhost:5000, localhost, localhost:5000",
        "[2001:DB8::1]:443, [2001:db8::1]:443, [2001:db8::1], [2001:db8::1]:443",
        "[::1], [::1], [::1], [::1]",
    })
    void readsRegistries(String text, String name, String host, String authority) {
        Registry registry = Registry.parse(text);

        assertThat(registry).hasToString(name);
        assertThat(registry.host()).isEqualTo(host);
        assertThat(registry.apiAuthority()).isEqualTo(authority);
        assertThat(registry.isDockerHub()).isEqualTo(name.equals("docker.io"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a b",
                "a..b",
                "-a",
                "a-",
                "http://a",
                "a:",
                "a:0",
                "a:65536",
                "a:99999999",
                "a:1x",
                "a/b",
                "[::1",
                "user@a",
                "a_b",
                "a\n",
                "a:5000\n"
            })
    void refusesWhatIsNoRegistry(String text) {
        assertRefused(() -> Registry.parse(text), "is not a registry");
    }

    @Test
    void refusesALongRegistryWithoutRepeatingIt() {
        assertThatThrownBy(() -> Registry.parse("a".repeat(100_000)))
                .isInstanceOf(MalformedException.class)
                .message()
                .hasSizeLessThan(300);
    }

    @Test
    void dockerHubHasOneName() {
        assertRefused(() -> new Registry("index.docker.io"), "docker.io");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a/b", "a.b/c_d/e__f/g-h/i---j", "0/1"})
    void readsRepositories(String path) {
        Repository repository = Repository.parse("quay.io/" + path);

        assertThat(repository).hasToString("quay.io/" + path);
        assertThat(String.join("/", repository.segments())).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({
        "quay.io, names no registry",
        "quay.io/, empty segment",
        "quay.io/a//b, empty segment",
        "quay.io/a/, empty segment",
        "quay.io/A, lower case",
        "quay.io/a..b, is not a repository path",
        "quay.io/a___b, is not a repository path",
        "quay.io/../a, is not a repository path",
        "quay.io/a?b, is not a repository path",
    })
    void refusesWhatIsNoRepository(String text, String why) {
        assertRefused(() -> Repository.parse(text), why);
    }

    @Test
    void repositoriesHaveAtMost255Characters() {
        assertThat(Repository.parse("quay.io/" + "a".repeat(255)).path()).hasSize(255);
        assertRefused(() -> Repository.parse("quay.io/" + "a".repeat(256)), "longer than 255");
    }

    @Test
    void ordersRepositoriesByRegistryThenPath() {
        assertThat(Repository.parse("a.io/z")).isLessThan(Repository.parse("b.io/a"));
        assertThat(Repository.parse("a.io/a")).isLessThan(Repository.parse("a.io/b"));
    }

    @Test
    void dropsParametersOfMediaTypes() {
        assertThat(MediaType.parse("application/VND.oci.image.index.v1+json; charset=utf-8"))
                .isEqualTo(MediaType.OCI_INDEX);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ";", "a b", "a\nb", "a/b\u0000", "ä/b"})
    void refusesWhatIsNoMediaType(String text) {
        assertRefused(() -> MediaType.parse(text), "not a media type");
    }

    @Test
    void sortsMediaTypes() {
        assertThat(MediaType.OCI_INDEX.isIndex() && MediaType.DOCKER_LIST.isIndex())
                .isTrue();
        assertThat(MediaType.OCI_INDEX.isImage() || MediaType.DOCKER_LIST.isImage())
                .isFalse();
        assertThat(MediaType.OCI_MANIFEST.isImage() && MediaType.DOCKER_MANIFEST.isImage())
                .isTrue();
        assertThat(MediaType.parse("application/vnd.docker.image.rootfs.foreign.diff.tar.gzip")
                        .isForeignLayer())
                .isTrue();
        assertThat(MediaType.parse("application/vnd.oci.image.layer.v1.tar+gzip")
                        .isForeignLayer())
                .isFalse();
    }

    @Test
    void sizesAreNotNegative() {
        Digest digest = Digest.parse("sha256:" + ZEROS);
        assertRefused(() -> new Descriptor(MediaType.OCI_MANIFEST, digest, -1), "negative size -1");
    }

    private static void assertRefused(ThrowingCallable read, String why) {
        assertThatThrownBy(read).isInstanceOf(MalformedException.class).hasMessageContaining(why);
    }
}
