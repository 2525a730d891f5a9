package dev.imagemirror.registry;

import dev.imagemirror.content.Blob;
import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.CorruptContentException;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.Side;
import dev.imagemirror.http.Body;
import dev.imagemirror.oci.Descriptor;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/// Writes blobs (distribution specification, "Pushing blobs"). Small ones are buffered, so that they can be sent again:
/// POST and one PUT. Larger ones are streamed: POST, one PATCH with all bytes, and an empty PUT. A host that refuses
/// this gets the next [UploadShape], now and from then on.
final class Uploads {
    private static final int MAX_ATTEMPTS = 3;
    /// What a shape is refused with: no such method, no such address, too large, no such type.
    private static final Set<Integer> REFUSALS = Set.of(404, 405, 413, 415);

    private final Endpoint endpoint;
    private final Blobs blobs;
    private final Mounts mounts;
    private final UploadHabits habits;

    Uploads(Endpoint endpoint, Blobs blobs, Mounts mounts) {
        this.endpoint = endpoint;
        this.blobs = blobs;
        this.mounts = mounts;
        this.habits = endpoint.habits().uploads();
    }

    void push(Blob blob) {
        if (blob.descriptor().size() <= Blob.SMALL) {
            try (var _ = endpoint.buffer(UploadSession.operation(blob.descriptor()), blob.descriptor())) {
                push(blob.descriptor(), read(blob));
            }
        } else {
            stream(blob);
        }
    }

    /// From memory: begun anew when the registry lost the upload or broke the connection.
    private void push(Descriptor blob, byte[] bytes) {
        for (int attempt = 1; ; attempt++) {
            UploadShape shape = habits.small();
            UploadSession session = begin(blob);
            try {
                send(session, shape, new Body.Bytes(bytes));
                return;
            } catch (ContentException e) {
                boolean again = isRefusal(e)
                        ? habits.refuseSmall(shape).isPresent()
                        : e.failure().kind() == FailureKind.UNREACHABLE;
                if (attempt >= MAX_ATTEMPTS || !again) {
                    throw e;
                }
            }
            endpoint.rest(UploadSession.operation(blob), attempt - 1);
        }
    }

    private void send(UploadSession session, UploadShape shape, Body bytes) {
        if (shape == UploadShape.STREAMED) {
            session.send(bytes);
            session.commit(Body.NONE, blobs);
        } else {
            session.commit(bytes, blobs);
        }
    }

    private void stream(Blob blob) {
        var counted = new CountingStream(blob.stream());
        var body = new Body.Stream(counted, blob.descriptor().size());
        UploadShape shape = habits.large();
        while (true) {
            UploadSession session = begin(blob.descriptor());
            Optional<UploadShape> next = tryStream(session, shape, body, counted);
            if (next.isEmpty()) {
                if (shape != UploadShape.MONOLITHIC) {
                    session.commit(Body.NONE, blobs);
                }
                return;
            }
            shape = next.get();
        }
    }

    /// A stream cannot be sent again once some of it is gone; then the next attempt of the caller has the new shape.
    ///
    /// @return the shape to go on with, empty when all bytes were taken
    private Optional<UploadShape> tryStream(
            UploadSession session, UploadShape shape, Body.Stream body, CountingStream counted) {
        try {
            switch (shape) {
                case MONOLITHIC -> session.commit(body, blobs);
                case STREAMED -> session.send(body);
                case CHUNKED -> session.sendChunks(body.stream());
            }
            return Optional.empty();
        } catch (ContentException e) {
            session.abandon();
            if (!isRefusal(e)) {
                throw e;
            }
            Optional<UploadShape> next = habits.refuseLarge(shape, e.failure().status());
            if (next.isEmpty() || counted.count() > 0) {
                throw next.isEmpty() ? e : laterOtherwise(e);
            }
            return next;
        }
    }

    /// An upload that a mount began is used before a new one is asked for.
    private UploadSession begin(Descriptor blob) {
        return mounts.takeBegun(blob.digest()).orElseGet(() -> UploadSession.begin(endpoint, blob));
    }

    private static boolean isRefusal(ContentException e) {
        Failure failure = e.failure();
        return failure.side() == Side.TARGET
                && failure.kind() != FailureKind.UNREACHABLE
                && REFUSALS.contains(failure.status());
    }

    private static ContentException laterOtherwise(ContentException e) {
        Failure failure = e.failure();
        return new ContentException(
                new Failure(
                        FailureKind.UNREACHABLE,
                        failure.side(),
                        failure.place(),
                        failure.operation(),
                        failure.detail() + "; the next attempt sends it in another way",
                        failure.status(),
                        null),
                e);
    }

    private byte[] read(Blob blob) {
        Descriptor descriptor = blob.descriptor();
        try {
            byte[] bytes = new byte[(int) descriptor.size()];
            if (blob.stream().readNBytes(bytes, 0, bytes.length) != bytes.length
                    || blob.stream().read() >= 0) {
                throw new CorruptContentException(
                        "%s does not have the announced %d bytes".formatted(descriptor.digest(), descriptor.size()));
            }
            return bytes;
        } catch (IOException e) {
            FailureKind kind =
                    e instanceof CorruptContentException ? FailureKind.DIGEST_MISMATCH : FailureKind.INTERNAL;
            throw new Place(Side.SOURCE, endpoint.place().name())
                    .failed(kind, UploadSession.operation(descriptor), String.valueOf(e.getMessage()), e);
        }
    }
}
