package dev.imagemirror.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.MemoryContent;
import dev.imagemirror.content.MemoryContent.Call;
import dev.imagemirror.content.MemoryContent.Deleting;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tries to make a mirror delete what it must not, with random changes, faults and restarts between and during runs. A
/// witness beside it knows who wrote what and since when a tag has been gone, and judges each deletion by that alone.
class PruneAttackTest {
    private static final int STEPS = 120;
    private static final int ROUNDS = 40;
    private static final Tag STABLE = Tag.parse("stable");
    private static final List<String> NAMES = List.of("v1", "v2", "v3", "w1", "w2", "stable");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void deletesNothingThatItMustNot(long seed) {
        Random random = new Random(seed);
        int deletions = 0;
        for (int round = 0; round < ROUNDS; round++) {
            try (Attack attack = new Attack(new Random(random.nextLong()))) {
                for (int step = 0; step < STEPS; step++) {
                    attack.step();
                }
                deletions += attack.deletions;
            }
        }
        assertThat(deletions).as("it deleted something at all").isGreaterThan(ROUNDS / 4);
    }

    /// One mirror and its world.
    private static final class Attack implements AutoCloseable {
        private final Random random;
        private final Mirror mirror = new Mirror();
        private final MemoryContent source = mirror.from("from.example/app");
        private final MemoryContent target = mirror.to("app");
        private final List<Descriptor> images = new ArrayList<>();
        private final Set<PruneRules.Cause> when;
        private final boolean adopt;
        private final Duration after = Duration.ofHours(3);
        /// What this mirror wrote last.
        private final Map<Tag, Digest> written = new HashMap<>();
        private String specification = "from.example/app~/^[vs]/";
        /// What each tag named right before something was deleted.
        private final Map<Tag, Digest> last = new ConcurrentHashMap<>();
        /// Since when a run saw what would let a tag go.
        private final Map<Tag, Instant> since = new HashMap<>();
        private boolean running;
        private int deletions;

        Attack(Random random) {
            this.random = random;
            this.adopt = random.nextInt(3) == 0;
            this.when = random.nextBoolean()
                    ? EnumSet.allOf(PruneRules.Cause.class)
                    : EnumSet.of(pick(List.of(PruneRules.Cause.values())));
            mirror.concurrency = 2;
            mirror.rules = mirror.rules.pruning(new PruneRules(
                    PruneRules.Policy.DELETE, when, after, adopt, List.of(Pattern.compile("^stable$")), 50));
            target.deleting(pick(List.of(Deleting.TAGS, Deleting.DIGESTS)));
            for (int i = 0; i < 4; i++) {
                images.add(source.addImage("image " + i));
            }
            images.add(source.addIndex(images.get(0)));
            fill();
            source.put("v1", images.get(0));
            target.put("foreign", images.get(1));
            target.hook(new Watcher());
            source.hook(new Disturber());
        }

        void step() {
            switch (random.nextInt(12)) {
                case 0, 6 -> source.put(pick(NAMES), pick(images));
                case 1 -> source.remove(pick(NAMES));
                case 2 -> mirror.now = mirror.now.plus(Duration.ofHours(random.nextInt(9)));
                case 3 -> specification = "from.example/app" + pick(List.of("~/^[vs]/", "~/^v/", "~/^w/", ""));
                case 4 -> tamper();
                case 5 -> restart();
                default -> run();
            }
        }

        /// Everything that anybody may tag at the target.
        private void fill() {
            for (int i = 0; i < 4; i++) {
                target.addImage("image " + i);
            }
            target.addIndex(images.get(0));
        }

        private void tamper() {
            fill();
            target.put(pick(List.of("v1", "v2", "foreign", "stable")), pick(images));
        }

        /// What is not in the status is forgotten.
        private void restart() {
            mirror.looks = new Looks();
            mirror.means = new DeleteMeans();
        }

