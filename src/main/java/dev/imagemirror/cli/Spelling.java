package dev.imagemirror.cli;

import java.util.Collection;
import java.util.List;

/// Finds what somebody meant who wrote something that there is not.
final class Spelling {
    /// Letters that may be wrong, missing or too many.
    private static final int MOST = 2;

    private Spelling() {}

    /// The end of a message: `; did you mean 'sync'?`, or nothing.
    static String hint(String written, Collection<String> known) {
        List<String> similar =
                known.stream().filter(word -> isSimilar(written, word)).toList();
        return similar.isEmpty() ? "" : "; did you mean '%s'?".formatted(String.join("' or '", similar));
    }

    private static boolean isSimilar(String written, String word) {
        // Half of a short word would be like all other short words.
        int most = Math.min(MOST, written.length() / 2);
        return distance(written, word) <= most || (most == MOST && word.startsWith(written));
    }

    /// Levenshtein's, from row to row: how many letters to replace, leave out or add.
    static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
