package dev.imagemirror.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.fuzz.Fuzz;
import dev.imagemirror.http.Headers;
import dev.imagemirror.http.Response;
import dev.imagemirror.http.TransportException;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.oci.RawManifest;
import dev.imagemirror.oci.Tag;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegistryFuzzTest {
    private static final URI ASKED = URI.create("https://registry.company.io/v2/app/tags/list");

    @Test
    void link() {
        Fuzz.header(
                "link",
                line -> LinkHeader.next(List.of(line, line))
                        .ifPresent(next -> assertThat(line).contains("<" + next + ">")));
    }

    /// Refused, or tags that each stand in the page.
    @Test
    void tagPage() {
        Fuzz.bytes("tag-page", input -> {
            FoundTags found = new FoundTags(1000);
            try {
                TagPage.read(answer(200, Headers.NONE, input), found, 32 * 1024);
            } catch (TagPage.NotTagsException | TransportException e) {
                Fuzz.fit(String.valueOf(e.getMessage()));
            }
            assertThat(found.list().tags().stream()
                            .mapToInt(tag -> tag.text().length())
                            .sum())
                    .isLessThanOrEqualTo(input.length);
        });
    }

    /// Written and read again, it is the same list.
    @Test
    void referrers() {
        Fuzz.bytes(
                "referrers",
                input -> Fuzz.parsed(MalformedException.class, () -> ReferrerList.parse(input))
                        .ifPresent(list -> {
                            assertThat(list.referrers()).hasSize(list.count());
                            assertThat(ReferrerList.parse(list.bytes()).referrers())
                                    .isEqualTo(list.referrers());
                            assertThat(ReferrerList.parse(list.bytes()).bytes()).isEqualTo(list.bytes());
                        }));
    }

    /// Of what a manifest says it refers to, the tag is a tag, and its entry can be listed.
    @Test
    void fallbackTag() {
        Fuzz.bytes("fallback-tag", input -> {
            RawManifest manifest = new RawManifest(MediaType.OCI_MANIFEST, input);
            Fuzz.parsed(MalformedException.class, () -> ReferrerList.subject(manifest))
                    .flatMap(subject -> subject)
                    .ifPresent(subject -> {
                        assertThat(Tag.ofReferrers(subject).isDigestTag()).isTrue();
                        ReferrerList list = ReferrerList.EMPTY.with(manifest);
                        assertThat(ReferrerList.parse(list.bytes()).bytes()).isEqualTo(list.bytes());
                    });
        });
    }

    /// Never refused: whatever comes instead of an error is told in a line.
    @Test
    void error() {
        Fuzz.bytes("error", input -> {
            ErrorAnswer error = ErrorAnswer.read(answer(400, Headers.NONE, input));
            Fuzz.fit(error.detail());
            assertThat(error.codes()).hasSizeLessThanOrEqualTo(8);
            Arrays.stream(Action.values()).forEach(action -> Meaning.of(error, action));
        });
    }

    /// Only what names exactly the rest is the rest.
    @Test
    void contentRange() {
        Fuzz.header("content-range", text -> {
            Response answer = answer(206, Headers.NONE.with("Content-Range", text), new byte[0]);
            if (ContentRange.isRest(answer, 100, 1000)) {
                assertThat(text.strip()).matches("bytes 0*100-0*999/(0*1000|\\*)");
            }
        });
    }

    /// What a HEAD says of a manifest is believed as a whole or not at all.
    @Test
    void manifestHead() {
        Fuzz.header("manifest-head", text -> {
            String[] values = text.split("\\|", 3);
            Headers headers = Headers.NONE
                    .with("Content-Type", values[0])
                    .with("Docker-Content-Digest", values.length > 1 ? values[1] : "")
                    .with("Content-Length", values.length > 2 ? values[2] : "");
            Response answer = answer(200, headers, new byte[0]);
            Descriptor found = ManifestAnswer.descriptor(answer, new Tag("1")).orElse(null);
            if (found != null) {
                assertThat(found.digest()).isEqualTo(Digest.parse(values[1]));
                assertThat(values[2])
                        .isEqualToIgnoringWhitespace(
                                answer.headers().first("Content-Length").orElse(""));
            }
            Fuzz.parsed(MalformedException.class, () -> ManifestAnswer.mediaType(answer, text.getBytes(UTF_8)));
        });
    }

    private static Response answer(int status, Headers headers, byte[] body) {
        return new Response(ASKED, status, headers, new ByteArrayInputStream(body));
    }
}
