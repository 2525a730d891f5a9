package dev.imagemirror.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.Source;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Commands start with few of the libraries that the operator has: all that their classes can come to is among them.
class LibrariesTest {
    private static final Path LISTED = Path.of("src/main/launch/commands.libraries");
    private static final Pattern JAR = Pattern.compile(".*/(?<library>[^/]+?)-[0-9][^/]*\\.jar!.*");
    private static final String OURS = "dev.imagemirror.";

    @Test
    void everyLibraryThatCommandsNeedIsListed() throws IOException {
        List<String> listed = Files.readAllLines(LISTED);
        Map<String, String> needed = needed();

        assertThat(needed).as("found by their classes").containsKeys("httpclient5", "jackson-databind", "commons-cli");
        needed.keySet().removeIf(library -> listed.stream().anyMatch(name -> name.endsWith("." + library)));
        assertThat(needed)
                .as("libraries that %s lacks, and who needs them", LISTED)
                .isEmpty();
    }

    /// Libraries, and for each a use of it.
    private static Map<String, String> needed() {
        Map<String, String> needed = new TreeMap<>();
        for (JavaClass type : reached()) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                // The JVM passes over annotations whose class is not there.
                if (!target.getName().startsWith(OURS) && !target.isAnnotation()) {
                    library(target).ifPresent(library -> needed.put(library, dependency.getDescription()));
                }
            }
        }
        return needed;
    }

    private static List<JavaClass> reached() {
        var ours = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.imagemirror");
        List<JavaClass> reached = new ArrayList<>();
        Set<JavaClass> seen = new HashSet<>();
        Deque<JavaClass> open = new ArrayDeque<>();
        ours.stream().filter(type -> type.getPackageName().equals(OURS + "cli")).forEach(open::add);
        while (!open.isEmpty()) {
            JavaClass type = open.remove();
            if (seen.add(type)) {
                reached.add(type);
                type.getDirectDependenciesFromSelf().stream()
                        .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                        .filter(target -> target.getName().startsWith(OURS))
                        .forEach(open::add);
            }
        }
        return reached;
    }

    private static Optional<String> library(JavaClass type) {
        return type.getSource()
                .map(Source::getUri)
                .map(uri -> JAR.matcher(uri.toString()))
                .filter(Matcher::matches)
                .map(matcher -> matcher.group("library"));
    }
}
