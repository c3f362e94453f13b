package io.github.faxnummer.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.faxnummer.pdf.Finding.Kind;
import io.github.faxnummer.pdf.testing.RawPdf;
import io.github.faxnummer.pdf.testing.SamplePdfs;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the catalog says about a document's content, where programs disagree. */
class CatalogTest {

    private static final String TEXT = "BT /F 12 Tf 60 700 Td (A report of some length, and more of it) Tj ET ";
    private static final String FONTS = "/Font <</F <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>";
    private static final String FORM = "/AcroForm <</Fields [5 0 R] /DA (/F 20 Tf 0 g) /DR <<" + FONTS + ">> ";
    private static final String FIELD = "<</Type /Annot /Subtype /Widget /FT /Tx /T (amount) /V (WWWWW)"
            + " /Rect [100 400 400 440] /DA (/F 20 Tf 0 g) ";

    @TempDir
    private Path folder;

    /** Returns a page with text; its first annotation or layer is object 5. */
    private static RawPdf pdf(String catalog, String page, String content) {
        return new RawPdf()
                        .object("<</Type /Catalog /Pages 2 0 R " + catalog + ">>")
                        .object("<</Type /Pages /Kids [3 0 R] /Count 1>>")
                        .object("<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R " + page
                                + " /Resources <<" + FONTS + " /Properties <</L 5 0 R>>>>>>")
                        .stream("", TEXT + content);
    }

    private List<Finding> check(RawPdf pdf) throws IOException {
        return new Preflight(PdfLimits.DEFAULT).check(save(pdf)).findings();
    }

    private Path save(RawPdf pdf) throws IOException {
        return Files.write(folder.resolve("it.pdf"), pdf.end());
    }

    /** Returns the number of black pixels in a part of the page, in points from below. */
    private int ink(RawPdf pdf, int left, int bottom, int right, int top) throws IOException {
        List<FaxPage> pages = new ArrayList<>();
        new Preview(PdfLimits.DEFAULT).draw(save(pdf), 1, pages::add);
        BufferedImage image = pages.get(0).image();
        int ink = 0;
        for (int y = (842 - top) * 196 / 72; y < (842 - bottom) * 196 / 72; y++) {
            for (int x = left * 204 / 72 + 21; x < right * 204 / 72 + 21; x++) {
                ink += (image.getRGB(x, y) & 0xFF) == 0 ? 1 : 0;
            }
        }
        return ink;
    }

    @ParameterizedTest
    @CsvSource({
        "/Collection <</View /T>>,PORTFOLIO",
        "/NeedsRendering true /AcroForm <</Fields [] /XFA 4 0 R>>,DYNAMIC_FORM"
    })
    void rejectsDocumentWhosePagesAreNotItsContent(String catalog, Kind kind) throws IOException {
        RawPdf pdf = pdf(catalog, "", "");

        assertThat(check(pdf)).containsExactly(new Finding(kind, 0, ""));
        assertThatThrownBy(() -> new Preview(PdfLimits.DEFAULT).draw(save(pdf), 1, page -> {}))
                .isInstanceOf(UnreadablePdfException.class);
    }

    @Test
    void acceptsStaticFormWithXfa() throws IOException {
        assertThat(check(pdf("/AcroForm <</Fields [] /XFA 4 0 R>>", "", ""))).isEmpty();
    }

    @Test
    void drawsFieldValueWithoutAppearance() throws IOException {
        RawPdf pdf = pdf(FORM + ">>", "/Annots [5 0 R]", "").object(FIELD + "/F 4>>");

        assertThat(check(pdf)).isEmpty();
        assertThat(ink(pdf, 100, 400, 400, 440)).isGreaterThan(500);
    }

