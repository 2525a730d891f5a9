package dev.imagemirror.http;

import java.io.InputStream;

/// What a request carries. The length is always known and sent: some registries refuse chunked transfer coding.
public sealed interface Body {
    Body NONE = new None();

    /// Whether the same body can be sent a second time.
    boolean isRepeatable();

    /// Nothing; methods that expect a body announce the length 0.
    record None() implements Body {
        @Override
        public boolean isRepeatable() {
            return true;
        }
    }

    /// Bytes in memory. Not copied: nobody changes the array.
    @SuppressWarnings("ArrayRecordComponent") // never compared, only sent
    record Bytes(byte[] bytes) implements Body {
        @Override
        public boolean isRepeatable() {
            return true;
        }
    }

    /// Exactly `length` bytes of a stream, sent through one buffer of 64 KB. The stream is asked for its end too, and
    /// is not closed. An `IOException` of the stream breaks the request and comes back as
    /// [TransportFault#BODY_FAILED]; unchecked exceptions pass through as they are.
    record Stream(InputStream stream, long length) implements Body {
        public Stream {
            if (length < 0) {
                throw new IllegalArgumentException("the length of a body must be known");
            }
        }

        @Override
        public boolean isRepeatable() {
            return false;
        }
    }
}
