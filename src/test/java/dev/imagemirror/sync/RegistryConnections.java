package dev.imagemirror.sync;

import dev.imagemirror.content.ContentSource;
import dev.imagemirror.content.ContentTarget;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.registry.RegistryClient;

/// Both ends by one client.
public record RegistryConnections(RegistryClient client) implements Connections {
    @Override
    public ContentSource source(Repository repository) {
        return client.source(repository);
    }

    @Override
    public ContentTarget target(Repository repository) {
        return client.target(repository);
    }
}
