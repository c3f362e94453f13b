package io.github.faxnummer.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.faxnummer.converter.Converters;
import io.github.faxnummer.converter.SmallProgram;
import io.github.faxnummer.pdf.PdfLimits;
import io.github.faxnummer.pdf.Rendering;
import io.github.faxnummer.testing.Pdfs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents that programs make PDFs of, on their way into a fax. */
class ConvertersTest {

    private static final FaxNumber NUMBER = new FaxNumber("00493023125016");
    private static final FaxNumber OTHER = new FaxNumber("00493023125017");
    private static final List<Recipient> RECIPIENTS = List.of(new Recipient(NUMBER), new Recipient(OTHER));
    private static final byte[] DOCX = {'P', 'K', 3, 4, 20, 0};

    @TempDir
    private Path folder;

    private Converters copying(String extension, byte[] pdf) throws IOException {
        Path made = Files.write(folder.resolve("source-" + extension + ".pdf"), pdf);
        return converters(Map.of(extension, SmallProgram.command("copy", "{input}", made.toString(), "{outputFile}")));
    }

    private static Converters converters(Map<String, String> commands) {
        return ConverterParameters.check(commands).value().orElseThrow();
    }

    private Validated<Document> found(Converters converters, String name, byte[] content) throws IOException {
        return Document.check(
                Files.write(folder.resolve(name), content),
                PdfLimits.DEFAULT,
                SendAs.DOCUMENT,
                Rendering.AUTO,
                converters);
    }

    private Composition composition(Converters converters, boolean combined, Optional<CoverPage> cover) {
        return new Composition(
                folder.resolve("made"),
                combined,
                cover,
                Optional.empty(),
                PdfLimits.DEFAULT,
                SendAs.DOCUMENT,
                Rendering.AUTO,
                false,
                converters);
    }

    private List<Validated<Document>> compose(Converters converters, Document... documents) throws IOException {
        return composition(converters, false, Optional.empty()).compose(List.of(documents), RECIPIENTS);
    }

