package dev.imagemirror.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.MemoryContent;
import dev.imagemirror.content.MemoryContent.Call;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.oci.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Indexes of which not all is as usual.
@Timeout(30)
class OddIndexTest {
    private final MemoryContent source = new MemoryContent(Side.SOURCE, "from.example/app");
    private final MemoryContent target = new MemoryContent(Side.TARGET, "to.example/app").missing();

    /// What stands in both would wait for itself, were it begun for the outer one and needed by the inner one.
    @Test
    void anImageMayStandInAnIndexAndInOneWithinIt() {
        Descriptor image = source.addImage("a");
        Descriptor inner = source.addIndex(image, source.addImage("b"));
        Descriptor middle = source.addIndex(inner, image);
        Digest root = source.put("1", source.addIndex(image, inner, middle, image));

        copy();

        assertThat(target.isWhole(root)).isTrue();
        assertThat(target.count(Call.PUSH_MANIFEST)).isEqualTo(4);
    }

    @Test
    void whatIsNoManifestIsABlob() {
        Descriptor words = source.addBlob("words");
        Descriptor odd = new Descriptor(MediaType.parse("text/plain"), words.digest(), words.size());
        source.put("1", source.addIndex(source.addImage("a"), odd));
        target.sparse(MemoryContent.Sparse.TAKEN);

        copy();

        assertThat(target.holds(odd)).isTrue();
        assertThat(target.tagged()).hasSize(1);
    }

    @Test
    void aManifestOfAnotherSizeThanListedIsRefused() {
        Descriptor image = source.addImage("a");
        source.put("1", source.addIndex(new Descriptor(image.mediaType(), image.digest(), image.size() + 1)));

        assertRefused(
                FailureKind.DIGEST_MISMATCH,
                "is listed with %d bytes, but it has %d; ask its publisher".formatted(image.size() + 1, image.size()));
    }

    @Test
    void anIndexThatIsListedAsAnImageIsRefused() {
        Descriptor inner = source.addIndex(source.addImage("a"));
        source.put("1", source.addIndex(new Descriptor(MediaType.OCI_MANIFEST, inner.digest(), inner.size())));

        assertRefused(FailureKind.UNSUPPORTED_MANIFEST, "but is an index; ask its publisher");
    }

    @Test
    void manifestsThatAreTooLargeTogetherAreNotRead() {
        Descriptor image = source.addImage("a");
        source.put(
                "1", source.addIndex(new Descriptor(image.mediaType(), image.digest(), ManifestCopies.MAX_BYTES + 1)));

        assertRefused(FailureKind.LIMIT_EXCEEDED, "the limit is 16777216; mirror fewer platforms");
        assertThat(source.count(Call.FETCH)).isEqualTo(1);
    }

    @Test
    void oneBlobOfTwoSizesIsRefused() {
        Descriptor blob = source.addBlob("words");
        Descriptor other = new Descriptor(blob.mediaType(), blob.digest(), blob.size() + 1);
        source.put("1", source.addImage(blob, other));

        assertRefused(FailureKind.DIGEST_MISMATCH, "is announced with");
    }

    private void assertRefused(FailureKind kind, String says) {
        Failure failure =
                catchThrowableOfType(ContentException.class, this::copy).failure();
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.detail()).contains(says);
        assertThat(target.tagged()).isEmpty();
    }

    private void copy() {
        Attempt attempt = new Attempt(WriteLease.ALWAYS);
        TargetContents contents = new TargetContents(target, Prior.NOTHING, new Siblings(), new Refusals());
        ImageCopier copier =
                new ImageCopier(source, contents, Crews.none(), new Progress(), CopyScope.whole(ReferrerScope.NONE));
        attempt.run(() -> copier.copy(Tag.parse("1"), Tag.parse("1"), Expectation.ANYTHING, attempt));
    }
}
