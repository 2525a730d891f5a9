package dev.imagemirror.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirror.fuzz.Fuzz;
import dev.imagemirror.oci.MalformedException;
import dev.imagemirror.oci.Tag;
import org.junit.jupiter.api.Test;

class SpecificationFuzzTest {
    private static final Tag LONG = new Tag("a".repeat(Tag.MAX_LENGTH));

    /// Kept as it was written; a filter that was accepted judges any tag in time.
    @Test
    void specification() {
        Fuzz.text(
                "specification",
                text -> Fuzz.parsed(MalformedException.class, () -> RepositorySpecification.parse(text))
                        .ifPresent(specification -> {
                            assertThat(specification).hasToString(text);
                            assertThat(text.length()).isLessThanOrEqualTo(RepositorySpecification.MAX_LENGTH);
                            specification.selection().couldChoose(LONG);
                        }));
    }
}
