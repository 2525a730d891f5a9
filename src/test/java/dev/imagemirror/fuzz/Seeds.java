package dev.imagemirror.fuzz;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.oci.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// The inputs of a target that are known to matter: `NAME.txt` is text without its last line break, `NAME.hex` the
/// hexadecimal digits of anything else.
record Seeds(List<byte[]> all) {
    private static final Path COMMITTED = Path.of("src/test/resources/fuzz");
    private static final Path FOUND = Path.of("target/fuzz");

    static Seeds of(String target) {
        try (Stream<Path> files = Files.list(COMMITTED.resolve(target))) {
            List<byte[]> seeds = files.sorted().map(Seeds::read).toList();
            assertThat(seeds).as("seeds of %s", target).isNotEmpty();
            return new Seeds(seeds);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes down an input that fails, ready to become a seed.
    static Path keep(String target, byte[] input) {
        boolean text = new String(input, US_ASCII).chars().allMatch(c -> c == '\n' || (c >= ' ' && c <= '~'));
        String name = Digest.of(input).hex().substring(0, 8);
        Path folder = FOUND.resolve(target);
        try {
            Files.createDirectories(folder);
            return text
                    ? Files.writeString(folder.resolve(name + ".txt"), new String(input, US_ASCII) + "\n")
                    : Files.writeString(
                            folder.resolve(name + ".hex"), HexFormat.of().formatHex(input) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            int length = bytes.length > 0 && bytes[bytes.length - 1] == '\n' ? bytes.length - 1 : bytes.length;
            byte[] content = Arrays.copyOf(bytes, length);
            return file.toString().endsWith(".hex") ? HexFormat.of().parseHex(new String(content, US_ASCII)) : content;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
