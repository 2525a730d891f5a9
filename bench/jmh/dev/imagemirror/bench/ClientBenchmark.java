package dev.imagemirror.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemirror.auth.Authenticator;
import dev.imagemirror.auth.Credentials;
import dev.imagemirror.content.Blob;
import dev.imagemirror.content.ContentSource;
import dev.imagemirror.content.ContentTarget;
import dev.imagemirror.http.ApacheTransport;
import dev.imagemirror.http.NetworkPolicy;
import dev.imagemirror.http.Transport;
import dev.imagemirror.http.TransportSettings;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Registry;
import dev.imagemirror.oci.Repository;
import dev.imagemirror.oci.Tag;
import dev.imagemirror.registry.Hosts;
import dev.imagemirror.registry.RegistryClient;
import dev.imagemirror.registry.RegistrySettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What a request costs through the registry client, and the same request through the bare HTTP client below it. Where
/// bytes come, both hash them, and read a manifest as JSON: no client of registries can leave that out.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 2,
        jvmArgs = {"-XX:+UseSerialGC", "-Djava.util.logging.manager=org.jboss.logmanager.LogManager"})
@Warmup(iterations = 3, time = 4)
@Measurement(iterations = 5, time = 2)
public class ClientBenchmark {
    /// Where nobody sets up logging, this library logs every byte, the bare client with it.
    private static final Logger LOGS = Logger.getLogger("org.apache.hc");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final StubRegistry registry = new StubRegistry();
    private final Transport transport = new ApacheTransport(TransportSettings.of(new NetworkPolicy(true, false)));
    private final Tag tag = Tag.parse("1");
    private final Repository repository = new Repository(new Registry(registry.authority()), "app");
    private final BareClient bare = new BareClient("http://" + registry.authority());
    private final RegistryClient client = new RegistryClient(
            new Authenticator(transport, System::nanoTime),
            Credentials.NONE,
            RegistrySettings.of(name -> true, new Hosts()));
    private final ContentSource source = client.source(repository);
    private final ContentTarget target = client.target(repository);

    /// Shows once that both do what they are measured at.
    @Setup
    public void check() throws IOException {
        LOGS.setLevel(Level.WARNING);
        require(source.resolve(tag).orElseThrow().digest().equals(registry.digest));
        require(source.fetch(tag).orElseThrow().digest().equals(registry.digest));
        require(ourBlob() == registry.blob.length);
        ourUpload();
        require(bare.head("/v2/app/manifests/1").equals(registry.digest.text()));
        require(Digest.of(bare.get("/v2/app/manifests/1")).equals(registry.digest));
        bare.push("/v2/app/blobs/uploads/", registry.layer.digest().text(), registry.blob);
    }

    @TearDown
    public void close() throws IOException {
        transport.close();
        bare.close();
        registry.close();
    }

    @Benchmark
    public Object ourHead() {
        return source.resolve(tag);
    }

    @Benchmark
    public Object bareHead() throws IOException {
        return bare.head("/v2/app/manifests/1");
    }

    @Benchmark
    public Object ourManifest() {
        return source.fetch(tag);
    }

    @Benchmark
    public Object bareManifest() throws IOException {
        byte[] manifest = bare.get("/v2/app/manifests/1");
        return List.of(Digest.of(manifest), JSON.readTree(manifest));
    }

    @Benchmark
    public long ourBlob() throws IOException {
        try (Blob blob = source.open(registry.layer)) {
            return blob.stream().readAllBytes().length;
        }
    }

    @Benchmark
    public Object bareBlob() throws IOException {
        return Digest.of(bare.get("/v2/app/blobs/" + registry.layer.digest()));
    }

    @Benchmark
    public void ourUpload() {
        target.push(new Blob(registry.layer, new ByteArrayInputStream(registry.blob)));
    }

    @Benchmark
    public void bareUpload() throws IOException {
        bare.push("/v2/app/blobs/uploads/", Digest.of(registry.blob).text(), registry.blob);
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalStateException("a client does not do what it is measured at");
        }
    }
}
