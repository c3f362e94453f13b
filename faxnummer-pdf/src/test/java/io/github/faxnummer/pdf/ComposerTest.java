package io.github.faxnummer.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.faxnummer.pdf.Finding.Kind;
import io.github.faxnummer.pdf.testing.FeaturePdf;
import io.github.faxnummer.pdf.testing.RawPdf;
import io.github.faxnummer.pdf.testing.SamplePdfs;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of documents that are composed into one. */
class ComposerTest {

    private static final String FONTS = "/Font <</F <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>";
    private static final String TEXT = "BT /F 40 Tf 60 700 Td (Report) Tj ET 20 30 100 200 re f ";

    @TempDir
    private Path folder;

    private int files;

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve(++files + ".pdf"), content);
    }

    /** A page with text; its first annotation or layer is object 5. */
    private static RawPdf pdf(String catalog, String page, String content) {
        return new RawPdf()
                        .object("<</Type /Catalog /Pages 2 0 R " + catalog + ">>")
                        .object("<</Type /Pages /Kids [3 0 R] /Count 1>>")
                        .object("<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R " + page
                                + " /Resources <<" + FONTS + " /Properties <</L 5 0 R>>>>>>")
                        .stream("", TEXT + content);
    }

    private static byte[] compose(Path... sources) throws IOException {
        try (Composer composer = new Composer(PdfLimits.DEFAULT)) {
            for (Path source : sources) {
                composer.add(source);
            }
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            composer.save(output);
            return output.toByteArray();
        }
    }

    private static List<FaxPage> drawn(Path file) throws IOException {
        List<FaxPage> pages = new ArrayList<>();
        new Preview(PdfLimits.DEFAULT).draw(file, Integer.MAX_VALUE, pages::add);
        return pages;
    }

    private static double shareOfDifferentDots(BufferedImage one, BufferedImage other) {
        assertThat(one.getHeight()).isEqualTo(other.getHeight());
        long different = 0;
        long ink = 1;
        for (int y = 0; y < one.getHeight(); y++) {
            for (int x = 0; x < one.getWidth(); x++) {
                boolean black = (one.getRGB(x, y) & 1) == 0;
                ink += black ? 1 : 0;
                different += black == ((other.getRGB(x, y) & 1) == 0) ? 0 : 1;
            }
        }
        return (double) different / ink;
    }

    /** Lines and edges may move by a dot where a transformation is computed in another order. */
    private void assertDrawnAsBefore(Path... sources) throws IOException {
        List<FaxPage> before = new ArrayList<>();
        for (Path source : sources) {
            before.addAll(drawn(source));
        }
        List<FaxPage> after = drawn(file(compose(sources)));
        assertThat(after).hasSameSizeAs(before);
        for (int i = 0; i < before.size(); i++) {
            assertThat(shareOfDifferentDots(before.get(i).image(), after.get(i).image()))
                    .as("page %s", i + 1)
                    .isLessThan(0.01);
        }
    }

    @Test
    void drawsEachPageAsInItsOwnDocument() throws IOException {
        Path features = file(FeaturePdf.bytes());
        Path sampler = SamplePdfs.sampler().save(folder.resolve("sampler.pdf"));
        assertDrawnAsBefore(features, sampler, features);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/Rotate 0 /CropBox [50 40 500 800]",
                "/Rotate 90 /CropBox [50 40 500 800]",
                "/Rotate 180 /CropBox [50 40 500 800]",
                "/Rotate 270 /CropBox [50 40 500 800]",
                "/Rotate -90",
                "/MediaBox [-100 -50 495 792]",
                "/UserUnit 0.5",
            })
    void keepsWhatIsSeenOfTurnedMovedAndCroppedPages(String page) throws IOException {
        assertDrawnAsBefore(file(pdf("", page, "").object("null").end()));
    }

    @Test
    void keepsLayersOffWhateverOtherDocumentsSayAboutTheirs() throws IOException {
        String layered = "/OC /L BDC 300 300 200 200 re f EMC ";
        String layer = "<</Type /OCG /Name (Draft)>>";
        Path off = file(pdf("/OCProperties <</OCGs [5 0 R] /D <</OFF [5 0 R]>>>>", "", layered)
                .object(layer)
                .end());
        Path on = file(pdf("/OCProperties <</OCGs [5 0 R] /D <<>>>>", "", layered)
                .object(layer)
                .end());
        Path offByDefault = file(pdf("/OCProperties <</OCGs [5 0 R] /D <</BaseState /OFF>>>>", "", layered)
                .object(layer)
                .end());
        Path offInPrint = file(pdf("/OCProperties <</OCGs [5 0 R] /D <<>>>>", "", layered)
                .object("<</Type /OCG /Name (Draft) /Usage <</Print <</PrintState /OFF>>>>>>")
                .end());
        assertDrawnAsBefore(off, on, offByDefault, offInPrint, off);
    }

    @Test
    void makesFieldsAndNotesPartOfThePage() throws IOException {
        String form = "/AcroForm <</Fields [5 0 R] /DA (/F 20 Tf 0 g) /DR <<" + FONTS + ">> ";
        String field = "<</Type /Annot /Subtype /Widget /FT /Tx /T (amount) /V (1234567) /F 4"
                + " /Rect [100 400 400 440] /DA (/F 20 Tf 0 g) ";
        Path without = file(
                pdf(form + ">>", "/Annots [5 0 R]", "").object(field + ">>").end());
        RawPdf old =
                pdf(form + "/NeedAppearances true>>", "/Annots [5 0 R]", "")
                        .object(field + "/AP <</N 6 0 R>>>>")
                        .stream(
                                "/Type /XObject /Subtype /Form /BBox [0 0 300 40] /Resources <<" + FONTS + ">>",
                                "BT /F 20 Tf 5 10 Td (outdated) Tj ET ");
        byte[] composed = compose(without, file(old.end()));
        try (PDDocument document = Loader.loadPDF(composed)) {
            assertThat(new PDFTextStripper().getText(document))
                    .containsPattern("(?s)1234567.*1234567")
                    .doesNotContain("outdated");
            assertThat(document.getDocumentCatalog().getAcroForm(null)).isNull();
            assertThat(document.getPage(0).getAnnotations()).isEmpty();
        }
        assertDrawnAsBefore(without);
    }

    @Test
    void leavesOutWhatIsNotPrinted() throws IOException {
        Path source = file(pdf(
                        "/Outlines 5 0 R /OpenAction <</S /JavaScript /JS (app.beep())>> /Names <<>>"
                                + " /PageMode /UseOutlines",
                        "/Annots [<</Type /Annot /Subtype /Link /Rect [0 0 99 99]"
                                + " /A <</S /URI /URI (http://a.invalid)>>>>]",
                        "")
                .object("<</Type /Outlines /Count 0>>")
                .end());
        try (PDDocument document = Loader.loadPDF(compose(source, source))) {
            assertThat(document.getDocumentCatalog().getCOSObject().keySet())
                    .containsExactlyInAnyOrder(COSName.TYPE, COSName.PAGES, COSName.VERSION);
            assertThat(document.getPage(0).getAnnotations()).isEmpty();
        }
    }

    @Test
    void composesTheSameBytesOfTheSameFiles() throws IOException {
        Path features = file(FeaturePdf.bytes());
        Path report = SamplePdfs.report(3).save(folder.resolve("report.pdf"));
        byte[] first = compose(features, report);
        assertThat(compose(features, report)).isEqualTo(first);
        assertThat(compose(report, features)).isNotEqualTo(first);
    }

    @Test
    void composesADocumentThatOnlyItsOwnerMayChange() throws IOException {
        Path open = SamplePdfs.report(2).save(folder.resolve("open.pdf"));
        Path locked = folder.resolve("locked.pdf");
        try (PDDocument document = Loader.loadPDF(open.toFile())) {
            document.protect(new StandardProtectionPolicy("owner", "", new AccessPermission()));
            document.save(locked.toFile());
        }
        assertDrawnAsBefore(locked, open);
        assertThat(Loader.loadPDF(compose(locked)).isEncrypted()).isFalse();
    }

    @Test
    void tellsTheChecksumAndThePagesOfEachPart() throws IOException {
        Path report = SamplePdfs.report(3).save(folder.resolve("report.pdf"));
        PdfFacts facts = new Preflight(PdfLimits.DEFAULT).check(report);
        try (Composer composer = new Composer(PdfLimits.DEFAULT)) {
            ComposedPart part = composer.add(report);
            assertThat(part)
                    .isEqualTo(new ComposedPart(facts.sha256(), Files.size(report), "", facts.pages(), List.of()));
            assertThat(part.pages()).isEqualTo(3);
            assertThat(part.sizes()).allMatch(PageSize::isA4);
        }
    }

    private List<Finding> findings(byte[] pdf) throws IOException {
        try (Composer composer = new Composer(PdfLimits.DEFAULT)) {
            return composer.add(file(pdf)).findings();
        }
    }

    @Test
    void tellsWhatIsLostOfAnnotations() throws IOException {
        byte[] pdf = pdf(
                        "",
                        "/Annots [<</Type /Annot /Subtype /Stamp /Rect [100 400 400 440] /AP <</N 5 0 R>>>>"
                                + " <</Type /Annot /Subtype /Line /F 4 /C [0 0 0] /Rect [100 100 200 150]"
                                + " /L [100 100 200]>>]",
                        "")
                .stream("/Type /XObject /Subtype /Form /BBox [0 0 300 40]", "0 0 300 40 re f")
                .end();

        assertThat(findings(pdf))
                .containsExactly(
                        new Finding(Kind.ANNOTATION_NOT_PRINTED, 1, "Stamp"),
                        new Finding(Kind.PART_NOT_DRAWN, 1, "Line"));
    }

    @Test
    void tellsLayersThatDifferOnScreen() throws IOException {
        byte[] pdf = pdf(
                        "/OCProperties <</OCGs [5 0 R] /D <</AS [<</Event /Print /Category [/Print]"
                                + " /OCGs [5 0 R]>>]>>>>",
                        "",
                        "/OC /L BDC 100 400 300 40 re f EMC")
                .object("<</Type /OCG /Name (Draft) /Usage <</Print <</PrintState /OFF>>>>>>")
                .end();

        assertThat(findings(pdf)).containsExactly(new Finding(Kind.LAYER_DIFFERS, 1, "Draft"));
    }

    @Test
    void tellsThatAFileWasRepaired() throws IOException {
        byte[] pdf = pdf("", "", "").object("null").end();
        byte[] cut = Arrays.copyOf(pdf, pdf.length - "%%EOF\n".length());

        assertThat(findings(cut)).containsExactly(new Finding(Kind.REPAIRED, 0, "%%EOF"));
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 700})
    void tellsFieldWhoseValueCannotBeDrawn(int top) throws IOException {
        byte[] pdf = pdf("/AcroForm <</Fields [5 0 R] /DA (/F 9 Tf 0 g)>>", "/Annots [5 0 R]", "")
                .object("<</Type /Annot /Subtype /Widget /FT /Tx /Ff 4096 /T (remarks) /F 4 /V ("
                        + "A very long value. ".repeat(5_000) + ") /Rect [50 30 550 " + top + "]>>")
                .end();

        if (top < 100) {
            assertThat(findings(pdf)).contains(new Finding(Kind.PART_NOT_DRAWN, 1, "field"));
        } else {
            assertThatThrownBy(() -> findings(pdf))
                    .isInstanceOfSatisfying(
                            UnreadablePdfException.class,
                            it -> assertThat(it.finding())
                                    .extracting(Finding::kind, Finding::page)
                                    .containsExactly(Kind.MISSING_CONTENT, 1));
        }
    }

    @Test
    void refusesAFileThatNeedsAPassword() throws IOException {
        Path locked = folder.resolve("locked.pdf");
        try (PDDocument document = Loader.loadPDF(FeaturePdf.bytes())) {
            document.protect(new StandardProtectionPolicy("owner", "user", new AccessPermission()));
            document.save(locked.toFile());
        }
        assertThatThrownBy(() -> compose(locked))
                .isInstanceOfSatisfying(
                        UnreadablePdfException.class,
                        it -> assertThat(it.finding().kind()).isEqualTo(Kind.ENCRYPTED));
    }
}
