package dev.imagemirror.fuzz;

import java.util.Arrays;
import java.util.function.Predicate;

/// Cuts a failing input down to what a person can read.
final class Reduction {
    private Reduction() {}

    /// The input without whatever piece is not needed to fail; pieces become smaller, down to single bytes.
    static byte[] reduce(byte[] input, Predicate<byte[]> fails) {
        byte[] least = input;
        for (int piece = Math.max(1, input.length / 2); piece >= 1; piece /= 2) {
            for (int at = 0; at < least.length; ) {
                byte[] candidate = without(least, at, Math.min(least.length, at + piece));
                if (fails.test(candidate)) {
                    least = candidate;
                } else {
                    at += piece;
                }
            }
        }
        return least;
    }

    static byte[] without(byte[] bytes, int from, int to) {
        byte[] rest = Arrays.copyOf(bytes, bytes.length - (to - from));
        System.arraycopy(bytes, to, rest, from, bytes.length - to);
        return rest;
    }
}
