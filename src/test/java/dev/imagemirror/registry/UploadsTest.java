package dev.imagemirror.registry;

import static dev.imagemirror.registry.Harness.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.content.Blob;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.registry.testing.Fault;
import dev.imagemirror.registry.testing.Payload;
import dev.imagemirror.registry.testing.RequestKind;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadsTest {
    private static final int LARGE = 3 * 1024 * 1024;

    private final Harness from = new Harness();
    private final Harness to = new Harness();

    @AfterEach
    void close() {
        from.close();
        to.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000, Uploads.SMALL, Uploads.SMALL + 1, LARGE})
    void copiesABlobOfAnySize(int size) {
        Descriptor blob = from.registry.addBlob("app", Payload.generated(size));

        copy(blob);

        assertThat(to.registry.blob("app", blob.digest()).map(Payload::digest))
                .contains(blob.digest().text());
        assertThat(to.target("app").exists(blob)).isTrue();
        assertThat(to.registry.count(RequestKind.UPLOAD_POST)).isEqualTo(1);
        assertThat(to.registry.count(RequestKind.UPLOAD_PATCH)).isEqualTo(size > Uploads.SMALL ? 1 : 0);
        assertThat(to.registry.count(RequestKind.UPLOAD_PUT)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, LARGE})
    void aCorruptBlobIsAFaultOfTheSourceAndNeverCompleted(int size) {
        Descriptor blob = from.registry.addBlob("app", Payload.generated(size));
        from.registry.fault(RequestKind.BLOB_GET, 1, Fault.corrupt());

        var failure = failure(() -> copy(blob));

        assertThat(failure.kind()).isEqualTo(FailureKind.DIGEST_MISMATCH);
        assertThat(failure.side()).isEqualTo(Side.SOURCE);
        assertThat(failure.place()).isEqualTo(from.registry.repository("app").toString());
        assertThat(to.registry.count(RequestKind.UPLOAD_PUT)).isZero();
        assertThat(to.registry.blob("app", blob.digest())).isEmpty();
    }

    private void copy(Descriptor blob) {
        try (Blob opened = from.source("app").open(blob)) {
            to.target("app").push(opened);
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
