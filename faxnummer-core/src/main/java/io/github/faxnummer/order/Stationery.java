package io.github.faxnummer.order;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.pdf.PageHeader;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A line in the margin of each page, except the cover page.
 *
 * @param line its text, with placeholders; what vertical bars separate stands side by side
 * @param texts what takes the places of the placeholders
 */
public record Stationery(String line, CoverPage texts) implements Serializable {

    private static final String VERSION = "faxnummer-stationery-1";

    private static final String PAGE = "page";
    private static final String PAGES = "pages";
    private static final String DATE = "date";
    private static final Set<String> PLACEHOLDERS =
            Set.of("to", "attention", "number", "from", DATE, PAGE, PAGES, "subject", "reference", "note");

    /** The line where neither order nor recipients are known: of these its placeholders remain as they are. */
    public static Stationery unaddressed(String line, LocalDate date, Locale locale) {
        return new Stationery(line, new CoverPage("", "", "", "", "", date, locale));
    }

    /** Empty if there is none. */
    static Validated<Optional<String>> check(String parameter, String written) {
        String line = written.strip();
        if (line.isEmpty()) {
            return Validated.valid(Optional.empty());
        }
        if (line.lines().count() > 1) {
            return Validated.invalid(parameter, line, Message.of("input.stationery.lines"));
        }
        TreeSet<String> unknown = new TreeSet<>(Placeholders.names(line).toList());
        unknown.removeAll(PLACEHOLDERS);
        return unknown.isEmpty()
                ? Validated.valid(Optional.of(line))
                : Validated.invalid(
                        parameter,
                        line,
                        Message.of("input.stationery.placeholder", Placeholders.written(unknown.first())));
    }

    /** Whether it says the same to all of them. */
    boolean isSameFor(List<Recipient> recipients) {
        return recipients.stream()
                        .map(it -> cells(values(Optional.of(it), 1)))
                        .distinct()
                        .count()
                <= 1;
    }

    /**
     * The headers of all pages.
     *
     * @param recipient empty: not known
     * @param first the number of pages that get none
     */
    List<PageHeader> headers(Optional<Recipient> recipient, int first, int pages) {
        Map<String, String> values = values(recipient, pages);
        return Stream.concat(
                        Stream.generate(() -> PageHeader.NONE).limit(first),
                        IntStream.rangeClosed(first + 1, pages).mapToObj(page -> {
                            Map<String, String> ofPage = new HashMap<>(values);
                            ofPage.put(DATE, texts.shownDate());
                            ofPage.put(PAGE, String.valueOf(page));
                            return new PageHeader(cells(ofPage));
                        }))
                .toList();
    }

    /**
     * The SHA-256 of what counts when it is decided whether a fax was sent before: all that the line says, but not the
     * date.
     */
    String sha256(Optional<Recipient> recipient, int pages) {
        List<String> counted = new ArrayList<>(List.of(VERSION));
        counted.addAll(cells(values(recipient, pages)));
        return Sha256.of(counted);
    }

    /** Without the date, and without what only a page knows. */
    private Map<String, String> values(Optional<Recipient> recipient, int pages) {
        Map<String, String> values = new HashMap<>();
        recipient.ifPresent(it -> values.putAll(texts.values(it)));
        values.remove(DATE);
        values.put(PAGES, String.valueOf(pages));
        return values;
    }

    private List<String> cells(Map<String, String> values) {
        return Stream.of(line.split("\\|"))
                .map(cell -> Placeholders.fill(
                        cell, name -> inOneLine(values.getOrDefault(name, Placeholders.written(name)))))
                .map(String::strip)
                .filter(it -> !it.isEmpty())
                .toList();
    }

    private static String inOneLine(String text) {
        return String.join(
                ", ",
                text.lines().map(String::strip).filter(it -> !it.isEmpty()).toList());
    }
}