    private static byte[] pdf(PDRectangle... sizes) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PDDocument document = new PDDocument()) {
            for (PDRectangle size : sizes) {
                document.addPage(new PDPage(size));
            }
            document.save(bytes);
        }
        return bytes.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void sendsWhatProgramMade() throws IOException {
        Converters converters = copying("docx", pdf(PDRectangle.A4, PDRectangle.A4));
        Document letter = found(converters, "letter.DOCX", DOCX).value().orElseThrow();
        Document pdf = found(converters, "a.pdf", Pdfs.pages(1)).value().orElseThrow();
        assertThat(letter.isInspected()).isFalse();

        List<Validated<Document>> made = compose(converters, letter, pdf);

        Document fax = made.get(0).value().orElseThrow();
        assertThat(fax.name()).isEqualTo("letter.DOCX");
        assertThat(fax.path())
                .isEqualTo(folder.resolve("made/fax-composed-1.pdf").toString());
        assertThat(fax.pages()).isEqualTo(2);
        assertThat(fax.parts())
                .extracting(DocumentPart::name, DocumentPart::sha256, DocumentPart::pages)
                .containsExactly(tuple("letter.DOCX", Pdfs.sha256(DOCX), "1-2"));
        assertThat(fax.parts().get(0).made()).matches("[0-9a-f]{64}");
        assertThat(fax.warnings()).noneMatch(it -> it.in(Locale.ENGLISH).contains("extension"));
        assertThat(made.get(1).value()).contains(pdf);
        assertThat(new FaxOrder(List.of(letter, pdf), List.of(NUMBER, OTHER), "", "", "", "")
                        .composed(made)
                        .value())
                .isPresent();
        byte[] first = Files.readAllBytes(Path.of(fax.path()));
        compose(converters, letter, pdf);
        assertThat(Path.of(fax.path())).hasBinaryContent(first);
    }

    @Test
    void convertsInPlaceOfBuiltInDrawing() throws IOException {
        Converters converters = copying("html", pdf(PDRectangle.A4, PDRectangle.A4));
        Document page = found(converters, "a.html", utf8("<p>one page")).value().orElseThrow();

        assertThat(compose(converters, page).get(0).value().orElseThrow().pages())
                .isEqualTo(2);
        assertThat(compose(Converters.NONE, page).get(0).value().orElseThrow().pages())
                .isEqualTo(1);
    }

    @Test
    void runsOnceForAllRecipients() throws IOException {
        Path made = Files.write(folder.resolve("source.pdf"), pdf(PDRectangle.A4));
        Path count = folder.resolve("count");
        Converters converters = converters(Map.of(
                "docx", SmallProgram.command("count", "{input}", made.toString(), "{outputFile}", count.toString())));
        Document letter = found(converters, "letter.docx", DOCX).value().orElseThrow();
        CoverPage cover = new CoverPage("", "Baufirma", "", "", "", LocalDate.of(2026, 11, 29), Locale.GERMAN);
        assertThat(composition(converters, true, Optional.of(cover)).compose(List.of(letter), RECIPIENTS).stream()
                        .map(it -> it.value().orElseThrow()))
                .extracting(Document::pages)
                .containsExactly(2, 2);
        assertThat(count).hasContent("x");
    }

    @Test
    void refusesPaperThatIsNotA4() throws IOException {
        PDRectangle landscape = new PDRectangle(PDRectangle.A4.getHeight(), PDRectangle.A4.getWidth());
        Converters letter = copying("docx", pdf(PDRectangle.A4, PDRectangle.LETTER));
        Converters turned = copying("odt", pdf(PDRectangle.A4, landscape));
        Document docx = found(letter, "a.docx", DOCX).value().orElseThrow();
        Document odt = found(turned, "b.odt", DOCX).value().orElseThrow();

        Problem problem = compose(letter, docx).get(0).problems().get(0);

        assertThat(problem.in(Locale.ENGLISH))
                .isEqualTo("converters '" + docx.path() + "': page 2 of the PDF that the command for .docx made is"
                        + " 216 × 279 mm, not A4; set A4 in the document, in HTML with size: A4 for @page");
        assertThat(problem.in(Locale.GERMAN))
                .endsWith("Seite 2 der PDF-Datei, die der Befehl für .docx erzeugt hat, ist 216 × 279 mm groß statt A4;"
                        + " stellen Sie A4 im Dokument ein, in HTML mit size: A4 für @page");
        assertThat(folder.resolve("made")).doesNotExist();
        assertThat(compose(turned, odt).get(0).value().orElseThrow().pages()).isEqualTo(2);
    }

    @Test
    void checksWhatWasMadeLikeAnyDocument() throws IOException {
        Converters converters = copying("docx", utf8("%PDF-1.7\n%%EOF"));
        Document letter = found(converters, "a.docx", DOCX).value().orElseThrow();

        assertThat(compose(converters, letter).get(0).problems())
                .extracting(it -> it.in(Locale.ENGLISH))
                .singleElement()
                .asString()
                .startsWith("documents '" + letter.path() + "': damaged PDF");
    }

    @Test
    void reportsAllFailures() throws IOException {
        Converters converters = copying("docx", pdf(PDRectangle.A4));
        Document one = found(converters, "a.docx", utf8("<html>404")).value().orElseThrow();
        Document two = found(converters, "b.docx", utf8("<html>404")).value().orElseThrow();

        List<Problem> problems = compose(converters, one, two).get(0).problems();

        assertThat(problems)
                .extracting(it -> it.in(Locale.ENGLISH))
                .allMatch(it ->
                        it.endsWith("': the content is not that of a .docx file, so it was not converted; check the"
                                + " tool that generates it"))
                .hasSize(2);
        assertThat(problems.get(0).in(Locale.GERMAN))
                .isEqualTo(
                        "converters '" + one.path() + "': der Inhalt ist nicht der einer .docx-Datei, deshalb wurde sie"
                                + " nicht umgewandelt; prüfen Sie das Programm, das sie erzeugt");
        assertThat(folder.resolve("made")).doesNotExist();
    }

    @Test
    void warnsOfFormatThatWasNotChecked() throws IOException {
        Converters converters = copying("abc", pdf(PDRectangle.A4));
        Document unknown = found(converters, "x.abc", utf8("?")).value().orElseThrow();

        Document made = compose(converters, unknown).get(0).value().orElseThrow();

        assertThat(made.warnings())
                .extracting(it -> it.in(Locale.ENGLISH))
                .contains(
                        "x.abc: it is not known how files with this extension begin (.abc), so whether it is one was not"
                                + " checked before it was converted; check the preview");
        assertThat(made.warnings()).anyMatch(it -> it.in(Locale.GERMAN).startsWith("x.abc: der Anfang von Dateien"));
    }

    @Test
    void namesConvertersForUnknownFormats() throws IOException {
        assertThat(found(Converters.NONE, "a.docx", DOCX).problems())
                .extracting(it -> it.in(Locale.ENGLISH))
                .singleElement()
                .asString()
                .endsWith("or have a command in converters");
    }

    @Test
    void readsLinesAndReportsAllThatIsWrong() {
        Validated<Converters> lines = FaxParameters.CONVERTERS.check(
                "docx = soffice {input} {output}\r\n\n HTML=chromium --print-to-pdf={outputFile} --a=b {inputUri}\n");
        assertThat(lines.value().orElseThrow().all())
                .extracting(it -> it.extension() + " " + it.command())
                .containsExactly(
                        "docx [soffice, {input}, {output}]",
                        "html [chromium, --print-to-pdf={outputFile}, --a=b, {inputUri}]");
        assertThat(FaxParameters.CONVERTERS.check("").value()).contains(Converters.NONE);

        assertThat(FaxParameters.CONVERTERS
                        .check("soffice {input}\ndocx=\nodt=x {input} {output}\nODT=x {input} {output}\n.rtf=x")
                        .problems())
                .extracting(it -> it.in(Locale.ENGLISH))
                .containsExactly(
                        "converters 'soffice {input}': not a command for an extension; write lines such as docx=program"
                                + " arguments",
                        "converters 'docx': has no command; specify a program and its arguments",
                        "converters 'odt': has two commands; remove one",
                        "converters '.rtf': not a file extension; use letters and digits without the dot, such as docx");
    }
}