    @ParameterizedTest
    @CsvSource({"WWWWW,true,false", "old,true,true", "old,false,false"})
    void reportsOutdatedAppearance(String shown, boolean needsAppearances, boolean differs) throws IOException {
        RawPdf pdf = pdf(FORM + "/NeedAppearances " + needsAppearances + ">>", "/Annots [5 0 R]", "")
                .object(FIELD + "/F 4 /AP <</N 6 0 R>>>>")
                .stream(
                        "/Type /XObject /Subtype /Form /BBox [0 0 300 40] /Resources <<" + FONTS + ">>",
                        "BT /F 20 Tf 2 5 Td (" + shown + ") Tj ET");

        assertThat(check(pdf)).isEqualTo(differs ? List.of(new Finding(Kind.FIELD_DIFFERS, 0, "amount")) : List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "/AS /Yes,FIELD_DIFFERS",
        "/AS /Off,",
        "/F 2 /AS /Yes,",
        "/F 4 /AS /Yes,FIELD_DIFFERS",
        "/F 4 /AS /Yes /AP <</N <</Yes 6 0 R>>>>,",
        "/AS /Yes /AP <</N <</Yes 6 0 R>>>>,FIELD_NOT_PRINTED",
        "/AS /Off /AP <</N <</Yes 6 0 R>>>>,",
        "/F 32 /AS /Yes /AP <</N <</Yes 6 0 R>>>>,"
    })
    void reportsCheckMarkThatIsNotPrintedOrHasNoAppearance(String entries, @Nullable Kind kind) throws IOException {
        RawPdf pdf = pdf(FORM + ">>", "/Annots [5 0 R]", "")
                .object("<</Type /Annot /Subtype /Widget /FT /Btn /T (agreed) /V /Yes /Rect [100 400 140 440] "
                        + entries + ">>")
                .stream("/Type /XObject /Subtype /Form /BBox [0 0 40 40]", "0 0 40 40 re f");

        assertThat(check(pdf)).isEqualTo(kind == null ? List.of() : List.of(new Finding(kind, 0, "agreed")));
    }

    @ParameterizedTest
    @CsvSource({
        "/Rect [100 400 400 440] /AP <</N 6 0 R>>,true",
        "/Rect [100 400 400 440] /AP <</N 6 0 R>> /F 4,false",
        "/Rect [100 400 400 440],false",
        "/Rect [0 0 0 0] /AP <</N 6 0 R>>,false"
    })
    void reportsVisibleSignatureThatIsNotPrinted(String entries, boolean reported) throws IOException {
        RawPdf pdf = pdf(FORM + ">>", "/Annots [5 0 R]", "")
                .object("<</Type /Annot /Subtype /Widget /FT /Sig /T (signed) /V <</Type /Sig>> " + entries + ">>")
                .stream("/Type /XObject /Subtype /Form /BBox [0 0 300 40]", "0 0 300 40 re f");

        assertThat(check(pdf))
                .isEqualTo(reported ? List.of(new Finding(Kind.FIELD_NOT_PRINTED, 0, "signed")) : List.of());
    }

    @Test
    void drawsValuesOfAllFieldsHoweverManyAreReported() throws IOException {
        String fields = "/AcroForm <</Fields [5 0 R 6 0 R 7 0 R 8 0 R 9 0 R 10 0 R 11 0 R] /DA (/F 20 Tf 0 g)"
                + " /DR <<" + FONTS + ">>>>";
        RawPdf pdf = pdf(fields, "/Annots [11 0 R]", "");
        for (int i = 5; i <= 10; i++) {
            pdf.object(FIELD + ">>");
        }
        pdf.object(FIELD + "/F 4>>");

        assertThat(check(pdf)).isEqualTo(Collections.nCopies(5, new Finding(Kind.FIELD_NOT_PRINTED, 0, "amount")));
        assertThat(ink(pdf, 100, 400, 400, 440)).isGreaterThan(500);
    }

