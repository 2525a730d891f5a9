package dev.imagemirror.auth;

import dev.imagemirror.http.Origin;
import dev.imagemirror.http.TransportException;
import dev.imagemirror.http.TransportFault;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Tokens by realm, service, scopes *and* credential: two tenants never share one. Threads that need the same token
/// at once ask for it once. Safe for use by many threads.
final class TokenCache {
    /// Most tokens kept; beyond it the expired ones go, and if that does not help, all.
    private static final int MAX_ENTRIES = 10_000;

    private final Map<Key, CompletableFuture<Grant>> tokens = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;

    record Key(Realm realm, List<Scope> scopes, Credential credential) {}

    TokenCache(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /// The token for this key, asked for when there is none that is still good.
    Grant get(Key key, Supplier<Grant> ask) {
        makeRoom();
        while (true) {
            tokens.computeIfPresent(key, (k, held) -> isSpent(held) ? null : held);
            var own = new CompletableFuture<Grant>();
            CompletableFuture<Grant> current = tokens.putIfAbsent(key, own);
            if (current == null) {
                return lead(key, own, ask);
            }
            Optional<Grant> grant = await(key, current);
            if (grant.isPresent()) {
                return grant.get();
            }
        }
    }

    /// Gives up a token that a registry did not take; another one that came meanwhile stays.
    void drop(Key key, String token) {
        tokens.computeIfPresent(
                key, (k, held) -> isDone(held) && held.resultNow().token().equals(token) ? null : held);
    }

    void drop(Credential credential) {
        tokens.keySet().removeIf(key -> key.credential().equals(credential));
    }

    private Grant lead(Key key, CompletableFuture<Grant> own, Supplier<Grant> ask) {
        try {
            Grant grant = ask.get();
            own.complete(grant);
            return grant;
        } catch (AuthException | TransportException e) {
            tokens.remove(key, own);
            own.completeExceptionally(e);
            throw e;
        } finally {
            if (!own.isDone()) {
                tokens.remove(key, own);
                own.cancel(false);
            }
        }
    }

    /// Waits for the thread that asks. Empty when that one was cancelled, which says nothing about this one.
    private Optional<Grant> await(Key key, CompletableFuture<Grant> current) {
        try {
            return Optional.of(current.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransportException(
                    TransportFault.CANCELLED, Origin.of(key.realm().uri()).authority(), "cancelled", e);
        } catch (ExecutionException e) {
            return switch (e.getCause()) {
                case TransportException cancelled
                when cancelled.fault() == TransportFault.CANCELLED -> Optional.empty();
                case TransportException failed -> throw failed;
                case AuthException failed -> throw failed;
                case null, default -> throw new IllegalStateException("a token request ended in no known way", e);
            };
        } catch (CancellationException e) {
            return Optional.empty();
        }
    }

    private boolean isSpent(CompletableFuture<Grant> held) {
        return held.isCompletedExceptionally()
                || (isDone(held) && !held.resultNow().isGood(nanoTime.getAsLong()));
    }

    private static boolean isDone(CompletableFuture<Grant> held) {
        return held.isDone() && !held.isCompletedExceptionally();
    }

    private void makeRoom() {
        if (tokens.size() >= MAX_ENTRIES) {
            tokens.values().removeIf(this::isSpent);
        }
        if (tokens.size() >= MAX_ENTRIES) {
            tokens.clear();
        }
    }
}
