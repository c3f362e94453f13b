package io.github.faxnummer.sandbox.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HtmlTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "<script>, &lt;script&gt;",
                "a & b, a &amp; b",
                "\"quoted\", &quot;quoted&quot;",
                "it's, it&#39;s",
                "ISTANBUL ıi İ 😀, ISTANBUL ıi İ 😀",
            })
    void escapesText(String text, String markup) {
        assertThat(Html.of("<p title=\"{}\">", text).markup()).isEqualTo("<p title=\"" + markup + "\">");
    }

    @Test
    void namesDeceptiveCharacters() {
        assertThat(Html.of("{}", "a\u001b[31m\u202eb\u0000\ud800\u2028\u200b\u0085")
                        .markup())
                .isEqualTo("a[U+001B][31m[U+202E]b[U+0000][U+D800][U+2028][U+200B][U+0085]");
        assertThat(Html.of("{}", "a\tb\nc").markup()).isEqualTo("a\tb\nc");
    }

    @Test
    void doesNotEscapeMarkupTwice() {
        Html bold = Html.of("<b>{}</b>", "<i>");

        assertThat(Html.of("<p>{} {}</p>", bold, 7).markup()).isEqualTo("<p><b>&lt;i&gt;</b> 7</p>");
    }

    @Test
    void doesNotInterpretPlaceholdersInValues() {
        assertThat(Html.of("{} {}", "{}", "x").markup()).isEqualTo("{} x");
    }

    @Test
    void requiresMatchingValuesAndPlaceholders() {
        assertThatThrownBy(() -> Html.of("{} {}", "a")).hasMessageContaining("too few");
        assertThatThrownBy(() -> Html.of("{}", "a", "b")).hasMessageContaining("too many");
    }

    @Test
    void limitsUntrustedText() {
        assertThat(Html.untrusted("😀😀😀", 3).markup()).isEqualTo("<bdi>😀😀😀</bdi>");
        assertThat(Html.untrusted("😀😀😀", 2).markup()).isEqualTo("<bdi>😀😀 …</bdi>");
    }
}
