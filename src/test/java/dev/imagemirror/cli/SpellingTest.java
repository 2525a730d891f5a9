package dev.imagemirror.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "snc      | ; did you mean 'sync'?",
                "sink     | ; did you mean 'sync'?",
                "syncs    | ; did you mean 'sync'?",
                "cpoy     | ; did you mean 'copy'?",
                "show-tag | ; did you mean 'show-tags'?",
                "show     | ; did you mean 'show-tags'?",
                "sopc     | ; did you mean 'sync' or 'copy'?",
                "nonsense | \"\"",
                "c        | \"\"",
                "\"\"     | \"\"",
            })
    void findsWhatIsSimilar(String written, String hint) {
        assertThat(Spelling.hint(written, List.of("sync", "copy", "show-tags"))).isEqualTo(hint);
    }

    @ParameterizedTest
    @CsvSource({"sync,sync,0", "snc,sync,1", "copies,copy,3", "'',copy,4", "copy,'',4", "abc,xyz,3"})
    void countsLetters(String one, String other, int distance) {
        assertThat(Spelling.distance(one, other)).isEqualTo(distance);
    }
}
