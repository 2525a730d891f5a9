package dev.imagemirror;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/// The table of requirements says the truth: every number once, and each test that it names is one.
class RegistryRequirementsTest {
    private static final Path PAGE = Path.of("docs/registry-requirements.md");

    /// How many requirements each letter has.
    private static final Map<String, Integer> NUMBERS = Map.ofEntries(
            Map.entry("X", 10),
            Map.entry("A", 47),
            Map.entry("B", 35),
            Map.entry("M", 30),
            Map.entry("L", 15),
            Map.entry("R", 15),
            Map.entry("Q", 21),
            Map.entry("D", 13),
            Map.entry("C", 15),
            Map.entry("S", 29),
            Map.entry("V", 16),
            Map.entry("J", 10),
            Map.entry("T", 12),
            Map.entry("F", 50),
            Map.entry("H", 40));

    private static final Set<String> STATUSES = Set.of("done", "not applicable", "open");

    /// The parts of the project that may still owe something; the client may not.
    private static final Set<String> LATER_PARTS = Set.of("copy", "prune", "operator", "profile", "signature");

    private static List<Row> rows;
    private static Map<String, List<Class<?>>> tests;

    record Row(String number, String requirement, String status, String shownBy) {}

    @BeforeAll
    static void read() throws IOException, URISyntaxException {
        rows = Files.readAllLines(PAGE).stream()
                .filter(line -> line.matches("\\| [A-Z]-[0-9]+ \\|.*"))
                .map(RegistryRequirementsTest::row)
                .toList();
        tests = testClasses().stream().collect(groupingBy(Class::getSimpleName));
    }

    @Test
    void everyRequirementStandsThereOnce() {
        List<String> present = rows.stream().map(Row::number).toList();
        List<String> known = NUMBERS.entrySet().stream()
                .flatMap(letter ->
                        IntStream.rangeClosed(1, letter.getValue()).mapToObj(number -> letter.getKey() + "-" + number))
                .toList();

        assertThat(known.stream().filter(number -> !present.contains(number)))
                .as("missing")
                .isEmpty();
        assertThat(present).as("unknown").isSubsetOf(known).doesNotHaveDuplicates();
    }

    @Test
    void everyRowHasAStatusAndWhatGoesWithIt() {
        assertThat(rows.stream()
                        .filter(row -> !STATUSES.contains(row.status())
                                || row.requirement().isEmpty()
                                || row.shownBy().isEmpty()))
                .isEmpty();
    }

    @Test
    void everyNamedTestExists() {
        assertThat(rows.stream()
                        .filter(row -> row.status().equals("done"))
                        .flatMap(row -> Arrays.stream(row.shownBy().split(", "))
                                .filter(name -> !isTest(name))
                                .map(name -> row.number() + ": " + name)))
                .isEmpty();
    }

    @Test
    void onlyLaterPartsAreOpen() {
        assertThat(rows.stream().filter(row -> row.status().equals("open") && !LATER_PARTS.contains(row.shownBy())))
                .isEmpty();
    }

    private static Row row(String line) {
        List<String> cells =
                Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
        assertThat(cells).as(line).hasSize(6);
        return new Row(cells.get(1), cells.get(2), cells.get(3), cells.get(4));
    }

    private static boolean isTest(String name) {
        int dot = name.indexOf('.');
        return dot > 0
                && tests.getOrDefault(name.substring(0, dot), List.of()).stream()
                        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                        .filter(method -> method.getName().equals(name.substring(dot + 1)))
                        .anyMatch(RegistryRequirementsTest::isTest);
    }

    private static boolean isTest(Method method) {
        return AnnotationSupport.isAnnotated(method, Testable.class);
    }

    /// The compiled classes of `src/test` and `src/it`, which are built into one folder; none is initialised.
    private static List<Class<?>> testClasses() throws IOException, URISyntaxException {
        Path root = Path.of(RegistryRequirementsTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<Class<?>> classes = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(RegistryRequirementsTest::isTestClass).toList()) {
                String name = root.relativize(file).toString().replace(".class", "");
                classes.add(load(name.replace(file.getFileSystem().getSeparator(), ".")));
            }
        }
        return classes;
    }

    private static boolean isTestClass(Path file) {
        return file.getFileName().toString().matches("[A-Za-z0-9]+(Test|IT)\\.class");
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, RegistryRequirementsTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(name + " cannot be loaded", e);
        }
    }
}
