package dev.imagemirror.copy;

import dev.imagemirror.content.MemoryContent;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.oci.Tag;
import java.io.InputStream;

/// The program of [LargeLayerTest]: copies an image with a layer of 5 GB in a JVM whose heap holds less than a
/// hundredth of it.
final class LargeLayer {
    static final long SIZE = 5L * 1024 * 1024 * 1024;
    /// Computed once by another program over the same bytes.
    private static final Digest DIGEST =
            Digest.parse("sha256:c34314259c9c369f14cf4725fca7e6678e53ff4780d2d0fd5eb7edc019dd338c");

    private LargeLayer() {}

    public static void main(String[] arguments) {
        MemoryContent source = new MemoryContent(Side.SOURCE, "from.example/app");
        MemoryContent target = new MemoryContent(Side.TARGET, "to.example/app").missing();
        Descriptor layer = new Descriptor(MediaType.parse("application/vnd.oci.image.layer.v1.tar"), DIGEST, SIZE);
        source.addBlob(layer, Pattern::new);
        source.put("1", source.addImage(source.addBlob("{}"), layer));
        Progress progress = new Progress();
        Attempt attempt = new Attempt(WriteLease.ALWAYS);
        ImageCopier copier = new ImageCopier(
                source,
                new TargetContents(target, Prior.NOTHING, new Siblings(), new Refusals()),
                Crews.many(),
                progress,
                CopyScope.whole(ReferrerScope.NONE));

        CopyResult result =
                attempt.run(() -> copier.copy(Tag.parse("1"), Tag.parse("1"), Expectation.ANYTHING, attempt));

        System.out.println(result + " with a heap of " + Runtime.getRuntime().maxMemory() + " bytes");
    }

    /// The numbers 0 to 250 again and again.
    private static final class Pattern extends InputStream {
        private static final int PERIOD = 251;
        private static final byte[] BLOCK = block();
        private long left = SIZE;
        private int at;

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            int count = (int) Math.min(Math.min(length, left), BLOCK.length - at);
            System.arraycopy(BLOCK, at, buffer, offset, count);
            at = (at + count) % BLOCK.length;
            left -= count;
            return count;
        }

        private static byte[] block() {
            byte[] block = new byte[PERIOD * 256];
            for (int i = 0; i < block.length; i++) {
                block[i] = (byte) (i % PERIOD);
            }
            return block;
        }
    }
}
