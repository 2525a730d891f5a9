package dev.imagemirror.layout;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.ContentSource;
import dev.imagemirror.content.ContentTarget;
import dev.imagemirror.content.Failure;
import dev.imagemirror.content.MemoryContent;
import dev.imagemirror.content.PushResult;
import dev.imagemirror.content.Side;
import dev.imagemirror.copy.Attempt;
import dev.imagemirror.copy.CopyResult;
import dev.imagemirror.copy.CopyScope;
import dev.imagemirror.copy.Crews;
import dev.imagemirror.copy.Expectation;
import dev.imagemirror.copy.ImageCopier;
import dev.imagemirror.copy.Prior;
import dev.imagemirror.copy.Progress;
import dev.imagemirror.copy.ReferrerScope;
import dev.imagemirror.copy.Refusals;
import dev.imagemirror.copy.Siblings;
import dev.imagemirror.copy.TargetContents;
import dev.imagemirror.copy.WriteLease;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Manifest;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.oci.RawManifest;
import dev.imagemirror.oci.Tag;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// What tests of layouts do again and again.
final class Copies {
    private static final MediaType CONFIG = MediaType.parse("application/vnd.oci.image.config.v1+json");

    private Copies() {}

    static MemoryContent source() {
        return new MemoryContent(Side.SOURCE, "from.example/app");
    }

    static MemoryContent target() {
        return new MemoryContent(Side.TARGET, "to.example/app").missing();
    }

    static LayoutTarget folder(Path folder) {
        return LayoutTarget.folder(folder, LayoutName.of(folder), InstantSource.system());
    }

    static LayoutSource reading(Path folder) {
        return LayoutSource.folder(folder, LayoutName.of(folder));
    }

    /// Copies one tag with the engine.
    static CopyResult copy(ContentSource from, ContentTarget to, String tag) {
        ImageCopier copier = new ImageCopier(
                from,
                new TargetContents(to, Prior.TAGS, new Siblings(), new Refusals()),
                Crews.none(),
                new Progress(),
                CopyScope.whole(ReferrerScope.NONE));
        Attempt attempt = new Attempt(WriteLease.ALWAYS);
        return attempt.run(() -> copier.copy(new Tag(tag), new Tag(tag), Expectation.ANYTHING, attempt));
    }

    static void copyAll(ContentSource from, ContentTarget to) {
        from.tags().orElseThrow().tags().forEach(tag -> copy(from, to, tag.text()));
    }

    /// An image that docker could run, as far as its config says.
    static Descriptor image(MemoryContent content, String... layers) {
        Descriptor[] descriptors = new Descriptor[layers.length];
        StringBuilder digests = new StringBuilder();
        for (int i = 0; i < layers.length; i++) {
            descriptors[i] = content.addBlob(layers[i]);
            digests.append(i == 0 ? "" : ",")
                    .append('"')
                    .append(descriptors[i].digest())
                    .append('"');
        }
        Descriptor blob = content.addBlob("{\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[%s]}}".formatted(digests));
        return content.addImage(new Descriptor(CONFIG, blob.digest(), blob.size()), descriptors);
    }

    /// Puts a manifest into a repository, as a copy would.
    static Digest push(ContentTarget target, MediaType type, String json) {
        Manifest manifest = Manifest.parse(new RawManifest(type, json.getBytes(StandardCharsets.UTF_8)));
        Assertions.assertThat(target.push(manifest)).isEqualTo(new PushResult.Done());
        return manifest.digest();
    }

    static Failure failure(ThrowingCallable call) {
        return Assertions.catchThrowableOfType(ContentException.class, call).failure();
    }
}
