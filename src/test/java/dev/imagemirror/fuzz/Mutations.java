package dev.imagemirror.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Makes new inputs of seeds: bits are flipped, pieces removed, repeated and exchanged, words put in that occur in the
/// seeds or that parsers are known to stumble over. The same start gives the same inputs.
final class Mutations {
    private static final int MOST_STEPS = 6;
    private static final int LONGEST = 64 * 1024;
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_]+|[^A-Za-z0-9_\\s]");

    /// Signs of the grammars, numbers at their borders, characters that look like others or turn the line around.
    private static final List<String> STUMBLING_BLOCKS = List.of(
            "\0",
            "\n",
            "\r\n",
            "\t",
            "\u001b[31m",
            " ",
            "\"",
            "\\",
            "'",
            "%00",
            "%2f",
            "%",
            "../",
            "//",
            "://",
            "@",
            "?",
            "#",
            "*",
            "=",
            ",",
            ";",
            ":",
            "<",
            ">",
            "[",
            "]",
            "{",
            "}",
            "null",
            "true",
            "-1",
            "0",
            "00",
            "65536",
            "2147483648",
            "9223372036854775808",
            "1e999",
            "-0",
            "NaN",
            "0x7f000001",
            "[::1]",
            "[",
            "é",
            "\u00a0",
            "\u200b",
            "\u202e",
            "\u2028",
            "\uff0e",
            "\uff41",
            "\u212a",
            "\u0130",
            "\ud83d\ude00",
            "\\ud800",
            "\\u0000");

    private final List<byte[]> seeds;
    private final List<byte[]> words;
    private final Random random;

    Mutations(List<byte[]> seeds, Random random) {
        this.seeds = seeds;
        this.random = random;
        this.words = Stream.concat(
                        STUMBLING_BLOCKS.stream().map(word -> word.getBytes(UTF_8)),
                        seeds.stream()
                                .flatMap(seed -> WORD.matcher(new String(seed, ISO_8859_1))
                                        .results())
                                .map(MatchResult::group)
                                .distinct()
                                .map(word -> word.getBytes(ISO_8859_1)))
                .toList();
    }

    byte[] next() {
        byte[] input = one(seeds);
        for (int step = 1 + random.nextInt(MOST_STEPS); step > 0; step--) {
            input = step(input);
        }
        return input;
    }

    private byte[] step(byte[] input) {
        int from = random.nextInt(input.length + 1);
        int to = Math.min(input.length, from + random.nextInt(1 + random.nextInt(1 + input.length)));
        return switch (random.nextInt(8)) {
            case 0 -> flipped(input);
            case 1 -> replaced(input, from, from, new byte[] {(byte) random.nextInt(256)});
            case 2 -> Reduction.without(input, from, to);
            case 3 -> Arrays.copyOf(input, from);
            case 4 -> replaced(input, from, from, one(words));
            case 5 -> replaced(input, from, to, one(words));
            case 6 -> replaced(input, from, input.length, tail(one(seeds)));
            default -> replaced(input, to, to, repeated(Arrays.copyOfRange(input, from, to)));
        };
    }

    private byte[] flipped(byte[] input) {
        byte[] changed = input.clone();
        if (changed.length > 0) {
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return changed;
    }

    private byte[] tail(byte[] seed) {
        return Arrays.copyOfRange(seed, random.nextInt(seed.length + 1), seed.length);
    }

    /// Twice mostly, and up to a thousand times.
    private byte[] repeated(byte[] piece) {
        int times = 1 << random.nextInt(1 + random.nextInt(11));
        return new String(piece, ISO_8859_1)
                .repeat(Math.min(times, 1 + LONGEST / Math.max(1, piece.length)))
                .getBytes(ISO_8859_1);
    }

    private static byte[] replaced(byte[] input, int from, int to, byte[] middle) {
        List<byte[]> parts = new ArrayList<>();
        parts.add(Arrays.copyOf(input, from));
        parts.add(middle);
        parts.add(Arrays.copyOfRange(input, to, input.length));
        byte[] whole = new byte[parts.stream().mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, whole, at, part.length);
            at += part.length;
        }
        return whole.length <= LONGEST ? whole : Arrays.copyOf(whole, LONGEST);
    }

    private <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
