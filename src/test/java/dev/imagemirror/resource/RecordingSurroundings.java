package dev.imagemirror.resource;

import dev.imagemirror.auth.Credential;
import dev.imagemirror.auth.Credentials;
import dev.imagemirror.content.ContentSource;
import dev.imagemirror.content.ContentTarget;
import dev.imagemirror.content.MemoryContent;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.Registry;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.sync.Quota;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Surroundings that keep what they are asked for. Secrets that nobody put there are missing.
final class RecordingSurroundings implements MirrorConnections.Surroundings {
    final Map<String, SecretLookup> secrets = new HashMap<>();
    final List<String> asked = new ArrayList<>();
    final List<MirrorConnections.Way> ways = new ArrayList<>();
    Credentials fallback = Credentials.NONE;
    boolean allowsPlainHttp;

    void put(String name, SecretContent secret) {
        secrets.put(name, new SecretLookup.Found(secret));
    }

    /// The credentials of a repository that was opened, the first is 0.
    List<Credential> credentials(int call) {
        return ways.get(call).credentials();
    }

    @Override
    public SecretLookup secret(String name) {
        asked.add(name);
        return secrets.getOrDefault(name, new SecretLookup.Missing());
    }

    @Override
    public Credentials fallback() {
        return fallback;
    }

    @Override
    public boolean allowsPlainHttp(Registry registry) {
        return allowsPlainHttp;
    }

    @Override
    public boolean prefersPlainHttp(Registry registry) {
        return false;
    }

    @Override
    public ContentSource source(Repository repository, MirrorConnections.Way way) {
        ways.add(way);
        return new MemoryContent(Side.SOURCE, repository.toString());
    }

    @Override
    public ContentTarget target(Repository repository, MirrorConnections.Way way) {
        ways.add(way);
        return new MemoryContent(Side.TARGET, repository.toString());
    }

    @Override
    public List<Quota> quotas() {
        return List.of();
    }
}
