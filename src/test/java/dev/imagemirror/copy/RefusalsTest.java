package dev.imagemirror.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.Repository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RefusalsTest {
    private static final Repository APP = Repository.parse("to.example/app");
    private static final Repository OTHER = Repository.parse("to.example/other");
    private static final Repository ELSEWHERE = Repository.parse("elsewhere.example/app");

    private final Refusals refusals = new Refusals();

    @ParameterizedTest
    @EnumSource(names = {"QUOTA_EXCEEDED", "DENIED", "UNAUTHORIZED"})
    void aRepositoryThatRefusesImageAfterImageIsOfferedNoMore(FailureKind kind) {
        refuse(APP, kind, Refusals.MOST_OF_REPOSITORY - 1);
        assertOffered(APP);

        refuse(APP, kind, 1);

        assertThatThrownBy(() -> refusals.check(APP)).isInstanceOfSatisfying(ContentException.class, e -> {
            assertThat(e.failure().kind()).isEqualTo(kind);
            assertThat(e.failure().detail())
                    .isEqualTo("no; the repository refused 3 images in a row, so this run offers it no more");
        });
        assertOffered(OTHER);
    }

    @Test
    void soIsAHostAllOfWhoseRepositoriesRefuse() {
        for (int i = 0; i < Refusals.MOST_OF_HOST; i++) {
            refuse(Repository.parse("to.example/app" + i), FailureKind.QUOTA_EXCEEDED, 1);
        }

        assertThatThrownBy(() -> refusals.check(OTHER)).hasMessageContaining("the registry refused 10 images in a row");
        assertOffered(ELSEWHERE);
    }

    @Test
    void anImageThatIsTakenProvesTheContrary() {
        refuse(APP, FailureKind.QUOTA_EXCEEDED, Refusals.MOST_OF_REPOSITORY);

        refusals.forget(APP);

        assertOffered(APP);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"QUOTA_EXCEEDED", "DENIED", "UNAUTHORIZED"})
    void otherFailuresConcernTheirImageAlone(FailureKind kind) {
        refuse(APP, kind, 100);

        assertOffered(APP);
    }

    @Test
    void whatTheSourceRefusesSaysNothingOfTheTarget() {
        for (int i = 0; i < 100; i++) {
            refusals.note(APP, failure(FailureKind.DENIED, Side.SOURCE), false);
        }

        assertOffered(APP);
    }

    /// A tag that may not be overwritten is no repository that may not be written to.
    @Test
    void whoMayNotOverwriteMayStillAdd() {
        for (int i = 0; i < 100; i++) {
            refusals.note(APP, failure(FailureKind.DENIED, Side.TARGET), true);
        }

        assertOffered(APP);
    }

    private void refuse(Repository repository, FailureKind kind, int times) {
        for (int i = 0; i < times; i++) {
            refusals.note(repository, failure(kind, Side.TARGET), false);
        }
    }

    private void assertOffered(Repository repository) {
        assertThatNoException().isThrownBy(() -> refusals.check(repository));
    }

    private static Failure failure(FailureKind kind, Side side) {
        return Failure.of(kind, side, "to.example/app", "push a blob", "no");
    }
}
