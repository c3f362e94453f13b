package io.github.faxnummer.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.converter.Converters;
import io.github.faxnummer.ledger.FaxIdentities;
import io.github.faxnummer.pdf.PdfLimits;
import io.github.faxnummer.pdf.Rendering;
import io.github.faxnummer.testing.Pdfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The line in the margin of the pages that are sent. */
class StationeryTest {

    private static final Recipient ANNA =
            new Recipient(new FaxNumber("00493023125016"), "Anna", "Muster GmbH", "", "AZ 1", "");
    private static final Recipient OTHER = new Recipient(new FaxNumber("00493023125017"));
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 29);
    private static final String LINE = "Baufirma | {{reference}}, {{date}} | Seite {{ page }} von {{pages}}";

    @TempDir
    private Path folder;

    private static CoverPage texts(String from, String reference, LocalDate date, Locale locale) {
        return new CoverPage("", from, "Betreff", reference, "", date, locale);
    }

    private static Stationery stationery(String line) {
        return new Stationery(line, texts("Baufirma\nMusterstadt", "B-1", TODAY, Locale.GERMANY));
    }

    private List<Document> found() throws IOException {
        return List.of(find("a.pdf", 2), find("b.pdf", 1));
    }

    private Document find(String name, int pages) throws IOException {
        return Document.find(Files.write(folder.resolve(name), Pdfs.pages(pages)), Converters.NONE)
                .value()
                .orElseThrow();
    }

    private List<Validated<Document>> compose(
            boolean combined, Optional<CoverPage> cover, Stationery stationery, Recipient... recipients)
            throws IOException {
        return new Composition(
                        folder.resolve("made"),
                        combined,
                        cover,
                        Optional.of(stationery),
                        PdfLimits.DEFAULT,
                        SendAs.DOCUMENT,
                        Rendering.AUTO,
                        false,
                        Converters.NONE)
                .compose(found(), List.of(recipients));
    }

    private Document first(Stationery stationery, Recipient... recipients) throws IOException {
        return compose(true, Optional.empty(), stationery, recipients)
                .get(0)
                .value()
                .orElseThrow();
    }

    private static String text(Document document, int page) throws IOException {
        try (PDDocument pdf = Loader.loadPDF(Path.of(document.path()).toFile())) {
            PDFTextStripper text = new PDFTextStripper();
            text.setSortByPosition(true);
            text.setStartPage(page);
            text.setEndPage(page);
            return text.getText(pdf);
        }
    }

    private static String identity(Document document) throws IOException {
        return FaxIdentities.byContent(
                        "https://x.invalid", "acc", Optional.empty(), List.of(document), PdfLimits.DEFAULT)
                .of(document, "0049302312501")
                .toString();
    }

    @Test
    void isOnAllPagesOfTheFaxAndOneOfItsParts() throws IOException {
        Document made = first(stationery(LINE), OTHER);

        for (int page = 1; page <= 3; page++) {
            assertThat(text(made, page)).startsWith("Baufirma B-1, 29. November 2026 Seite " + page + " von 3");
        }
        assertThat(made.name()).isEqualTo("fax-composed.pdf");
        assertThat(made.parts())
                .extracting(DocumentPart::kind)
                .containsExactly(DocumentPart.Kind.DOCUMENT, DocumentPart.Kind.DOCUMENT, DocumentPart.Kind.STATIONERY);
        assertThat(made.parts().get(2).pages()).isEqualTo("1-3");
        assertThat(made.composition().orElseThrow().in(Locale.ENGLISH))
                .isEqualTo("fax-composed.pdf: 3 pages, composed of a.pdf (1-2), b.pdf (3)");
    }

    @Test
    void countsButDoesNotMarkTheCoverPage() throws IOException {
        CoverPage cover = texts("Baufirma", "B-1", TODAY, Locale.GERMANY);

        List<Validated<Document>> made = compose(false, Optional.of(cover), stationery(LINE), ANNA, OTHER);

        assertThat(made).hasSize(4);
        Document first = made.get(0).value().orElseThrow();
        assertThat(text(first, 1)).doesNotContain("Seite 1");
        assertThat(text(first, 2)).startsWith("Baufirma AZ 1, 29. November 2026 Seite 2 von 3");
        assertThat(first.parts().get(2).pages()).isEqualTo("2-3");
        assertThat(text(made.get(3).value().orElseThrow(), 2))
                .startsWith("Baufirma B-1, 29. November 2026 Seite 2 von 2");
    }

    @Test
    void eachRecipientGetsAnOwnDocumentOnlyIfItSaysSomethingElseToThem() throws IOException {
        assertThat(compose(true, Optional.empty(), stationery("{{from}}, {{page}}"), ANNA, OTHER))
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.value().orElseThrow().recipient()).isEmpty();
                    assertThat(text(it.value().orElseThrow(), 1)).startsWith("Baufirma, Musterstadt, 1");
                });

        List<Validated<Document>> personal =
                compose(true, Optional.empty(), stationery("{{to}}: {{number}}"), ANNA, OTHER);

        assertThat(personal)
                .extracting(it -> it.value().orElseThrow().recipient())
                .containsExactly(ANNA.number().digits(), OTHER.number().digits());
        assertThat(text(personal.get(0).value().orElseThrow(), 3)).startsWith("Anna, Muster GmbH: +49 30 23125016");
    }

    @Test
    void onlyItsDateDoesNotMakeAnotherFax() throws IOException {
        Document made = first(stationery(LINE), OTHER);
        String identity = identity(made);
        String key = made.keySha256();
        byte[] bytes = Files.readAllBytes(Path.of(made.path()));

        Document again = first(stationery(LINE), OTHER);
        assertThat(again).isEqualTo(made);
        assertThat(Files.readAllBytes(Path.of(again.path()))).isEqualTo(bytes);

        for (Locale locale : List.of(Locale.GERMANY, Locale.US)) {
            Document later = first(new Stationery(LINE, texts("Baufirma", "B-1", TODAY.plusDays(3), locale)), OTHER);
            assertThat(Files.readAllBytes(Path.of(later.path()))).isNotEqualTo(bytes);
            assertThat(identity(later)).isEqualTo(identity);
            assertThat(later.keySha256()).isEqualTo(key);
        }

        for (Stationery other : List.of(
                stationery(LINE.replace("Baufirma", "Baumarkt")),
                stationery(LINE.replace("{{date}}", "29. November 2026")),
                stationery(LINE.replace("|", ", ")),
                new Stationery(LINE, texts("Baufirma", "B-2", TODAY, Locale.GERMANY)))) {
            Document changed = first(other, OTHER);
            assertThat(identity(changed)).as(other.toString()).isNotEqualTo(identity);
            assertThat(changed.keySha256()).isNotEqualTo(key);
        }
        assertThat(identity(first(stationery(LINE), ANNA))).isNotEqualTo(identity);
        Document plain = Compositions.plain(folder.resolve("made"), true, Optional.empty(), SendAs.DOCUMENT)
                .compose(found(), List.of(OTHER))
                .get(0)
                .value()
                .orElseThrow();
        assertThat(identity(plain)).isNotEqualTo(identity);
    }

    @Test
    void warnsOfPagesWithoutRoomWhicheverRecipientTheyAreFor() throws IOException {
        Path narrow = folder.resolve("narrow.pdf");
        try (PDDocument pdf = new PDDocument()) {
            pdf.addPage(new PDPage(PDRectangle.A5));
            pdf.save(narrow.toFile());
        }
        Recipient longName =
                new Recipient(new FaxNumber("00493023125018"), "Anna", "Muster GmbH ".repeat(5), "", "", "");
        List<Recipient> recipients = List.of(OTHER, longName, new Recipient(new FaxNumber("00493023125019")));
        List<Document> made = new Composition(
                        folder.resolve("made"),
                        false,
                        Optional.empty(),
                        Optional.of(stationery("An {{to}} | {{number}}")),
                        PdfLimits.DEFAULT,
                        SendAs.DOCUMENT,
                        Rendering.AUTO,
                        false,
                        Converters.NONE)
                .compose(List.of(Document.find(narrow, Converters.NONE).value().orElseThrow()), recipients).stream()
                        .map(it -> it.value().orElseThrow())
                        .toList();

        assertThat(made).extracting(Document::pagesWithoutStationery).containsExactly("", "1", "");
        FaxOrder order = new FaxOrder(made, recipients, "ci@example.org", "", "", "", List.of(), "");
        assertThat(order.warnings())
                .extracting(it -> it.in(Locale.ENGLISH))
                .filteredOn(it -> it.contains("too narrow for the stationery"))
                .hasSize(1);
    }

    @Test
    void placeholdersStayWhereNothingIsKnownOfThem() throws IOException {
        Stationery line = Stationery.unaddressed("{{to}} {{from}} {{date}} {{page}}/{{pages}}", TODAY, Locale.US);

        assertThat(text(first(line), 2)).startsWith("{{to}} {{from}} November 29, 2026 2/3");
    }

    @Test
    void refusesWhatItCannotWrite() throws IOException {
        assertThat(problem("{{phone}} {{date}}")).contains("unknown placeholder {{phone}}; use to, attention");
        assertThat(problem("a\nb")).contains("write one line");
        assertThat(FaxParameters.STATIONERY.check(" ").value().orElseThrow()).isEmpty();

        assertThat(compose(true, Optional.empty(), stationery("x".repeat(200)), OTHER))
                .flatExtracting(Validated::problems)
                .extracting(it -> it.in(Locale.ENGLISH))
                .singleElement()
                .satisfies(it -> assertThat(it).startsWith("stationery 'x").contains("too long for one line on A4"));
        assertThat(compose(true, Optional.empty(), stationery("漢"), OTHER))
                .flatExtracting(Validated::problems)
                .extracting(it -> it.in(Locale.ENGLISH))
                .singleElement()
                .satisfies(it -> assertThat(it).contains("stationery", "U+6F22"));
        assertThat(folder.resolve("made")).doesNotExist();
    }

    private static String problem(String line) {
        return FaxParameters.STATIONERY.check(line).problems().get(0).in(Locale.ENGLISH);
    }
}
