package dev.imagemirror.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.registry.testing.Fault;
import dev.imagemirror.registry.testing.RequestKind;
import dev.imagemirror.registry.testing.TestAnswer;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A target that has no room or gives no permission is not asked again and again, nor is the source read for it.
class RefusingTargetTest extends RemoteScene {
    private static final int TAGS = 100;
    /// Three that were refused, and as many as were under way by then, each with at most two tags looked at.
    private static final int MOST = 3 + 2 * 2;

    @BeforeEach
    void fill() {
        for (int i = 0; i < TAGS; i++) {
            from.addImage("app", "v" + i, "image " + i);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "507, UNKNOWN, no, QUOTA_EXCEEDED",
        "500, UNKNOWN, write data: no space left on device, QUOTA_EXCEEDED",
        "403, DENIED, no, DENIED"
    })
    void isOfferedNoMoreThanAFewImages(int status, String code, String message, FailureKind kind) {
        to.faultAlways(RequestKind.UPLOAD_POST, new Fault.Answer(TestAnswer.error(status, code, message)));

        SyncReport report = mirror.run(mirror.request(2, List.of("app")));

        assertThat(report.failures()).hasSize(TAGS).extracting(Failure::kind).containsOnly(kind);
        assertThat(from.count(RequestKind.MANIFEST_GET)).isLessThanOrEqualTo(MOST);
        assertThat(report.failures())
                .filteredOn(failure -> failure.detail().contains("so this run offers it no more"))
                .hasSizeGreaterThanOrEqualTo(TAGS - MOST);
    }

    /// The next run tries again.
    @Test
    void getsAllOnceThereIsRoom() {
        to.faultAlways(RequestKind.UPLOAD_POST, new Fault.Answer(TestAnswer.error(507, "UNKNOWN", "no")));
        mirror.run(mirror.request(2, List.of("app")));
        to.heal();

        assertThat(mirror.run(mirror.request(2, List.of("app"))).copiedTags()).isEqualTo(TAGS);
    }
}
