package io.github.faxnummer.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.CoverParameters;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.order.OrderParameters;
import io.github.faxnummer.order.Problem;
import io.github.faxnummer.order.RecipientEntry;
import io.github.faxnummer.order.RecipientsFile;
import io.github.faxnummer.order.Validated;
import io.github.faxnummer.pdf.LineSeconds;
import io.github.faxnummer.pdf.PdfFacts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OrderCheckTest {

    private static final Document SHORT = document("short.pdf", 30);
    private static final Document LONG = document("long.pdf", 600);

    @Test
    void adoptsRecipientsOfFileAndPriceOfPolicy() {
        OrderCheck check = check("a@example.com", "", "", "0.08");

        FaxOrder order = check.check(valid(SHORT)).value().orElseThrow();

        assertThat(order.numbers()).extracting(FaxNumber::digits).containsExactly("00493023125016", "00493023125017");
        assertThat(order.price()).hasValueSatisfying(it -> assertThat(it).isEqualByComparingTo("0.08"));
        assertThat(check.notes(order)).hasSize(2);
    }

    @Test
    void reportsAllProblemsAtOnce() {
        Validated<Document> missing = Validated.invalid("documents", "b.pdf", Message.of("input.document.none"));

        assertThat(check("none", "{{unknown}}", "some", "free")
                        .check(List.of(missing))
                        .problems())
                .extracting(Problem::parameter)
                .containsExactly("pricePerPage", "stationery", "documents", "email", "maxLineMinutes");
    }

    @Test
    void limitsLineTimeBeforeAndAfterComposing() {
        OrderCheck check = check("a@example.com", "", "2", "");
        FaxOrder order = check.check(valid(SHORT)).value().orElseThrow();

        assertThat(check.check(valid(LONG)).problems())
                .extracting(Problem::parameter)
                .containsExactly("maxLineMinutes");
        assertThat(check.checkComposed(order, valid(LONG)).problems())
                .extracting(Problem::parameter)
                .containsExactly("maxLineMinutes");
        assertThat(check.checkComposed(order, valid(SHORT)).value()).contains(order);
    }

    @Test
    void reportsDocumentThatCannotBeComposed() {
        OrderCheck check = check("a@example.com", "", "", "");
        FaxOrder order = check.check(valid(SHORT)).value().orElseThrow();
        Problem failed = new Problem("documents", "b.html", Message.of("input.document.none"));

        assertThat(check.checkComposed(order, List.of(Validated.invalid(List.of(failed))))
                        .problems())
                .containsExactly(failed);
    }

    @Test
    void warnsOfTimeoutOnlyWhereFaxesAreAwaited() {
        OrderCheck check = check("a@example.com", "", "", "");
        FaxOrder order = check.check(valid(LONG)).value().orElseThrow();

        assertThat(check.warnings(order, Optional.of(Duration.ofMinutes(1)))).hasSize(1);
        assertThat(check.warnings(order, Optional.empty())).isEmpty();
    }

    @Test
    void coverPageAndMarginLineHaveTextsOfCoverParameters() {
        OrderCheck check = check(
                new CoverParameters("true", "Dr. Weiß", "Labor", "Befund", ""), "a@example.com", "{{subject}}", "", "");

        assertThat(check.coverPage()).hasValueSatisfying(it -> {
            assertThat(it.to()).isEqualTo("Dr. Weiß");
            assertThat(it.subject()).isEqualTo("Befund");
        });
        assertThat(check.marginLine()).hasValueSatisfying(it -> {
            assertThat(it.line()).isEqualTo("{{subject}}");
            assertThat(it.texts().from()).isEqualTo("Labor");
        });
    }

    @Test
    void hasNeitherCoverPageNorMarginLineUnlessTheyAreWantedAndValid() {
        OrderCheck none = check("a@example.com", "", "", "");
        assertThat(none.coverPage()).isEmpty();
        assertThat(none.marginLine()).isEmpty();

        OrderCheck invalid =
                check(new CoverParameters("page.pdf", "", "", "", ""), "a@example.com", "{{unknown}}", "", "");
        assertThat(invalid.coverPage()).isEmpty();
        assertThat(invalid.marginLine()).isEmpty();
        assertThat(invalid.check(valid(SHORT)).problems())
                .extracting(Problem::parameter)
                .containsExactly("coverPage", "stationery");
    }

    private static OrderCheck check(String email, String stationery, String maxLineMinutes, String price) {
        return check(new CoverParameters("", "", "", "", ""), email, stationery, maxLineMinutes, price);
    }

    private static OrderCheck check(
            CoverParameters cover, String email, String stationery, String maxLineMinutes, String price) {
        return new OrderCheck(
                new OrderParameters(RecipientEntry.numbers("+493023125016", "+493023125016"), email, "", "", "", "DE"),
                RecipientsFile.check(
                        "r.csv", "number\n+493023125017\n".getBytes(StandardCharsets.UTF_8), Optional.empty()),
                cover,
                stationery,
                maxLineMinutes,
                PolicyParameters.none()
                        .with(PolicyParameters.PRICE_PER_PAGE, price)
                        .check("DE"),
                LocalDate.of(2026, 1, 2),
                Locale.ENGLISH);
    }

    private static List<Validated<Document>> valid(Document document) {
        return List.of(Validated.valid(document));
    }

    private static Document document(String name, double seconds) {
        LineSeconds page = new LineSeconds(seconds, seconds, seconds);
        return new Document("/ci/" + name, name, new PdfFacts("0", 1, "1.7", List.of(), List.of(), List.of(page)));
    }
}
