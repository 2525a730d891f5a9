package dev.imagemirror.sync;

import static dev.imagemirror.sync.Mirror.tag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.MemoryContent;
import dev.imagemirror.content.MemoryContent.Call;
import dev.imagemirror.content.MemoryContent.Deleting;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Tag;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// A mirror that has copied three tags, `keep`, `v1` and `v2`, and deletes what it may after a day.
abstract class PruneScene extends MirrorScene {
    PruneScene() {
        target.deleting(Deleting.TAGS);
        rules(PruneRules.Policy.DELETE, PruneRules.Cause.GONE, PruneRules.Cause.DESELECTED);
        copy("keep", "v1", "v2");
    }

    void copy(String... tags) {
        for (String tag : tags) {
            source.put(tag, source.addImage(tag));
        }
        run(APP);
    }

    /// The source lost this tag a day ago.
    void age(String tag) {
        source.remove(tag);
        PruneRules wanted = mirror.rules.prune();
        mirror.rules = mirror.rules.pruning(
                new PruneRules(PruneRules.Policy.REPORT, wanted.when(), wanted.after(), wanted.adopt(), List.of(), 50));
        run(APP);
        mirror.rules = mirror.rules.pruning(wanted);
        later(Duration.ofDays(1));
    }

    void later(Duration time) {
        mirror.now = mirror.now.plus(time);
    }

    SyncReport run(String specification) {
        SyncReport report = mirror.run(specification);
        mirror.remember(report);
        return report;
    }

    void rules(PruneRules.Policy policy, PruneRules.Cause... when) {
        mirror.rules =
                mirror.rules.pruning(new PruneRules(policy, Set.of(when), Duration.ofDays(1), false, List.of(), 50));
    }

    void prune(UnaryOperator<PruneRules> change) {
        mirror.rules = mirror.rules.pruning(change.apply(mirror.rules.prune()));
    }

    /// Something happens right after the target was listed for the n-th time of a run.
    void onListing(int n, Runnable event) {
        int before = target.count(Call.TAGS);
        target.hook(new MemoryContent.Hook() {
            @Override
            public void before(MemoryContent.Entry entry) {
                if (entry.call() == Call.TAGS && target.count(Call.TAGS) == before + n) {
                    event.run();
                }
            }
        });
    }

    Descriptor descriptor(Digest digest) {
        return Stream.of(source, target)
                .flatMap(content -> content.fetch(digest).stream())
                .findFirst()
                .orElseThrow()
                .raw()
                .descriptor();
    }

    static FailureKind pruneFailure(SyncReport report) {
        Failure failure = Objects.requireNonNull(report.sources().getFirst().prune(), "nothing failed");
        return failure.kind();
    }

    void assertTarget(String... tags) {
        assertThat(target.tagged().keySet()).extracting(Tag::text).containsExactlyInAnyOrder(tags);
    }
}
