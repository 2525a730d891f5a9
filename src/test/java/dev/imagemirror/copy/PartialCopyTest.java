package dev.imagemirror.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.MemoryContent;
import dev.imagemirror.content.MemoryContent.Call;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Platform;
import dev.imagemirror.oci.Tag;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Copies of some platforms.
class PartialCopyTest {
    private static final PlatformFilter AMD64 = new PlatformFilter(Set.of(Platform.parse("linux/amd64")));
    private static final Platform ARM64 = Platform.parse("linux/arm64");
    private static final PlatformSubset REWRITTEN = new PlatformSubset.Rewritten(AMD64);
    private static final PlatformSubset SPARSE = new PlatformSubset.Sparse(AMD64);

    private final MemoryContent source = new MemoryContent(Side.SOURCE, "from.example/app");
    private final MemoryContent target = new MemoryContent(Side.TARGET, "to.example/app").missing();
    private final Digest index = source.put("1", source.addIndexFor("linux/amd64", "linux/arm64"));
    private final Digest smaller = source.addIndexFor("linux/amd64").digest();

    @Test
    void aSmallerIndexIsWholeAtTheTarget() {
        CopyResult result = copy(REWRITTEN, null);

        assertThat(result).isInstanceOfSatisfying(CopyResult.Copied.class, copied -> {
            assertThat(copied.source()).isEqualTo(index);
            assertThat(copied.digest()).isEqualTo(smaller);
            assertThat(copied.written()).isTrue();
        });
        assertThat(target.tagged("1")).isEqualTo(smaller);
        assertThat(target.isWhole(smaller)).isTrue();
        assertThat(source.count(Call.OPEN)).isEqualTo(3);
    }

    @Test
    void aSmallerIndexThatIsThereIsReadAndNothingElse() {
        target.put("1", target.addIndexFor("linux/amd64"));

        assertThat(copy(REWRITTEN, smaller))
                .isEqualTo(new CopyResult.Copied(index, smaller, false, 0, new ReferrerResult.Left()));

        assertThat(source.calls()).hasSize(1);
        assertThat(target.calls()).isEmpty();
    }

    @Test
    void aSparseIndexKeepsItsDigestAndHasOnlyTheseChildren() {
        target.sparse(MemoryContent.Sparse.TAKEN);

        CopyResult result = copy(SPARSE, null);

        assertThat(result)
                .isInstanceOfSatisfying(
                        CopyResult.Copied.class,
                        copied -> assertThat(copied.digest()).isEqualTo(index));
        assertThat(target.tagged("1")).isEqualTo(index);
        assertThat(target.isWhole(source.addImage("app", "linux/amd64").digest()))
                .isTrue();
        assertThat(target.count(Call.PUSH_MANIFEST)).isEqualTo(1);
    }

    /// The digest of a sparse index does not show which of its children are there.
    @Test
    void theChildrenOfASparseIndexThatIsThereAreLookedAt() {
        target.sparse(MemoryContent.Sparse.TAKEN);
        copy(new PlatformSubset.Sparse(new PlatformFilter(Set.of(ARM64))), null);

        copy(SPARSE, index);

        assertThat(target.isWhole(index)).isTrue();
        assertThat(target.count(Call.TAG)).isEqualTo(1);
    }

    @Test
    void nothingLessHoldsWhenASparseIndexIsToHaveThemAll() {
        target.sparse(MemoryContent.Sparse.TAKEN);
        copy(SPARSE, null);

        copy(new PlatformSubset.Sparse(new PlatformFilter(Set.of(Platform.parse("linux/amd64"), ARM64))), index);

        assertThat(target.isWhole(index)).isTrue();
    }

    @Test
    void aRegistryThatWantsAllChildrenIsNamedWithTheCure() {
        target.sparse(MemoryContent.Sparse.REFUSED);

        Failure failure = failure(SPARSE);

        assertThat(failure.kind()).isEqualTo(FailureKind.PUSH_REJECTED);
        assertThat(failure.side()).isEqualTo(Side.TARGET);
        assertThat(failure.detail())
                .isEqualTo("it takes no index without all of its children; set platformMode: Rewrite"
                        + " (its answer: as the test wants)");
        assertThat(target.tagged()).isEmpty();
    }

    @Test
    void anotherTroubleWithASparseIndexKeepsItsName() {
        target.sparse(MemoryContent.Sparse.TAKEN);
        target.hook(new MemoryContent.Hook() {
            @Override
            public void before(MemoryContent.Entry entry) {
                if (entry.call() == Call.TAG) {
                    throw new ContentException(
                            Failure.of(FailureKind.QUOTA_EXCEEDED, Side.TARGET, "to.example", "push", "full"));
                }
            }
        });

        assertThat(failure(SPARSE).kind()).isEqualTo(FailureKind.QUOTA_EXCEEDED);
    }

    @Test
    void withoutAMatchNothingIsWritten() {
        source.put("1", source.addIndexFor("linux/s390x"));

        Failure failure = failure(REWRITTEN);

        assertThat(failure.kind()).isEqualTo(FailureKind.NO_MATCHING_PLATFORM);
        assertThat(failure.place()).isEqualTo("from.example/app:1");
        assertThat(target.calls()).isEmpty();
    }

    private CopyResult copy(PlatformSubset subset, @Nullable Digest replaced) {
        Attempt attempt = new Attempt(WriteLease.ALWAYS);
        ImageCopier copier = new ImageCopier(
                source,
                new TargetContents(target, Prior.TAGS, new Siblings(), new Refusals()),
                Crews.none(),
                new Progress(),
                new CopyScope(subset, ReferrerScope.NONE, false));
        return attempt.run(
                () -> copier.copy(Tag.parse("1"), Tag.parse("1"), Expectations.replacing(replaced), attempt));
    }

    private Failure failure(PlatformSubset subset) {
        return catchThrowableOfType(ContentException.class, () -> copy(subset, null))
                .failure();
    }
}
