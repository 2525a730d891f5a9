package dev.imagemirror.servers;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a [RegistryServer] behaves.
///
/// @param name     tells its log from another registry's
/// @param password asks for [RegistryServer#USER] and [RegistryServer#PASSWORD]
/// @param delete   allows to delete manifests and tags
/// @param inMemory keeps everything in the registry's own memory, so a restart forgets it
/// @param tls      null: plain HTTP
/// @param settings whatever else the registry can be told, by the names of its environment variables:
///                 `REGISTRY_HTTP_RELATIVEURLS`
public record RegistryOptions(
        String name,
        boolean password,
        boolean delete,
        boolean inMemory,
        @Nullable Tls tls,
        Map<String, String> settings) {

    public RegistryOptions {
        settings = Map.copyOf(settings);
    }

    /// TLS of a registry, all PEM.
    ///
    /// @param clients the authority that must have signed the certificate of every client; null: none is asked for
    public record Tls(
            String certificate, String key, @Nullable String clients) {}

    /// No password, no deletion, storage in files.
    public static RegistryOptions named(String name) {
        return new RegistryOptions(name, false, false, false, null, Map.of());
    }

    public RegistryOptions withPassword() {
        return new RegistryOptions(name, true, delete, inMemory, tls, settings);
    }

    public RegistryOptions withDelete() {
        return new RegistryOptions(name, password, true, inMemory, tls, settings);
    }

    public RegistryOptions withStorageInMemory() {
        return new RegistryOptions(name, password, delete, true, tls, settings);
    }

    public RegistryOptions withTls(Tls with) {
        return new RegistryOptions(name, password, delete, inMemory, with, settings);
    }

    /// Writes no line for each request, which costs it time.
    public RegistryOptions withoutLog() {
        return with("REGISTRY_LOG_LEVEL", "error").with("REGISTRY_LOG_ACCESSLOG_DISABLED", "true");
    }

    public RegistryOptions with(String setting, String value) {
        Map<String, String> more = new HashMap<>(settings);
        more.put(setting, value);
        return new RegistryOptions(name, password, delete, inMemory, tls, more);
    }
}
