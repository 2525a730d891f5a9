package dev.imagemirror.registry;

import dev.imagemirror.auth.AuthException;
import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.http.HostPausedException;
import dev.imagemirror.http.Load;
import dev.imagemirror.http.Method;
import dev.imagemirror.http.Origin;
import dev.imagemirror.http.Permit;
import dev.imagemirror.http.Request;
import dev.imagemirror.http.Response;
import dev.imagemirror.http.ServerUrl;
import dev.imagemirror.http.TransportException;
import dev.imagemirror.oci.Descriptor;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// A registry, and the way there on which every trouble becomes a [ContentException].
sealed class HostEndpoint permits Endpoint {
    /// How often a registry is asked for what it said that it took, before it counts as not there.
    private static final int LOOKS = 3;

    private final Place place;
    private final URI base;
    private final Sender sender;
    private final Failures failures;

    /// @param base the address of the API, `https://host/v2/`
    HostEndpoint(Place place, URI base, Sender sender) {
        this.place = place;
        this.base = base;
        this.sender = sender;
        this.failures = new Failures(place, sender.settings().clock());
    }

    Place place() {
        return place;
    }

    Origin registry() {
        return sender.registry();
    }

    /// What this registry was seen to do.
    Habits habits() {
        return sender.settings().hosts().habits(registry());
    }

    Sender sender() {
        return sender;
    }

    URI base() {
        return base;
    }

    URI catalog() {
        return address("_catalog");
    }

    URI address(String rest) {
        return URI.create(base + rest);
    }

    Response send(String operation, Method method, URI address) {
        return send(operation, Request.of(method, address));
    }

    Response send(String operation, Request request) {
        return send(operation, request, Load.METADATA);
    }

    /// @param operation what is tried, as it stands in failures
    Response send(String operation, Request request, Load load) {
        return guarded(operation, () -> sender.send(request, load));
    }

    /// Waits for a place among the large bodies of this registry.
    Permit admit(String operation, Load load) {
        return guarded(operation, () -> sender.admit(load));
    }

    /// Waits a moment before another attempt, longer with each.
    void rest(String operation, int attempt) {
        guarded(operation, () -> {
            sender.rest(attempt);
            return true;
        });
    }

    /// Resolves an address that the registry named.
    URI resolve(String operation, URI asked, String text, String what) {
        return guarded(operation, () -> ServerUrl.resolve(asked, text, what));
    }

    /// What an answer that is an error says; reads and closes it.
    ErrorAnswer error(String operation, Response response) {
        return guarded(operation, () -> {
            try (response) {
                return ErrorAnswer.read(response);
            }
        });
    }

    /// Waits for room for a small blob.
    BufferRoom.Taken buffer(String operation, Descriptor blob) {
        try {
            return sender.settings().hosts().buffers().take((int) blob.size());
        } catch (InterruptedException e) {
            throw cancelled(operation, e);
        }
    }

    /// Takes a lock of this process.
    void lock(String operation, Lock lock) {
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            throw cancelled(operation, e);
        }
    }

    private ContentException cancelled(String operation, InterruptedException e) {
        Thread.currentThread().interrupt();
        return place.failed(FailureKind.CANCELLED, operation, "cancelled", e);
    }

    /// The failure that an answer means; reads and closes it.
    ContentException refused(String operation, Action action, Response response) {
        return refused(operation, action, error(operation, response));
    }

    /// The failure that such an answer means.
    ContentException refused(String operation, Action action, ErrorAnswer answer) {
        return failures.of(answer, operation, action);
    }

    ContentException broken(String operation, TransportException e) {
        return failures.of(e, operation);
    }

    ContentException failed(FailureKind kind, String operation, String detail) {
        return place.failed(kind, operation, detail);
    }

    /// What a registry took it may show only after a moment, when several machines answer for it: looks a few times.
    <T> Optional<T> soon(String operation, Supplier<Optional<T>> look) {
        Optional<T> found = look.get();
        for (int i = 1; i < LOOKS && found.isEmpty(); i++) {
            rest(operation, i - 1);
            found = look.get();
        }
        return found;
    }

    /// Whether the connection to this registry broke before an answer came.
    boolean isWithoutAnswer(ContentException broken) {
        return broken.failure().kind() == FailureKind.UNREACHABLE
                && broken.failure().status() == 0
                && broken.failure().side() == place.side();
    }

    /// Whether a write that broke took place all the same: its answer may have been lost, so the registry is asked.
    boolean tookPlace(ContentException broken, BooleanSupplier look) {
        try {
            return isWithoutAnswer(broken) && look.getAsBoolean();
        } catch (ContentException e) {
            broken.addSuppressed(e);
            return false;
        }
    }

    private <T> T guarded(String operation, Supplier<T> step) {
        try {
            return step.get();
        } catch (TransportException e) {
            throw failures.of(e, operation);
        } catch (AuthException e) {
            throw failures.of(e, operation);
        } catch (HostPausedException e) {
            throw failures.of(e, operation);
        }
    }
}
