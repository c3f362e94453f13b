package io.github.faxnummer.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.faxnummer.converter.Converters;
import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.PollingSchedule;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.ledger.FaxIdentities;
import io.github.faxnummer.pdf.PdfLimits;
import io.github.faxnummer.pdf.Preview;
import io.github.faxnummer.report.ReportFormat;
import io.github.faxnummer.report.format.ReportFormats;
import io.github.faxnummer.testing.Pdfs;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationRubberStamp;
import org.apache.pdfbox.text.PDFTextStripper;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is made of the documents of an order before it is sent. */
class CompositionTest {

    private static final FaxNumber NUMBER = new FaxNumber("00493023125016");
    private static final FaxNumber OTHER = new FaxNumber("00493023125017");
    private static final List<Recipient> RECIPIENTS = List.of(new Recipient(NUMBER), new Recipient(OTHER));

    @TempDir
    private Path folder;

    private Document find(String name, byte[] content) throws IOException {
        return Document.find(Files.write(folder.resolve(name), content), Converters.NONE)
                .value()
                .orElseThrow();
    }

    private Document checked(String name, byte[] content) throws IOException {
        return Document.check(Files.write(folder.resolve(name), content), PdfLimits.DEFAULT)
                .value()
                .orElseThrow();
    }

    private Composition combined() {
        return Compositions.plain(folder.resolve("made"), true, Optional.empty(), SendAs.DOCUMENT);
    }

    private static FaxOrder order(List<Document> documents) {
        return new FaxOrder(documents, List.of(NUMBER, OTHER), "", "", "", "");
    }

    @Test
    void makesOneDocumentThatNamesItsParts() throws IOException {
        List<Document> found = List.of(find("a.pdf", Pdfs.pages(2)), find("b.pdf", Pdfs.pages(1)));

        Document made = combined().compose(found, RECIPIENTS).get(0).value().orElseThrow();

        assertThat(made.pages()).isEqualTo(3);
        assertThat(made.parts())
                .containsExactly(
                        new DocumentPart(DocumentPart.Kind.DOCUMENT, "a.pdf", Pdfs.sha256(Pdfs.pages(2)), 1, 2),
                        new DocumentPart(DocumentPart.Kind.DOCUMENT, "b.pdf", Pdfs.sha256(Pdfs.pages(1)), 3, 3));
        byte[] file = Files.readAllBytes(Path.of(made.path()));
        assertThat(Pdfs.sha256(file))
                .isEqualTo(made.facts().sha256())
                .isEqualTo(made.sent().sha256());
        assertThat(made.composition().orElseThrow().in(Locale.ENGLISH))
                .isEqualTo("fax-composed.pdf: 3 pages, composed of a.pdf (1-2), b.pdf (3)");
        assertThat(made.composition().orElseThrow().in(Locale.GERMAN))
                .isEqualTo("fax-composed.pdf: 3 Seiten, zusammengestellt aus a.pdf (1-2), b.pdf (3)");
    }

    @Test
    void makesTheSameFaxOfTheSameDocuments() throws IOException {
        List<Document> found = List.of(find("a.pdf", Pdfs.pages(2)), find("b.pdf", Pdfs.pages(1)));
        Document first = combined().compose(found, RECIPIENTS).get(0).value().orElseThrow();
        String identity = identity(first);

        Document again = combined().compose(found, RECIPIENTS).get(0).value().orElseThrow();
        Document less = combined()
                .compose(found.subList(0, 1), RECIPIENTS)
                .get(0)
                .value()
                .orElseThrow();

        assertThat(again).isEqualTo(first);
        assertThat(identity(less)).isNotEqualTo(identity);
    }

    private static String identity(Document document) throws IOException {
        return FaxIdentities.byContent(
                        "https://x.invalid", "acc", Optional.empty(), List.of(document), PdfLimits.DEFAULT)
                .of(document, NUMBER.digits())
                .toString();
    }

