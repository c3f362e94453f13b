package io.github.faxnummer.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.pdf.LineSeconds;
import io.github.faxnummer.pdf.PdfFacts;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentTest {

    @ParameterizedTest
    @CsvSource({
        "PT1M59S, 1 min 59 s",
        "PT1M, 1 min",
        "PT45S, 45 s",
    })
    void warnsIfPredictedTimeIsMoreThanTimeout(Duration timeout, String shown) {
        FaxOrder order = order(new LineSeconds(120, 90, 150));

        assertThat(order.timeoutWarnings(timeout)).singleElement().satisfies(it -> {
            assertThat(it.in(Locale.ENGLISH))
                    .startsWith("a.pdf: about 2 to 3 min on the line, but timeout is " + shown + ", ");
            assertThat(it.in(Locale.GERMAN))
                    .startsWith("a.pdf: etwa 2 bis 3 min Übertragungsdauer, aber timeout ist " + shown + ", ");
        });
    }

    @Test
    void warnsOnlyIfPredictedTimeIsMoreThanTimeout() {
        assertThat(order(new LineSeconds(120, 90, 150)).timeoutWarnings(Duration.ofMinutes(2)))
                .isEmpty();
        assertThat(order().timeoutWarnings(Duration.ofSeconds(1))).isEmpty();
    }

    /** A document for all recipients, and the same one made for the second recipient. */
    private static FaxOrder order(LineSeconds... pages) {
        LineSeconds[] call = pages.clone();
        if (call.length > 0) {
            // A call takes longer than its pages.
            LineSeconds rest = new PdfFacts("0", 1, "1.7", List.of(), List.of(), List.of(new LineSeconds(0, 0, 0)))
                    .lineSeconds()
                    .orElseThrow();
            call[0] = new LineSeconds(
                    call[0].predicted() - rest.predicted(), call[0].low() - rest.low(), call[0].high() - rest.high());
        }
        Document document =
                new Document("/ci/a.pdf", "a.pdf", new PdfFacts("0", 1, "1.7", List.of(), List.of(), List.of(call)));
        FaxNumber other = new FaxNumber("00493023125017");
        return new FaxOrder(
                List.of(document, document.onlyTo(other)),
                List.of(new FaxNumber("00493023125016"), other),
                "",
                "",
                "",
                "");
    }

    @ParameterizedTest
    @CsvSource({
        "5, 20, a.pdf: about 1 min on the line for each recipient, a.pdf: etwa 1 min Übertragungsdauer je Empfänger",
        "5, 70, a.pdf: about 1 to 2 min on the line for each recipient, "
                + "a.pdf: etwa 1 bis 2 min Übertragungsdauer je Empfänger",
        "260, 265, a.pdf: about 5 min on the line for each recipient, a.pdf: etwa 5 min Übertragungsdauer je Empfänger",
    })
    void showsTimeOnLine(double low, double high, String english, String german) {
        PdfFacts facts = new PdfFacts("0", 1, "1.7", List.of(), List.of(), List.of(new LineSeconds(high, low, high)));
        Document document = new Document("/ci/a.pdf", "a.pdf", facts);

        assertThat(document.lineTime())
                .hasValueSatisfying(it -> assertThat(it.in(Locale.ENGLISH)).isEqualTo(english))
                .hasValueSatisfying(it -> assertThat(it.in(Locale.GERMAN)).isEqualTo(german));
    }
}
