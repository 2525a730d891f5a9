package dev.imagemirror.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.content.FailureKind;
import dev.imagemirror.images.Corpus;
import dev.imagemirror.images.Corpus.Named;
import dev.imagemirror.images.Images;
import dev.imagemirror.registry.testing.Fault;
import dev.imagemirror.registry.testing.RequestKind;
import dev.imagemirror.registry.testing.TestRegistry;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A large layer whose upload breaks cannot be sent again from memory: it is read and sent from its beginning, a few
/// times.
@Timeout(60)
class BrokenTargetTest {
    private static final int LARGE = 2 * 1024 * 1024;
    private static final int RESTARTS = 3;
    private static final String APP = "app";

    private final TestRegistry from = TestRegistry.start();
    private final TestRegistry to = TestRegistry.start();
    private final RemoteMirror mirror = new RemoteMirror(from, to);

    @BeforeEach
    void fill() {
        new Corpus(List.of(new Named(APP, "1", new Images(1).single(1, LARGE)))).addTo(from, "");
    }

    @AfterEach
    void close() {
        mirror.close();
        to.close();
        from.close();
    }

    @Test
    void isBegunAnewThreeTimes() {
        for (int nth = 1; nth <= RESTARTS; nth++) {
            to.fault(RequestKind.UPLOAD_PATCH, nth, new Fault.Drop());
        }

        assertThat(run().isInSync()).isTrue();

        assertThat(to.count(RequestKind.UPLOAD_PATCH)).isEqualTo(RESTARTS + 1);
        assertThat(to.faultsOf(RemoteMirror.PREFIX + APP, "1")).isEmpty();
    }

    @Test
    void isGivenUpAfterThat() {
        to.faultAlways(RequestKind.UPLOAD_PATCH, new Fault.Drop());

        assertThat(run().failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(FailureKind.UNREACHABLE));

        assertThat(to.count(RequestKind.UPLOAD_PATCH)).isEqualTo(RESTARTS + 1);
        assertThat(to.tagged(RemoteMirror.PREFIX + APP, "1")).isEmpty();
    }

    private SyncReport run() {
        return mirror.run(mirror.request(1, List.of(APP)));
    }
}
