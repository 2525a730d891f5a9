package dev.imagemirror.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemirror.oci.MalformedException;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialTest {
    private static final List<Function<String, Credential>> KINDS = List.of(
            text -> new Credential.Basic(text, "p"),
            text -> new Credential.Basic("u", text),
            Credential.IdentityToken::new,
            Credential.RegistryToken::new);

    @ParameterizedTest
    @ValueSource(strings = {"hidden\r", "hidden\nX-Header: y", "hidden\0"})
    void whatWouldEndAHeaderIsRefused(String text) {
        for (Function<String, Credential> kind : KINDS) {
            assertThatThrownBy(() -> kind.apply(text))
                    .isInstanceOf(MalformedException.class)
                    .hasMessageNotContaining("hidden");
        }
    }

    @Test
    void aPairIsAPasswordAnIdentityTokenOrNothing() {
        assertThat(Credential.ofPair("u", "p")).contains(new Credential.Basic("u", "p"));
        assertThat(Credential.ofPair("<token>", "p")).contains(new Credential.IdentityToken("p"));
        assertThat(Credential.ofPair("", "")).isEmpty();
        assertThatThrownBy(() -> Credential.ofPair("", "p")).isInstanceOf(MalformedException.class);
    }

    @Test
    void noTextFormShowsOne() {
        for (Function<String, Credential> kind : KINDS) {
            assertThat(kind.apply("hidden").toString()).doesNotContain("hidden");
        }
    }
}