    @Test
    void reportsAllDocumentsThatCannotBeComposed() throws IOException {
        byte[] damaged = "%PDF-1.4 %%EOF".getBytes(StandardCharsets.US_ASCII);
        List<Document> found = List.of(find("a.pdf", damaged), find("b.pdf", Pdfs.pages(1)), find("c.pdf", damaged));

        Validated<FaxOrder> order = order(found).composed(combined().compose(found, RECIPIENTS));

        assertThat(order.problems()).extracting(Problem::value).containsExactly(path("a.pdf"), path("c.pdf"));
        assertThat(order.problems().get(0).in(Locale.ENGLISH)).contains("damaged PDF");
        assertThat(folder.resolve("made")).doesNotExist();
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void refusesWhatIsNoPdfBeforeItIsComposed() throws IOException {
        Path text = Files.writeString(folder.resolve("a.docx"), "text");

        assertThat(Document.find(text, Converters.NONE).problems()).hasSize(1);
        assertThat(Document.find(folder.resolve("gone.pdf"), Converters.NONE).problems())
                .hasSize(1);
    }

    @Test
    void sendsDocumentsAsTheyAreUnlessTheyAreCombined() throws IOException {
        List<Document> found = List.of(checked("a.pdf", Pdfs.pages(2)), checked("b.pdf", Pdfs.pages(1)));

        List<Validated<Document>> made = Compositions.plain(
                        folder.resolve("made"), false, Optional.empty(), SendAs.DOCUMENT)
                .compose(found, RECIPIENTS);

        assertThat(made).extracting(it -> it.value().orElseThrow()).isEqualTo(found);
        assertThat(folder.resolve("made")).doesNotExist();
    }

    @Test
    void sendsDrawnPagesOfWhatIsComposed() throws IOException {
        List<Document> found = List.of(find("a.pdf", Pdfs.pages(2)), find("b.pdf", Pdfs.pages(1)));

        Document made = Compositions.plain(folder.resolve("made"), true, Optional.empty(), SendAs.FAX)
                .compose(found, RECIPIENTS)
                .get(0)
                .value()
                .orElseThrow();

        assertThat(made.isDrawn()).isTrue();
        assertThat(made.isComposed()).isTrue();
    }

    private static CoverPage cover(String note, LocalDate date, Locale locale) {
        return new CoverPage("Amtsgericht Köln", "Baufirma", "Bericht", "B-1", note, date, locale);
    }

    private List<Document> withCover(boolean combined, CoverPage cover, List<Document> found) throws IOException {
        return Compositions.plain(folder.resolve("made"), combined, Optional.of(cover), SendAs.DOCUMENT)
                .compose(found, RECIPIENTS)
                .stream()
                .map(it -> it.value().orElseThrow())
                .toList();
    }

    @Test
    void warnsOfWhatIsLostOfTheDocumentsOnThePagesThatTheyBecome() throws IOException {
        ByteArrayOutputStream stamped = new ByteArrayOutputStream();
        try (PDDocument document = Loader.loadPDF(Pdfs.pages(2))) {
            PDAnnotationRubberStamp stamp = new PDAnnotationRubberStamp();
            stamp.setRectangle(new PDRectangle(100, 100, 200, 50));
            document.getPage(1).getAnnotations().add(stamp);
            document.save(stamped);
        }
        List<Document> found = List.of(find("a.pdf", Pdfs.pages(1)), find("b.pdf", stamped.toByteArray()));

        Document made =
                withCover(true, cover("", LocalDate.EPOCH, Locale.US), found).get(0);

        assertThat(made.warnings())
                .extracting(it -> it.in(Locale.ENGLISH))
                .filteredOn(it -> it.contains("shows on screen only"))
                .singleElement(InstanceOfAssertFactories.STRING)
                .startsWith(made.name() + ", page 4: ");
    }

    @Test
    void refusesWhatIsNotMadeOfTheDocumentsForExactlyTheRecipients() throws IOException {
        List<Document> found = List.of(find("a.pdf", Pdfs.pages(1)));
        List<Document> made = withCover(true, cover("", LocalDate.EPOCH, Locale.US), found);
        Document stranger = made.get(1).onlyTo(new FaxNumber("00493023125018"));

        List<Document> changed =
                withCover(true, cover("", LocalDate.EPOCH, Locale.US), List.of(find("b.pdf", Pdfs.pages(2))));
        for (List<Document> wrong : List.of(
                made.subList(0, 1),
                List.of(made.get(0), stranger),
                List.of(made.get(0), made.get(1), stranger),
                List.of(made.get(0), changed.get(1)))) {
            assertThat(order(found)
                            .composed(wrong.stream().map(Validated::valid).toList())
                            .problems())
                    .as(wrong.toString())
                    .extracting(it -> it.in(Locale.ENGLISH))
                    .singleElement(InstanceOfAssertFactories.STRING)
                    .contains("exactly the recipients of the order, or a file changed");
        }
    }

    @Test
    void patternsFindNothingThatWasGenerated() throws IOException {
        Path preview = folder.resolve("preview");
        new Preview(PdfLimits.DEFAULT)
                .write(Files.write(folder.resolve("made.pdf"), Pdfs.pages(2)), preview, "report-2026");
        List<Path> generated = new ArrayList<>();
        try (Stream<Path> pictures = Files.list(preview)) {
            pictures.forEach(generated::add);
        }
        assertThat(generated).hasSize(5);
        for (ReportFormat format : ReportFormats.all()) {
            generated.add(Path.of(format.fileName()));
        }
        generated.add(Path.of("fax-composed.pdf"));
        generated.add(Path.of("fax-composed-2-00493023125016.pdf"));
        generated.add(folder.resolve("cover.html"));
        Optional<Path> template = Optional.of(folder.resolve("a/../cover.html"));
        assertThat(generated).allMatch(it -> Composition.isNoDocument(it, template));
        for (String name : List.of("fax-composed-final.pdf", "report.pdf", "scan-001.png", "scan.tiff", "other.html")) {
            assertThat(Composition.isNoDocument(preview.resolve(name), template))
                    .as(name)
                    .isFalse();
        }
    }

    private static String firstPage(Document document) throws IOException {
        try (PDDocument pdf = Loader.loadPDF(Path.of(document.path()).toFile())) {
            PDFTextStripper text = new PDFTextStripper();
            text.setEndPage(1);
            return text.getText(pdf);
        }
    }

    @Test
    void makesADocumentWithItsOwnCoverForEachRecipient() throws IOException {
        List<Document> found = List.of(find("a.pdf", Pdfs.pages(2)), find("b.pdf", Pdfs.pages(1)));
        CoverPage cover = cover("Bitte bestätigen.", LocalDate.of(2026, 11, 29), Locale.GERMANY);

        List<Document> made = withCover(true, cover, found);

        assertThat(made).extracting(Document::recipient).containsExactly(NUMBER.digits(), OTHER.digits());
        assertThat(made).extracting(Document::pages).containsOnly(4);
        assertThat(made.get(0).parts())
                .extracting(DocumentPart::kind, DocumentPart::pages)
                .containsExactly(
                        tuple(DocumentPart.Kind.COVER_PAGE, "1"),
                        tuple(DocumentPart.Kind.DOCUMENT, "2-3"),
                        tuple(DocumentPart.Kind.DOCUMENT, "4"));
        assertThat(firstPage(made.get(0)))
                .contains("An Amtsgericht Köln", "Faxnummer +49 30 23125016", "Von Baufirma", "Datum 29. November 2026")
                .contains("Seiten 4", "Betreff Bericht", "Referenz B-1", "Bitte bestätigen.");
        assertThat(firstPage(made.get(1))).contains("+49 30 23125017");
        FaxOrder order = order(found)
                .composed(made.stream().map(Validated::valid).toList())
                .value()
                .orElseThrow();
        Delivery delivery = Delivery.of(order, Instant.EPOCH, Duration.ofHours(1), PollingSchedule.DEFAULT);
        assertThat(delivery.transmissions())
                .extracting(Transmission::recipient, Transmission::documentPages)
                .containsExactly(tuple(NUMBER.digits(), 4), tuple(OTHER.digits(), 4));
        assertThat(delivery.spending(Instant.EPOCH).pages()).isEqualTo(8);
        assertThat(order.documentsForEach()).isEqualTo(1);
    }

    @Test
    void namesEachRecipientOnItsOwnCover() throws IOException {
        List<Document> found = List.of(find("a.pdf", Pdfs.pages(1)));
        List<Recipient> recipients = List.of(
                new Recipient(NUMBER, "Anna Müller", "Muster GmbH", "Buchhaltung", "AZ 1", "Impressum"),
                new Recipient(OTHER));
        CoverPage general = new CoverPage("", "Baufirma", "", "B-1", "", LocalDate.EPOCH, Locale.GERMANY);
        CoverPage same = cover("", LocalDate.EPOCH, Locale.GERMANY);

        assertThat(firstPage(withCover(general, found, recipients).get(0)))
                .contains("An Anna Müller\n", "Muster GmbH", "Zu Händen Buchhaltung", "Referenz AZ 1")
                .doesNotContain("B-1", "Impressum");
        assertThat(firstPage(withCover(general, found, recipients).get(1)))
                .contains("Referenz B-1")
                .doesNotContain("Anna", "An ", "Zu Händen");
        assertThat(firstPage(withCover(same, found, recipients).get(0)))
                .contains("An Amtsgericht Köln", "Zu Händen Buchhaltung")
                .doesNotContain("Anna");
    }

    @Test
    void anotherFaxIsOnlyOneWithAnotherTextOnItsCover() throws IOException {
        List<Document> found = List.of(find("a.pdf", Pdfs.pages(1)));
        CoverPage general = new CoverPage("", "Baufirma", "", "B-1", "", LocalDate.EPOCH, Locale.GERMANY);
        Recipient anna = new Recipient(NUMBER, "Anna", "", "", "", "");
        String fingerprint = fingerprint(general, found, anna);

        assertThat(fingerprint(general, found, new Recipient(NUMBER, "Anna", "", "", "", "Impressum")))
                .isEqualTo(fingerprint);
        for (Recipient other : List.of(
                new Recipient(NUMBER, "Berta", "", "", "", ""),
                new Recipient(NUMBER, "Anna", "GmbH", "", "", ""),
                new Recipient(NUMBER, "Anna", "", "Berta", "", ""),
                new Recipient(NUMBER, "Anna", "", "", "AZ 1", ""))) {
            assertThat(fingerprint(general, found, other)).isNotEqualTo(fingerprint);
        }
        // What an earlier version sent with coverTo is the same fax.
        CoverPage named = new CoverPage("Anna", "Baufirma", "", "B-1", "", LocalDate.EPOCH, Locale.GERMANY);
        assertThat(fingerprint(named, found, new Recipient(NUMBER))).isEqualTo(fingerprint);
    }

    private String fingerprint(CoverPage cover, List<Document> found, Recipient recipient) throws IOException {
        return withCover(cover, found, List.of(recipient))
                .get(0)
                .fingerprint(PdfLimits.DEFAULT)
                .toString();
    }

    private List<Document> withCover(CoverPage cover, List<Document> found, List<Recipient> recipients)
            throws IOException {
        return Compositions.plain(folder.resolve("made"), true, Optional.of(cover), SendAs.DOCUMENT)
                .compose(found, recipients)
                .stream()
                .map(it -> it.value().orElseThrow())
                .toList();
    }

    @Test
    void writesCoverInEnglish() throws IOException {
        List<Document> found = List.of(find("a.pdf", Pdfs.pages(2)));
        CoverPage cover = cover("", LocalDate.of(2026, 11, 29), Locale.US);

        assertThat(firstPage(withCover(false, cover, found).get(0)))
                .contains("To Amtsgericht Köln", "Fax number +49", "From Baufirma", "November 29, 2026", "Pages 3")
                .contains("Subject Bericht", "Reference B-1");
    }

    @Test
    void putsACoverBeforeEachDocumentThatIsNotCombined() throws IOException {
        List<Document> found = List.of(find("a.pdf", Pdfs.pages(2)), find("b.pdf", Pdfs.pages(1)));

        List<Document> made = withCover(false, cover("", LocalDate.EPOCH, Locale.US), found);

        assertThat(made)
                .extracting(Document::name, Document::pages)
                .containsExactly(tuple("a.pdf", 3), tuple("a.pdf", 3), tuple("b.pdf", 2), tuple("b.pdf", 2));
        assertThat(made).extracting(Document::path).doesNotHaveDuplicates();
        assertThat(order(made).documentsForEach()).isEqualTo(2);
    }

    @Test
    void recognizesAFaxWhoseCoverHasAnotherDateOrLanguageOnly() throws IOException {
        List<Document> found = List.of(find("a.pdf", Pdfs.pages(2)));
        LocalDate date = LocalDate.of(2026, 11, 29);
        Document first =
                withCover(true, cover("Note", date, Locale.GERMANY), found).get(0);
        String identity = identity(first);

        Document nextDay = withCover(true, cover("Note", date.plusDays(1), Locale.US), found)
                .get(0);
        assertThat(nextDay.facts().sha256()).isNotEqualTo(first.facts().sha256());
        assertThat(identity(nextDay)).isEqualTo(identity);
        assertThat(nextDay.keySha256()).isEqualTo(first.keySha256());
        assertThat(identity(withCover(true, cover("Other", date, Locale.GERMANY), found)
                        .get(0)))
                .isNotEqualTo(identity);
        Document without = combined().compose(found, RECIPIENTS).get(0).value().orElseThrow();
        assertThat(identity(without)).isNotEqualTo(identity);
        Document longer = withCover(true, cover("Note", date, Locale.GERMANY), List.of(find("b.pdf", Pdfs.pages(3))))
                .get(0);
        assertThat(identity(longer)).isNotEqualTo(identity);
    }

    @Test
    void pictureOfAPageCountsWhereAFaxWithACoverIsRecognized() throws IOException {
        List<Document> found = List.of(find("a.html", "<img src=b.png>".getBytes(StandardCharsets.UTF_8)));
        List<String> keys = new ArrayList<>();
        for (int day = 0; day < 3; day++) {
            BufferedImage picture = new BufferedImage(20, 20, BufferedImage.TYPE_BYTE_BINARY);
            picture.setRGB(day / 2, 0, 0xFFFFFF);
            ImageIO.write(picture, "png", folder.resolve("b.png").toFile());
            keys.add(withCover(true, cover("", LocalDate.EPOCH.plusDays(day), Locale.US), found)
                    .get(0)
                    .keySha256());
        }

        assertThat(keys.get(1)).isEqualTo(keys.get(0));
        assertThat(keys.get(2)).isNotEqualTo(keys.get(0));
    }

    @Test
    void refusesCoverThatIsNotOnePage() throws IOException {
        List<Document> found = List.of(find("a.pdf", Pdfs.pages(1)));

        List<Problem> problems = Compositions.plain(
                        folder.resolve("made"),
                        false,
                        Optional.of(cover("line\n".repeat(60), LocalDate.EPOCH, Locale.US)),
                        SendAs.DOCUMENT)
                .compose(found, List.of(new Recipient(NUMBER)))
                .get(0)
                .problems();

        assertThat(problems.get(0).in(Locale.ENGLISH)).contains("coverPage", "do not fit on one page");
        assertThat(problems.get(0).in(Locale.GERMAN)).contains("passen nicht auf eine Seite");
    }

    @Test
    void namesSenderAndSourceOnTheCoverUnlessAnotherIsGiven() {
        OrderParameters order = new OrderParameters(List.of(), "", "Baufirma", "+49 202 1", "B-1", "DE");
        CoverParameters written = new CoverParameters("true", "", "", "", "");

        CoverPage page = written.check(order, LocalDate.EPOCH, Locale.US)
                .value()
                .orElseThrow()
                .orElseThrow();
        assertThat(page.from()).isEqualTo("Baufirma\n+49 202 1");
        assertThat(page.reference()).isEqualTo("B-1");
        assertThat(new CoverParameters("", "", "", "", "")
                        .check(order, LocalDate.EPOCH, Locale.US)
                        .value())
                .contains(Optional.empty());
        assertThat(new CoverParameters("yes", "", "", "", "")
                        .check(order, LocalDate.EPOCH, Locale.US)
                        .problems())
                .hasSize(1);
    }

    @Test
    void deletesWhatAnEarlierRunMadeAndNothingElse() throws IOException {
        for (String name : List.of("fax-composed.pdf", "fax-composed-2.pdf", "fax-composed-1-0049302312.pdf")) {
            Files.createFile(folder.resolve(name));
        }
        for (String name : List.of("fax-composed.txt", "fax-composed-mine.pdf", "report.pdf")) {
            Files.createFile(folder.resolve(name));
        }

        Composition.deleteEarlier(folder);
        Composition.deleteEarlier(folder.resolve("gone"));

        try (var files = Files.list(folder)) {
            assertThat(files.map(it -> String.valueOf(it.getFileName())))
                    .containsExactlyInAnyOrder("fax-composed.txt", "fax-composed-mine.pdf", "report.pdf");
        }
    }

    private Composition separate() {
        return Compositions.plain(folder.resolve("made"), false, Optional.empty(), SendAs.DOCUMENT);
    }

    @Test
    void makesPdfsOfDocumentsInOtherFormats() throws IOException {
        Document pdf = checked("a.pdf", Pdfs.pages(2));
        Document page = checked("b.HTML", "<p>Prüfung ✓</p><p hidden>secret</p>".getBytes(StandardCharsets.UTF_8));
        assertThat(page.isInspected()).isFalse();

        List<Validated<Document>> made = separate().compose(List.of(pdf, page), RECIPIENTS);

        assertThat(made.get(0).value()).contains(pdf);
        Document html = made.get(1).value().orElseThrow();
        assertThat(html.name()).isEqualTo("b.HTML");
        assertThat(html.path()).endsWith("fax-composed-2.pdf");
        assertThat(html.pages()).isEqualTo(1);
        assertThat(html.parts())
                .extracting(DocumentPart::name, DocumentPart::sha256, DocumentPart::pages)
                .containsExactly(tuple("b.HTML", page.facts().sha256(), "1"));
        assertThat(html.warnings())
                .extracting(it -> it.in(Locale.ENGLISH))
                .contains("b.HTML: hidden text was left out (secret); showHidden=true shows it");
        assertThat(html.warnings())
                .extracting(it -> it.in(Locale.GERMAN))
                .contains("b.HTML: verborgener Text wurde weggelassen (secret); showHidden=true zeigt ihn");
        assertThat(text(html)).isEqualTo("Prüfung ✓");
        assertThat(order(List.of(pdf, page)).composed(made).value()).isPresent();
        assertThat(html.fingerprint(PdfLimits.DEFAULT))
                .isEqualTo(separate()
                        .compose(List.of(pdf, page), RECIPIENTS)
                        .get(1)
                        .value()
                        .orElseThrow()
                        .fingerprint(PdfLimits.DEFAULT));
    }

    @Test
    void combinesFormats() throws IOException {
        List<Document> found = List.of(
                find("a.md", "# Eins".getBytes(StandardCharsets.UTF_8)),
                find("b.pdf", Pdfs.pages(1)),
                find("c.log", "Drei".getBytes(StandardCharsets.UTF_8)));

        Document made = combined().compose(found, RECIPIENTS).get(0).value().orElseThrow();

        assertThat(made.parts())
                .extracting(DocumentPart::name, DocumentPart::firstPage)
                .containsExactly(tuple("a.md", 1), tuple("b.pdf", 2), tuple("c.log", 3));
        assertThat(text(made)).startsWith("Eins").endsWith("Drei");
    }

    @Test
    void namesDocumentsOfWhichNoPdfCanBeMade() throws IOException {
        List<Document> found = List.of(
                find("a.png", "no picture".getBytes(StandardCharsets.UTF_8)),
                find("b.txt", "ü".getBytes(StandardCharsets.ISO_8859_1)));

        assertThat(combined().compose(found, RECIPIENTS).get(0).problems())
                .extracting(it -> it.advice().key())
                .containsExactly("pdf.damaged-picture", "pdf.not-utf-8");
        assertThat(folder.resolve("made")).doesNotExist();
    }

    private Validated<Document> withTemplate(String html, String note) throws IOException {
        Path template = Files.writeString(folder.resolve("cover.html"), html);
        CoverPage page = cover(note, LocalDate.of(2026, 11, 29), Locale.GERMAN).by(template.toString());
        return Compositions.plain(folder.resolve("made"), true, Optional.of(page), SendAs.DOCUMENT)
                .compose(List.of(find("a.pdf", Pdfs.pages(2))), List.of(new Recipient(NUMBER)))
                .get(0);
    }

    @Test
    void fillsTemplateOfCoverPage() throws IOException {
        String html = "<h1>Fax</h1><p>An {{to}} {{ number }}<p>{{from}}, {{date}}, {{pages}} Seiten<p>{{subject}}"
                + " {{reference}}<p>{{note}}";

        Document made =
                withTemplate(html, "Zeile <b>1</b> & mehr\nZeile 2").value().orElseThrow();

        assertThat(made.pages()).isEqualTo(3);
        assertThat(made.parts().get(0).name()).isEqualTo("cover.html");
        assertThat(made.parts().get(0).kind()).isEqualTo(DocumentPart.Kind.COVER_PAGE);
        assertThat(firstPage(made).replaceAll("\\s+", " "))
                .contains("Fax An Amtsgericht Köln +49 30 23125016 Baufirma, 29. November 2026, 3 Seiten Bericht B-1"
                        + " Zeile <b>1</b> & mehr Zeile 2");
        String identity = identity(made);
        assertThat(identity(withTemplate(html, "Zeile <b>1</b> & mehr\nZeile 2")
                        .value()
                        .orElseThrow()))
                .isEqualTo(identity);
        assertThat(identity(withTemplate(html + "!", "Zeile <b>1</b> & mehr\nZeile 2")
                        .value()
                        .orElseThrow()))
                .isNotEqualTo(identity);
    }

    @Test
    void pictureOfATemplateCountsWhereAFaxIsRecognized() throws IOException {
        List<String> identities = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            BufferedImage letterhead = new BufferedImage(20, 20, BufferedImage.TYPE_BYTE_BINARY);
            letterhead.setRGB(i / 2, 0, 0xFFFFFF);
            ImageIO.write(letterhead, "png", folder.resolve("letterhead.png").toFile());
            identities.add(identity(withTemplate("<img src=letterhead.png><p>{{to}}", "")
                    .value()
                    .orElseThrow()));
        }

        assertThat(identities.get(1)).isEqualTo(identities.get(0));
        assertThat(identities.get(2)).isNotEqualTo(identities.get(0));
    }