    @ParameterizedTest
    @CsvSource({
        // The size of the font is no text, nor is a part of another number.
        "(10) Tj,true",
        "(120) Tj,true",
        "(12) Tj,false",
        "<3132> Tj,false",
        "[(1) -20 (2)] TJ,false",
        "(1) Tj 20 0 Td (2) Tj,false"
    })
    void comparesTheTextThatAnAppearanceDraws(String drawn, boolean differs) throws IOException {
        RawPdf pdf = pdf(FORM + "/NeedAppearances true>>", "/Annots [5 0 R]", "")
                .object(FIELD.replace("WWWWW", "12") + "/F 4 /AP <</N 6 0 R>>>>")
                .stream(
                        "/Type /XObject /Subtype /Form /BBox [0 0 300 40] /Resources <<" + FONTS + ">>",
                        "BT /F 12 Tf 2 5 Td " + drawn + " ET");

        assertThat(check(pdf)).isEqualTo(differs ? List.of(new Finding(Kind.FIELD_DIFFERS, 0, "amount")) : List.of());
    }

    @Test
    void reportsFieldThatIsNotPrinted() throws IOException {
        RawPdf pdf = pdf(FORM + ">>", "/Annots [5 0 R]", "").object(FIELD + ">>");

        assertThat(check(pdf)).containsExactly(new Finding(Kind.FIELD_NOT_PRINTED, 0, "amount"));
        assertThat(ink(pdf, 100, 400, 400, 440)).isZero();
    }

    @Test
    void reportsFieldThatIsStream() throws IOException {
        String field = FIELD.substring(2);
        RawPdf pdf = pdf(FORM + ">>", "/Annots [5 0 R]", "").stream(field + "/F 4 /AP <</N 6 0 R>>", "").stream(
                "/Type /XObject /Subtype /Form /BBox [0 0 300 40]", "0 0 300 40 re f");

        assertThat(check(pdf)).containsExactly(new Finding(Kind.FIELD_DIFFERS, 0, "amount"));
    }

    @ParameterizedTest
    @CsvSource({
        // Without /AS, usage counts for nothing: screen and print are the same.
        "OFF,'',true,false",
        "ON,'',false,false",
        "OFF,/AS [<</Event /Print /Category [/Print] /OCGs [5 0 R]>>],false,true",
        "OFF,/AS [<</Event /View /Category [/View] /OCGs [5 0 R]>>],true,false",
    })
    void drawsLayerAsInPrintAndReportsDifference(String printState, String events, boolean drawn, boolean differs)
            throws IOException {
        String state = drawn || differs ? "/ON" : "/OFF";
        RawPdf pdf = pdf(
                        "/OCProperties <</OCGs [5 0 R] /D <<" + state + " [5 0 R] " + events + ">>>>",
                        "",
                        "/OC /L BDC 100 400 300 40 re f EMC")
                .object("<</Type /OCG /Name (Draft) /Usage <</Print <</PrintState /" + printState + ">>>>>>");

        assertThat(check(pdf)).isEqualTo(differs ? List.of(new Finding(Kind.LAYER_DIFFERS, 1, "Draft")) : List.of());
        assertThat(ink(pdf, 100, 400, 400, 440) > 0).isEqualTo(drawn);
    }

    @ParameterizedTest
    @CsvSource({
        "/OCGs 5 0 R,true",
        "/OCGs [6 0 R 5 0 R] /P /AllOn,true",
        "/OCGs [6 0 R 5 0 R] /P /AnyOn,false",
        "/OCGs 6 0 R,false",
        "/VE [/And 6 0 R 5 0 R],true",
        "/VE [/Not [/Not 5 0 R]],true",
        "/VE [/Or 6 0 R 5 0 R],false",
        "/OCGs 6 0 R /VE [/Not 5 0 R],true"
    })
    void reportsLayerThatDiffersThroughMembership(String members, boolean differs) throws IOException {
        RawPdf pdf = pdf(
                "/OCProperties <</OCGs [5 0 R 6 0 R] /D <</AS [<</Event /Print /Category [/Print]"
                        + " /OCGs [5 0 R]>>]>>>>",
                "/Annots [7 0 R]",
                "")
                .object("<</Type /OCG /Name (Draft) /Usage <</Print <</PrintState /OFF>>>>>>")
                .object("<</Type /OCG /Name (Other)>>")
                .object("<</Type /Annot /Subtype /Watermark /F 4 /Rect [100 400 400 440] /AP <</N 8 0 R>>"
                        + " /OC <</Type /OCMD " + members + ">>>>")
                .stream("/Type /XObject /Subtype /Form /BBox [0 0 300 40]", "0 0 300 40 re f");
        boolean drawn = members.contains("AnyOn")
                || members.contains("Or ")
                || members.endsWith("[/Not 5 0 R]")
                || members.equals("/OCGs 6 0 R");

        assertThat(check(pdf)).isEqualTo(differs ? List.of(new Finding(Kind.LAYER_DIFFERS, 1, "Draft")) : List.of());
        assertThat(ink(pdf, 100, 400, 400, 440) > 0).isEqualTo(drawn);
    }

