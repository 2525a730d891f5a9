package dev.imagemirror.layout;

import dev.imagemirror.content.BlockStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Part of a file: all of a file of a folder, or one entry of a tar archive.
record FileSlice(Path file, long offset, long size) {
    /// Opens it. Each stream has a channel of its own, since an interrupt closes the channel that a thread reads.
    InputStream open() throws IOException {
        return open(FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }

    /// Opens it in a channel of its file, which closes with the stream.
    InputStream open(FileChannel channel) {
        return new SliceStream(channel, this);
    }

    /// @throws BadLayoutException when it is longer than `limit` bytes
    byte[] read(String name, int limit) throws IOException {
        if (size > limit) {
            throw BadLayoutException.tooMuch("%s has %d bytes, the limit is %d".formatted(name, size, limit));
        }
        try (InputStream stream = open()) {
            return stream.readNBytes((int) size);
        }
    }

    private static final class SliceStream extends BlockStream {
        private final FileChannel channel;
        private final long end;
        private long position;

        SliceStream(FileChannel channel, FileSlice slice) {
            this.channel = channel;
            this.position = slice.offset;
            this.end = slice.offset + slice.size;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int wanted = (int) Math.min(length, end - position);
            if (wanted <= 0) {
                return length == 0 ? 0 : -1;
            }
            int count = channel.read(ByteBuffer.wrap(buffer, offset, wanted), position);
            position += Math.max(count, 0);
            return count;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
