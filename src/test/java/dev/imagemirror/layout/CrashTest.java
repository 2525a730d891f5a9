package dev.imagemirror.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.content.ContentException;
import dev.imagemirror.content.MemoryContent;
import dev.imagemirror.content.Side;
import dev.imagemirror.oci.Descriptor;
import dev.imagemirror.oci.Digest;
import dev.imagemirror.oci.Tag;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A copy into a folder is cut off at every single step, and the folder looked at each time.
class CrashTest {
    private final MemoryContent source = Copies.source();
    private final List<Digest> allowed = new ArrayList<>();

    @TempDir
    Path temporary;

    /// From some step on, everything fails: also what would clean up.
    private static final class Crash implements Disk.Steps {
        private final int last;
        private int count;
        private final List<Path> unforced = new ArrayList<>();

        Crash(int last) {
            this.last = last;
        }

        @Override
        public void before(Disk.Step step, Path path) throws IOException {
            if (count >= last) {
                throw new IOException("the power is gone");
            }
            count++;
            switch (step) {
                case CREATE_FILE -> unforced.add(path);
                case FORCE -> unforced.remove(path);
                case MOVE ->
                    assertThat(path)
                            .satisfies(to -> assertThat(unforced)
                                    .as("what is moved to %s is on the disk", to)
                                    .noneMatch(Files::exists));
                case CREATE_FOLDER, WRITE, DELETE -> {}
            }
        }

        /// A loss of power can also take what was written but not forced.
        void losePower() throws IOException {
            for (Path file : unforced) {
                if (Files.exists(file)) {
                    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
                        opened.setLength(0);
                    }
                }
            }
        }
    }

    @BeforeEach
    void images() {
        Descriptor shared = source.addImage("one", "shared");
        allowed.add(source.put("old", source.addIndex(shared)));
        allowed.add(source.put("1.0", source.addIndex(shared, source.addImage("two", "shared"))));
    }

    @Test
    void aNewFolderHoldsAllOrNothing() throws IOException {
        int steps = 0;
        for (boolean whole = false; !whole; steps++) {
            Path folder = temporary.resolve("new-" + steps);
            Crash crash = new Crash(steps);
            whole = copy(folder, crash, "1.0");
            crash.losePower();

            assertThat(whole ? tagged(folder) : tagged(folder).filter(digest -> !digest.equals(allowed.get(1))))
                    .as("after %d steps", steps)
                    .isEqualTo(whole ? Optional.of(allowed.get(1)) : Optional.empty());
            assertThat(copy(folder, new Crash(Integer.MAX_VALUE), "1.0")).isTrue();
            assertThat(tagged(folder)).contains(allowed.get(1));
        }
        // Six blobs and three manifests, each created, written, forced and moved, and what makes the layout.
        assertThat(steps).isGreaterThan(40);
    }

    @Test
    void aTagThatMovesNamesTheOldImageOrTheNewOne() throws IOException {
        int steps = 0;
        for (boolean whole = false; !whole; steps++) {
            Path folder = temporary.resolve("moved-" + steps);
            Digest moved = source.put("1.0", source.resolve(allowed.getFirst()).orElseThrow());
            copy(folder, new Crash(Integer.MAX_VALUE), "1.0");
            assertThat(tagged(folder)).contains(moved);
            source.put("1.0", source.resolve(allowed.getLast()).orElseThrow());

            Crash crash = new Crash(steps);
            whole = copy(folder, crash, "1.0");
            crash.losePower();

            assertThat(tagged(folder)).as("after %d steps", steps).get().isIn(allowed);
        }
        assertThat(steps).isGreaterThan(15);
    }

    /// @return whether it came to its end
    private boolean copy(Path folder, Crash crash, String tag) {
        LayoutName name = LayoutName.of(folder);
        FolderWriter writer = new FolderWriter(folder, new Disk(crash, true), InstantSource.system());
        LayoutTarget target =
                new LayoutTarget(folder, name, new Place(Side.TARGET, "folder"), writer, LayoutArchive.Form.LAYOUT);
        try {
            Copies.copy(source, target, tag);
            return true;
        } catch (ContentException e) {
            assertThat(e.failure().detail()).isEqualTo("the power is gone");
            return false;
        }
    }

    /// What the tag names, read by somebody who knows nothing of the crash: all of it must be there, byte for byte.
    private static Optional<Digest> tagged(Path folder) {
        if (!Files.exists(folder.resolve("oci-layout"))) {
            return Optional.empty();
        }
        MemoryContent check = Copies.target();
        try (LayoutSource layout = Copies.reading(folder)) {
            if (layout.tags().orElseThrow().tags().isEmpty()) {
                return Optional.empty();
            }
            Copies.copy(layout, check, "1.0");
        }
        assertThat(check.isWhole(check.tagged("1.0"))).isTrue();
        return Optional.ofNullable(check.tagged().get(new Tag("1.0")));
    }
}
