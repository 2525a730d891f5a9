package dev.imagemirror.servers;

import org.jspecify.annotations.Nullable;

/// How a [RegistryServer] behaves.
///
/// @param name     tells its log from another registry's
/// @param password asks for [RegistryServer#USER] and [RegistryServer#PASSWORD]
/// @param delete   allows to delete manifests and tags
/// @param inMemory keeps everything in the registry's own memory, so a restart forgets it
/// @param tls      null: plain HTTP
public record RegistryOptions(
        String name,
        boolean password,
        boolean delete,
        boolean inMemory,
        @Nullable Tls tls) {

    /// TLS of a registry, all PEM.
    ///
    /// @param clients the authority that must have signed the certificate of every client; null: none is asked for
    public record Tls(
            String certificate, String key, @Nullable String clients) {}

    /// No password, no deletion, storage in files.
    public static RegistryOptions named(String name) {
        return new RegistryOptions(name, false, false, false, null);
    }

    public RegistryOptions withPassword() {
        return new RegistryOptions(name, true, delete, inMemory, tls);
    }

    public RegistryOptions withDelete() {
        return new RegistryOptions(name, password, true, inMemory, tls);
    }

    public RegistryOptions withStorageInMemory() {
        return new RegistryOptions(name, password, delete, true, tls);
    }

    public RegistryOptions withTls(Tls with) {
        return new RegistryOptions(name, password, delete, inMemory, with);
    }
}
