package dev.imagemirror.bench;

import dev.imagemirror.bench.image.Storage;
import dev.imagemirror.bench.result.Requests;
import dev.imagemirror.servers.RegistryOptions;
import dev.imagemirror.servers.RegistryServer;

/// One registry of a stage, with its storage and what it was asked.
final class Side implements AutoCloseable {
    private final RegistryServer registry;

    Side(RegistryOptions options) {
        registry = RegistryServer.start(options.withoutLog());
    }

    String address() {
        return registry.address();
    }

    String url() {
        return registry.url();
    }

    int port() {
        return Integer.parseInt(address().substring(address().lastIndexOf(':') + 1));
    }

    Storage storage() {
        return new Storage(registry.storage());
    }

    /// Since its start.
    Requests requests() {
        return Requests.parse(registry.metrics());
    }

    @Override
    public void close() {
        registry.close();
    }
}
