package dev.imagemirror.registry;

import dev.imagemirror.auth.Authenticator;
import dev.imagemirror.auth.Credentials;
import dev.imagemirror.content.Blob;
import dev.imagemirror.http.ApacheTransport;
import dev.imagemirror.http.NetworkPolicy;
import dev.imagemirror.http.Transport;
import dev.imagemirror.http.TransportSettings;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.oci.Registry;
import dev.imagemirror.oci.Repository;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// The program of [ManyStreamsIT]: copies one blob from one registry to many repositories of another, all at once.
final class ManyStreams {
    private ManyStreams() {}

    /// @param arguments source, target, how many at once, the blob's size and digest
    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        Registry source = new Registry(arguments[0]);
        Registry target = new Registry(arguments[1]);
        int streams = Integer.parseInt(arguments[2]);
        var blob = new Descriptor(
                MediaType.parse("application/vnd.oci.image.layer.v1.tar"),
                Digest.parse(arguments[4]),
                Long.parseLong(arguments[3]));
        try (Transport transport = new ApacheTransport(TransportSettings.of(new NetworkPolicy(true, false)));
                ExecutorService threads = Executors.newFixedThreadPool(streams)) {
            var authenticator = new Authenticator(transport, System::nanoTime);
            var copies = IntStream.range(0, streams)
                    .mapToObj(i ->
                            threads.submit(() -> copy(authenticator, source, new Repository(target, "r" + i), blob)))
                    .toList();
            for (Future<?> copy : copies) {
                copy.get();
            }
        }
        System.out.println("copied with a heap of " + Runtime.getRuntime().maxMemory() + " bytes");
    }

    /// With a pace of its own, since a shared one lets only a few streams in at once.
    private static void copy(Authenticator authenticator, Registry source, Repository target, Descriptor blob) {
        var client =
                new RegistryClient(authenticator, Credentials.NONE, RegistrySettings.of(registry -> true, new Hosts()));
        try (Blob opened = client.source(new Repository(source, "app")).open(blob)) {
            client.target(target).push(opened);
        }
    }
}
