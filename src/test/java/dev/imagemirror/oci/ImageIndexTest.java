package dev.imagemirror.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageIndexTest {
    private static final String ONE = entry(1, "\"platform\":{\"os\":\"linux\",\"architecture\":\"amd64\"}");
    private static final String TWO =
            entry(2, "\"platform\":{\"os\":\"linux\",\"architecture\":\"arm\",\"variant\":\"v7\",\"features\":[]}");
    private static final String THREE = entry(
            3,
            "\"platform\":{\"os\":\"unknown\",\"architecture\":\"unknown\"},\"annotations\":"
                    + "{\"vnd.docker.reference.type\":\"attestation-manifest\",\"vnd.docker.reference.digest\":\"%s\"}"
                            .formatted(digest(1)));

    @Test
    void readsPlatformsAndAttestations() {
        ImageIndex index = read("{\"manifests\":[%s,%s,%s]}".formatted(ONE, TWO, THREE));

        assertThat(index.entries())
                .extracting(IndexEntry::platform)
                .containsExactly(
                        Platform.parse("linux/amd64"),
                        Platform.parse("linux/arm/v7"),
                        Platform.parse("unknown/unknown"));
        assertThat(index.entries())
                .extracting(IndexEntry::attested)
                .containsExactly(Optional.empty(), Optional.empty(), Optional.of(digest(1)));
        assertThat(index.manifests()).extracting(Descriptor::digest).containsExactly(digest(1), digest(2), digest(3));
    }

    /// An index that is copied as it is must not fail for what only a filter would need.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"a\":1",
                "\"platform\":null",
                "\"platform\":\"linux/amd64\"",
                "\"platform\":{\"os\":\"linux\"}",
                "\"platform\":{\"os\":\"linux\",\"architecture\":{}}",
                "\"platform\":{\"os\":\"Linux!\",\"architecture\":\"amd64\"}",
                "\"platform\":{\"os\":\"linux\",\"architecture\":\"arm\",\"variant\":\"v/7\"}",
                "\"annotations\":[]",
                "\"annotations\":{\"vnd.docker.reference.type\":\"attestation-manifest\"}",
                "\"annotations\":{\"vnd.docker.reference.type\":\"attestation-manifest\",\"vnd.docker.reference.digest\":\"x\"}",
                "\"annotations\":{\"vnd.docker.reference.type\":\"other\"}",
            })
    void passesOverWhatItDoesNotUnderstand(String field) {
        IndexEntry entry = read("{\"manifests\":[%s]}".formatted(entry(1, field)))
                .entries()
                .getFirst();

        assertThat(entry.attested()).isEmpty();
        assertThat(entry.platform()).isNull();
    }

    @Test
    void keepsEveryOtherByte() {
        String text =
                " {\"x\": 1.50e1, \"manifests\" :\n [ %s ,\n  %s ,\t%s\n ], \"annotations\":{\"\\u0061\":\"ä\"} }\n";
        ImageIndex index = read(text.formatted(ONE, TWO, THREE));

        assertThat(text(without(index, 2))).isEqualTo(text.replace(" ,\t%s", "").formatted(ONE, THREE));
        assertThat(text(without(index, 1))).isEqualTo(text.replace(" ,\t%s", "").formatted(TWO, THREE));
        assertThat(text(without(index, 3))).isEqualTo(text.replace(" ,\t%s", "").formatted(ONE, TWO));
        assertThat(text(index.only(entry -> false)))
                .isEqualTo(" {\"x\": 1.50e1, \"manifests\" :\n [ \n ], \"annotations\":{\"\\u0061\":\"ä\"} }\n");
    }

    @Test
    void theSmallerIndexIsOneLikeAnyOther() {
        ImageIndex index =
                read("{\"subject\":%s,\"manifests\":[%s,%s,%s]}".formatted(entry(9, "\"b\":2"), ONE, TWO, THREE));

        ImageIndex smaller = without(index, 2);

        assertThat(Manifest.parse(smaller.raw())).isEqualTo(smaller);
        assertThat(smaller.raw().mediaType()).isEqualTo(MediaType.OCI_INDEX);
        assertThat(smaller.subject()).contains(digest(9));
        assertThat(smaller.digest())
                .isNotEqualTo(index.digest())
                .isEqualTo(Digest.of(smaller.raw().bytes()));
    }

    @Test
    void staysItselfWhenNothingGoes() {
        ImageIndex index = read("{\"manifests\":[%s]}".formatted(ONE));
        assertThat(index.only(entry -> true)).isSameAs(index);
        assertThat(read("{}").only(entry -> false).entries()).isEmpty();
    }

    @Test
    void findsTheListUnderAnEscapedNameAndBehindLists() {
        String text = "{\"manifests2\":[1,[2]],\"a\":{\"manifests\":[3]},\"\\u006danifests\":[%s,%s]}";
        assertThat(text(without(read(text.formatted(ONE, TWO)), 1)))
                .isEqualTo(text.replace(",%s", "").formatted(TWO));
    }

    @Test
    void aByteOrderMarkDoesNotMoveTheCut() {
        String text = "\uFEFF{\"manifests\":[%s,%s]}";
        assertThat(text(without(read(text.formatted(ONE, TWO)), 1)))
                .isEqualTo(text.replace(",%s", "").formatted(TWO));
    }

    @Test
    void refusesToCutOtherEncodings() {
        String text = "{\"manifests\":[%s,%s]}".formatted(ONE, TWO);
        ImageIndex index = read(text, StandardCharsets.UTF_16BE);

        assertThat(index.entries()).hasSize(2);
        assertThatThrownBy(() -> without(index, 1))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("not in UTF-8");
    }

    private static ImageIndex without(ImageIndex index, int number) {
        Predicate<IndexEntry> gone = entry -> entry.descriptor().digest().equals(digest(number));
        return index.only(gone.negate());
    }

    private static String entry(int number, String field) {
        return "{\"mediaType\":\"%s\", \"digest\":\"%s\",\"size\":%d,%s}"
                .formatted(MediaType.OCI_MANIFEST, digest(number), number, field);
    }

    private static Digest digest(int number) {
        return Digest.parse("sha256:" + String.valueOf(number).repeat(64));
    }

    private static String text(ImageIndex index) {
        return new String(index.raw().bytes(), StandardCharsets.UTF_8);
    }

    private static ImageIndex read(String json) {
        return read(json, StandardCharsets.UTF_8);
    }

    private static ImageIndex read(String json, Charset charset) {
        return (ImageIndex) Manifest.parse(new RawManifest(MediaType.OCI_INDEX, json.getBytes(charset)));
    }
}
