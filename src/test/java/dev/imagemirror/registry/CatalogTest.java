package dev.imagemirror.registry;

import static dev.imagemirror.registry.Harness.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.auth.Credentials;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.registry.testing.Fault;
import dev.imagemirror.registry.testing.Payload;
import dev.imagemirror.registry.testing.RequestKind;
import dev.imagemirror.registry.testing.TestAnswer;
import dev.imagemirror.registry.testing.TestRegistry;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogTest {
    @AutoClose
    private final Harness harness = new Harness();

    private final TestRegistry registry = harness.registry;

    @Test
    void readsEveryPage() {
        answer(1, page("[\"team/b\",\"a\"]").with("Link", "</v2/_catalog?n=2&last=a>; rel=\"next\""));
        answer(2, page("[\"c\",\"a\"]"));

        assertThat(catalog()).extracting(Repository::path).containsExactly("a", "c", "team/b");
        assertThat(registry.requests().getFirst().target()).isEqualTo("/v2/_catalog?n=1000");
        assertThat(registry.requests().getLast().target()).isEqualTo("/v2/_catalog?n=2&last=a");
    }

    @ParameterizedTest
    @CsvSource({"'[\"a\",\"B\",null,7,\"../x\",\"\"]', a", "'null', ''", "'[]', ''"})
    void leavesOutWhatIsNoRepository(String names, String expected) {
        answer(1, page(names));

        assertThat(catalog().stream().map(Repository::path))
                .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "401, DENIED, HTTP 401: UNAUTHORIZED: x",
        "403, DENIED, HTTP 403: UNAUTHORIZED: x",
        "404, NOT_FOUND, 'HTTP 404: UNAUTHORIZED: x: the registry has no catalog; name the repositories'",
        "405, NOT_FOUND, 'HTTP 405: UNAUTHORIZED: x: the registry has no catalog; name the repositories'",
        "500, UNREACHABLE, HTTP 500: UNAUTHORIZED: x"
    })
    void saysWhyThereIsNone(int status, FailureKind kind, String detail) {
        answer(1, TestAnswer.error(status, "UNAUTHORIZED", "x"));

        Failure failure = failure(this::catalog);

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.detail()).isEqualTo(detail);
        assertThat(failure.place()).isEqualTo(registry.registry().name());
        assertThat(failure.operation()).isEqualTo("list the repositories");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "", "{}", "[]", "{\"repositories\":7}", "{\"repositories\":[\"a\""})
    void whatIsNoCatalogIsNoRegistry(String body) {
        answer(1, TestAnswer.text(200, "application/json", body));

        assertThat(failure(this::catalog).kind()).isEqualTo(FailureKind.NOT_A_REGISTRY);
    }

    @Test
    void isBounded() {
        registry.faultAlways(
                RequestKind.CATALOG, new Fault.Answer(page("[\"a\"]").with("Link", "</v2/_catalog?last=a>; rel=next")));
        assertThat(failure(this::catalog).kind()).isEqualTo(FailureKind.LIMIT_EXCEEDED);
        assertThat(registry.requests()).hasSize(2);
    }

    @Test
    void aPageIsBounded() {
        Payload large = Payload.generated(Catalog.MAX_PAGE_BYTES + 1L);
        answer(1, TestAnswer.of(200).with(large));

        Failure failure = failure(this::catalog);

        assertThat(failure.kind()).isEqualTo(FailureKind.LIMIT_EXCEEDED);
        assertThat(failure.detail()).contains("a page of the catalog is longer than the limit of 4194304 bytes");
    }

    private List<Repository> catalog() {
        return harness.client(Credentials.NONE).catalog(registry.registry());
    }

    private void answer(int nth, TestAnswer answer) {
        registry.fault(RequestKind.CATALOG, nth, new Fault.Answer(answer));
    }

    private static TestAnswer page(String names) {
        return TestAnswer.text(200, "application/json", "{\"repositories\":%s}".formatted(names));
    }
}
