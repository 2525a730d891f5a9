package dev.imagemirror.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// What `--prune` deletes, and that nothing else does.
class PruneOptionsTest extends CommandScene {
    @Test
    void nothingGoesUnlessItIsAskedFor() throws IOException {
        fill();
        Path file = file("mirror.yaml", mirror("app") + "  prune: {policy: Delete, after: 0s, adopt: true}\n");

        assertThat(run("sync", file).out()).containsPattern("LOCAL_ONLY +- ").doesNotContain("deleted");
        assertThat(target.tagged("m/app", "old")).isPresent();
    }

    @Test
    void aPlanShowsWhatSyncDeletes() throws IOException {
        fill();
        Path file = file("mirror.yaml", mirror("app"));

        assertThat(run("plan", file, "--prune").out())
                .containsPattern("LOCAL_ONLY +delete .*/app:old -> .*/app:old  the source does not have it since")
                .contains("plan: 1 tags to write, 1 to delete, at least 6 requests");
        assertThat(target.tagged("m/app", "old")).isPresent();

        CommandRun sync = run("sync", file, "--prune");
        assertThat(sync.exit()).as(sync.all()).isZero();
        assertThat(sync.out())
                .containsPattern("LOCAL_ONLY +deleted .*/app:old")
                .contains("1 copied, 1 deleted, 0 failed");
        assertThat(target.tagged("m/app", "old")).isEmpty();
        assertThat(target.tagged("m/app", "1")).isPresent();
    }

    @Test
    void tooManyNeedAnApproval() throws IOException {
        fill();
        Path file = file("mirror.yaml", mirror("app") + "  prune: {maxDeletes: 0}\n");

        CommandRun refused = run("sync", file, "--prune");
        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.out()).containsPattern("NOT PRUNED .*PruneRefused");
        String plan = refused.out().replaceFirst("(?s).*the plan is ([0-9a-f]{16}).*", "$1");

        assertThat(run("sync", file, "--prune", "--approve-prune", plan).exit()).isZero();
        assertThat(target.tagged("m/app", "old")).isEmpty();
    }

    @Test
    void anApprovalAloneIsRefused() throws IOException {
        CommandRun run = run("sync", file("mirror.yaml", mirror("app")), "--approve-prune", "x");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.all()).contains("--approve-prune is for --prune");
    }

    private void fill() {
        source.addImage("app", "1", "one");
        target.addImage("m/app", "old", "old");
    }

    private CommandRun run(String command, Path file, String... more) {
        String[] arguments = new String[3 + more.length];
        arguments[0] = command;
        arguments[1] = "-f";
        arguments[2] = file.toString();
        System.arraycopy(more, 0, arguments, 3, more.length);
        return CommandRun.of(folder, "", arguments);
    }
}
