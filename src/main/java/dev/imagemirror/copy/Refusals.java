package dev.imagemirror.copy;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.Registry;
import dev.imagemirror.oci.Repository;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Where a run stops writing, because the target has no room, or no permission to give, for one image after another:
/// first in that repository, then at that whole host. An image that is taken proves the contrary. One for each run, so
/// the next run tries again. Safe for use by many threads.
public final class Refusals {
    /// Images in a row that a repository may refuse before no more are offered.
    static final int MOST_OF_REPOSITORY = 3;
    /// The same for all repositories of a host together.
    static final int MOST_OF_HOST = 10;

    private final Map<Repository, Row> ofRepositories = new ConcurrentHashMap<>();
    private final Map<Registry, Row> ofHosts = new ConcurrentHashMap<>();

    /// Refusals without an image that was taken between them.
    private record Row(int length, Failure last) {
        static Row next(@Nullable Row before, Failure failure) {
            return new Row(before == null ? 1 : before.length() + 1, failure);
        }
    }

    /// @throws ContentException the last refusal, when there were so many that the next image is not offered
    void check(Repository target) {
        check(ofRepositories.get(target), MOST_OF_REPOSITORY, "the repository");
        check(ofHosts.get(target.registry()), MOST_OF_HOST, "the registry");
    }

    private static void check(@Nullable Row row, int most, String who) {
        if (row != null && row.length() >= most) {
            throw new ContentException(row.last()
                    .adding("%s refused %d images in a row, so this run offers it no more".formatted(who, most)));
        }
    }

    /// The target did not take an image.
    ///
    /// @param overwriting whether its tag names something else: who may not overwrite may still add
    void note(Repository target, Failure failure, boolean overwriting) {
        if (failure.side() == Side.TARGET && isLasting(failure.kind(), overwriting)) {
            ofRepositories.compute(target, (name, row) -> Row.next(row, failure));
            ofHosts.compute(target.registry(), (name, row) -> Row.next(row, failure));
        }
    }

    /// The target took an image.
    void forget(Repository target) {
        ofRepositories.remove(target);
        ofHosts.remove(target.registry());
    }

    private static boolean isLasting(FailureKind kind, boolean overwriting) {
        return kind == FailureKind.QUOTA_EXCEEDED
                || kind == FailureKind.UNAUTHORIZED
                || (kind == FailureKind.DENIED && !overwriting);
    }
}
