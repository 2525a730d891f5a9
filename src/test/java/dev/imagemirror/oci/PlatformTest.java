package dev.imagemirror.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {
    @Test
    void readsItsParts() {
        assertThat(Platform.parse("linux/amd64")).isEqualTo(new Platform("linux", "amd64", null));
        assertThat(Platform.parse("linux/arm/v7"))
                .isEqualTo(new Platform("linux", "arm", "v7"))
                .hasToString("linux/arm/v7");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|it has 1 parts; write os/arch or os/arch/variant",
                "amd64|it has 1 parts",
                "linux/arm64/v8/x|it has 4 parts",
                "/amd64|the operating system is empty",
                "linux/|the architecture is empty",
                "linux/arm/|the variant is empty",
                "Linux/amd64|the operating system 'Linux' must be 1 to 32 lower-case letters",
                "linux/amd 64|the architecture 'amd 64' must be",
                "linux/arm/v7,v8|the variant 'v7,v8' must be",
                "linux/-x|the architecture '-x' must be",
                "linux/a23456789b123456789c123456789d123|the architecture 'a23456789b123456789c123456789d123' must be",
            })
    void saysWhatIsWrong(String text, String why) {
        assertThatThrownBy(() -> Platform.parse(text))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("'%s' is not a platform such as linux/amd64: ", text)
                .hasMessageContaining(why);
    }

    @Test
    void showsLongTextsShort() {
        assertThatThrownBy(() -> Platform.parse("linux/" + "x".repeat(100_000)))
                .message()
                .hasSizeLessThan(300);
    }

    @ParameterizedTest
    @CsvSource({
        "linux/amd64, linux/amd64, true",
        "linux/amd64, linux/arm64, false",
        "linux/amd64, windows/amd64, false",
        "linux/arm, linux/arm/v6, true",
        "linux/arm/v6, linux/arm/v7, false",
        "linux/arm/v7, linux/arm, false",
        "linux/amd64/v2, linux/amd64, false",
        "linux/arm64/v8, linux/arm64, true",
        "linux/arm64, linux/arm64/v8, true",
        "linux/arm64/v9, linux/arm64, false",
    })
    void withoutAVariantEveryVariantMatches(String wanted, String offered, boolean matches) {
        assertThat(Platform.parse(wanted).matches(Platform.parse(offered))).isEqualTo(matches);
    }
}
