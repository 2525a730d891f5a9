package dev.imagemirror.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.oci.MalformedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.apache.commons.cli.ParseException;
import org.junit.jupiter.api.Test;

/// What comes of what a command does.
class CommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void exitsAsItsWorkSays() {
        int exit = execute((line, console) -> {
            console.out().println("done");
            return Command.FAILED;
        });

        assertThat(exit).isEqualTo(3);
        assertThat(out).hasToString("done%n".formatted());
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void saysWhatIsRefused() {
        int exit = execute((line, console) -> {
            throw new MalformedException("no tag");
        });

        assertThat(exit).isEqualTo(1);
        assertThat(err).hasToString("imagemirror: no tag%n".formatted());
    }

    @Test
    void showsTheUsageForAMistakeThatItsWorkFinds() {
        int exit = execute((line, console) -> {
            throw new ParseException("not a number");
        });

        assertThat(exit).isEqualTo(2);
        assertThat(err.toString()).startsWith("not a number%nUsage: test [-hV]".formatted());
    }

    @Test
    void showsWhereAFileCouldNotBeRead() {
        int exit = execute((line, console) -> {
            throw new IOException("disk");
        });

        assertThat(exit).isEqualTo(1);
        assertThat(err.toString()).startsWith("java.io.IOException: disk").contains("\tat ");
    }

    private int execute(Command.Work work) {
        Command command = new Command("test", "Tests.", List.of(), List.of(), () -> "", work);
        return command.execute(new Console(new PrintWriter(out, true), new PrintWriter(err, true)));
    }
}
