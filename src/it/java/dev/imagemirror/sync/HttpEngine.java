package dev.imagemirror.sync;

import dev.imagemirror.auth.Authenticator;
import dev.imagemirror.auth.Credentials;
import dev.imagemirror.copy.WriteLease;
import dev.imagemirror.http.ApacheTransport;
import dev.imagemirror.http.NetworkPolicy;
import dev.imagemirror.http.TransportSettings;
import dev.imagemirror.oci.Registry;
import dev.imagemirror.registry.Hosts;
import dev.imagemirror.registry.RegistryClient;
import dev.imagemirror.registry.RegistrySettings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The whole engine with the settings of the product, between registries that speak plain HTTP without a password.
final class HttpEngine implements AutoCloseable {
    private static final int CONCURRENCY = 10;

    private final ApacheTransport transport = new ApacheTransport(TransportSettings.of(new NetworkPolicy(true, false)));
    private final RegistryConnections connections = new RegistryConnections(new RegistryClient(
            new Authenticator(transport, System::nanoTime),
            Credentials.NONE,
            RegistrySettings.of(registry -> true, new Hosts())));
    private final ExecutorService executor = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("worker-", 0).factory());

    /// Copies every tag of a repository to where its path stands below the prefix.
    ///
    /// @param source with its registry, `127.0.0.1:5000/team/app`
    /// @param registry the target, host and port
    SyncRequest request(String source, String registry, String prefix, SyncMemory memory) {
        return request(RepositorySpecification.parse(source), registry, prefix, memory);
    }

    SyncRequest request(RepositorySpecification source, String registry, String prefix, SyncMemory memory) {
        return SyncRequest.of(
                        List.of(source),
                        TargetMapping.of(Registry.parse(registry), prefix, PathSeparator.SLASH),
                        CONCURRENCY,
                        Duration.ofMinutes(10))
                .in(SyncRequest.Context.first().recalling(memory));
    }

    SyncReport run(SyncRequest request) {
        return new SyncRunner(request, connections, executor, WriteLease.ALWAYS, Clock.systemUTC()).run();
    }

    @Override
    public void close() {
        executor.shutdownNow();
        transport.close();
    }
}
