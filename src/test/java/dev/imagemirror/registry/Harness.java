package dev.imagemirror.registry;

import dev.imagemirror.auth.Authenticator;
import dev.imagemirror.auth.Credential;
import dev.imagemirror.auth.Credentials;
import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.ContentSource;
import dev.imagemirror.content.ContentTarget;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.FailureKind;
import dev.imagemirror.content.PushResult;
import dev.imagemirror.http.ApacheTransport;
import dev.imagemirror.http.FakeTicker;
import dev.imagemirror.http.NetworkPolicy;
import dev.imagemirror.http.Origin;
import dev.imagemirror.http.Pacing;
import dev.imagemirror.http.TransportSettings;
import dev.imagemirror.registry.testing.TestRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// A registry, and a client of it that waits for nothing.
final class Harness implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    final TestRegistry registry;
    final ApacheTransport transport;
    final AtomicLong nanos = new AtomicLong();
    final Hosts hosts = new Hosts(new Pacing(new FakeTicker(nanos), Pacing.PATIENCE));
    final Authenticator authenticator;

    Harness() {
        this(TestRegistry.start());
    }

    Harness(TestRegistry registry) {
        this.registry = registry;
        transport = new ApacheTransport(TransportSettings.of(new NetworkPolicy(true, false))
                .within(Duration.ofSeconds(5), Duration.ofSeconds(5)));
        authenticator = new Authenticator(transport, nanos::get);
    }

    RegistryClient client(Credentials credentials) {
        return new RegistryClient(
                authenticator,
                credentials,
                new RegistrySettings(name -> true, hosts, InstantSource.fixed(NOW), 2, Duration.ZERO));
    }

    ContentSource source(String path) {
        return client(Credentials.NONE).source(registry.repository(path));
    }

    ContentSource source(String path, Credential credential) {
        return client(Credentials.of(registry.registry(), credential)).source(registry.repository(path));
    }

    ContentTarget target(String path) {
        return client(Credentials.NONE).target(registry.repository(path));
    }

    ContentTarget target(String path, Credential credential) {
        return client(Credentials.of(registry.registry(), credential)).target(registry.repository(path));
    }

    /// As if this registry had been seen to send its lists in pages.
    static void seePages(Hosts hosts, TestRegistry registry) {
        hosts.habits(Origin.of(URI.create(registry.url()))).remember(Paging.ASKED);
    }

    static Failure failure(ThrowingCallable call) {
        return Assertions.catchThrowableOfType(ContentException.class, call).failure();
    }

    /// @throws ContentException unless the target holds the manifest
    static void written(PushResult result) {
        if (result instanceof PushResult.Incomplete(var _, Failure failure)) {
            throw new ContentException(failure);
        }
    }

    /// The call fails in this way and says this, in one line without a secret.
    static void refused(ThrowingCallable call, FailureKind kind, String says) {
        Failure failure = failure(call);
        Assertions.assertThat(failure.kind()).isEqualTo(kind);
        Assertions.assertThat(failure.detail()).isNotBlank().contains(says).doesNotContain("canary");
        Assertions.assertThat(failure.detail().chars()).noneMatch(Character::isISOControl);
    }

    @Override
    public void close() {
        transport.close();
        registry.close();
    }
}
