package dev.imagemirror.http;

/// Sends requests over pooled connections, each to exactly the address that it names: no redirect is followed, no
/// credential added, no body decoded. HTTP/1.1 only. Safe for use by many threads.
///
/// A thread that is interrupted leaves a call, or a read of a body, at once: its connection is closed, the error is
/// [TransportFault#CANCELLED], and the interrupt status stays set.
public interface Transport extends AutoCloseable {
    /// Sends the request and waits for the head of the answer, whatever its status is.
    ///
    /// @throws TransportException when there is no answer
    Response send(Request request);

    /// Closes every connection, also those in use.
    @Override
    void close();
}
