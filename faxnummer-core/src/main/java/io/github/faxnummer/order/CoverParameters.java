package io.github.faxnummer.order;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The parameters of a cover page as the user wrote them; omitted ones are empty.
 *
 * @param coverPage whether there is one, or its template
 * @param to name and organisation of the recipient; empty: those of each recipient, as far as they are known
 * @param from name and organisation of the sender; empty: sender and source of the order
 */
public record CoverParameters(String coverPage, String to, String from, String subject, String note) {

    /**
     * What the page says, or empty if there is none.
     *
     * @param order whose sender, source and reference it names
     */
    public Validated<Optional<CoverPage>> check(OrderParameters order, LocalDate date, Locale locale) {
        return FaxParameters.COVER_PAGE.check(coverPage).map(wanted -> wanted.map(texts(order, date, locale)::by));
    }

    /** The same texts, whether or not there is a page. */
    public CoverPage texts(OrderParameters order, LocalDate date, Locale locale) {
        return new CoverPage(to.strip(), sender(order), subject.strip(), order.reference(), note.strip(), date, locale);
    }

    private String sender(OrderParameters order) {
        if (!from.isBlank()) {
            return from.strip();
        }
        List<String> lines =
                new ArrayList<>(List.of(order.sender().strip(), order.source().strip()));
        lines.removeIf(String::isEmpty);
        return String.join("\n", lines);
    }

    /** The texts, for comparison with another page's. */
    public String text() {
        return String.join("\n", coverPage, to, from, subject, note);
    }
}
