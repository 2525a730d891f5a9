package dev.imagemirror;

import dev.imagemirror.cli.MirrorCommand;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/// Starts the operator, or, with arguments, runs one command without booting Quarkus, which would cost a second.
@QuarkusMain
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        if (arguments.length > 0) {
            System.exit(MirrorCommand.execute(arguments));
        }
        Quarkus.run(arguments);
    }
}
