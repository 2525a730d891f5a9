package dev.imagemirror.registry.testing;

import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.oci.Registry;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.registry.testing.Store.StoredManifest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// A registry in this process, on a free port of 127.0.0.1, that speaks the protocol in full and answers as
/// distribution v3 does; a differential test holds it to that. What registries do in other ways can be chosen. It
/// counts and keeps all requests, and does wrong what a test scripts:
///
/// ```java
/// try (TestRegistry registry = TestRegistry.start()) {
///     registry.fault(RequestKind.BLOB_GET, 2, new Fault.Cut(100)); // the second download from now on
/// }
/// ```
///
/// Safe for use by many threads.
public final class TestRegistry implements AutoCloseable {
    private final Store store = new Store();
    private final Script script = new Script();
    private final Manners manners = new Manners();
    private final Routes routes = new Routes(store, manners, this::url);
    private final TestServer server;
    private volatile Function<TestRequest, Optional<Fault>> rule = request -> Optional.empty();
    private volatile Consumer<TestRequest> watcher = request -> {};

    private TestRegistry(@Nullable SSLContext tls) {
        server = new TestServer(tls, request -> script.next(request).or(() -> rule.apply(request)), this::handle);
    }

    public static TestRegistry start() {
        return new TestRegistry(null);
    }

    public static TestRegistry startTls(SSLContext tls) {
        return new TestRegistry(tls);
    }

    public Registry registry() {
        return new Registry(server.authority());
    }

    public Repository repository(String path) {
        return new Repository(registry(), path);
    }

    /// `http://127.0.0.1:port`.
    public String url() {
        return server.url();
    }

    // What it asks for

    public TestRegistry requireBasic(String username, String password) {
        routes.tokens.require(new TokenRoutes.Access.Basic(username, password));
        return this;
    }

    /// Tokens for this pair, or for nobody in particular when the user name is empty.
    public TestRegistry requireToken(String username, String password) {
        routes.tokens.require(new TokenRoutes.Access.Token(username, password, "identity-of-" + username, 300));
        return this;
    }

    /// Tokens that say how many seconds they live, 0 to say nothing. The identity token is `identity-of-` and the name.
    public TestRegistry requireToken(String username, String password, int expiresIn) {
        routes.tokens.require(new TokenRoutes.Access.Token(username, password, "identity-of-" + username, expiresIn));
        return this;
    }

    public void revokeTokens() {
        routes.tokens.revoke();
    }

    // How it behaves

    public TestRegistry pageSize(int most) {
        routes.lists.pageSize(most);
        return this;
    }

    /// From now on it has the referrers API, and says which subjects it noticed.
    public TestRegistry listReferrers() {
        manners.listsReferrers = true;
        return this;
    }

    /// From now on writes of manifests can be conditional.
    public TestRegistry checkConditions() {
        manners.conditionalWrites = true;
        return this;
    }

    /// From now on nothing can be deleted.
    public TestRegistry refuseDeletes() {
        manners.deletes = false;
        return this;
    }

    /// From now on a token for the action `*` allows nothing.
    public TestRegistry refuseWildcards() {
        manners.wildcardScopes = false;
        return this;
    }

    /// From now on it names addresses with host and port.
    public TestRegistry locateAbsolutely() {
        manners.absoluteLocations = true;
        return this;
    }

    /// From now on it finds blobs to mount by itself.
    public TestRegistry mountFromAnywhere() {
        manners.mountsFromAnywhere = true;
        return this;
    }

    /// From now on it believes its clients: whatever they send has the digest that they name, and all that a manifest
    /// refers to is there.
    public TestRegistry believe() {
        manners.believes = true;
        return this;
    }

    // What it does wrong

    /// The n-th request of this kind from now on, counted from 1, goes wrong.
    public TestRegistry fault(RequestKind kind, int nth, Fault fault) {
        script.add(kind, nth, 1, fault);
        return this;
    }

    /// Every request of this kind from now on goes wrong.
    public TestRegistry faultAlways(RequestKind kind, Fault fault) {
        script.add(kind, 1, Integer.MAX_VALUE, fault);
        return this;
    }

