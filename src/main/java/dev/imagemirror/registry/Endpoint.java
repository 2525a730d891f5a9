package dev.imagemirror.registry;

import dev.imagemirror.auth.AuthException;
import dev.imagemirror.auth.Scope;
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
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Reference;
import dev.imagemirror.oci.Repository;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;

/// The addresses of one repository, and the way there on which every trouble becomes a [ContentException].
final class Endpoint {
    private final Repository repository;
    private final Place place;
    private final URI base;
    private final Sender sender;
    private final Failures failures;

    Endpoint(Repository repository, Place place, URI base, Sender sender) {
        this.repository = repository;
        this.place = place;
        this.base = base;
        this.sender = sender;
        this.failures = new Failures(place, sender.settings().clock());
    }

    Repository repository() {
        return repository;
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

    /// The same, with tokens that also allow reading from another repository. The scope for writing stays the first:
    /// some registries read no further.
    Endpoint reading(Repository other) {
        List<Scope> scopes = new ArrayList<>(sender.scopes());
        scopes.add(Scope.pull(other));
        return new Endpoint(repository, place, base, sender.asking(scopes));
    }

    /// The same, with tokens of this scope.
    Endpoint asking(Scope scope) {
        return new Endpoint(repository, place, base, sender.asking(List.of(scope)));
    }

    URI tags() {
        return address("tags/list");
    }

    URI manifest(Reference reference) {
        return address("manifests/" + reference.text());
    }

    URI blob(Digest digest) {
        return address("blobs/" + digest);
    }

    URI referrers(Digest subject) {
        return address("referrers/" + subject);
    }

    URI uploads() {
        return address("blobs/uploads/");
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
        try {
            sender.rest(attempt);
        } catch (TransportException e) {
            throw failures.of(e, operation);
        }
    }

    /// Resolves an address that the registry named.
    URI resolve(String operation, URI asked, String text, String what) {
        try {
            return ServerUrl.resolve(asked, text, what);
        } catch (TransportException e) {
            throw failures.of(e, operation);
        }
    }

    /// What an answer that is an error says; reads and closes it.
    ErrorAnswer error(String operation, Response response) {
        return guarded(operation, () -> {
            try (response) {
                return ErrorAnswer.read(response);
            }
        });
    }

    /// Takes a lock of this process.
    void lock(String operation, Lock lock) {
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw place.failed(FailureKind.CANCELLED, operation, "cancelled", e);
        }
    }

    /// The failure that an answer means; reads and closes it.
    ContentException refused(String operation, Action action, Response response) {
        try (response) {
            return failures.of(ErrorAnswer.read(response), operation, action);
        } catch (TransportException e) {
            return failures.of(e, operation);
        }
    }

    ContentException broken(String operation, TransportException e) {
        return failures.of(e, operation);
    }

    ContentException failed(FailureKind kind, String operation, String detail) {
        return place.failed(kind, operation, detail);
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

    private URI address(String rest) {
        return URI.create(base + repository.path() + "/" + rest);
    }
}
