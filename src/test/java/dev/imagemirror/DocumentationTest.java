package dev.imagemirror;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.imagemirror.api.ConditionType;
import dev.imagemirror.api.Defaults;
import dev.imagemirror.api.ImageMirror;
import dev.imagemirror.api.ImageMirrorSpec;
import dev.imagemirror.api.ImageMirrorStatus;
import dev.imagemirror.api.Prune;
import dev.imagemirror.api.Reason;
import dev.imagemirror.api.Recheck;
import dev.imagemirror.api.RegistryAccess;
import dev.imagemirror.api.SecretReference;
import dev.imagemirror.api.Source;
import dev.imagemirror.api.SourceStatus;
import dev.imagemirror.api.SourceTarget;
import dev.imagemirror.api.Summary;
import dev.imagemirror.api.TagRules;
import dev.imagemirror.api.TagState;
import dev.imagemirror.api.TagStatus;
import dev.imagemirror.api.Target;
import dev.imagemirror.operator.Settings;
import dev.imagemirror.resource.SpecReading;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the documentation shows must work, and what there is must be in it.
class DocumentationTest {

    private static final Path RESOURCE = Path.of("docs/spec/imagemirror.md");
    private static final Path OPERATOR = Path.of("docs/operator.md");
    private static final Pattern YAML_BLOCK =
            Pattern.compile("^```yaml\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleIsUnderstood(Example example) throws JsonProcessingException {
        ImageMirror mirror = strict().readValue(example.yaml(), ImageMirror.class);

        assertThat(mirror.getMetadata().getName()).isNotBlank();
        assertThat(SpecReading.of(mirror.getSpec())).isInstanceOf(SpecReading.Understood.class);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsToAFile(Path page) {
        assertThat(matches(LINK, page))
                .allSatisfy(link -> assertThat(page.resolveSibling(link)).exists());
    }

    @Test
    void everyFieldOfTheSpecificationIsDocumented() {
        Stream<String> fields = Stream.of(
                        names("", ImageMirrorSpec.class),
                        names("sources[].", Source.class),
                        names("sources[].tags.", TagRules.class),
                        names("sources[].target.", SourceTarget.class),
                        names("prune.", Prune.class),
                        names("defaults.", Defaults.class),
                        names("recheck.", Recheck.class),
                        names("target.", Target.class),
                        names("registries[].", RegistryAccess.class))
                .flatMap(names -> names);

        assertThat(missing(fields.map(name -> "`" + name), RESOURCE)).isEmpty();
    }

    @Test
    void everyFieldOfTheStatusIsDocumented() {
        Stream<String> fields = Stream.of(ImageMirrorStatus.class, SourceStatus.class, TagStatus.class, Summary.class)
                .flatMap(type -> names("", type));

        assertThat(missing(fields.map(name -> "`" + name), RESOURCE)).isEmpty();
    }

    @Test
    void everyStateConditionAndReasonIsDocumented() {
        Stream<Enum<?>> words = Stream.of(TagState.values(), ConditionType.values(), Reason.values())
                .flatMap(Stream::of);

        assertThat(missing(words.map(word -> "`" + word + "`"), RESOURCE)).isEmpty();
    }

    @Test
    void everySettingIsDocumented() {
        Stream<String> rows = settings("imagemirror.", Settings.class)
                .map(name ->
                        "| `" + name + "` | `" + name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_") + "` |");

        assertThat(missing(rows, OPERATOR)).isEmpty();
    }

    /// @param number counts the examples of a page
    record Example(Path page, int number, String yaml) {
        @Override
        public String toString() {
            return page + ", example " + number;
        }
    }

    static Stream<Example> examples() throws IOException {
        List<Example> examples = pages().flatMap(DocumentationTest::examples).toList();
        assertThat(examples).hasSizeGreaterThan(1);
        return examples.stream();
    }

    private static Stream<Example> examples(Path page) {
        List<String> blocks = matches(YAML_BLOCK, page).stream()
                .filter(block -> block.contains("kind: ImageMirror\n"))
                .toList();
        return Stream.iterate(0, number -> number < blocks.size(), number -> number + 1)
                .map(number -> new Example(page, number + 1, blocks.get(number)));
    }

    static Stream<Path> pages() throws IOException {
        try (Stream<Path> top = Files.list(Path.of(""));
                Stream<Path> docs = Files.walk(Path.of("docs"));
                Stream<Path> chart = Files.walk(Path.of("helm"));
                Stream<Path> bench = Files.list(Path.of("bench"))) {
            return Stream.of(top, docs, chart, bench)
                    .flatMap(files -> files)
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList()
                    .stream();
        }
    }

    private static List<String> matches(Pattern pattern, Path page) {
        return pattern.matcher(read(page))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private static List<String> missing(Stream<String> words, Path page) {
        String text = read(page);
        return words.filter(word -> !text.contains(word)).toList();
    }

    private static Stream<String> names(String prefix, Class<?> type) {
        return Stream.of(type.getRecordComponents())
                .map(RecordComponent::getName)
                .map(prefix::concat);
    }

    private static Stream<String> settings(String prefix, Class<?> type) {
        Stream<Method> methods =
                Stream.of(type.getDeclaredMethods()).filter(method -> Modifier.isAbstract(method.getModifiers()));
        return methods.flatMap(method -> {
            String name = prefix + kebab(method);
            boolean group = method.getReturnType().getDeclaringClass() == Settings.class;
            return group ? settings(name + ".", method.getReturnType()) : Stream.of(name);
        });
    }

    private static String kebab(Method method) {
        return method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    /// Refuses fields that there are not.
    private static ObjectMapper strict() {
        ObjectMapper mapper = YAMLMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        for (Class<?> type : List.of(
                ImageMirrorSpec.class,
                Source.class,
                SourceTarget.class,
                TagRules.class,
                Prune.class,
                Defaults.class,
                Recheck.class,
                Target.class,
                RegistryAccess.class,
                SecretReference.class)) {
            mapper.configOverride(type)
                    .setIgnorals(
                            JsonIgnoreProperties.Value.forIgnoreUnknown(false).withoutMerge());
        }
        return mapper;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(file + " cannot be read", e);
        }
    }
}
