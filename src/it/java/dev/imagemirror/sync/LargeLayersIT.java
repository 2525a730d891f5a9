package dev.imagemirror.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.registry.testing.Payload;
import dev.imagemirror.registry.testing.TestRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LargeLayersIT {
    private static final int IMAGES = 10;
    private static final long SIZE = 160L * 1000 * 1000;

    /// 1.6 GB, each layer more than twice as large as the heap.
    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void tenImagesFitIntoAHeapOf64MB() throws IOException, InterruptedException {
        try (TestRegistry from = TestRegistry.start();
                TestRegistry to = TestRegistry.start()) {
            Map<String, Digest> images = new TreeMap<>();
            for (int number = 0; number < IMAGES; number++) {
                images.put("v" + number, addImage(from, number));
            }

            String output = MirrorProgram.start(
                    "64m", from.repository("app").toString(), to.registry().name(), 1);

            assertThat(output).contains("run 1: 10 tags, 10 written").contains("in sync true");
            images.forEach((tag, digest) -> assertThat(to.tagged("app", tag)).contains(digest));
        }
    }

    private static Digest addImage(TestRegistry registry, int number) {
        Descriptor config =
                registry.addBlob("app", Payload.of(("{\"n\":" + number + "}").getBytes(StandardCharsets.UTF_8)));
        Descriptor layer = registry.addBlob("app", Payload.generated(SIZE + number));
        return registry.addManifest(
                "app", MediaType.OCI_MANIFEST, TestRegistry.imageManifest(config, layer), "v" + number);
    }
}