    /** Ghostscript draws forms and annotations of a layer that is off; poppler hides groups without /Type, too. */
    @ParameterizedTest
    @CsvSource({
        "/Type /OCG,/OC /L BDC 100 400 300 40 re f EMC,false",
        "/Type /OCG,/X Do,true",
        "/Type /OCG,/I Do,false",
        "/Type /OCG,'',true",
        "'',/OC /L BDC 100 400 300 40 re f EMC,true",
        "'',/X Do,true",
        "'',/M Do,true"
    })
    void reportsLayerThatIsOffAndThatSomeProgramsDraw(String type, String content, boolean reported)
            throws IOException {
        RawPdf pdf = new RawPdf()
                        .object("<</Type /Catalog /Pages 2 0 R /OCProperties <</OCGs [5 0 R] /D <</OFF [5 0 R]>>>>>>")
                        .object("<</Type /Pages /Kids [3 0 R] /Count 1>>")
                        .object("<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
                                + (content.isEmpty() ? "/Annots [9 0 R]" : "")
                                + " /Resources <<" + FONTS + " /Properties <</L 5 0 R>>"
                                + " /XObject <</X 6 0 R /I 7 0 R /M 8 0 R>>>>>>")
                        .stream("", TEXT + content)
                        .object("<<" + type + " /Name (Draft)>>")
                        .stream("/Type /XObject /Subtype /Form /BBox [0 0 595 842] /OC 5 0 R", "100 400 300 40 re f")
                        .stream(
                                "/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray"
                                        + " /OC 5 0 R",
                                "\0")
                        .stream(
                                "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /OC <</Type /OCMD /OCGs [5 0 R]>>",
                                "100 400 300 40 re f")
                        .object(
                                "<</Type /Annot /Subtype /Stamp /F 4 /Rect [100 400 400 440] /OC 5 0 R /AP <</N 6 0 R>>>>");

        assertThat(check(pdf)).isEqualTo(reported ? List.of(new Finding(Kind.LAYER_OFF, 1, "Draft")) : List.of());
        assertThat(ink(pdf, 100, 400, 400, 440)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void reportsPermissionsThatForbidPrinting(boolean canPrint) throws IOException {
        Path file = SamplePdfs.report(1).save(folder.resolve("it.pdf"));
        AccessPermission permission = new AccessPermission();
        permission.setCanPrint(canPrint);
        try (PDDocument document = Loader.loadPDF(file.toFile())) {
            document.protect(new StandardProtectionPolicy("owner", "", permission));
            document.save(folder.resolve("locked.pdf").toFile());
        }

        assertThat(new Preflight(PdfLimits.DEFAULT)
                        .check(folder.resolve("locked.pdf"))
                        .findings())
                .isEqualTo(canPrint ? List.of() : List.of(new Finding(Kind.PRINTING_FORBIDDEN, 0, "")));
    }

    @ParameterizedTest
    @CsvSource({"/Stamp, 0, true", "/Stamp, 4, false", "/Stamp, 2, false", "/Stamp, 32, false", "/Link, 0, false"})
    void warnsOfMarkThatShowsOnScreenOnly(String type, int flags, boolean warned) throws IOException {
        RawPdf pdf = pdf("", "/Annots [5 0 R]", "")
                .object("<</Type /Annot /Subtype " + type + " /F " + flags + " /Rect [100 400 400 440]>>");

        assertThat(check(pdf).contains(new Finding(Kind.ANNOTATION_NOT_PRINTED, 1, "Stamp")))
                .isEqualTo(warned);
    }
}