        private void run() {
            mirror.neighbours = random.nextInt(4) == 0 ? List.of(neighbour()) : List.of();
            running = true;
            Map<Tag, Digest> before = target.tagged();
            last.clear();
            SyncReport report = mirror.run(specification);
            running = false;
            deletions += report.deleted().size();
            report.deleted().forEach(this::judge);
            report.tags()
                    .filter(TagReport::written)
                    .forEach(tag -> written.put(tag.target().orElseThrow().tag(), Objects.requireNonNull(tag.held())));
            if (random.nextInt(10) > 0) {
                mirror.remember(report);
                note(report);
            }
            target.tagged()
                    .forEach((tag, digest) -> assertThat(target.isWhole(digest))
                            .as("%s is whole", tag)
                            .isTrue());
            assertThat(target.tagged().keySet())
                    .as("the rest is there")
                    .containsAll(before.keySet().stream()
                            .filter(tag -> report.deleted().stream()
                                    .noneMatch(gone ->
                                            gone.target().orElseThrow().tag().equals(tag)))
                            .toList());
        }

        private SyncSource neighbour() {
            return SyncSource.of(RepositorySpecification.parse("other.example/app~/^[vw]1$/"), Mirror.MAPPING);
        }

        /// What the status says from now on is what later deletions may be based on.
        private void note(SyncReport report) {
            Set<Tag> open = new HashSet<>();
            report.tags().filter(tag -> tag.since() != null).forEach(tag -> {
                Tag name = tag.target().orElseThrow().tag();
                open.add(name);
                since.putIfAbsent(name, mirror.now);
            });
            since.keySet().retainAll(open);
        }

        private void judge(TagReport deleted) {
            Tag tag = deleted.target().orElseThrow().tag();
            boolean chosen =
                    RepositorySpecification.parse(specification).selection().couldChoose(tag);
            boolean atSource = source.tagged().containsKey(tag);
            assertThat(tag.text()).as("protected").isNotEqualTo("stable");
            assertThat(last.get(tag)).as("%s shares with a protected tag", tag).isNotEqualTo(last.get(STABLE));
            if (chosen) {
                assertThat(atSource).as("%s is gone at the source", tag).isFalse();
                assertThat(when).contains(PruneRules.Cause.GONE);
                assertThat(adopt || isOurs(tag)).as("%s was written here", tag).isTrue();
            } else {
                assertThat(when).contains(PruneRules.Cause.DESELECTED);
                assertThat(isOurs(tag)).as("%s was written here", tag).isTrue();
            }
            assertThat(mirror.neighbours.stream()
                            .anyMatch(other -> other.selection().couldChoose(tag)))
                    .as("%s is chosen by nobody else", tag)
                    .isFalse();
            assertThat(Objects.requireNonNull(since.get(tag), "never seen").plus(after))
                    .as("%s has been so for its time", tag)
                    .isBeforeOrEqualTo(mirror.now);
            written.remove(tag);
            since.remove(tag);
        }

        private boolean isOurs(Tag tag) {
            return Objects.equals(last.get(tag), written.get(tag));
        }

        /// Lets requests to the target fail, and looks at each deletion by digest.
        private final class Watcher implements MemoryContent.Hook {
            @Override
            public void before(MemoryContent.Entry entry) {
                fail(Side.TARGET);
                if (entry.call() == Call.DELETE) {
                    last.putAll(target.tagged());
                    if (entry.what().contains(":")) {
                        byDigest(Digest.parse(entry.what()));
                    }
                }
            }

            private void byDigest(Digest digest) {
                Map<Tag, Digest> now = target.tagged();
                assertThat(digest).isNotEqualTo(now.get(STABLE));
                if (digest.equals(images.get(0).digest())) {
                    assertThat(now.values())
                            .as("no index needs it")
                            .doesNotContain(images.get(4).digest());
                }
            }
        }

        private final class Disturber implements MemoryContent.Hook {
            @Override
            public void before(MemoryContent.Entry entry) {
                fail(Side.SOURCE);
            }
        }

        private void fail(Side side) {
            if (running && random.nextInt(40) == 0) {
                throw new ContentException(
                        Failure.of(FailureKind.UNREACHABLE, side, "memory", "go on", "as the test wants"));
            }
        }

        private <T> T pick(List<T> from) {
            return from.get(random.nextInt(from.size()));
        }

        @Override
        public void close() {
            mirror.close();
        }
    }
}
