package dev.imagemirror.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.registry.testing.TestRegistry;
import dev.imagemirror.servers.RegistryOptions;
import dev.imagemirror.servers.RegistryServer;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The registry of the tests answers as distribution v3 does, so that what is shown with it is no fiction.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DifferentialIT {
    private final RegistryServer shared = RegistryServer.start(options("shared").withDelete());

    @AfterAll
    void close() {
        shared.close();
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void bothAnswerTheSame(DifferentialScript script) {
        List<String> ours;
        try (TestRegistry registry = registry(script)) {
            ours = new DifferentialRun(registry.url(), script).outcomes();
        }
        List<String> theirs = theirs(script);

        SoftAssertions.assertSoftly(softly -> {
            for (int i = 0; i < ours.size(); i++) {
                DifferentialScript.Step step = script.steps().get(i);
                if (step.difference().isEmpty()) {
                    softly.assertThat(ours.get(i)).as(step.line()).isEqualTo(theirs.get(i));
                } else {
                    softly.assertThat(ours.get(i)).as(step.line()).isNotEqualTo(theirs.get(i));
                }
            }
        });
    }

    @Test
    void theScriptsAskForMuch() {
        assertThat(scripts())
                .hasSizeGreaterThan(30)
                .allSatisfy(script -> assertThat(script.steps()).isNotEmpty());
    }

    static List<DifferentialScript> scripts() {
        return DifferentialScript.all();
    }

    private List<String> theirs(DifferentialScript script) {
        if (script.server().equals("shared")) {
            return new DifferentialRun(shared.url(), script).outcomes();
        }
        RegistryOptions options = options(script.server());
        try (RegistryServer own = RegistryServer.start(
                switch (script.server()) {
                    case "alone" -> options.withDelete();
                    case "password" -> options.withPassword();
                    case "no-deletes" -> options;
                    default -> throw new IllegalArgumentException(script.server());
                })) {
            return new DifferentialRun(own.url(), script).outcomes();
        }
    }

    private static TestRegistry registry(DifferentialScript script) {
        TestRegistry registry = TestRegistry.start();
        switch (script.server()) {
            case "password" -> registry.requireBasic(RegistryServer.USER, RegistryServer.PASSWORD);
            case "no-deletes" -> registry.refuseDeletes();
            default -> {}
        }
        boolean referrers = script.steps().stream().anyMatch(step -> step.line().equals("with referrers"));
        return referrers ? registry.listReferrers() : registry;
    }

    private static RegistryOptions options(String name) {
        return RegistryOptions.named("differential-" + name).withStorageInMemory();
    }
}
