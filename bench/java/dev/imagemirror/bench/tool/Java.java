package dev.imagemirror.bench.tool;

import dev.imagemirror.servers.OperatorProcess;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A JVM of ours, in the version that runs this.
///
/// @param flags      of the virtual machine
/// @param invocation `-cp PATH CLASS`
public record Java(List<String> flags, List<String> invocation) {
    /// Where the build puts what is shipped.
    public static final Path APPLICATION = Path.of("target/quarkus-app");

    private static final String CACHE = "-XX:AOTCache=" + APPLICATION.resolve("operator.aot");

    public Java {
        flags = List.copyOf(flags);
        invocation = List.copyOf(invocation);
    }

    /// A class of this class path, as the image starts the operator. A cache fits a class path that begins with what is
    /// packaged.
    public static Java main(String type) {
        String classpath =
                APPLICATION.resolve("quarkus-run.jar") + File.pathSeparator + System.getProperty("java.class.path", "");
        return new Java(OperatorProcess.flags(), List.of("-cp", classpath, type)).with(CACHE);
    }

    public Java with(String... more) {
        List<String> all = new ArrayList<>(flags);
        all.addAll(List.of(more));
        return new Java(all, invocation);
    }

    List<String> line(List<String> arguments) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(flags);
        line.addAll(invocation);
        line.addAll(arguments);
        return line;
    }
}
