package dev.imagemirror.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.MediaType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifyingStreamTest {
    private static final byte[] BYTES = bytes(10_007);

    private final ByteArrayOutputStream released = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 1000, 9_999, 10_006, 10_007, 10_008, 65_536})
    void givesEveryByteWhateverTheChunk(int chunk) throws IOException {
        drain(BYTES, expected(BYTES), chunk);

        assertThat(released.toByteArray()).isEqualTo(BYTES);
    }

    @Test
    void readsByteByByte() throws IOException {
        InputStream stream = new VerifyingStream(new ByteArrayInputStream(BYTES), expected(BYTES));
        for (byte expected : BYTES) {
            assertThat(stream.read()).isEqualTo(expected & 0xff);
        }
        assertThat(stream.read()).isEqualTo(-1);
        assertThat(stream.read()).isEqualTo(-1);
    }

    /// Bytes that were told to be missing, with the digest of none: a computation that began anew would agree.
    @Test
    void aFaultStays() {
        Descriptor expected = new Descriptor(MediaType.OCI_MANIFEST, Digest.of(new byte[0]), BYTES.length);
        InputStream stream = new VerifyingStream(new ByteArrayInputStream(BYTES), expected);

        assertThatThrownBy(stream::readAllBytes).isInstanceOf(CorruptContentException.class);
        assertThatThrownBy(stream::read).isInstanceOf(CorruptContentException.class);
    }

    @Test
    void theEmptyBlobIsVerifiedToo() throws IOException {
        drain(new byte[0], expected(new byte[0]), 100);
        assertThat(released.size()).isZero();

        assertCorrupt(new byte[1], expected(new byte[0]), 100, "more than the announced 0 bytes");
        assertCorrupt(new byte[0], new Descriptor(MediaType.OCI_MANIFEST, Digest.of(BYTES), 0), 100, "hash to");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 10_006, 10_007, 65_536})
    void neverReleasesTheLastBytesOfAWrongBlob(int chunk) {
        byte[] wrong = BYTES.clone();
        wrong[5_000] ^= 1;
        assertCorrupt(wrong, expected(BYTES), chunk, "the bytes hash to " + Digest.of(wrong));
        assertThat(released.size()).isLessThan(BYTES.length);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 10_006, 10_007, 10_008, 65_536})
    void neverReleasesTheLastBytesOfALongBlob(int chunk) {
        assertCorrupt(Arrays.copyOf(BYTES, BYTES.length + 1), expected(BYTES), chunk, "more than the announced 10007");
        assertThat(released.size()).isLessThan(BYTES.length);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 65_536})
    void aShortBlobFailsAtItsEnd(int chunk) {
        assertCorrupt(
                Arrays.copyOf(BYTES, 10_006), expected(BYTES), chunk, "only 10006 bytes, fewer than the announced");
    }

    @Test
    void aFailedStreamStaysFailed() throws IOException {
        InputStream stream = new VerifyingStream(new ByteArrayInputStream(new byte[9]), expected(BYTES));
        assertThat(stream.read(new byte[100])).isEqualTo(9);
        assertThatThrownBy(() -> stream.read(new byte[100])).isInstanceOf(CorruptContentException.class);
        assertThatThrownBy(() -> stream.read(new byte[100])).isInstanceOf(CorruptContentException.class);
    }

    @Test
    void aWrongStreamStaysFailed() {
        byte[] wrong = BYTES.clone();
        wrong[0] ^= 1;
        InputStream stream = new VerifyingStream(new ByteArrayInputStream(wrong), expected(BYTES));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> stream.read(new byte[65_536])).isInstanceOf(CorruptContentException.class);
        }
    }

    @Test
    void nothingGoesPastTheHash() throws IOException {
        InputStream stream = new VerifyingStream(new ByteArrayInputStream(BYTES), expected(BYTES));
        assertThatThrownBy(() -> stream.skip(1)).isInstanceOf(IOException.class);
        assertThat(stream.markSupported()).isFalse();
        assertThat(stream.read(new byte[0])).isZero();
    }

    private void assertCorrupt(byte[] bytes, Descriptor expected, int chunk, String why) {
        released.reset();
        assertThatThrownBy(() -> drain(bytes, expected, chunk))
                .isInstanceOf(CorruptContentException.class)
                .hasMessageContaining(why);
    }

    private void drain(byte[] bytes, Descriptor expected, int chunk) throws IOException {
        InputStream stream = new VerifyingStream(new ByteArrayInputStream(bytes), expected);
        byte[] buffer = new byte[chunk];
        for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
            released.write(buffer, 0, read);
        }
    }

    private static Descriptor expected(byte[] bytes) {
        return new Descriptor(MediaType.parse("application/x"), Digest.of(bytes), bytes.length);
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(7).nextBytes(bytes);
        return bytes;
    }
}
