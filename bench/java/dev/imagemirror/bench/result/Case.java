package dev.imagemirror.bench.result;

import dev.imagemirror.bench.image.Start;
import java.util.List;

/// One question to all tools.
///
/// @param name  also of its section in the documentation, `cold-a`
/// @param title of its table
/// @param set   the name of the set that is copied
/// @param tools by their names
/// @param rounds most rounds, for what takes long
/// @param guess seconds that one run takes, to tell how long everything will take
public record Case(
        String name, String title, String set, Start start, Road road, List<String> tools, int rounds, double guess) {

    public Case {
        tools = List.copyOf(tools);
    }

    /// Whether a run leaves the target as it was.
    public boolean changesNothing() {
        return start == Start.SAME;
    }
}
