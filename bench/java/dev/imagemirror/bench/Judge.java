package dev.imagemirror.bench;

import dev.imagemirror.bench.image.ImageSet;
import dev.imagemirror.bench.image.Storage;
import dev.imagemirror.bench.tool.Crane;
import dev.imagemirror.bench.tool.Job;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Says whether a target is right: every tag names what it names at the source, and crane can read an image back whole.
///
/// @param crane shares no code with us
record Judge(Crane crane) {

    /// What is wrong, or nothing.
    ///
    /// @param round chooses the image that is read back
    Optional<String> fault(Job job, ImageSet set, Storage target, int round) {
        Map<String, String> wanted = new TreeMap<>();
        set.images().forEach((tag, image) -> wanted.put(tag, image.digest()));
        Map<String, String> found = target.digests(Job.PREFIX + set.repository());
        if (!found.equals(wanted)) {
            wanted.entrySet().removeAll(found.entrySet());
            return Optional.of("wrong result: %d tags are missing or name something else, the first is %s"
                    .formatted(
                            wanted.size(),
                            wanted.isEmpty()
                                    ? "one too many"
                                    : wanted.keySet().iterator().next()));
        }
        List<String> tags = List.copyOf(set.images().keySet());
        return crane.validate(job, tags.get(round * 7 % tags.size()))
                .problem()
                .map(problem -> "crane finds the result invalid: " + problem);
    }
}
