package dev.imagemirror;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.imagemirror.api.CrdCompletion;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.Arrays;
import java.util.regex.Pattern;

/// The rooms of ARCHITECTURE.md, and who may enter which.
@AnalyzeClasses(packages = "dev.imagemirror", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String JACKSON = "com.fasterxml.jackson..";
    private static final String RE2 = "com.google.re2j..";
    private static final int MAX_WORDS = 3;

    @ArchTest
    static final ArchRule OCI = room("oci", JACKSON);

    @ArchTest
    static final ArchRule CONTENT = room("content", in("oci"));

    @ArchTest
    static final ArchRule COPY = room("copy", in("oci"), in("content"));

    @ArchTest
    static final ArchRule SYNC = room("sync", in("oci"), in("content"), in("copy"), RE2);

    @ArchTest
    static final ArchRule HTTP = room("http", "org.apache.hc..", "javax.net.ssl..");

    @ArchTest
    static final ArchRule AUTH = room("auth", in("oci"), in("http"), JACKSON);

    @ArchTest
    static final ArchRule REGISTRY = room("registry", in("oci"), in("content"), in("http"), in("auth"), JACKSON);

    @ArchTest
    static final ArchRule LAYOUT = room("layout", in("oci"), in("content"), JACKSON, "org.apache.commons.compress..");

    @ArchTest
    static final ArchRule SIGNATURE = room("signature", in("oci"), in("content"), JACKSON);

    /// Layers pass as they are: what is never unpacked cannot be a bomb, nor write outside of a folder. Archives of
    /// layouts are another matter, in a room of their own.
    @ArchTest
    static void nothingUnpacksArchives(JavaClasses classes) {
        noClasses()
                .that(not(resideInAPackage(in("layout"))))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("java.util.zip..", "java.util.jar..", "org.apache.commons.compress.."))
                .check(classes);
    }

    /// What the generator of the CRD gets wrong is put right beside the model, in one class that no run loads.
    @ArchTest
    static final ArchRule API = classes()
            .that(resideInAPackage(in("api")).and(not(belongToAnyOf(CrdCompletion.class))))
            .should()
            .onlyDependOnClassesThat(from(
                            in("api"),
                            "com.fasterxml.jackson.annotation..",
                            "io.fabric8.generator.annotation..",
                            "io.fabric8.crd.generator.annotation..",
                            "io.fabric8.kubernetes.model.annotation..",
                            "io.fabric8.kubernetes.api.model..")
                    .or(belongToAnyOf(CustomResource.class, CrdCompletion.class)));

    @ArchTest
    static final ArchRule API_STANDS_ALONE =
            noClasses().that(resideInAPackage(in("api"))).should().dependOnClassesThat(ofOtherRooms("api"));

    @ArchTest
    static final ArchRule RESOURCE = room(
            "resource",
            in("api"),
            in("sync"),
            in("copy"),
            in("content"),
            in("auth"),
            in("http"),
            in("oci"),
            JACKSON,
            RE2);

    @ArchTest
    static final ArchRule CLI = room(
            "cli",
            in("oci"),
            in("content"),
            in("copy"),
            in("sync"),
            in("http"),
            in("auth"),
            in("registry"),
            in("layout"),
            in("signature"),
            in("api"),
            in("resource"),
            JACKSON,
            "org.apache.commons.cli..",
            // The metadata of a custom resource.
            "io.fabric8.kubernetes.api.model..");

    @ArchTest
    static final ArchRule CLUSTER_ONLY_IN_OPERATOR = noClasses()
            .that(not(resideInAPackage(in("operator"))))
            .and(not(belongToAnyOf(Main.class)))
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.javaoperatorsdk..", "io.quarkus..", "jakarta.."));

    @ArchTest
    static final ArchRule NOBODY_ENTERS_OPERATOR = noClasses()
            .that(not(resideInAPackage(in("operator"))))
            .should()
            .dependOnClassesThat(resideInAPackage(in("operator")));

    /// Whatever a document of a tenant names, nothing but the command line's credential helpers can be run.
    @ArchTest
    static final ArchRule ONE_PLACE_RUNS_PROGRAMS = noClasses()
            .that(not(name("dev.imagemirror.cli.ProgramRun")))
            .should()
            .dependOnClassesThat(belongToAnyOf(ProcessBuilder.class))
            .orShould()
            .callMethodWhere(target(name("exec")).and(target(owner(belongToAnyOf(Runtime.class)))));

    @ArchTest
    static final ArchRule MAIN_STANDS_ALONE = classes()
            .that(resideInAPackage("dev.imagemirror"))
            .and()
            .areNotInterfaces()
            .should(ArchConditions.be(Main.class));

    @ArchTest
    static final ArchRule NO_PACKAGE_CYCLE =
            slices().assignedFrom(new Packages()).should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NAMES_SAY_SOMETHING =
            noClasses().should().haveNameMatching(".*[.$](Abstract\\w*|\\w*(Utils?|Helpers?|Managers?|Impl))");

    @ArchTest
    static void namesAreShort(JavaClasses classes) {
        assertThat(classes.stream().map(JavaClass::getSimpleName).filter(name -> words(name) > MAX_WORDS))
                .isEmpty();
    }

    /// A capital letter begins a word unless it goes on with an abbreviation: `TLSFailed` has two.
    private static long words(String name) {
        return Pattern.compile("[A-Z]+(?![a-z])|[A-Z][a-z0-9]*|[a-z0-9]+")
                .matcher(name)
                .results()
                .count();
    }

    private static ArchRule room(String name, String... others) {
        String[] known = Arrays.copyOf(others, others.length + 1);
        known[others.length] = in(name);
        // A room of the plan that is not built yet has no classes.
        return classes()
                .that(resideInAPackage(in(name)))
                .should()
                .onlyDependOnClassesThat(from(known))
                .allowEmptyShould(true);
    }

    private static String in(String room) {
        return "dev.imagemirror." + room + "..";
    }

    private static DescribedPredicate<JavaClass> from(String... packages) {
        return resideInAnyPackage(packages)
                .or(resideInAnyPackage("java..", "javax.security.auth.x500..", "org.jspecify.annotations.."));
    }

    private static DescribedPredicate<JavaClass> ofOtherRooms(String room) {
        return resideInAPackage("dev.imagemirror..").and(not(resideInAPackage(in(room))));
    }

    /// Each package is a slice of its own, nested ones too.
    private static final class Packages implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
            return SliceIdentifier.of(javaClass.getPackageName());
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }
}
