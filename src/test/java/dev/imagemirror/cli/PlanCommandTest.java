package dev.imagemirror.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PlanCommandTest extends CommandScene {
    @Test
    void aPlanSaysWhatSyncWouldDoAndWhy() throws IOException {
        source.addImage("app", "1", "one");
        source.addImage("app", "2", "two");
        target.addImage("m/app", "2", "old two");
        Path file = file("mirror.yaml", mirror("app"));

        CommandRun plan = plan(file);

        assertThat(plan.exit()).as(plan.all()).isZero();
        assertThat(plan.out())
                .containsPattern("ABSENT +copy .*/app:1  the target does not have it")
                .containsPattern("CHANGED +overwrite .*/app:2  the target holds sha256:\\w+, the source has sha256:")
                .containsPattern("plan: 2 tags to write, at least 5 requests and [0-9]+ bytes of manifests; "
                        + Pattern.quote(source.registry().toString()) + ": at least 2 pulls");
        assertThat(target.tagged("m/app", "1")).isEmpty();

        assertThat(CommandRun.of(folder, "", "sync", "-f", file.toString()).out())
                .contains("2 copied");
        assertThat(plan(file).out())
                .containsPattern("PRESENT +- .*/app:1  source and target have the same")
                .contains("plan: 0 tags to write");
    }

    @Test
    void aPlanThatIsNotWholeFails() throws IOException {
        Path file = file("mirror.yaml", mirror("none"));

        CommandRun plan = plan(file);

        assertThat(plan.exit()).isEqualTo(3);
        assertThat(plan.out()).containsPattern("FAILED .*SourceNotFound");
    }

    private CommandRun plan(Path file) {
        return CommandRun.of(folder, "", "plan", "-f", file.toString());
    }
}
