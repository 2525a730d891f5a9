package dev.imagemirror.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.content.MemoryContent;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.oci.Tag;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The state rules once more, as plainly as they can be said, against the engine over random registries. A failure
/// names the seed of its registry.
class StatesModelTest {
    private static final int REGISTRIES = 3_000;
    private static final List<String> NAMES = List.of("v1", "v2", "v3", "w1", "w2", "x");
    private static final List<String> SPECIFICATIONS = List.of(
            "from.example/app",
            "from.example/app~/^v/",
            "from.example/app~/^v/=w1,v2,x",
            "from.example/app:v1",
            "from.example/app=v2,w2,v2");
    private static final Repository TARGET = Repository.parse("to.example/app");

    @Test
    void agreesWithThePlainRules() {
        for (int seed = 0; seed < REGISTRIES; seed++) {
            try (Mirror mirror = new Mirror()) {
                check(mirror, seed);
            }
        }
    }

    private static void check(Mirror mirror, int seed) {
        Random random = new Random(seed);
        MemoryContent target = mirror.to("app");
        Map<String, Facts> facts = new TreeMap<>();
        for (String name : NAMES) {
            facts.put(name, arrange(mirror, name, random));
        }
        String specification = SPECIFICATIONS.get(random.nextInt(SPECIFICATIONS.size()));
        mirror.dryRun = random.nextBoolean();
        boolean listed =
                RepositorySpecification.parse(specification).selection().needsListing();

        SyncReport report = mirror.run(specification);

        Map<String, String> expected = new LinkedHashMap<>();
        facts.forEach((name, fact) -> {
            String state = state(specification, name, fact, listed, mirror.dryRun);
            if (state != null) {
                expected.put(name, state);
            }
        });
        Map<String, String> found = new LinkedHashMap<>();
        report.tags().forEach(tag -> found.put(tag.tag().text(), tag.state() + (tag.written() ? " written" : "")));
        assertThat(found).as("seed %d, %s of %s", seed, specification, facts).isEqualTo(expected);
        checkTarget(target, facts, expected);
    }

    /// What the two sides and the memory hold of one tag: a number stands for an image, 0 for none.
    private record Facts(int atSource, boolean inListing, int atTarget, int remembered, boolean ours) {}

    private static Facts arrange(Mirror mirror, String name, Random random) {
        Facts facts = new Facts(
                random.nextInt(3), random.nextInt(4) > 0, random.nextInt(3), random.nextInt(3), random.nextBoolean());
        MemoryContent source = mirror.from("from.example/app");
        MemoryContent target = mirror.to("app");
        if (facts.atSource > 0) {
            source.put(name, source.addImage("image " + facts.atSource));
        }
        if (!facts.inListing) {
            source.hide(name);
        }
        if (facts.atTarget > 0) {
            target.put(name, target.addImage("image " + facts.atTarget));
        }
        if (facts.remembered > 0) {
            @Nullable Instant written = facts.ours ? Mirror.NOW.minusSeconds(60) : null;
            mirror.memory.put(
                    new TargetTag(TARGET, Tag.parse(name)),
                    new TagMemory(image(facts.remembered), image(facts.remembered), true, written, null));
        }
        return facts;
    }

    /// The rules of api.md.
    private static @Nullable String state(
            String specification, String name, Facts facts, boolean listed, boolean dryRun) {
        boolean named = specification.matches(".*[=:,]" + name + "(,.*)?");
        boolean chosenByRule = listed && (!specification.contains("~") || name.startsWith("v"));
        boolean source = facts.atSource > 0;
        boolean target = facts.atTarget > 0;
        boolean selected = named || (chosenByRule && source && (facts.inListing || target));
        if (selected && source && facts.atSource == facts.atTarget) {
            return "PRESENT";
        }
        if (selected && source) {
            return dryRun ? (target ? "CHANGED" : "ABSENT") : "PRESENT written";
        }
        if (selected) {
            return target ? "TARGET_ONLY" : "NOT_FOUND";
        }
        if (chosenByRule && target) {
            return "TARGET_ONLY";
        }
        boolean oursStill = facts.ours && target && facts.remembered == facts.atTarget;
        return !chosenByRule && oursStill ? "DESELECTED" : null;
    }

    /// A tag was written where the state says so, and nothing else was touched.
    private static void checkTarget(MemoryContent target, Map<String, Facts> facts, Map<String, String> states) {

        Map<Tag, Digest> expected = new TreeMap<>();
        facts.forEach((name, fact) -> {
            boolean written = states.getOrDefault(name, "").endsWith("written");
            int image = written ? fact.atSource : fact.atTarget;
            if (image > 0) {
                expected.put(Tag.parse(name), image(image));
            }
        });
        assertThat(target.tagged()).isEqualTo(expected);
        assertThat(target.tagged().values()).allMatch(target::isWhole);
    }

    private static Digest image(int number) {
        return new MemoryContent(Side.SOURCE, "any.example/image")
                .addImage("image " + number)
                .digest();
    }
}
