package dev.imagemirror.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.imagemirror.content.MemoryContent;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.oci.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The rules of selection, states and plan once more, as plainly as they can be said, against the engine over random
/// registries. A failure names the seed of its registry.
class StatesModelTest {
    private static final int REGISTRIES = 6_000;
    /// From the oldest: those with v are versions.
    private static final List<String> NAMES = List.of("w1", "w2", "x", "v1", "v2", "v10");
    private static final List<String> LINES = List.of(
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

    /// @param without what `exclude` finds, empty for nothing
    /// @param newest 0: no such rule
    /// @param neighbour whether another mirror chooses `w…` of another repository for the same target
    private record Setup(
            String line,
            String without,
            int newest,
            boolean keep,
            boolean immutable,
            boolean neighbour,
            String suffix,
            boolean dryRun) {
        static Setup random(Random random) {
            String line = LINES.get(random.nextInt(LINES.size()));
            boolean pinned = line.endsWith(":v1");
            return new Setup(
                    line,
                    pinned || random.nextInt(3) > 0 ? "" : "1$",
                    pinned || random.nextInt(3) > 0 ? 0 : 1 + random.nextInt(2),
                    random.nextInt(4) == 0,
                    random.nextInt(3) == 0,
                    random.nextInt(3) == 0,
                    random.nextInt(3) == 0 ? "-prd" : "",
                    random.nextBoolean());
        }

        boolean lists() {
            return line.contains("~") || !line.matches(".*[=:].*") || !without.isEmpty() || newest > 0;
        }

        boolean names(String name) {
            return line.matches(".*[=:,]" + name + "(,.*)?");
        }

        /// By the rules but `newest`, when a listing offers it.
        boolean allows(String name) {
            return lists()
                    && (!line.contains("~") || name.startsWith("v"))
                    && (without.isEmpty() || !name.endsWith("1"));
        }

        boolean isOfNeighbour(String name) {
            return neighbour && name.startsWith("w");
        }

        SyncRequest request(Mirror mirror) {
            List<Pattern> exclude = without.isEmpty() ? List.of() : List.of(Pattern.compile(without));
            TagRules beside = new TagRules(null, List.of(), exclude, null, newest);
            RepositorySpecification source = RepositorySpecification.parse(line);
            TargetMapping mapping = Mirror.MAPPING.with(Template.DEFAULT_PATH, new Template("{tag}" + suffix));
            mirror.dryRun = dryRun;
            mirror.rules = new SyncRules(
                    !keep, immutable ? List.of(Pattern.compile("[12]$")) : List.of(), 100, PruneRules.KEEP);
            mirror.neighbours = neighbour
                    ? List.of(SyncSource.of(RepositorySpecification.parse("other.example/app~/^w/"), mapping))
                    : List.of();
            return mirror.request(
                    List.of(SyncSource.of(beside.isFilter() ? source.with(beside, List.of()) : source, mapping)));
        }
    }

    private static void check(Mirror mirror, int seed) {
        Random random = new Random(seed);
        Setup setup = Setup.random(random);
        Map<String, Facts> facts = new LinkedHashMap<>();
        NAMES.forEach(name -> facts.put(name, arrange(mirror, name, setup, random)));

        SyncReport report = mirror.runner(setup.request(mirror)).run();

        Map<String, String> expected = new TreeMap<>();
        facts.forEach((name, fact) -> {
            String state = state(setup, name, facts);
            if (state != null) {
                expected.put(name, state);
            }
        });
        Map<String, String> found = new TreeMap<>();
        report.tags().forEach(tag -> found.put(tag.name(), told(tag)));
        assertThat(found).as("seed %d, %s of %s", seed, setup, facts).isEqualTo(expected);
        checkTarget(mirror.to("app"), setup, facts, expected);
    }

    private static String told(TagReport tag) {
        return tag.state() + (tag.written() ? " written" : "") + (tag.isMoveOfImmutable() ? " moved" : "");
    }

    /// What the two sides and the memory hold of one tag: a number stands for an image, 0 for none.
    private record Facts(int atSource, boolean inListing, int atTarget, int remembered, boolean ours) {
        boolean isOffered() {
            return atSource > 0 && inListing;
        }
    }

    private static Facts arrange(Mirror mirror, String name, Setup setup, Random random) {
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
            target.put(name + setup.suffix, target.addImage("image " + facts.atTarget));
        }
        if (facts.remembered > 0) {
            @Nullable Instant written = facts.ours ? Mirror.NOW.minusSeconds(60) : null;
            mirror.memory.put(
                    new TargetTag(TARGET, Tag.parse(name + setup.suffix)),
                    new TagMemory(
                            image(facts.remembered), image(facts.remembered), true, true, written, null, null, null));
        }
        return facts;
    }

