package dev.imagemirror.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.images.Corpus;
import dev.imagemirror.images.Corpus.Named;
import dev.imagemirror.images.Image;
import dev.imagemirror.images.Images;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Tag;
import dev.imagemirror.registry.testing.TestRegistry;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The process dies at every single request of a run. Whatever it leaves behind, each tag of the target names the image
/// of before or the new one, whole, and the next run brings everything over.
class KilledRunTest {
    private static final String APP = "app";
    private static final String AT_TARGET = RemoteMirror.PREFIX + APP;
    /// Larger than what is sent from memory.
    private static final int LARGE = 1100 * 1024;

    private static final Images IMAGES = new Images(1);
    private static final Image OLD = IMAGES.single(1, 10);
    private static final Image PLATFORMS = IMAGES.attested("linux/amd64", "linux/arm64", "linux/arm/v7", "linux/s390x");
    /// Cosign's, which follows its subject by its name.
    private static final Named SIGNATURE = new Named(
            APP, Tag.ofAttachments(Digest.parse(PLATFORMS.digest())).getFirst().text(), IMAGES.single(1, 10));

    private static final Corpus NEW = new Corpus(List.of(
            new Named(APP, "moved", PLATFORMS),
            new Named(APP, "new", IMAGES.listing(PLATFORMS, IMAGES.single(1, LARGE))),
            new Named(APP, "kept", OLD),
            SIGNATURE));

    private static final Corpus OLD_TAGS =
            new Corpus(List.of(new Named(APP, "moved", OLD), new Named(APP, "kept", OLD)));

    /// @param believing whether the target takes whatever it is told, so that the order of the writes alone keeps tags
    ///     whole; such a one lists no referrers either, so that their list is a tag
    @ParameterizedTest(name = "handled {0}, {1} at once, believing {2}")
    @Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
    @CsvSource({"false, 1, true", "true, 1, false", "false, 4, false", "true, 4, true"})
    void leavesEveryTagAsItWasOrAsItShallBe(boolean handled, int concurrency, boolean believing) {
        try (TestRegistry from = TestRegistry.start().listReferrers()) {
            NEW.addTo(from, "");
            Digest bill = Corpus.addReferrer(from, APP, PLATFORMS);
            int requests = 0;
            boolean killed = true;
            while (killed) {
                requests++;
                PowerCut cut = new PowerCut(requests, handled);
                try (TestRegistry to = target(believing)) {
                    killAndGoOn(from, to, cut, concurrency);
                    assertListed(to, bill, believing);
                }
                killed = cut.happened();
            }
            // Of each manifest and blob at least one is read and one is written.
            assertThat(requests).isBetween(80, 400);
        }
    }

    private static TestRegistry target(boolean believing) {
        TestRegistry to = TestRegistry.start();
        OLD_TAGS.addTo(to, RemoteMirror.PREFIX);
        return believing ? to.believe() : to.listReferrers();
    }

    /// The target has it, and where it lists nothing by itself, its list.
    private static void assertListed(TestRegistry to, Digest bill, boolean believing) {
        assertThat(to.faultsOf(AT_TARGET, bill.text())).isEmpty();
        Tag list = Tag.ofReferrers(Digest.parse(PLATFORMS.digest()));
        assertThat(to.tagged(AT_TARGET, list.text()).isPresent()).isEqualTo(believing);
        assertThat(to.faultsOf(AT_TARGET, list.text()).isEmpty()).isEqualTo(believing);
    }

    private static void killAndGoOn(TestRegistry from, TestRegistry to, PowerCut cut, int concurrency) {
        from.faults(cut::next);
        to.faults(cut::next);
        boolean inSync = run(from, to, concurrency);
        assertThat(inSync || cut.happened()).isTrue();
        assertHolds(to, cut);

        from.heal();
        to.heal();
        assertThat(run(from, to, concurrency)).as("the run after %s", cut).isTrue();
        assertComplete(to);
    }

    private static boolean run(TestRegistry from, TestRegistry to, int concurrency) {
        try (RemoteMirror mirror = new RemoteMirror(from, to)) {
            return mirror.run(mirror.request(concurrency, List.of(APP))).isInSync();
        }
    }

    private static void assertHolds(TestRegistry to, PowerCut cut) {
        Digest old = Digest.parse(OLD.digest());
        for (Named named : NEW.tags()) {
            to.tagged(AT_TARGET, named.tag()).ifPresent(now -> {
                boolean before = !named.tag().equals("new") && !named.equals(SIGNATURE);
                assertThat(now)
                        .as("%s after %s", named.tag(), cut)
                        .isIn(before ? List.of(old, named.digest()) : List.of(named.digest()));
                assertThat(to.faultsOf(AT_TARGET, named.tag()))
                        .as("%s after %s", named.tag(), cut)
                        .isEmpty();
            });
        }
        if (to.tagged(AT_TARGET, SIGNATURE.tag()).isPresent()) {
            assertThat(to.faultsOf(AT_TARGET, PLATFORMS.digest()))
                    .as("what is signed, after %s", cut)
                    .isEmpty();
        }
        assertThat(to.tagged(AT_TARGET, "moved")).isPresent();
        assertThat(to.tagged(AT_TARGET, "kept")).contains(old);
    }

    private static void assertComplete(TestRegistry to) {
        for (Named named : NEW.tags()) {
            assertThat(to.tagged(AT_TARGET, named.tag())).contains(named.digest());
            assertThat(to.faultsOf(AT_TARGET, named.tag())).isEmpty();
        }
    }
}
