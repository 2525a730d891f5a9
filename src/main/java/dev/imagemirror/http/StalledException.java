package dev.imagemirror.http;

import java.io.IOException;
import java.net.SocketTimeoutException;

/// A connection on which too little moved.
final class StalledException extends SocketTimeoutException {
    private final boolean silent;

    /// @param silent nothing moved at all
    StalledException(boolean silent, IOException cause) {
        initCause(cause);
        this.silent = silent;
    }

    boolean isSilent() {
        return silent;
    }
}