    @Test
    void rejectsTemplatesThatMakeNoCoverPage() throws IOException {
        assertThat(withTemplate("{{to}} {{phone}}", "").problems())
                .extracting(it -> it.advice().in(Locale.ENGLISH))
                .singleElement(InstanceOfAssertFactories.STRING)
                .startsWith("the template has an unknown placeholder {{phone}}; use to, attention, number,");
        assertThat(withTemplate("<p>{{note}}</p>", "Zeile\n".repeat(200)).problems())
                .extracting(it -> it.advice().key())
                .containsExactly("input.cover.long");
        assertThat(withTemplate("<p>{{note}}</p>", "\u65E5").problems())
                .extracting(it -> it.advice().key())
                .containsExactly("input.cover.character");
        assertThat(new CoverParameters("cover.docx", "", "", "", "")
                        .check(
                                new OrderParameters(List.of(), "", "", "", "", "DE"),
                                LocalDate.of(2026, 11, 29),
                                Locale.GERMAN)
                        .problems())
                .extracting(it -> it.advice().key())
                .containsExactly("input.cover");
    }

    private static String text(Document document) throws IOException {
        try (PDDocument pdf = Loader.loadPDF(Path.of(document.path()).toFile())) {
            return new PDFTextStripper().getText(pdf).strip();
        }
    }
}