    /// The rules of the resource; null for a tag that there is nothing to say of.
    private static @Nullable String state(Setup setup, String name, Map<String, Facts> all) {
        Facts fact = all.getOrDefault(name, new Facts(0, false, 0, 0, false));
        boolean source = fact.atSource > 0;
        boolean target = fact.atTarget > 0;
        boolean chosen = setup.names(name) || newest(setup, all).contains(name);
        boolean asked = !chosen && setup.allows(name) && target && !fact.isOffered();
        if (asked && !source) {
            return setup.isOfNeighbour(name) ? null : "TARGET_ONLY";
        }
        if (chosen || (asked && setup.newest == 0)) {
            boolean stays = setup.immutable && name.matches(".*[12]") && fact.remembered > 0;
            return stays ? immutable(setup, fact, asked, all) : ordinary(setup, fact);
        }
        boolean oursStill = fact.ours && target && fact.remembered == fact.atTarget;
        return oursStill && !setup.isOfNeighbour(name) ? "DESELECTED" : null;
    }

    private static String ordinary(Setup setup, Facts fact) {
        if (fact.atSource == 0) {
            return fact.atTarget > 0 ? "TARGET_ONLY" : "NOT_FOUND";
        }
        if (fact.atSource == fact.atTarget) {
            return "PRESENT";
        }
        boolean writes = !setup.dryRun && (fact.atTarget == 0 || !setup.keep);
        return writes ? "PRESENT written" : fact.atTarget > 0 ? "CHANGED" : "ABSENT";
    }

    private static String immutable(Setup setup, Facts fact, boolean asked, Map<String, Facts> all) {
        if (fact.atTarget == 0) {
            boolean restored = all.values().stream().anyMatch(other -> other.atSource == fact.remembered);
            return restored && !setup.dryRun ? "PRESENT written" : "ABSENT";
        }
        boolean moved = fact.atTarget != fact.remembered || (asked && fact.atSource != fact.remembered);
        return moved ? "CHANGED moved" : "PRESENT";
    }

    private static List<String> newest(Setup setup, Map<String, Facts> all) {
        List<String> chosen = new ArrayList<>(NAMES);
        chosen.removeIf(name -> setup.names(name)
                || !setup.allows(name)
                || !all.getOrDefault(name, new Facts(0, false, 0, 0, false)).isOffered());
        return setup.newest == 0 ? chosen : chosen.subList(Math.max(0, chosen.size() - setup.newest), chosen.size());
    }

    /// A tag was written where the state says so, and nothing else was touched.
    private static void checkTarget(
            MemoryContent target, Setup setup, Map<String, Facts> facts, Map<String, String> states) {
        Map<Tag, Digest> expected = new TreeMap<>();
        facts.forEach((name, fact) -> {
            boolean stays = setup.immutable && name.matches(".*[12]") && fact.remembered > 0;
            boolean written = states.getOrDefault(name, "").endsWith("written");
            int image = !written ? fact.atTarget : stays ? fact.remembered : fact.atSource;
            if (image > 0) {
                expected.put(Tag.parse(name + setup.suffix), image(image));
            }
        });
        assertThat(target.tagged()).as("%s of %s", setup, facts).isEqualTo(expected);
        assertThat(target.tagged().values()).allMatch(target::isWhole);
    }

    private static Digest image(int number) {
        return new MemoryContent(Side.SOURCE, "any.example/image")
                .addImage("image " + number)
                .digest();
    }
}
