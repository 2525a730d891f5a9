package dev.imagemirror.registry;

import static dev.imagemirror.registry.Harness.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.content.ContentTarget;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Referrer;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Manifest;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.oci.RawManifest;
import dev.imagemirror.oci.Tag;
import dev.imagemirror.registry.testing.Fault;
import dev.imagemirror.registry.testing.Payload;
import dev.imagemirror.registry.testing.RequestKind;
import dev.imagemirror.registry.testing.TestAnswer;
import dev.imagemirror.registry.testing.TestRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferrersTest {
    @AutoClose
    private final Harness harness = new Harness();

    private final TestRegistry registry = harness.registry;
    private final Digest subject = registry.addImage("app", "v1", "one");
    private final Descriptor config = registry.addBlob("app", Payload.of("{}".getBytes(StandardCharsets.UTF_8)));
    private final ContentTarget target = harness.target("app");
    private final Tag fallback = Tag.ofReferrers(subject);

    @Test
    void theApiIsReadToItsLastPage() {
        registry.listReferrers();
        List<Digest> pushed = IntStream.range(0, 5).mapToObj(this::push).toList();

        assertThat(digests(target.referrers(subject))).containsExactlyInAnyOrderElementsOf(pushed);
        assertThat(target.referrers(subject)).extracting(Referrer::artifactType).containsOnly("test/x");
        assertThat(registry.count(RequestKind.REFERRERS)).isEqualTo(6);
        assertThat(registry.tagged("app", fallback.text())).isEmpty();
    }

    @Test
    void withoutTheApiTheFallbackTagIsKeptAndRead() {
        List<Digest> pushed = IntStream.range(0, 3).mapToObj(this::push).toList();

        assertThat(digests(target.referrers(subject))).containsExactlyElementsOf(pushed);
        assertThat(target.referrers(subject)).extracting(Referrer::artifactType).containsOnly("test/sbom");
        assertThat(registry.count(RequestKind.REFERRERS)).isEqualTo(1);
    }

    @Test
    void theSameReferrerIsListedOnce() {
        push(1);
        int writes = registry.count(RequestKind.MANIFEST_PUT);
        push(1);

        assertThat(digests(target.referrers(subject))).hasSize(1);
        assertThat(registry.count(RequestKind.MANIFEST_PUT)).isEqualTo(writes + 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 405, 406})
    void whatMeansThatThereIsNoApi(int status) {
        Digest pushed = push(1);
        registry.faultAlways(RequestKind.REFERRERS, Fault.status(status));

        assertThat(digests(target.referrers(subject))).containsExactly(pushed);
    }

    @Test
    void anAnswerOfAnotherTypeMeansSoToo() {
        Digest pushed = push(1);
        registry.faultAlways(RequestKind.REFERRERS, new Fault.Answer(TestAnswer.text(200, "text/html", "<html>")));

        assertThat(digests(target.referrers(subject))).containsExactly(pushed);
    }

    /// What one repository is answered says nothing of the others of its host.
    @ParameterizedTest
    @CsvSource({"400, UNSUPPORTED", "401, UNAUTHORIZED", "404, NAME_UNKNOWN", "404, MANIFEST_UNKNOWN"})
    void anUnclearAnswerIsNotRemembered(int status, String code) {
        registry.listReferrers();
        push(1);
        registry.fault(RequestKind.REFERRERS, 1, new Fault.Answer(TestAnswer.error(status, code, "x")));

        assertThat(target.referrers(subject)).isEmpty();
        assertThat(target.referrers(subject)).hasSize(1);
    }

    /// One machine of several may be older than the others.
    @Test
    void aHostThatHasTheApiIsAskedAgainWhenItDeniesIt() {
        registry.listReferrers();
        push(1);
        assertThat(target.referrers(subject)).hasSize(1);
        registry.fault(RequestKind.REFERRERS, 1, Fault.status(404));

        assertThat(target.referrers(subject)).isEmpty();
        assertThat(target.referrers(subject)).hasSize(1);
    }

    @Test
    void twoWhoWriteTheFirstEntryLoseNone() {
        registry.checkConditions();
        Manifest other = referrer(2);
        registry.addManifest(
                "app", MediaType.OCI_MANIFEST, new String(other.raw().bytes(), StandardCharsets.UTF_8), null);
        registry.fault(RequestKind.MANIFEST_GET, 1, new Fault.Change(answer -> {
            // Between the look and the write.
            registry.addManifest("app", MediaType.OCI_INDEX, list(other.digest(), other), fallback.text());
            return answer;
        }));

        Digest pushed = push(1);

        assertThat(digests(target.referrers(subject))).containsExactlyInAnyOrder(other.digest(), pushed);
    }

    @Test
    void theNameOfTheFallbackTagIsCut() {
        assertThat(Tag.ofReferrers(Digest.parse("sha512:" + "ab".repeat(64))).text())
                .isEqualTo("sha512-" + "ab".repeat(32));
    }

    @Test
    void aListThatBreaksIsNoList() {
        registry.listReferrers();
        IntStream.range(0, 5).forEach(this::push);
        registry.fault(RequestKind.REFERRERS, 2, Fault.status(500));

        assertThat(failure(() -> target.referrers(subject)).kind()).isEqualTo(FailureKind.UNREACHABLE);
    }

    @Test
    void aListThatLeadsElsewhereOrInACircleIsRefused() {
        registry.listReferrers();
        push(1);
        registry.fault(
                RequestKind.REFERRERS,
                1,
                new Fault.Change(answer -> answer.with("Link", "<http://elsewhere.test/v2/x>; rel=next")));
        assertThat(failure(() -> target.referrers(subject)).kind()).isEqualTo(FailureKind.ADDRESS_REFUSED);

        registry.faultAlways(
                RequestKind.REFERRERS,
                new Fault.Change(answer -> answer.with("Link", "</v2/app/referrers/%s>; rel=next".formatted(subject))));
        assertThat(failure(() -> target.referrers(subject)).kind()).isEqualTo(FailureKind.LIMIT_EXCEEDED);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aWriterThatComesBetweenLosesNothing(boolean entityTags) {
        if (entityTags) {
            registry.checkConditions();
        }
        Digest first = push(1);
        Manifest second = referrer(2);
        Manifest third = referrer(3);
        registry.addManifest(
                "app", MediaType.OCI_MANIFEST, new String(third.raw().bytes(), StandardCharsets.UTF_8), null);
        registry.fault(RequestKind.MANIFEST_PUT, 2, new Fault.Change(answer -> {
            // Somebody who read the same list as the client writes it last.
            registry.addManifest("app", MediaType.OCI_INDEX, list(first, third), fallback.text());
            return answer;
        }));

        target.push(second);

        assertThat(digests(target.referrers(subject)))
                .containsExactlyInAnyOrder(first, third.digest(), second.digest());
    }

    @Test
    void aWriteThatIsRefusedForAnotherIsTriedAnew() {
        registry.checkConditions();
        push(1);
        registry.fault(RequestKind.MANIFEST_PUT, 2, Fault.status(412));

        push(2);

        assertThat(target.referrers(subject)).hasSize(2);
    }

    @Test
    void aTagThatIsUsedForSomethingElseStays() {
        Digest other = registry.addImage("app", fallback.text(), "a signature");

        assertThat(failure(() -> push(1)).kind()).isEqualTo(FailureKind.CONFLICT);
        assertThat(registry.tagged("app", fallback.text())).contains(other);
        assertThat(target.referrers(subject)).isEmpty();
    }

    private Digest push(int number) {
        Manifest manifest = referrer(number);
        target.push(manifest);
        return manifest.digest();
    }

    private Manifest referrer(int number) {
        byte[] bytes =
                "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"artifactType\":\"test/sbom\",\"config\":%s,\"layers\":[],\"subject\":%s,\"annotations\":{\"number\":\"%d\"}}"
                        .formatted(
                                MediaType.OCI_MANIFEST,
                                descriptor(config.digest(), MediaType.OCI_MANIFEST, config.size()),
                                descriptor(subject, MediaType.OCI_MANIFEST, 10),
                                number)
                        .getBytes(StandardCharsets.UTF_8);
        return Manifest.parse(new RawManifest(MediaType.OCI_MANIFEST, bytes, Digest.of(bytes)));
    }

    private String list(Digest first, Manifest second) {
        return "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s,%s]}"
                .formatted(
                        MediaType.OCI_INDEX,
                        descriptor(first, MediaType.OCI_MANIFEST, 10),
                        descriptor(second.digest(), MediaType.OCI_MANIFEST, 10));
    }

    private static String descriptor(Digest digest, MediaType type, long size) {
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}".formatted(type, digest, size);
    }

    private static List<Digest> digests(List<Referrer> referrers) {
        return referrers.stream()
                .map(referrer -> referrer.descriptor().digest())
                .toList();
    }
}
