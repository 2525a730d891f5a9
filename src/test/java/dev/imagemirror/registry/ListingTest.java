package dev.imagemirror.registry;

import static dev.imagemirror.registry.Harness.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.TagList;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Tag;
import dev.imagemirror.registry.testing.Fault;
import dev.imagemirror.registry.testing.Payload;
import dev.imagemirror.registry.testing.RequestKind;
import dev.imagemirror.registry.testing.TestAnswer;
import dev.imagemirror.registry.testing.TestRegistry;
import dev.imagemirror.registry.testing.TestRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListingTest {
    @AutoClose
    private final Harness harness = new Harness();

    private final TestRegistry registry = harness.registry;

    @Test
    void followsEveryPage() {
        for (int i = 0; i < 25; i++) {
            registry.addImage("app", "v" + i, "x");
        }
        registry.pageSize(7);
        Harness.seePages(harness.hosts, registry);

        assertThat(tags()).hasSize(25).isSorted();
        assertThat(registry.count(RequestKind.TAGS)).isEqualTo(4);
    }

    /// A registry that pages its lists when nobody asks for that does so in small pages.
    @Test
    void asksForPagesOnlyWhereThereAreSome() {
        registry.addImage("app", "v1", "x");
        registry.addImage("app", "v2", "x");

        assertThat(listing()).containsExactly("/v2/app/tags/list");

        registry.pageSize(1);
        assertThat(listing())
                .startsWith("/v2/app/tags/list", "/v2/app/tags/list?n=1000")
                .hasSize(4);

        registry.pageSize(1_000);
        assertThat(listing()).containsExactly("/v2/app/tags/list?n=1000");
    }

    @Test
    void anUnknownRepositoryIsNoRepository() {
        assertThat(harness.source("none").tags()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"name\":\"app\",\"tags\":null}', ''",
        "'{\"name\":\"app\"}', ''",
        "'{\"tags\":[]}', ''",
        "'{\"tags\":[\"b\",null,\"\",\"a\",7,{\"x\":[1]},[\"c\"],\"sha256:00\",\"b\",\"B\"]}', 'B,a,b'",
        "'{\"x\":{\"tags\":[\"no\"]},\"tags\":[\"a\"],\"more\":[[]]}', 'a'"
    })
    void leavesOutWhatIsNoTag(String body, String expected) {
        answer(1, TestAnswer.text(200, "application/json; charset=utf-8", body));

        assertThat(tags().stream().map(Tag::text))
                .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected.split(",", -1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>sign in</html>", "", "[]", "\"x\"", "{\"status\":\"ok\"}", "{\"tags\":[\"a\"", "{]"})
    void whatIsNoTagListIsNoRegistry(String body) {
        answer(1, TestAnswer.text(200, "application/json", body));

        assertThat(failure(this::tags).kind()).isEqualTo(FailureKind.NOT_A_REGISTRY);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"nested too deep, '[', ']', 101", "a number too long, 1, '', 1001", "two of one name, '', '', 0"})
    void theShapeOfAPageIsBounded(String what, String open, String close, int times) {
        String more = times == 0 ? "\"name\":1" : "\"more\":" + open.repeat(times) + close.repeat(times);
        answer(1, TestAnswer.text(200, "application/json", "{\"name\":\"app\"," + more + ",\"tags\":[\"a\"]}"));

        assertThat(failure(this::tags).kind()).isEqualTo(FailureKind.NOT_A_REGISTRY);
    }

    @Test
    void aPageOfHtmlIsNoRegistry() {
        answer(1, TestAnswer.text(200, "text/html; charset=utf-8", "{\"tags\":[]}"));

        assertThat(failure(this::tags).kind()).isEqualTo(FailureKind.NOT_A_REGISTRY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.test/v2/app/tags/list?last=a",
                "//evil.test/v2/app/tags/list",
                "http://127.0.0.1:1/v2/app/tags/list",
                "/admin?last=a",
                "ftp://127.0.0.1/v2/"
            })
    void aPageElsewhereIsRefused(String link) {
        Harness.seePages(harness.hosts, registry);
        answer(1, page("a", link));

        assertThat(failure(this::tags).kind()).isEqualTo(FailureKind.ADDRESS_REFUSED);
        assertThat(registry.requests()).hasSize(1);
    }

    @Test
    void aLoopOfPagesEnds() {
        Harness.seePages(harness.hosts, registry);
        registry.faultAlways(RequestKind.TAGS, new Fault.Answer(page("a", "/v2/app/tags/list?last=a")));

        assertThat(failure(this::tags).kind()).isEqualTo(FailureKind.LIMIT_EXCEEDED);
        assertThat(registry.requests()).hasSize(2);
    }

    @Test
    void endlessPagesWithoutNewTagsEnd() {
        Harness.seePages(harness.hosts, registry);
        for (int i = 1; i < 20; i++) {
            answer(i, page("a", "/v2/app/tags/list?last=" + i));
        }

        assertThat(failure(this::tags).kind()).isEqualTo(FailureKind.LIMIT_EXCEEDED);
        assertThat(registry.requests()).hasSizeLessThan(7);
    }

    /// Also on the last page: what was cut off there would not be missed.
    @Test
    void tooManyTagsAreRefusedAndNotCut() {
        answer(
                1,
                TestAnswer.text(
                        200,
                        "application/json",
                        IntStream.rangeClosed(0, Listing.MAX_TAGS)
                                .mapToObj(i -> "\"t" + i + "\"")
                                .collect(Collectors.joining(",", "{\"tags\":[", "]}"))));

        var failure = failure(this::tags);

        assertThat(failure.kind()).isEqualTo(FailureKind.LIMIT_EXCEEDED);
        assertThat(failure.detail()).isEqualTo("there are more than 500000 tags");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "one digest | {'DIGEST':{'mediaType':'x','tag':['a','b'],'size':'7'}} | a b",
                "none | {} | none",
                "another form | ['DIGEST'] | none",
                "forms within | {'DIGEST':7,'OTHER':{'tag':'a','x':[1]}} | none",
                "no digest | {'sha256:00':{'tag':['a']}} | none",
                "two digests for a tag | {'DIGEST':{'tag':['a','b']},'OTHER':{'tag':['a']}} | b",
                "a tag that is not listed | {'DIGEST':{'tag':['a','c',null,7]}} | a"
            })
    void carriesTheDigestsThatGoogleLists(String what, String manifests, String settled) {
        Digest digest = Digest.of(new byte[] {1});
        String json = "{'child':[],'manifest':%s,'name':'app','tags':['a','b']}"
                .formatted(manifests)
                .replace("DIGEST", digest.text())
                .replace("OTHER", Digest.of(new byte[] {2}).text())
                .replace('\'', '"');
        answer(1, TestAnswer.text(200, "application/json", json));

        TagList list = harness.source("app").tags().orElseThrow();

        assertThat(list.tags()).containsExactly(new Tag("a"), new Tag("b"));
        assertThat(list.digests())
                .isEqualTo(
                        settled.equals("none")
                                ? Map.of()
                                : Stream.of(settled.split(" ", -1)).collect(Collectors.toMap(Tag::new, tag -> digest)));
    }

    @Test
    void aListingThatAlwaysNeedsANewStartEnds() {
        Harness.seePages(harness.hosts, registry);
        registry.addImage("app", "v1", "x");
        for (int i = 1; i < 10; i += 2) {
            answer(i, page("a", "/v2/app/tags/list?last=a"));
            registry.fault(RequestKind.TAGS, i + 1, Fault.status(404));
        }

        assertThat(failure(this::tags).kind()).isEqualTo(FailureKind.NOT_FOUND);
        assertThat(registry.requests()).hasSize(6);
    }

    @Test
    void aPageBeyondItsLimitIsRefused() {
        answer(
                1,
                TestAnswer.of(200)
                        .with("Content-Type", "application/json")
                        .with(new Spaces(Listing.MAX_PAGE_BYTES + 1L)));

        assertThat(failure(this::tags).kind()).isEqualTo(FailureKind.LIMIT_EXCEEDED);
    }

    @Test
    void aFailingPageFailsTheListing() {
        Harness.seePages(harness.hosts, registry);
        answer(1, page("a", "/v2/app/tags/list?last=a"));
        registry.fault(RequestKind.TAGS, 2, Fault.status(500));

        assertThat(failure(this::tags).kind()).isEqualTo(FailureKind.UNREACHABLE);
    }

    @Test
    void aListingWhosePageWentAwayIsStartedAnew() {
        Harness.seePages(harness.hosts, registry);
        registry.addImage("app", "v1", "x");
        answer(1, page("a", "/v2/app/tags/list?last=a"));
        registry.fault(RequestKind.TAGS, 2, Fault.status(404));

        assertThat(tags()).containsExactly(new Tag("v1"));
    }

    @Test
    void aRegistryThatRefusesTheNumberIsNotAskedForItAgain() {
        registry.addImage("app", "v1", "x");
        registry.addImage("app", "v2", "x");
        registry.pageSize(1);
        registry.fault(RequestKind.TAGS, 2, new Fault.Answer(TestAnswer.error(400, "PAGINATION_NUMBER_INVALID", "n")));

        assertThat(listing()).hasSize(5);
        assertThat(listing()).hasSize(3).noneMatch(target -> target.contains("n=1000"));
    }

    private List<Tag> tags() {
        return harness.source("app").tags().orElseThrow().tags();
    }

    /// What is asked for while both tags are found.
    private List<String> listing() {
        int before = registry.requests().size();
        assertThat(tags()).hasSize(2);
        return registry.requests().stream()
                .skip(before)
                .map(TestRequest::target)
                .toList();
    }

    private void answer(int nth, TestAnswer answer) {
        registry.fault(RequestKind.TAGS, nth, new Fault.Answer(answer));
    }

    private static TestAnswer page(String tag, String link) {
        return TestAnswer.text(200, "application/json", "{\"tags\":[\"%s\"]}".formatted(tag))
                .with("Link", "<%s>; rel=\"next\"".formatted(link));
    }

    /// A body of nothing but blanks, which a reader would skip for ever.
    private record Spaces(long length) implements Payload {
        @Override
        public void writeTo(OutputStream out) throws IOException {
            byte[] blanks = " ".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);
            for (long left = length; left > 0; left -= blanks.length) {
                out.write(blanks, 0, (int) Math.min(left, blanks.length));
            }
        }
    }
}
