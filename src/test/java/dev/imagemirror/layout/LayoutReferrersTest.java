package dev.imagemirror.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.imagemirror.content.MemoryContent;
import dev.imagemirror.content.Referrer;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.MediaType;
import dev.imagemirror.oci.Tag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What refers to an image: a signature, for instance.
class LayoutReferrersTest {
    private final MemoryContent source = Copies.source();
    private final Descriptor image = source.addImage("one");

    @TempDir
    Path folder;

    private LayoutTarget target = Copies.folder(Path.of(""));
    private Digest signature = image.digest();

    @BeforeEach
    void sign() {
        target = Copies.folder(folder);
        source.put("1.0", image);
        Copies.copy(source, target, "1.0");
        Descriptor config = source.addBlob("{}");
        target.push(source.open(config));
        signature = Copies.push(
                target,
                MediaType.OCI_MANIFEST,
                "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"artifactType\":\"example/signature\",\"config\":%s,\"layers\":[],\"subject\":%s}"
                        .formatted(MediaType.OCI_MANIFEST, LayoutJson.json(config), LayoutJson.json(image)));
    }

    @Test
    void isListed() {
        assertThat(target.referrers(image.digest()))
                .extracting(referrer -> referrer.descriptor().digest(), Referrer::artifactType)
                .containsExactly(tuple(signature, "example/signature"));
        assertThat(target.tags().orElseThrow().tags()).containsExactly(new Tag("1.0"));
        assertThat(Copies.reading(folder).referrers(image.digest())).hasSize(1);
        assertThat(Copies.reading(folder).referrers(signature)).isEmpty();
    }

    @Test
    void staysListedWithoutItsTag() {
        target.tag(target.fetch(signature).orElseThrow(), new Tag("signature"));
        assertThat(target.tags().orElseThrow().tags()).hasSize(2);

        target.delete(new Tag("signature"));

        assertThat(target.tags().orElseThrow().tags()).containsExactly(new Tag("1.0"));
        assertThat(target.referrers(image.digest())).hasSize(1);
    }

    @Test
    void isListedNoMoreOnceItIsDeleted() {
        target.delete(signature);

        assertThat(target.referrers(image.digest())).isEmpty();
    }

    /// regclient lists referrers under a tag (distribution specification, "Referrers Tag Schema").
    @Test
    void isFoundByTheTagOfReferrers() throws IOException {
        Descriptor listed = target.resolve(signature).orElseThrow();
        String list = "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
                .formatted(MediaType.OCI_INDEX, LayoutJson.json(listed));
        target.tag(
                target.fetch(Copies.push(target, MediaType.OCI_INDEX, list)).orElseThrow(),
                Tag.ofReferrers(image.digest()));
        change(index -> index.without(entry -> entry.names().isEmpty()));

        assertThat(Copies.reading(folder).referrers(image.digest())).hasSize(1);
    }

    /// A layout may list anything; what is no manifest says nothing of others.
    @Test
    void isFoundBesideWhatIsNoManifest() throws IOException {
        Descriptor text = source.addBlob("no manifest");
        target.push(source.open(text));
        Descriptor claimed = new Descriptor(MediaType.OCI_MANIFEST, text.digest(), text.size());
        change(index -> index.with(LayoutEntry.untagged(text, "")));

        assertThat(Copies.reading(folder).referrers(image.digest())).hasSize(1);
        change(index -> index.without(entry -> entry.descriptor().digest().equals(text.digest()))
                .with(LayoutEntry.untagged(claimed, "")));
        assertThat(Copies.reading(folder).referrers(image.digest())).hasSize(1);
    }

    /// Whoever asks for the damaged image itself is told.
    @Test
    void isFoundBesideADamagedManifest() throws IOException {
        Descriptor other = source.addImage("other");
        source.put("damaged", other);
        Copies.copy(source, target, "damaged");
        Files.writeString(folder.resolve(LayoutFiles.blob(other.digest())), "damaged");

        assertThat(Copies.reading(folder).referrers(image.digest())).hasSize(1);
        LayoutTarget again = Copies.folder(folder);
        again.delete(new Tag("damaged"));
        assertThat(again.tags().orElseThrow().tags()).containsExactly(new Tag("1.0"));
    }

    private void change(UnaryOperator<LayoutIndex> change) throws IOException {
        Path index = folder.resolve(LayoutFiles.INDEX);
        Files.write(
                index,
                change.apply(LayoutIndex.parse(Files.readAllBytes(index))).bytes());
    }
}