    /// From now on every request goes wrong for which this rule has a fault. Asked by many threads at once.
    public TestRegistry faults(Function<TestRequest, Optional<Fault>> next) {
        rule = next;
        return this;
    }

    /// The next read of this blob goes wrong, whatever else is read at the same time.
    public TestRegistry faultAt(Descriptor blob, Fault fault) {
        AtomicBoolean due = new AtomicBoolean(true);
        return faults(request -> request.kind() == RequestKind.BLOB_GET
                        && request.path().endsWith(blob.digest().text())
                        && due.getAndSet(false)
                ? Optional.of(fault)
                : Optional.empty());
    }

    /// From now on nothing goes wrong but what is scripted after this.
    public void heal() {
        script.clear();
        rule = request -> Optional.empty();
    }

    /// Waits until a scripted stall has begun.
    public void awaitStall() throws InterruptedException {
        server.awaitStall();
    }

    /// Waits until a client gave up a connection that stalls in or before its answer; false when that takes too long.
    public boolean awaitDeparture(Duration limit) throws InterruptedException {
        return server.awaitDeparture(limit);
    }

    // What it was asked

    public int count(RequestKind kind) {
        return script.count(kind);
    }

    /// All requests in the order of their arrival. Their bodies are gone.
    public List<TestRequest> requests() {
        return script.requests();
    }

    public int openUploads() {
        return routes.uploads.openUploads();
    }

    /// From now on it tells of each request that it did, before it answers. Called by many threads at once.
    public TestRegistry watch(Consumer<TestRequest> next) {
        watcher = next;
        return this;
    }

    // What it holds

    public Descriptor addBlob(String repository, Payload payload) {
        return addBlob(repository, payload.digest(), payload);
    }

    /// Adds a blob under a digest that need not be the right one.
    public Descriptor addBlob(String repository, String digest, Payload payload) {
        store.putBlob(repository, digest, payload);
        return new Descriptor(
                MediaType.parse("application/vnd.oci.image.layer.v1.tar+gzip"), Digest.parse(digest), payload.length());
    }

    /// Adds a manifest under its digest, and under a tag unless that is null.
    public Digest addManifest(String repository, MediaType type, String json, @Nullable String tag) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        Digest digest = Digest.of(bytes);
        store.putManifest(repository, new StoredManifest(type.text(), digest.text(), bytes), tag);
        return digest;
    }

    /// Adds an image of one layer with these words as its content, and tags it.
    public Digest addImage(String repository, String tag, String words) {
        Descriptor config = addBlob(repository, Payload.of("{}".getBytes(StandardCharsets.UTF_8)));
        Descriptor layer = addBlob(repository, Payload.of(words.getBytes(StandardCharsets.UTF_8)));
        return addManifest(repository, MediaType.OCI_MANIFEST, imageManifest(config, layer), tag);
    }

    public static String imageManifest(Descriptor config, Descriptor... layers) {
        var json = new StringBuilder("{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":["
                .formatted(MediaType.OCI_MANIFEST, descriptor(config)));
        for (int i = 0; i < layers.length; i++) {
            json.append(i == 0 ? "" : ",").append(descriptor(layers[i]));
        }
        return json.append("]}").toString();
    }

    public Optional<Payload> blob(String repository, Digest digest) {
        return store.blob(repository, digest.text());
    }

    /// The digest behind a tag.
    public Optional<Digest> tagged(String repository, String tag) {
        return store.manifest(repository, tag).map(manifest -> Digest.parse(manifest.digest()));
    }

    /// All that is not right with what a tag or digest names, in any depth: missing, or other bytes. Empty when the
    /// image is whole.
    public List<String> faultsOf(String repository, String reference) {
        return new Inspection(store, repository).faults(reference);
    }

    @Override
    public void close() {
        server.close();
    }

    private static String descriptor(Descriptor descriptor) {
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
                .formatted(descriptor.mediaType(), descriptor.digest(), descriptor.size());
    }

    private TestAnswer handle(TestRequest request) {
        TestAnswer answer = routes.answer(request);
        watcher.accept(request);
        return answer;
    }
}
