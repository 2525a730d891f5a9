package dev.imagemirror.servers;

/// How a [RegistryServer] behaves.
///
/// @param name     tells its log from another registry's
/// @param password asks for [RegistryServer#USER] and [RegistryServer#PASSWORD]
/// @param delete   allows to delete manifests and tags
/// @param inMemory keeps everything in the registry's own memory, so a restart forgets it
public record RegistryOptions(String name, boolean password, boolean delete, boolean inMemory) {

    /// No password, no deletion, storage in files.
    public static RegistryOptions named(String name) {
        return new RegistryOptions(name, false, false, false);
    }

    public RegistryOptions withPassword() {
        return new RegistryOptions(name, true, delete, inMemory);
    }

    public RegistryOptions withDelete() {
        return new RegistryOptions(name, password, true, inMemory);
    }

    public RegistryOptions withStorageInMemory() {
        return new RegistryOptions(name, password, delete, true);
    }
}
