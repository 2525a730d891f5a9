package dev.imagemirror.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SectionsTest {
    private static final String PAGE = """
            # Title
            <!-- bench:one -->
            old
            <!-- /bench:one -->
            people's words
            <!-- bench:one-more -->
            kept
            <!-- /bench:one-more -->
            """;

    @Test
    void replacesWhatStandsBetweenItsMarksAndNothingElse() {
        assertThat(new Sections().put("one", "new\nlines\n\n").into(PAGE)).isEqualTo(PAGE.replace("old", "new\nlines"));
    }

    @Test
    void writingTwiceChangesNothingMore() {
        Sections sections = new Sections().put("one", "new").put("one-more", "$1 \\ too");

        assertThat(sections.into(sections.into(PAGE)))
                .isEqualTo(sections.into(PAGE))
                .contains("\nnew\n", "\n$1 \\ too\n");
    }

    @Test
    void namesTheSectionsThatAPageLacks() {
        assertThatThrownBy(() -> new Sections().put("two", "x").put("one", "y").into(PAGE))
                .hasMessageContaining("no sections [two]");
        assertThat(Sections.has(PAGE.replace("<!-- /bench:one -->", ""), "one")).isFalse();
    }

    @Test
    void writesToAnotherPlace(@TempDir Path folder) throws IOException {
        Path page = Files.writeString(folder.resolve("page.md"), PAGE);

        new Sections().put("one", "new").write(page, folder.resolve("made/copy.md"));

        assertThat(page).hasContent(PAGE);
        assertThat(folder.resolve("made/copy.md")).hasContent(PAGE.replace("old", "new"));
    }
}
