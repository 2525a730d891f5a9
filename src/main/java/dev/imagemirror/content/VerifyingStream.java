package dev.imagemirror.content;

import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/// Hashes what passes and gives the last bytes away only when length and digest are right. Who pumps this stream
/// into an upload of known length can therefore never complete a wrong one. Not safe for use by several threads.
public final class VerifyingStream extends BlockStream {
    private final InputStream in;
    private final Descriptor expected;
    private final MessageDigest computation;
    private long count;
    private boolean verified;
    private @Nullable String fault;

    public VerifyingStream(InputStream in, Descriptor expected) {
        this.in = in;
        this.expected = expected;
        this.computation = expected.digest().computation();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (fault != null) {
            throw new CorruptContentException(fault);
        }
        if (verified) {
            return -1;
        }
        int read = in.read(buffer, offset, length);
        if (read > 0) {
            count += read;
            computation.update(buffer, offset, read);
        }
        if (read < 0 || count >= expected.size()) {
            verify();
        }
        return read;
    }

    @Override
    public long skip(long bytes) throws IOException {
        throw new IOException("a verified stream cannot skip");
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /// A fault stays: whoever reads on after it is told again, and never that all is well.
    private void verify() throws IOException {
        boolean longer = count > expected.size() || (count == expected.size() && in.read() >= 0);
        fault = longer || count < expected.size() ? wrongLength(longer) : wrongDigest();
        if (fault != null) {
            throw new CorruptContentException(fault);
        }
        verified = true;
    }

    private String wrongLength(boolean longer) {
        return "%s has %s than the announced %d bytes"
                .formatted(expected.digest(), longer ? "more" : "only " + count + " bytes, fewer", expected.size());
    }

    private @Nullable String wrongDigest() {
        Digest found = expected.digest().sameAlgorithm(computation.digest());
        return found.equals(expected.digest())
                ? null
                : "%s was announced, but the bytes hash to %s".formatted(expected.digest(), found);
    }
}
