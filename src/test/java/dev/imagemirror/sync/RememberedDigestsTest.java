package dev.imagemirror.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.oci.Digest;
import dev.imagemirror.registry.testing.RequestKind;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the status says of a tag is told to the registries, which need not look it up to say that it is so.
class RememberedDigestsTest extends RemoteScene {
    @Test
    void bothSidesAreToldWhatTheTagNamed() {
        Digest image = from.addImage("app", "v1", "one");
        SyncMemory memory = SyncMemory.of(mirror.run(request(SyncMemory.NONE)));

        SyncReport report = mirror.run(request(memory));

        assertThat(report.isInSync()).isTrue();
        assertThat(report.copiedTags()).isZero();
        assertThat(conditions()).containsExactly("\"" + image + "\"", "\"" + image + "\"");
    }

    @Test
    void aTagThatMovedIsSeen() {
        from.addImage("app", "v1", "one");
        SyncMemory memory = SyncMemory.of(mirror.run(request(SyncMemory.NONE)));
        Digest moved = from.addImage("app", "v1", "two");

        assertThat(mirror.run(request(memory)).copiedTags()).isEqualTo(1);

        assertThat(to.tagged(RemoteMirror.PREFIX + "app", "v1")).contains(moved);
    }

    /// What HEADs were told to have been known.
    private List<String> conditions() {
        return Stream.of(from, to)
                .flatMap(registry -> registry.requests().stream())
                .filter(request -> request.kind() == RequestKind.MANIFEST_HEAD)
                .flatMap(request -> request.header("If-None-Match").stream())
                .toList();
    }

    private SyncRequest request(SyncMemory memory) {
        return mirror.request(1, List.of("app")).in(SyncRequest.Context.first().recalling(memory));
    }
}
