package dev.imagemirror.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.content.ContentTarget;
import dev.imagemirror.content.PushResult;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Manifest;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.oci.RawManifest;
import dev.imagemirror.registry.testing.Fault;
import dev.imagemirror.registry.testing.Payload;
import dev.imagemirror.registry.testing.RequestKind;
import dev.imagemirror.registry.testing.TestRegistry;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How it is found out whether a registry refuses images whose blobs it lacks, and what follows from it.
class ContentCheckTest {
    @AutoClose
    private final Harness harness = new Harness();

    private final TestRegistry registry = harness.registry;

    @Test
    void aHostThatRefusesIsAskedOnce() {
        assertThat(harness.target("app").checksContent()).isTrue();
        assertThat(harness.target("app").checksContent()).isTrue();
        assertThat(harness.target("other").checksContent()).isTrue();

        assertThat(registry.count(RequestKind.MANIFEST_PUT)).isEqualTo(1);
        assertThat(registry.requests()).hasSize(1);
    }

    @Test
    void whatWasSeenAtARealImageNeedsNoQuestion() {
        ContentTarget target = harness.target("app");
        assertThat(target.push(image())).isInstanceOf(PushResult.Incomplete.class);

        assertThat(target.checksContent()).isTrue();
        assertThat(registry.count(RequestKind.MANIFEST_PUT)).isEqualTo(1);
    }

    @Test
    void ofAHostThatTakesEverythingNothingIsLeft() {
        registry.believe();

        assertThat(harness.target("app").checksContent()).isFalse();
        assertThat(harness.target("app").checksContent()).isFalse();

        assertThat(registry.count(RequestKind.MANIFEST_PUT)).isEqualTo(1);
        assertThat(registry.count(RequestKind.MANIFEST_DELETE)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 500})
    void anUnclearAnswerIsNone(int status) {
        registry.faultAlways(RequestKind.MANIFEST_PUT, Fault.status(status));
        ContentTarget target = harness.target("app");

        assertThat(target.checksContent()).isFalse();
        int before = registry.requests().size();
        assertThat(target.checksContent()).as("and is not asked for again").isFalse();
        assertThat(registry.requests()).hasSize(before);
    }

    /// Where a manifest would be taken without its blobs, a blob that was mounted is looked for (C-10).
    @Test
    void whereNothingIsCheckedAMountIsLookedAfter() {
        registry.believe();
        Descriptor blob = registry.addBlob("other", Payload.generated(100));
        ContentTarget target = harness.target("app");
        assertThat(target.checksContent()).isFalse();

        assertThat(target.mount(blob, registry.repository("other"))).isTrue();

        assertThat(registry.count(RequestKind.BLOB_HEAD)).isEqualTo(1);
    }

    @Test
    void whereItIsCheckedAMountIsBelieved() {
        Descriptor blob = registry.addBlob("other", Payload.generated(100));

        assertThat(harness.target("app").mount(blob, registry.repository("other")))
                .isTrue();

        assertThat(registry.count(RequestKind.BLOB_HEAD)).isZero();
    }

    /// A mount from the repository itself is how a blob is looked for; where that is refused, HEAD is.
    @ParameterizedTest
    @ValueSource(ints = {400, 404, 405, 500})
    void whereNothingCanBeMountedBlobsAreLookedForByHead(int status) {
        Descriptor here = registry.addBlob("app", Payload.generated(100));
        Descriptor elsewhere = registry.addBlob("other", Payload.generated(200));
        registry.faultAlways(RequestKind.UPLOAD_POST, Fault.status(status));
        ContentTarget target = harness.target("app");

        assertThat(target.mount(here, target.repository())).isTrue();
        assertThat(target.mount(elsewhere, target.repository())).isFalse();
        assertThat(target.mount(here, target.repository())).isTrue();

        assertThat(registry.count(RequestKind.BLOB_HEAD)).isEqualTo(3);
        assertThat(registry.count(RequestKind.UPLOAD_POST)).as("refused once").isEqualTo(1);
    }

    @Test
    void smallBlobsGiveTheirRoomBack() throws InterruptedException {
        BufferRoom room = new BufferRoom();
        try (var _ = room.take(1000)) {
            assertThat(room.left()).isEqualTo(BufferRoom.BYTES - 1000);
        }
        assertThat(room.left()).isEqualTo(BufferRoom.BYTES);
        assertThat(harness.hosts.buffers().left()).isEqualTo(BufferRoom.BYTES);
    }

    private static Manifest image() {
        String blob = "{\"mediaType\":\"application/octet-stream\",\"digest\":\"sha256:%s\",\"size\":1}"
                .formatted("ab".repeat(32));
        String json = "{\"schemaVersion\":2,\"config\":%s,\"layers\":[]}".formatted(blob);
        return Manifest.parse(new RawManifest(MediaType.OCI_MANIFEST, json.getBytes(StandardCharsets.UTF_8)));
    }
}
