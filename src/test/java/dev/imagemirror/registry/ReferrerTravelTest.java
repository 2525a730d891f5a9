package dev.imagemirror.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.content.ContentTarget;
import dev.imagemirror.content.DigestTags;
import dev.imagemirror.content.Referrer;
import dev.imagemirror.content.TagList;
import dev.imagemirror.copy.Attempt;
import dev.imagemirror.copy.CopyResult;
import dev.imagemirror.copy.CopyScope;
import dev.imagemirror.copy.Crews;
import dev.imagemirror.copy.Expectation;
import dev.imagemirror.copy.ImageCopier;
import dev.imagemirror.copy.Prior;
import dev.imagemirror.copy.Progress;
import dev.imagemirror.copy.ReferrerResult;
import dev.imagemirror.copy.ReferrerScope;
import dev.imagemirror.copy.Refusals;
import dev.imagemirror.copy.Siblings;
import dev.imagemirror.copy.TargetContents;
import dev.imagemirror.copy.WriteLease;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Manifest;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.oci.RawManifest;
import dev.imagemirror.oci.Tag;
import dev.imagemirror.registry.testing.Fault;
import dev.imagemirror.registry.testing.Payload;
import dev.imagemirror.registry.testing.RequestKind;
import dev.imagemirror.registry.testing.TestRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What refers to an image travels between registries that keep it in different ways.
class ReferrerTravelTest {
    @AutoClose
    private final Harness from = new Harness();

    @AutoClose
    private final Harness to = new Harness();

    private final Digest image = from.registry.addImage("app", "v1", "one");
    private final ContentTarget source = from.target("app");
    private final ContentTarget target = to.target("app");

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void everyKindOfRegistryToEveryOther(boolean apiAtSource, boolean apiAtTarget) {
        if (apiAtSource) {
            from.registry.listReferrers();
        }
        if (apiAtTarget) {
            to.registry.listReferrers();
        }
        Digest bill = refer(image, "bill");
        Digest signature = refer(bill, "signature");
        Tag cosign = Tag.ofAttachments(image).getFirst();
        Digest old = from.registry.addImage("app", cosign.text(), "cosign's");

        assertThat(copy("v1")).isEqualTo(new ReferrerResult.Done());

        assertThat(digests(target.referrers(image))).containsExactly(bill);
        assertThat(digests(target.referrers(bill))).containsExactly(signature);
        assertThat(to.registry.tagged("app", cosign.text())).contains(old);
        assertThat(to.registry.tagged("app", Tag.ofReferrers(image).text()).isPresent())
                .isEqualTo(!apiAtTarget);
        assertThat(to.registry.tagged("app", "v1")).contains(image);
    }

    /// The first of many finds out that there is no API, and the listing says that there are no lists.
    @Test
    void aHostWithoutTheApiIsAskedOnce() throws Exception {
        List<String> tags = IntStream.range(0, 20).mapToObj(i -> "t" + i).toList();
        tags.forEach(tag -> from.registry.addImage("app", tag, "image " + tag));
        ImageCopier copier = copier();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<ReferrerResult>> results = tags.stream()
                    .map(tag -> threads.submit(() -> copy(copier, tag)))
                    .toList();
            for (Future<ReferrerResult> result : results) {
                assertThat(result.get()).isEqualTo(new ReferrerResult.Done());
            }
        }

        assertThat(from.registry.count(RequestKind.REFERRERS)).isEqualTo(1);
        assertThat(from.registry.count(RequestKind.MANIFEST_GET)).isEqualTo(20);
        assertThat(from.registry.count(RequestKind.MANIFEST_HEAD)).isZero();
        assertThat(to.registry.count(RequestKind.REFERRERS)).isZero();
        assertThat(to.registry.count(RequestKind.MANIFEST_PUT)).isEqualTo(20);
    }

    @Test
    void whoComesBeforeTheFirstAnswerWaitsForIt() throws Exception {
        from.registry.addImage("app", "v2", "two");
        ImageCopier copier = copier();
        Thread second = new Thread(() -> copy(copier, "v2"));
        from.registry.fault(RequestKind.REFERRERS, 1, new Fault.Change(answer -> {
            second.start();
            while (second.getState() != Thread.State.WAITING && from.registry.count(RequestKind.REFERRERS) == 1) {
                Thread.onSpinWait();
            }
            return answer;
        }));

        copy(copier, "v1");
        second.join();

        assertThat(from.registry.count(RequestKind.REFERRERS)).isEqualTo(1);
        assertThat(to.registry.tagged("app", "v2")).isPresent();
    }

    @Test
    void aHostWithTheApiIsAskedOnceForEachImage() {
        from.registry.listReferrers();
        from.registry.addImage("app", "v2", "two");
        ImageCopier copier = copier();

        copy(copier, "v1");
        copy(copier, "v2");

        assertThat(from.registry.count(RequestKind.REFERRERS)).isEqualTo(2);
    }

    private ReferrerResult copy(String tag) {
        return copy(copier(), tag);
    }

    private static ReferrerResult copy(ImageCopier copier, String tag) {
        Attempt attempt = new Attempt(WriteLease.ALWAYS);
        CopyResult result = attempt.run(() -> copier.copy(new Tag(tag), new Tag(tag), Expectation.ANYTHING, attempt));
        return ((CopyResult.Copied) result).referrers();
    }

    private ImageCopier copier() {
        var contents = new TargetContents(target, Prior.NOTHING, new Siblings(), new Refusals());
        var scope = new ReferrerScope(true, listed(source), listed(target));
        return new ImageCopier(source, contents, Crews.none(), new Progress(), CopyScope.whole(scope));
    }

    private static DigestTags listed(ContentTarget repository) {
        return DigestTags.of(repository.tags().map(TagList::tags).orElse(List.of()));
    }

    private Digest refer(Digest subject, String words) {
        Descriptor config = from.registry.addBlob("app", Payload.of("{}".getBytes(StandardCharsets.UTF_8)));
        Descriptor layer = from.registry.addBlob("app", Payload.of(words.getBytes(StandardCharsets.UTF_8)));
        String json = TestRegistry.imageManifest(config, layer)
                .replaceFirst(
                        "}$",
                        ",\"subject\":{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":10}}"
                                .formatted(MediaType.OCI_MANIFEST, subject));
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        source.push(Manifest.parse(new RawManifest(MediaType.OCI_MANIFEST, bytes)));
        return Digest.of(bytes);
    }

    private static List<Digest> digests(List<Referrer> referrers) {
        return referrers.stream()
                .map(referrer -> referrer.descriptor().digest())
                .toList();
    }
}
