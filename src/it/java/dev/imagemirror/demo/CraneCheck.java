package dev.imagemirror.demo;

import dev.imagemirror.servers.Crane;
import dev.imagemirror.servers.RegistryServer;
import java.nio.file.Path;
import java.util.List;

/// Lets crane, which shares no code with the operator, compare the digests of both sides.
final class CraneCheck {

    private final Crane crane;
    private final Steps steps;

    CraneCheck(Path folder, String target, Steps steps) {
        this.crane = new Crane(folder.resolve("crane")).login(target, RegistryServer.USER, RegistryServer.PASSWORD);
        this.steps = steps;
    }

    /// True when these are as many tags as expected, all Present, each with one digest on both sides.
    boolean compare(List<MirroredTag> tags, int expected) {
        if (tags.size() != expected) {
            steps.done("mirror", "has " + tags.size() + " tags instead of " + expected);
            return false;
        }
        List<String> wrong = tags.stream()
                .filter(tag -> !isSame(tag))
                .map(MirroredTag::source)
                .toList();
        if (wrong.isEmpty()) {
            steps.done("crane digest", "the same on both sides for all " + expected + " tags");
        } else {
            steps.done("crane digest", "not the same on both sides for " + String.join(", ", wrong));
        }
        return wrong.isEmpty();
    }

    private boolean isSame(MirroredTag tag) {
        return tag.state().equals("Present")
                && tag.digest().equals(digest(tag.source()))
                && tag.digest().equals(digest(tag.target()));
    }

    private String digest(String reference) {
        return crane.run("digest", reference).orThrow().stdout().strip();
    }
}
