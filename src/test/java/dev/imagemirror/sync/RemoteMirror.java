package dev.imagemirror.sync;

import dev.imagemirror.auth.Authenticator;
import dev.imagemirror.auth.Credentials;
import dev.imagemirror.copy.WriteLease;
import dev.imagemirror.http.ApacheTransport;
import dev.imagemirror.http.FakeTicker;
import dev.imagemirror.http.NetworkPolicy;
import dev.imagemirror.http.Pacing;
import dev.imagemirror.http.TransportSettings;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.registry.Hosts;
import dev.imagemirror.registry.RegistryClient;
import dev.imagemirror.registry.RegistrySettings;
import dev.imagemirror.registry.testing.TestRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/// The whole engine between two registries of the tests, over HTTP, with what one process knows from one run to the
/// next: connections, and what hosts did. A new one is a process that was just started. It waits for nothing.
final class RemoteMirror implements AutoCloseable {
    /// Of the repositories at the target, so that both sides may be one registry.
    static final String PREFIX = "mirror/";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TestRegistry from;
    private final TestRegistry to;
    private final AtomicLong nanos = new AtomicLong();
    private final ApacheTransport transport;
    private final RegistryConnections connections;
    private final ExecutorService executor = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("worker-", 0).factory());

    RemoteMirror(TestRegistry from, TestRegistry to) {
        this.from = from;
        this.to = to;
        transport = new ApacheTransport(
                TransportSettings.of(new NetworkPolicy(true, false)).within(PATIENCE, PATIENCE));
        var hosts = new Hosts(new Pacing(new FakeTicker(nanos), Pacing.PATIENCE));
        connections = new RegistryConnections(new RegistryClient(
                new Authenticator(transport, nanos::get),
                Credentials.NONE,
                new RegistrySettings(name -> true, hosts, InstantSource.fixed(Mirror.NOW), 2, Duration.ZERO)));
    }

    /// Every tag of these repositories.
    SyncRequest request(int concurrency, Collection<String> repositories) {
        return SyncRequest.of(
                repositories.stream()
                        .map(path -> RepositorySpecification.parse(
                                from.repository(path).toString()))
                        .toList(),
                TargetMapping.of(to.registry(), PREFIX, PathSeparator.SLASH),
                concurrency,
                Duration.ofMinutes(1));
    }

    SyncReport run(SyncRequest request) {
        return new SyncRunner(
                        request, connections, executor, WriteLease.ALWAYS, Clock.fixed(Mirror.NOW, ZoneOffset.UTC))
                .run();
    }

    /// What refers to this manifest in a repository of one of the registries.
    Set<Digest> referrers(TestRegistry registry, String repository, Digest subject) {
        return connections.source(registry.repository(repository)).referrers(subject).stream()
                .map(referrer -> referrer.descriptor().digest())
                .collect(Collectors.toSet());
    }

    /// Lets the time pass for which hosts are left alone after a fault.
    void rest() {
        nanos.addAndGet(Duration.ofHours(1).toNanos());
    }

    @Override
    public void close() {
        executor.shutdownNow();
        transport.close();
    }
}
