package dev.imagemirror.registry;

import dev.imagemirror.auth.Authenticator;
import dev.imagemirror.auth.Credential;
import dev.imagemirror.auth.Credentials;
import dev.imagemirror.content.ContentSource;
import dev.imagemirror.content.ContentTarget;
import dev.imagemirror.content.Side;
import dev.imagemirror.http.ApacheTransport;
import dev.imagemirror.http.FakeTicker;
import dev.imagemirror.http.FewConnections;
import dev.imagemirror.http.NetworkPolicy;
import dev.imagemirror.http.Pacing;
import dev.imagemirror.http.TransportSettings;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Manifest;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.oci.RawManifest;
import dev.imagemirror.oci.Tag;
import dev.imagemirror.registry.testing.Payload;
import dev.imagemirror.registry.testing.RequestKind;
import dev.imagemirror.registry.testing.TestRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// A source and a target with all that the operations of the fault matrix need, and a client that waits for nothing but
/// silence. `app` is a repository of both.
final class FaultBench implements AutoCloseable {
    static final Tag TAG = new Tag("v1");
    static final String REPOSITORY = "app";

    /// So long may a server be silent in rows where it is.
    private static final Duration SILENCE = Duration.ofMillis(300);

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int LAYER = 2 * 1024 * 1024;

    final TestRegistry from = TestRegistry.start();
    final TestRegistry to = TestRegistry.start();
    final Descriptor small = from.addBlob(REPOSITORY, Payload.generated(1000));
    final Descriptor large = from.addBlob(REPOSITORY, Payload.generated(LAYER));
    final Manifest manifest = image(small, large);
    /// What the tag names at the target before.
    final Digest old = to.addImage(REPOSITORY, TAG.text(), "old");

    final AtomicLong nanos = new AtomicLong();
    private final Hosts hosts = new Hosts(new Pacing(new FakeTicker(nanos), Pacing.PATIENCE));
    private final ApacheTransport transport;
    private final Authenticator authenticator;
    private volatile Instant now = Harness.NOW;
    private Credential credential = Credential.ANONYMOUS;

    private FaultBench(TransportSettings settings) {
        transport = new ApacheTransport(settings);
        authenticator = new Authenticator(transport, nanos::get);
        from.addManifest(REPOSITORY, MediaType.OCI_MANIFEST, text(manifest), TAG.text());
        from.listReferrers().pageSize(1);
        Harness.seePages(hosts, from);
        to.addBlob("other", Payload.generated(1000));
        to.addBlob(REPOSITORY, Payload.of("{}".getBytes(StandardCharsets.UTF_8)));
    }

    static FaultBench patient() {
        return new FaultBench(settings(new NetworkPolicy(true, false)).within(PATIENCE, PATIENCE));
    }

    /// Its client gives a silent server up soon.
    static FaultBench hurried() {
        return new FaultBench(settings(new NetworkPolicy(true, false)).within(PATIENCE, SILENCE));
    }

    /// Its client may not connect to this machine.
    static FaultBench strict() {
        return new FaultBench(settings(NetworkPolicy.STRICT));
    }

    private static TransportSettings settings(NetworkPolicy policy) {
        return FewConnections.of(TransportSettings.of(policy), 2);
    }

    /// Both registries ask for tokens, and the client has the right password.
    FaultBench locked() {
        return locked("canary");
    }

    /// Both registries ask for tokens of this password; the client's is `canary`.
    FaultBench locked(String password) {
        from.requireToken("user", password);
        to.requireToken("user", password);
        return credential("canary");
    }

    FaultBench credential(String password) {
        credential = new Credential.Basic("user", password);
        return this;
    }

    /// From now on the calendar is so far from the right time.
    void calendar(Duration jump) {
        now = Harness.NOW.plus(jump);
    }

    TestRegistry at(Side side) {
        return side == Side.SOURCE ? from : to;
    }

    int count(RequestKind kind) {
        return from.count(kind) + to.count(kind);
    }

    ContentSource source() {
        return client(from).source(from.repository(REPOSITORY));
    }

    ContentTarget target() {
        return client(to).target(to.repository(REPOSITORY));
    }

    /// Puts everything into the target that the manifest refers to.
    void fillTarget() {
        to.addBlob(REPOSITORY, Payload.generated(1000));
        to.addBlob(REPOSITORY, Payload.generated(LAYER));
    }

    /// A manifest that refers to the image.
    Manifest referrer(int number) {
        String text = text(manifest);
        byte[] bytes =
                "%s,\"subject\":{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d},\"annotations\":{\"n\":\"%d\"}}"
                        .formatted(
                                text.substring(0, text.length() - 1),
                                MediaType.OCI_MANIFEST,
                                manifest.digest(),
                                text.length(),
                                number)
                        .getBytes(StandardCharsets.UTF_8);
        return Manifest.parse(new RawManifest(MediaType.OCI_MANIFEST, bytes));
    }

    /// Makes all well again, and lets the time pass for which the client leaves a host or a credential alone.
    void heal() {
        from.heal();
        to.heal();
        nanos.addAndGet(Duration.ofHours(1).toNanos());
    }

    /// What users of the target see is whole: the tag names the old image or the new one, and no blob is another.
    boolean isTargetWhole() {
        Optional<Digest> tagged = to.tagged(REPOSITORY, TAG.text());
        return tagged.filter(digest -> digest.equals(old) || digest.equals(manifest.digest()))
                        .isPresent()
                && isRight(small)
                && isRight(large);
    }

    private boolean isRight(Descriptor blob) {
        return to.blob(REPOSITORY, blob.digest())
                .map(held -> held.digest().equals(blob.digest().text()))
                .orElse(true);
    }

    private RegistryClient client(TestRegistry registry) {
        return new RegistryClient(
                authenticator,
                Credentials.of(registry.registry(), credential),
                new RegistrySettings(name -> true, hosts, () -> now, 2, Duration.ZERO));
    }

    private static Manifest image(Descriptor config, Descriptor layer) {
        byte[] bytes = TestRegistry.imageManifest(config, layer).getBytes(StandardCharsets.UTF_8);
        return Manifest.parse(new RawManifest(MediaType.OCI_MANIFEST, bytes));
    }

    private static String text(Manifest manifest) {
        return new String(manifest.raw().bytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        transport.close();
        from.close();
        to.close();
    }
}
