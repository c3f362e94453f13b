package io.github.faxnummer.order;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.pdf.CoverSheet;
import java.io.Serializable;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the cover page of a fax says. Each text may have several lines, or be empty.
 *
 * @param to the recipient's name and organisation; empty: those of each recipient
 * @param from the sender's name and organisation
 * @param reference what the provider's status mails say, too, unless a recipient has one of its own; empty: none was given
 * @param date when the fax is sent
 * @param locale of labels and date
 * @param template an HTML file with placeholders; empty: the built-in page
 */
public record CoverPage(
        String to,
        String from,
        String subject,
        String reference,
        String note,
        LocalDate date,
        Locale locale,
        String template)
        implements Serializable {

    private static final String VERSION = "faxnummer-cover-1";

    /** The built-in page. */
    public CoverPage(
            String to, String from, String subject, String reference, String note, LocalDate date, Locale locale) {
        this(to, from, subject, reference, note, date, locale, "");
    }

    /** The same page by a template of another name. */
    public CoverPage by(String file) {
        return new CoverPage(to, from, subject, reference, note, date, locale, file);
    }

    /**
     * A template with the texts for one recipient in the places of its placeholders.
     *
     * @param html text of the template
     */
    Validated<String> filled(String html, Recipient recipient, int pages) {
        Map<String, String> values = new HashMap<>(values(recipient));
        values.put("pages", String.valueOf(pages));
        return filled(html, values::get);
    }

    /** A template without texts: all that it shows itself. */
    Validated<String> blank(String html) {
        return filled(html, it -> "");
    }

    /** What takes the places of placeholders, but the number of pages. */
    Map<String, String> values(Recipient recipient) {
        return Map.of(
                "to", to(recipient),
                "attention", recipient.attention(),
                "number", recipient.number().international(),
                "from", from,
                "date", shownDate(),
                "subject", subject,
                "reference", reference(recipient),
                "note", note);
    }

    private Validated<String> filled(String html, Function<String, @Nullable String> values) {
        List<Problem> problems = new ArrayList<>();
        String filled = Placeholders.fill(html, name -> {
            String value = values.apply(name);
            if (value == null) {
                problems.add(new Problem(
                        FaxParameters.COVER_PAGE.name(),
                        template,
                        Message.of("input.cover.placeholder", Placeholders.written(name))));
                return "";
            }
            return escaped(value);
        });
        return problems.isEmpty() ? Validated.valid(filled) : Validated.invalid(problems);
    }

    private static String escaped(String text) {
        return text.strip()
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replaceAll("\\R", "<br/>");
    }

    String shownDate() {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(locale)
                .format(date);
    }

    /** The built-in page for one recipient. */
    CoverSheet sheet(Recipient recipient, int pages) {
        return new CoverSheet(
                text("cover.title"),
                List.of(
                        new CoverSheet.Row(text("cover.to"), to(recipient)),
                        new CoverSheet.Row(text("cover.attention"), recipient.attention()),
                        new CoverSheet.Row(
                                text("cover.number"), recipient.number().international()),
                        new CoverSheet.Row(text("cover.from"), from),
                        new CoverSheet.Row(text("cover.date"), shownDate()),
                        new CoverSheet.Row(text("cover.pages"), String.valueOf(pages)),
                        new CoverSheet.Row(text("cover.subject"), subject),
                        new CoverSheet.Row(text("cover.reference"), reference(recipient))),
                note);
    }

    /**
     * The SHA-256 of what counts when it is decided whether a fax was sent before: all that the page says, but not
     * its date and language. A build that is repeated on another day or machine must not send again.
     *
     * @param html text of the template; empty: the built-in page
     * @param shown checksum of what the template shows itself, its pictures included
     */
    String sha256(Recipient recipient, int pages, String html, String shown) {
        List<String> texts = new ArrayList<>(List.of(
                VERSION,
                to(recipient),
                recipient.number().digits(),
                from,
                String.valueOf(pages),
                subject,
                reference(recipient),
                note));
        // Pages without them have the checksum that earlier versions of the program gave them.
        if (!recipient.attention().isEmpty() || !html.isEmpty()) {
            texts.add(recipient.attention());
        }
        if (!html.isEmpty()) {
            texts.add(html);
            texts.add(shown);
        }
        return Sha256.of(texts);
    }

    private String to(Recipient recipient) {
        return to.isEmpty() ? recipient.address() : to;
    }

    private String reference(Recipient recipient) {
        return recipient.reference().isEmpty() ? reference : recipient.reference();
    }

    private String text(String key) {
        return Message.of(key).in(locale);
    }
}
