package dev.imagemirror.copy;

import static dev.imagemirror.content.MemoryContent.Call.FETCH;
import static dev.imagemirror.content.MemoryContent.Call.RESOLVE;
import static dev.imagemirror.content.MemoryContent.Call.TAG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.DigestTags;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.MemoryContent;
import dev.imagemirror.content.MemoryContent.Entry;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Tag;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The tags under which cosign keeps what belongs to an image follow it, and change though it does not.
class CosignTagsTest extends ReferrerScene {
    private final Digest written = source.put("1", image);
    private final String prefix = "sha256-" + image.digest().hex();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theyComeBeforeTheTagOfTheImage(boolean listed) {
        Digest signature = source.put(prefix + ".sig", source.addImage("signature"));
        Digest attestation = source.put(prefix + ".att", source.addImage("attestation"));
        Digest bill = source.put(prefix + ".sbom", source.addImage("bill"));
        source.put(prefix + ".other", source.addImage("other"));

        assertThat(copied(listed)).isEqualTo(new ReferrerResult.Done());

        assertThat(target.tagged())
                .containsOnly(
                        Map.entry(Tag.parse("1"), written),
                        Map.entry(Tag.parse(prefix + ".sig"), signature),
                        Map.entry(Tag.parse(prefix + ".att"), attestation),
                        Map.entry(Tag.parse(prefix + ".sbom"), bill));
        assertThat(tagWrites()).last().isEqualTo("1");
    }

    @Test
    void aSignatureThatIsAppendedLaterComesToo() {
        source.put(prefix + ".sig", source.addImage("one"));
        copied(true);
        Digest appended = source.put(prefix + ".sig", source.addImage("one", "two"));

        assertThat(followed(scope(true))).isEqualTo(new ReferrerResult.Done());

        assertThat(target.tagged(prefix + ".sig")).isEqualTo(appended);
    }

    @Test
    void anUnchangedTagIsComparedAndNotRead() {
        source.put(prefix + ".sig", source.addImage("one"));
        copied(true);
        source.forgetCalls();
        target.forgetCalls();

        followed(scope(true));

        assertThat(source.calls()).contains(new Entry(RESOLVE, prefix + ".sig"));
        assertThat(source.count(RESOLVE)).isEqualTo(1);
        assertThat(target.calls()).containsExactly(new Entry(RESOLVE, prefix + ".sig"));
        assertThat(source.count(FETCH)).isZero();
    }

    @Test
    void theSignatureOfABillOfMaterialsComesToo() {
        Descriptor bill = source.addImage("bill");
        source.put(prefix + ".sbom", bill);
        String signed = "sha256-" + bill.digest().hex() + ".sig";
        Digest signature = source.put(signed, source.addImage("signature of the bill"));

        copied(true);

        assertThat(target.tagged(signed)).isEqualTo(signature);
    }

    @Test
    void aTagThatMayNotMoveIsToldAndTheRestIsDone() {
        target.put(prefix + ".sig", target.addImage("one"));
        source.put(prefix + ".sig", source.addImage("one", "two"));
        Digest attestation = source.put(prefix + ".att", source.addImage("attestation"));
        target.hook(new MemoryContent.Hook() {
            @Override
            public void before(Entry entry) {
                if (entry.equals(new Entry(TAG, prefix + ".sig"))) {
                    throw new ContentException(Failure.of(
                            FailureKind.TAG_IMMUTABLE,
                            Side.TARGET,
                            "memory",
                            "write " + entry.what(),
                            "it may not move"));
                }
            }
        });

        Failure failure = failure(copied(true));

        assertThat(failure.kind()).isEqualTo(FailureKind.TAG_IMMUTABLE);
        assertThat(failure.operation()).contains(prefix + ".sig");
        assertThat(target.tagged("1")).isEqualTo(written);
        assertThat(target.tagged(prefix + ".att")).isEqualTo(attestation);
    }

    private ReferrerResult copied(boolean listed) {
        return copied(copier(scope(listed)));
    }

    private ReferrerScope scope(boolean listed) {
        return listed ? new ReferrerScope(true, listing(source), listing(target)) : ReferrerScope.ALL;
    }

    private static DigestTags listing(MemoryContent content) {
        return DigestTags.of(content.tagged().keySet());
    }

    private List<String> tagWrites() {
        return target.calls().stream()
                .filter(entry -> entry.call() == TAG)
                .map(Entry::what)
                .toList();
    }
}
