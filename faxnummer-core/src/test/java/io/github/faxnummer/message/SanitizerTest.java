package io.github.faxnummer.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

class SanitizerTest {

    private static final Set<Byte> HARMFUL = Set.of(
            Character.CONTROL,
            Character.FORMAT,
            Character.SURROGATE,
            Character.PRIVATE_USE,
            Character.UNASSIGNED,
            Character.LINE_SEPARATOR,
            Character.PARAGRAPH_SEPARATOR);

    @Property
    void removesControlCharacters(@ForAll("hostile") String text, @ForAll @IntRange(min = 1, max = 60) int max) {
        assertThat(Sanitizer.line(text, max).codePoints())
                .noneMatch(character -> HARMFUL.contains((byte) Character.getType(character)))
                .noneMatch(character -> character != ' ' && Character.isWhitespace(character));
    }

    @Property
    void limitsLength(@ForAll("hostile") String text, @ForAll @IntRange(min = 1, max = 60) int max) {
        assertThat(Sanitizer.line(text, max)).hasSizeLessThanOrEqualTo(max);
    }

    @Property
    void keepsCleanText(@ForAll("hostile") String text, @ForAll @IntRange(min = 1, max = 60) int max) {
        String clean = Sanitizer.line(text, max);
        assertThat(Sanitizer.line(clean, max)).isEqualTo(clean);
    }

    @Example
    void keepsOrdinaryText() {
        assertThat(Sanitizer.line("Prüfbericht №7 – 100 % \uD83D\uDE00 <b>", 60))
                .isEqualTo("Prüfbericht №7 – 100 % \uD83D\uDE00 <b>");
    }

    @Example
    void collapsesWhitespace() {
        assertThat(Sanitizer.line(" \r\n a\t\u00A0\u2028b\u3000 ", 60)).isEqualTo("a b");
    }

    @Example
    void shortensWithoutSplittingCharacters() {
        assertThat(Sanitizer.line("abcdef", 6)).isEqualTo("abcdef");
        assertThat(Sanitizer.line("abcdefg", 6)).isEqualTo("abcde…");
        assertThat(Sanitizer.line("abcd\uD83D\uDE00g", 6)).isEqualTo("abcd…");
    }

    @Example
    void replacesEscapesAndDirectionMarks() {
        assertThat(Sanitizer.line("a\u001b[31mb\u202ec\u0000", 60)).isEqualTo("a\uFFFD[31mb\uFFFDc\uFFFD");
    }

    @Provide
    Arbitrary<String> hostile() {
        return Arbitraries.frequencyOf(
                        Tuple.of(1, Arbitraries.integers().between(0, Character.MAX_CODE_POINT)),
                        Tuple.of(
                                2,
                                Arbitraries.of(
                                        "ab \n\r\t\u0000\u001b\u007f\u0085\u200b\u200f\u202e\u2028\u2066\uFEFF\uFFFE"
                                                .codePoints()
                                                .boxed()
                                                .toList())),
                        Tuple.of(1, Arbitraries.of(0xD83D, 0xDE00, 0x1F600)))
                .list()
                .ofMaxSize(80)
                .map(characters -> {
                    StringBuilder text = new StringBuilder();
                    characters.forEach(text::appendCodePoint);
                    return text.toString();
                });
    }
}
