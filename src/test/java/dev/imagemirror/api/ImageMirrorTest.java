package dev.imagemirror.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageMirrorTest {
    private static final Instant TIME = Instant.parse("2026-11-22T10:15:30.987654Z");

    @Test
    void theSmallestDocumentHasTheDocumentedDefaults() {
        var spec = read("""
                spec:
                  sources: [{repository: alpine}]
                  target: {registry: registry.company.io}
                """).getSpec();

        assertThat(spec.interval()).isNull();
        assertThat(spec.imageTimeout()).isEqualTo("30m");
        assertThat(spec.concurrency()).isEqualTo(16);
        assertThat(spec.suspend()).isFalse();
        assertThat(spec.dryRun()).isFalse();
        assertThat(spec.registries()).isEmpty();
        assertThat(spec.target().prefix()).isEmpty();
        assertThat(spec.target().pathSeparator()).isEqualTo(PathSeparator.SLASH);
        assertThat(spec.target().secretRef()).isNull();
    }

    @Test
    void aDocumentThatLacksEverythingIsReadable() {
        var spec = read("spec: {}").getSpec();

        assertThat(spec.sources()).isEmpty();
        assertThat(spec.target().registry()).isEmpty();
        assertThat(read("metadata: {name: a}").getSpec()).isNull();
    }

    @Test
    void whatAnotherVersionWroteIsReadable() {
        var mirror = read("""
                spec:
                  sources: [{repository: alpine, tags: {newest: 5}}]
                  target: {registry: r.io, profile: big}
                  onChange: Keep
                status:
                  observedGeneration: -1
                  future: 1
                  conditions:
                    - {type: Novel, status: "True", reason: Good, message: "", lastTransitionTime: "2026-11-22T10:15:30Z"}
                    - {type: Ready, status: "False", reason: Novel, message: m, lastTransitionTime: "2026-11-22T10:15:30Z"}
                  sources:
                    - specification: alpine
                      tags:
                        - {name: "3", state: Novel, action: Novel, reason: Novel}
                """);

        var status = mirror.getStatus();
        assertThat(status.observedGeneration()).isEqualTo(-1);
        assertThat(status.conditions()).hasSize(1);
        assertThat(status.condition(ConditionType.Ready))
                .get()
                .extracting(Condition::reason)
                .isEqualTo(Reason.InternalError);
        var tag = status.sources().getFirst().tags().getFirst();
        assertThat(tag.state()).isEqualTo(TagState.Unknown);
        assertThat(tag.action()).isNull();
        assertThat(tag.reason()).isNull();
    }

    @Test
    void aTagThatIsAsItShouldBeTakesFewBytes() {
        var tag = new TagStatus(
                "3.19", null, TagState.Present, "sha256:" + "0".repeat(64), null, false, TIME, null, null, null, null);

        assertThat(Serialization.asJson(tag).replaceAll("\\s+(?=\"|})", "").replace("\" : ", "\":"))
                .isEqualTo("{\"name\":\"3.19\",\"state\":\"Present\",\"digest\":\"sha256:" + "0".repeat(64)
                        + "\",\"writtenTime\":\"2026-11-22T10:15:30Z\"}");
    }

    @Test
    void aStatusIsReadAsItWasWritten() {
        var status = new ImageMirrorStatus(
                3L,
                List.of(new Condition(
                        ConditionType.Ready, ConditionStatus.False, Reason.SomeTagsFailed, "two of five", TIME, 3L)),
                new Summary(1, 5, 3, 1, 0, 0, 0, 0, 1, 2, 2, 1, 4096),
                new Progress(1, 5, 10, 20),
                List.of(new SourceStatus(
                        "alpine",
                        "docker.io/library/alpine",
                        "registry.company.io/mirror/library/alpine",
                        new Counts(5, 3, 1, 0, 0, 0, 0, 1, 2, 2),
                        TIME,
                        3L,
                        new SourceError(Reason.SourceUnreachable, "down"),
                        List.of(new TagStatus(
                                "edge",
                                "edge-mirrored",
                                TagState.Changed,
                                "sha256:a",
                                "sha256:b",
                                true,
                                TIME,
                                TIME,
                                TagAction.Overwrite,
                                Reason.TargetMoved,
                                "m")))),
                TIME,
                TIME,
                TIME,
                "now");

        assertThat(Serialization.unmarshal(Serialization.asJson(status), ImageMirrorStatus.class))
                .isEqualTo(status);
        assertThat(Serialization.asJson(ImageMirrorStatus.empty())).isEqualToIgnoringWhitespace("{}");
    }

    @Test
    void aSpecificationIsReadAsItWasWritten() {
        var spec = new ImageMirrorSpec(
                List.of(new Source(
                        "alpine~/^3/",
                        new TagRules(List.of("^3"), List.of("rc"), ">=3.1", 5, List.of("edge")),
                        List.of("linux/amd64"),
                        PlatformMode.Sparse,
                        false,
                        new SourceTarget("{path}", "{tag}-x"))),
                new Defaults(List.of("linux/arm/v7"), PlatformMode.Rewrite, true),
                new Target(
                        "r.io",
                        "/m",
                        PathSeparator.DOUBLE_UNDERSCORE,
                        "{prefix}{name}",
                        "m-{tag}",
                        new SecretReference("push"),
                        new SecretReference("trust"),
                        true),
                List.of(new RegistryAccess("quay.io", new SecretReference("pull"), null, false)),
                List.of(new SecretReference("all")),
                "1h30m",
                "5m",
                new Recheck("1h", "0s"),
                true,
                4,
                OnChange.Keep,
                List.of("^v"),
                7,
                new Prune(PrunePolicy.Delete, List.of(PruneCause.Deselected), "1h", true, List.of("^stable"), 3),
                true);

        String json = Serialization.asJson(spec);
        assertThat(json).contains("\"__\"", "\"plainHTTP\"");
        assertThat(Serialization.unmarshal(json, ImageMirrorSpec.class)).isEqualTo(spec);
    }

    private static ImageMirror read(String fields) {
        return Serialization.unmarshal(
                "apiVersion: imagemirror.dev/v1alpha1\nkind: ImageMirror\n" + fields, ImageMirror.class);
    }
}
