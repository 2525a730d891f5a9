package dev.imagemirror.bench.tool;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A JVM of ours, in the version that runs this.
///
/// @param flags      of the virtual machine
/// @param invocation `-cp PATH CLASS`
public record Java(List<String> flags, List<String> invocation) {

    /// As the image starts the operator.
    private static final List<String> ALWAYS =
            List.of("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

    public Java {
        flags = List.copyOf(flags);
        invocation = List.copyOf(invocation);
    }

    /// A class of this class path.
    public static Java main(String type) {
        return new Java(ALWAYS, List.of("-cp", System.getProperty("java.class.path", ""), type));
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
