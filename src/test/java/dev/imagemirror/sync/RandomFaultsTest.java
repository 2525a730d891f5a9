package dev.imagemirror.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.images.Corpus;
import dev.imagemirror.images.Corpus.Named;
import dev.imagemirror.images.Image;
import dev.imagemirror.images.OddImages;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.registry.testing.TestRegistry;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Odd images, registries that do many things wrong, and targets that hold something already: while things go wrong, no
/// tag ever names what is not whole, and once they go well one run makes the target equal to the source, with what
/// refers to its images. The name of a failing case holds its seed.
class RandomFaultsTest {
    private static final int SEEDS = 200;
    private static final List<String> REPOSITORIES = List.of("app", "team/lib");
    private static final int MOST_TAGS = 3;
    private static final int MOST_RUNS = 3;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, SEEDS);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
    void arrivesAfterAll(long seed) {
        Random random = new Random(seed);
        try (TestRegistry from = TestRegistry.start();
                TestRegistry other = TestRegistry.start()) {
            // Within one registry content may be mounted from where it is.
            new Scene(from, random.nextInt(4) == 0 ? from : other, random).play();
        }
    }

    private record Scene(TestRegistry from, TestRegistry to, Random random) {
        void play() {
            OddImages images = new OddImages(random.nextLong()).withRarities();
            Corpus before = Corpus.of(images, random, MOST_TAGS, REPOSITORIES);
            Corpus source = Corpus.of(images, random, MOST_TAGS, REPOSITORIES);
            source.addTo(from, "");
            if (random.nextBoolean()) {
                before.addTo(to, RemoteMirror.PREFIX);
            }
            if (random.nextBoolean()) {
                from.listReferrers();
                source.tags().stream()
                        .filter(named -> random.nextBoolean())
                        .forEach(named -> Corpus.addReferrer(from, named.repository(), named.image()));
            }
            choose(to);
            TagGuard guard = new TagGuard(to, List.of(before, source));
            to.watch(guard::look);

            run();

            assertThat(guard.breaches()).isEmpty();
            for (Named named : source.tags()) {
                String repository = RemoteMirror.PREFIX + named.repository();
                assertThat(to.tagged(repository, named.tag())).contains(named.digest());
                assertThat(to.faultsOf(repository, named.tag())).isEmpty();
            }
            try (RemoteMirror mirror = new RemoteMirror(from, to)) {
                source.tags().forEach(named -> assertReferrers(mirror, named.repository(), named.image()));
            }
        }

        private void assertReferrers(RemoteMirror mirror, String repository, Image image) {
            Digest subject = Digest.parse(image.digest());
            assertThat(mirror.referrers(to, RemoteMirror.PREFIX + repository, subject))
                    .containsAll(mirror.referrers(from, repository, subject));
            image.children().forEach(child -> assertReferrers(mirror, repository, child));
        }

        /// What registries do in one way or another.
        private void choose(TestRegistry registry) {
            List.<Runnable>of(
                            registry::believe,
                            registry::listReferrers,
                            registry::checkConditions,
                            registry::mountFromAnywhere,
                            registry::locateAbsolutely,
                            () -> registry.pageSize(1 + random.nextInt(MOST_TAGS)))
                    .forEach(manner -> {
                        if (random.nextInt(3) == 0) {
                            manner.run();
                        }
                    });
        }

        /// As a process that was just started, it knows of no search yet.
        private static SyncRequest remembering(SyncRequest request) {
            Clock clock = Clock.fixed(Mirror.NOW, ZoneOffset.UTC);
            return request.in(request.context().searching(new ReferrerSearches(clock)));
        }

        private void run() {
            RemoteMirror mirror = new RemoteMirror(from, to);
            try {
                int concurrency = 1 + random.nextInt(4);
                SyncRequest request = remembering(mirror.request(concurrency, REPOSITORIES));
                int runs = 1 + random.nextInt(MOST_RUNS);
                for (int number = 0; number < runs; number++) {
                    FaultWeather weather = new FaultWeather(random.nextLong(), random.nextDouble() / 3);
                    from.faults(weather::next);
                    to.faults(weather::next);
                    mirror.run(number > 0 && random.nextBoolean() ? request.resuming() : request);
                    if (random.nextBoolean()) {
                        mirror.close();
                        mirror = new RemoteMirror(from, to);
                        request = remembering(request);
                    }
                }
                from.heal();
                to.heal();
                mirror.rest();
                SyncReport report = mirror.run(random.nextBoolean() ? request.resuming() : request);
                assertThat(report.failures()).isEmpty();
                assertThat(report.isInSync()).isTrue();
            } finally {
                mirror.close();
            }
        }
    }
}
