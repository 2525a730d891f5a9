package dev.imagemirror.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.imagemirror.api.ImageMirrorSpec;
import dev.imagemirror.api.Reason;
import dev.imagemirror.content.Side;
import dev.imagemirror.copy.PlatformFilter;
import dev.imagemirror.copy.PlatformSubset;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Platform;
import dev.imagemirror.oci.Registry;
import dev.imagemirror.oci.Tag;
import dev.imagemirror.sync.CopyOptions;
import dev.imagemirror.sync.Recheck;
import dev.imagemirror.sync.Selection;
import dev.imagemirror.sync.SyncRequest;
import dev.imagemirror.sync.SyncRules;
import dev.imagemirror.sync.TargetTag;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecReadingTest {
    private static final String SMALLEST = "sources: [{repository: quay.io/app}]\ntarget: {registry: to.example}\n";

    @Test
    void fillsInTheDefaults() {
        MirrorSpecification read = understood(SMALLEST);

        assertThat(read.interval()).isEqualTo(Duration.ofHours(1));
        assertThat(read.suspend()).isFalse();
        assertThat(read.work().concurrency()).isEqualTo(16);
        assertThat(read.work().imageTimeout()).isEqualTo(Duration.ofMinutes(30));
        assertThat(read.work().dryRun()).isFalse();
        assertThat(read.work().recheck()).isEqualTo(Recheck.ALWAYS);
        assertThat(read.work().sources().getFirst().options()).isEqualTo(CopyOptions.DEFAULT);
        assertThat(read.work().sources().getFirst().target()).hasToString("to.example/quay/io/app");
        assertThat(read.request(SyncRequest.Context.first()).sources()).hasSize(1);
    }

    @Test
    void readsEveryField() {
        MirrorSpecification read = understood("""
                sources: [{repository: quay.io/app}]
                target: {registry: to.example, prefix: /m, pathSeparator: '-', secretRef: {name: push}, plainHTTP: true}
                registries:
                - {host: quay.io, secretRef: {name: pull}}
                - {host: to.example, secretRef: {name: other}}
                interval: 90s
                imageTimeout: 1h30m
                concurrency: 3
                suspend: true
                onChange: Keep
                immutableTags: [^v]
                maxTags: 7
                dryRun: true
                """);

        assertThat(read.work().rules().overwrite()).isFalse();
        assertThat(read.work().rules().immutable()).hasSize(1);
        assertThat(read.work().rules().maxTags()).isEqualTo(7);
        assertThat(read.interval()).hasSeconds(90);
        assertThat(read.suspend() && read.work().dryRun()).isTrue();
        assertThat(read.work().concurrency()).isEqualTo(3);
        assertThat(read.work().imageTimeout()).hasMinutes(90);
        MirrorAccess access = read.work().access();
        assertThat(access.secrets()).containsExactlyInAnyOrder("push", "pull", "other");
        assertThat(access.door(Side.SOURCE, Registry.parse("quay.io")))
                .isEqualTo(new MirrorAccess.Door("pull", null, false));
        assertThat(access.door(Side.SOURCE, Registry.parse("to.example")))
                .as("a source never uses the target's credential")
                .isEqualTo(new MirrorAccess.Door("other", null, false));
        assertThat(access.door(Side.TARGET, Registry.parse("to.example")))
                .isEqualTo(new MirrorAccess.Door("push", null, true));
    }

    @Test
    void readsWhatBelongsToOneSource() {
        MirrorSpecification read = understood("""
                sources:
                - repository: quay.io/team/app~/^v/=x
                  tags: {include: [a, b], exclude: [c], semver: '>=1', newest: 3, assume: [y]}
                - {repository: quay.io/team/app, target: {path: '{name}', tag: '{tag}-x'}}
                - {repository: 'quay.io/team/app@sha256:%s', target: {tag: golden}}
                target: {registry: to.example, path: 'all/{path}', tag: 'm-{tag}'}
                """.formatted("0".repeat(64)));

        assertThat(read.work().sources().get(0).selection())
                .isInstanceOfSatisfying(Selection.ListedTags.class, selection -> {
                    assertThat(selection.named()).extracting(Tag::text).containsExactly("x", "y");
                    assertThat(selection.rules().include()).hasSize(2);
                    assertThat(selection.rules().exclude()).hasSize(1);
                    assertThat(selection.rules().semver()).hasToString(">=1");
                    assertThat(selection.rules().newest()).isEqualTo(3);
                });
        assertThat(read.work().sources().get(0).target(Tag.parse("v1")))
                .map(TargetTag::toString)
                .contains("to.example/all/team/app:m-v1");
        assertThat(read.work().sources().get(1).target(Tag.parse("v1")))
                .map(TargetTag::toString)
                .contains("to.example/app:v1-x");
        assertThat(read.work().sources().get(2).target(Digest.parse("sha256:" + "0".repeat(64))))
                .map(TargetTag::toString)
                .contains("to.example/all/team/app:golden");
        assertThat(understood(SMALLEST).work().rules()).isEqualTo(SyncRules.DEFAULT);
        assertThat(understood(SMALLEST)).isEqualTo(understood(SMALLEST));
    }

    @Test
    void readsForHowLongATagIsBelieved() {
        assertThat(understood(SMALLEST + "recheck: {source: 168h, target: 90s}")
                        .work()
                        .recheck())
                .isEqualTo(new Recheck(Duration.ofDays(7), Duration.ofSeconds(90)));
        assertThat(understood(SMALLEST + "recheck: {target: 0s}").work().recheck())
                .isEqualTo(Recheck.ALWAYS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "platforms: [linux/amd64, linux/arm/v7]||R linux/amd64 linux/arm/v7",
                "platforms: [linux/amd64, linux/amd64]||R linux/amd64",
                "platforms: [linux/amd64], platformMode: Sparse||S linux/amd64",
                "platformMode: Sparse||W",
                "|platforms: [linux/amd64]|R linux/amd64",
                "|platforms: [linux/amd64], platformMode: Sparse|S linux/amd64",
                "platforms: [linux/arm64]|platforms: [linux/amd64], platformMode: Sparse|S linux/arm64",
                "platforms: [linux/arm64], platformMode: Rewrite|platformMode: Sparse|R linux/arm64",
                "platformMode: Sparse|platforms: [linux/amd64]|S linux/amd64",
            })
    void aSourceComesBeforeTheDefaults(@Nullable String source, @Nullable String defaults, String expected) {
        MirrorSpecification read =
                understood("""
                sources: [{repository: quay.io/app, %s}]
                defaults: {%s}
                target: {registry: to.example}
                """.formatted(source == null ? "" : source, defaults == null ? "" : defaults));

        assertThat(shown(read.work().sources().getFirst().options().subset())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "'','',true",
        "referrers: false,'',false",
        "'',referrers: false,false",
        "referrers: true,referrers: false,true",
    })
    void referrersTravelUnlessSomebodySaysNo(String source, String defaults, boolean expected) {
        MirrorSpecification read = understood("""
                sources: [{repository: quay.io/app, %s}]
                defaults: {%s}
                target: {registry: to.example}
                """.formatted(source, defaults));

        assertThat(read.work().sources().getFirst().options().referrers()).isEqualTo(expected);
    }

    private static String shown(PlatformSubset subset) {
        return switch (subset) {
            case PlatformSubset.Whole() -> "W";
            case PlatformSubset.Rewritten(PlatformFilter filter) -> "R" + shown(filter);
            case PlatformSubset.Sparse(PlatformFilter filter) -> "S" + shown(filter);
        };
    }

    private static String shown(PlatformFilter filter) {
        return filter.platforms().stream()
                .map(Platform::toString)
                .sorted()
                .reduce("", (all, platform) -> all + " " + platform);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sources: []|spec.sources is empty",
                "sources: [{repository: 'quay.io/a b'}]|spec.sources[0].repository: .*column 10",
                "sources: [{repository: quay.io/a}, {}]|spec.sources[1].repository: .*it is empty",
                "sources: [{repository: quay.io/a, tags: {include: [a, '[']}}]|spec.sources[0].tags.include[1]: '.' is not",
                "sources: [{repository: quay.io/a, tags: {semver: '>=a'}}]|spec.sources[0].tags.semver: range '>=a', column 3",
                "sources: [{repository: quay.io/a, tags: {newest: 0}}]|spec.sources[0].tags.newest: 0 is not 1 to 1000",
                "sources: [{repository: quay.io/a, tags: {assume: ['a b']}}]|spec.sources[0].tags.assume[0]: 'a b' is not a tag",
                "sources: [{repository: 'quay.io/a:1', tags: {newest: 1}}]|spec.sources[0].tags: .*stands for itself",
                "sources: [{repository: quay.io/a, target: {tag: x}}]|spec.sources[0]: .*must hold .tag. once",
                "target: {registry: to.example, path: '{nope}'}|spec.target: .*nope",
                "immutableTags: ['(']|spec.immutableTags[0]: ",
                "maxTags: 0|spec: maxTags: 0 is not 1 to 200000",
                "sources: [{repository: quay.io/a@sha256:1}]|spec.sources[0].repository: .*digest",
                "target: {registry: ''}|spec.target: .*is not a registry",
                "target: {registry: to.example, prefix: 'a:b'}|spec.target: .*prefix",
                "sources: [{repository: '[::1]:5/a'}]|spec.sources[0]: .*IPv6.*target.prefix",
                "sources: [{repository: a, platforms: []}]|spec.sources[0].platforms is empty",
                "sources: [{repository: a, platforms: [linux/a, linux]}]|spec.sources[0].platforms[1]: 'linux' is not a",
                "defaults: {platforms: [Linux/amd64]}|spec.defaults.platforms[0]: 'Linux/amd64' is not a platform",
                "recheck: {source: 169h}|spec.recheck.source: 169h is not between 0s and 168h",
                "recheck: {target: 1d}|spec.recheck.target: '1d' is not a duration",
                "interval: 59s|spec.interval: 59s is not between 1m and 168h",
                "interval: 169h|spec.interval: 169h is not between 1m and 168h",
                "interval: 1d|spec.interval: '1d' is not a duration",
                "interval: ''|spec.interval: '' is not a duration",
                "imageTimeout: 25h|spec.imageTimeout: 25h is not between 1m and 24h",
                "concurrency: 0|spec.concurrency: 0 is not 1 to 64",
                "concurrency: 65|spec.concurrency: 65 is not 1 to 64",
                "registries: [{host: 'a b'}]|spec.registries[0].host: 'a b' is not a registry",
                "registries: [{host: docker.io}, {host: index.docker.io}]|spec.registries[1].host: docker.io has an entry",
                "registries: [{host: a.io, secretRef: {name: A}}]|spec.registries[0].secretRef.name: 'A' is not the name",
                "target: {registry: to.example, secretRef: {name: other/ns}}|spec.target.secretRef.name: 'other/ns'",
            })
    void namesTheField(String yaml, String message) {
        SpecReading.Refused refused = refused(with(yaml));

        assertThat(refused.reason()).isEqualTo(Reason.InvalidSpec);
        assertThat(refused.message()).containsPattern("^" + message.replace("[", "\\["));
    }

    @Test
    void oneTagWithTwoChoicesOfPlatformsIsAConflict() {
        String sources = """
                sources: [{repository: 'quay.io/app:1', platforms: [linux/amd64]}, {repository: 'quay.io/app=1,2'%s}]
                target: {registry: to.example}
                """;

        assertThat(refused(sources.formatted("")).reason()).isEqualTo(Reason.TargetConflict);
        assertThat(understood(sources.formatted(", platforms: [linux/amd64]"))
                        .work()
                        .sources())
                .hasSize(2);
    }

    @Test
    void refusesConflictsThatTheSpecificationShows() {
        SpecReading.Refused loop =
                refused("sources: [{repository: to.example/app}]\ntarget: {registry: to.example, prefix: /}");
        SpecReading.Refused twice = refused("""
                sources: [{repository: 'quay.io/app:1'}, {repository: 'other.example/app=1'}]
                target: {registry: to.example, prefix: /}
                """);

        assertThat(loop.reason()).isEqualTo(Reason.TargetConflict);
        assertThat(loop.message()).contains("back to to.example/app");
        assertThat(twice.reason()).isEqualTo(Reason.TargetConflict);
        assertThat(twice.message()).contains("'quay.io/app:1'", "'other.example/app=1'", "to.example/app:1");
    }

    /// The fields of `yaml` in place of those of the smallest specification.
    private static String with(String yaml) {
        String field = yaml.substring(0, yaml.indexOf(':') + 1);
        return SMALLEST.lines().filter(line -> !line.startsWith(field)).reduce(yaml, (all, line) -> all + "\n" + line);
    }

    private static MirrorSpecification understood(String yaml) {
        return switch (SpecReading.of(spec(yaml))) {
            case SpecReading.Understood(MirrorSpecification specification) -> specification;
            case SpecReading.Refused refused -> throw new AssertionError(refused.message());
        };
    }

    private static SpecReading.Refused refused(String yaml) {
        return switch (SpecReading.of(spec(yaml))) {
            case SpecReading.Understood understood -> throw new AssertionError("not refused: " + yaml);
            case SpecReading.Refused refused -> refused;
        };
    }

    private static ImageMirrorSpec spec(String yaml) {
        try {
            return new YAMLMapper().readValue(yaml, ImageMirrorSpec.class);
        } catch (JsonProcessingException e) {
            throw new AssertionError(yaml, e);
        }
    }
}
