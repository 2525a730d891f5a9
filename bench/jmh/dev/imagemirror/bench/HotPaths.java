package dev.imagemirror.bench;

import dev.imagemirror.content.VerifyingStream;
import dev.imagemirror.images.Image;
import dev.imagemirror.images.Images;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Manifest;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.oci.RawManifest;
import dev.imagemirror.sync.RepositorySpecification;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// What every blob, every manifest and every line of a specification passes.
@State(Scope.Benchmark)
public class HotPaths {
    private static final int BLOB = 1 << 20;
    private static final int BUFFER = 64 * 1024;
    private static final MediaType LAYER = MediaType.parse("application/vnd.oci.image.layer.v1.tar+gzip");

    private final byte[] blob = new byte[BLOB];
    private final byte[] buffer = new byte[BUFFER];
    private final Descriptor descriptor = new Descriptor(LAYER, Digest.of(blob), BLOB);
    private final RawManifest manifest = raw(new Images(1).single(20, 100));
    private final RawManifest index = raw(new Images(1).attested("linux/amd64", "linux/arm64", "linux/arm/v7"));

    /// One mebibyte, read as the transport reads it.
    @Benchmark
    public int verifyingStream() throws IOException {
        int reads = 0;
        try (InputStream stream = new VerifyingStream(new ByteArrayInputStream(blob), descriptor)) {
            while (stream.read(buffer, 0, BUFFER) >= 0) {
                reads++;
            }
        }
        return reads;
    }

    /// Twenty layers.
    @Benchmark
    public Manifest parseManifest() {
        return Manifest.parse(manifest);
    }

    /// Three platforms with attestations.
    @Benchmark
    public Manifest parseIndex() {
        return Manifest.parse(index);
    }

    @Benchmark
    public RepositorySpecification parseSpecification() {
        return RepositorySpecification.parse("quay.io/prometheus/prometheus~/^v2\\.[0-9]+\\.[0-9]+$/=latest,main");
    }

    private static RawManifest raw(Image image) {
        byte[] bytes = image.manifest().bytes();
        return new RawManifest(MediaType.parse(image.mediaType()), bytes, Digest.of(bytes));
    }
}
