package dev.imagemirror.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkHeaderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "</a?x=1>; rel=\"next\" | /a?x=1",
                "</a>;rel=next | /a",
                "</a>; title=\"x, <y>; rel=z\"; rel=\"prev next\" | /a",
                "</first>; rel=\"first\", </a,b>; rel=\"next\" | /a,b",
                "</a>; REL=NEXT | /a",
                "</a>; rel=\"first\" | none",
                "</a | none",
                "rel=next | none"
            })
    void readsLinks(String header, String expected) {
        assertThat(LinkHeader.next(List.of(header)).orElse("none")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<", "<a>;", "<a>; a=\"", ";rel=next", "<a>; a;"})
    void readsHostileLinksInTime(String piece) {
        assertThat(LinkHeader.next(List.of(piece.repeat(16_000 / piece.length()))))
                .isEmpty();
    }
}
