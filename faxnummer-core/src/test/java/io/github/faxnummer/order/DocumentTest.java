package io.github.faxnummer.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.pdf.LineSeconds;
import io.github.faxnummer.pdf.PdfFacts;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentTest {

    @ParameterizedTest
    @CsvSource({
        "5, 20, a.pdf: about 1 min on the line for each recipient, a.pdf: etwa 1 min Übertragungsdauer je Empfänger",
        "5, 70, a.pdf: about 1 to 2 min on the line for each recipient, "
                + "a.pdf: etwa 1 bis 2 min Übertragungsdauer je Empfänger",
        "260, 265, a.pdf: about 5 min on the line for each recipient, a.pdf: etwa 5 min Übertragungsdauer je Empfänger",
    })
    void tellsTimeOnLine(double low, double high, String english, String german) {
        PdfFacts facts = new PdfFacts("0", 1, "1.7", List.of(), List.of(), List.of(new LineSeconds(high, low, high)));
        Document document = new Document("/ci/a.pdf", "a.pdf", facts);

        assertThat(document.lineTime())
                .hasValueSatisfying(it -> assertThat(it.in(Locale.ENGLISH)).isEqualTo(english))
                .hasValueSatisfying(it -> assertThat(it.in(Locale.GERMAN)).isEqualTo(german));
    }
}
