package io.github.faxnummer.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.pdf.testing.RawPdf;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Transparency, gradients, clips and layers, beside stock PDFBox where it draws them well. */
class PageDrawingTest {

    private static final String FONT = "/Font <</F <</Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold>>>>";

    private static final String GROUP = "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources <<" + FONT + ">>"
            + " /Group <</S /Transparency /CS /DeviceRGB %s>>";

    private static final String BLACK_GRADIENT =
            "/Shading <</S <</ShadingType 2 /ColorSpace /DeviceGray /Coords [0 0 595 0] /Extend [true true]"
                    + " /Function <</FunctionType 2 /Domain [0 1] /C0 [0] /C1 [0.05] /N 1>>>>>>";

    private static final String TEXT = " BT /F 24 Tf 60 630 Td (HHHHHHHHHHHH) Tj ET ";

    private static final double DOTS = 0.04;

    @TempDir
    private Path folder;

    /** In points, from the lower left corner of the page. */
    private record Area(int x, int y, int width, int height) {}

    /** Where {@link #TEXT} stands. */
    private static final Area LINE = new Area(60, 630, 200, 17);

    private double ink(byte[] pdf, Area area) throws IOException {
        List<FaxPage> pages = new ArrayList<>();
        new Preview(PdfLimits.DEFAULT, false, Rendering.AUTO)
                .draw(Files.write(folder.resolve("it.pdf"), pdf), 1, pages::add);
        int margin = (FaxPage.WIDTH - 595 * 204 / 72) / 2;
        return ink(pages.get(0).image(), area, 204 / 72.0, 196 / 72.0, margin);
    }

    private static double stockInk(byte[] pdf, Area area) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return ink(new PDFRenderer(document).renderImageWithDPI(0, 144, ImageType.RGB), area, 2, 2, 0);
        }
    }

    private static double ink(BufferedImage image, Area area, double across, double down, int margin) {
        double ink = 0;
        int pixels = 0;
        for (int y = (int) ((842 - area.y() - area.height()) * down); y < (842 - area.y()) * down; y++) {
            for (int x = margin + (int) (area.x() * across); x < margin + (area.x() + area.width()) * across; x++) {
                ink += 1 - (image.getRGB(x, y) & 0xFF) / 255.0;
                pixels++;
            }
        }
        return ink / pixels;
    }

    private void assertDrawnAsByStock(byte[] pdf, Area area) throws IOException {
        assertThat(ink(pdf, area)).isCloseTo(stockInk(pdf, area), Offset.offset(DOTS));
    }

    // Text in transparency groups

    private static byte[] group(String state, String attributes, String page, String group) {
        return RawPdf.page("/ExtGState <</G <<" + state + ">>>> /XObject <</X 5 0 R>> " + FONT, page + " /G gs /X Do")
                .stream(GROUP.formatted(attributes), group)
                .end();
    }

    /** A browser prints a translucent title in such a way. */
    @ParameterizedTest
    @CsvSource({
        "/ca .8, '', .13 .13 .2 rg 50 600 300 100 re f, ''",
        "/ca .8, '', '', .13 .13 .2 rg 50 600 300 100 re f",
        "/ca 1, /I true, .13 .13 .2 rg 50 600 300 100 re f, ''",
        "/ca 1, /I true, '', .13 .13 .2 rg 50 600 300 100 re f",
        "/ca 1, /K true, '', .13 .13 .2 rg 50 600 300 100 re f",
    })
    void lightTextInGroupStaysLegibleOnDarkGround(String state, String attributes, String page, String group)
            throws IOException {
        String text = " .85 g" + TEXT;
        double ground = ink(group(state, attributes, page, group), LINE);
        double written = ink(group(state, attributes, page, group + text), LINE);

        assertThat(ground).isGreaterThan(0.65);
        assertThat(written).isLessThan(ground - 0.15);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 g", ".3 g", ".6 g", "1 0 0 rg", ".2 .5 .9 rg"})
    void darkerTextInGroupIsAsSharpAsOnPage(String color) throws IOException {
        String text = color + TEXT;
        byte[] onPage = RawPdf.page(FONT, text).end();

        assertThat(ink(group("/ca 1", "/I true", "", text), LINE)).isCloseTo(ink(onPage, LINE), Offset.offset(0.02));
    }

    @Test
    void darkerTextInGroupIsBlackOnItsColoredGround() throws IOException {
        String ground = ".9 .9 .6 rg 50 600 300 100 re f ";
        double black = ink(RawPdf.page(FONT, "0 g" + TEXT).end(), LINE);
        double blank = ink(group("/ca 1", "/I true", "", ground), LINE);

        assertThat(ink(group("/ca 1", "/I true", "", ground + ".5 .4 .1 rg" + TEXT), LINE))
                .isCloseTo(black + blank * (1 - black), Offset.offset(0.02));
    }

    // Soft masks

    private static byte[] masked(String resources, String page, String mask) {
        return RawPdf.page(
                        "/ExtGState <</M <</SMask <</S /Luminosity /G 5 0 R>>>>>> " + FONT + resources, "/M gs " + page)
                .stream(GROUP.formatted("/I true"), mask)
                .end();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0 g" + TEXT,
                "0 g 60 635 200 2 re f",
                "0 G 4 w 60 636 m 260 636 l S",
                "/S sh",
                "0 g 50 600 300 100 re f"
            })
    void drawsThroughMask(String page) throws IOException {
        assertDrawnAsByStock(masked(BLACK_GRADIENT, page, "1 g 50 600 300 100 re f"), LINE);
    }

    @Test
    void textOfMaskKeepsItsShade() throws IOException {
        assertDrawnAsByStock(masked("", "0 g 50 600 300 100 re f", ".85 g" + TEXT), LINE);
    }

    // Gradients

    private static final String LIGHT_GRADIENT = BLACK_GRADIENT.replace("[0] /C1 [0.05]", "[0.8] /C1 [0.7]");

    private static RawPdf pageWithHiddenLayer(String resources, String content) {
        return new RawPdf()
                        .object("<</Type /Catalog /Pages 2 0 R /OCProperties <</OCGs [5 0 R] /D <</OFF [5 0 R]>>>>>>")
                        .object("<</Type /Pages /Kids [3 0 R] /Count 1>>")
                        .object("<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
                                + " /Resources <</Properties <</L 5 0 R>> " + resources + ">>>>")
                        .stream("", content)
                        .object("<</Type /OCG /Name (L)>>");
    }

    @Test
    void gradientOnHiddenLayerHidesNothing() throws IOException {
        byte[] pdf = pageWithHiddenLayer(BLACK_GRADIENT, "/OC /L BDC /S sh EMC").end();

        assertThat(ink(pdf, LINE)).isZero();
        assertDrawnAsByStock(pdf, LINE);
    }

    @Test
    void whatFollowsGradientHasItsClip() throws IOException {
        byte[] pdf = RawPdf.page(
                        LIGHT_GRADIENT,
                        "q 50 600 100 100 re W n .5 g 60 610 20 20 re f Q"
                                + " q 300 300 100 100 re W n /S sh 0 g 320 320 200 60 re f Q")
                .end();

        assertThat(ink(pdf, new Area(325, 325, 70, 50))).isEqualTo(1);
        assertDrawnAsByStock(pdf, new Area(300, 300, 200, 100));
    }

    @Test
    void gradientKeepsPathThatIsNotYetPainted() throws IOException {
        byte[] pdf = RawPdf.page(LIGHT_GRADIENT, "60 620 200 40 re q 300 300 99 99 re W n /S sh Q 60 620 200 40 re f")
                .end();

        assertDrawnAsByStock(pdf, LINE);
    }

    // Lines

    /** In its own shade, a thin line would be a row of dots. */
    @ParameterizedTest
    @CsvSource({
        // Too light for dots, but meant to be seen.
        "1 g, .8 G, 1",
        "1 g, .97 G, 0",
        // On black, the other way round.
        "0 g, .3 G, 0",
        "0 g, 0 G, 1",
        "1 g, 1 0 0 RG, 1",
    })
    void thinLineIsBlackOrWhite(String ground, String line, double ink) throws IOException {
        String box = ground + " 50 600 300 100 re f ";
        byte[] stroked =
                RawPdf.page("", box + line + " 2 w 60 650 m 340 650 l S").end();
        byte[] filled = RawPdf.page("", box + line.toLowerCase(Locale.ROOT) + " 60 649 280 2 re f")
                .end();

        assertThat(ink(stroked, new Area(70, 650, 260, 0))).isEqualTo(ink);
        assertThat(ink(filled, new Area(70, 650, 260, 0))).isEqualTo(ink);
    }

    /** Java would draw millions of dashes, each of them shorter than a dot. */
    @Test
    void dashesThatAreTooManyBecomeLine() throws IOException {
        byte[] pdf = RawPdf.page("", "0 G 4 w [.01 .01] 0 d 60 640 m 260 640 l S [20 20] 0 d 60 540 m 260 540 l S")
                .end();

        assertThat(ink(pdf, new Area(61, 639, 198, 2))).isEqualTo(1);
        assertThat(ink(pdf, new Area(60, 539, 200, 2))).isCloseTo(0.5, Offset.offset(DOTS));
    }

    // Patterns

    private static final String TILED = "/Pattern cs /P scn 100 500 300 200 re f";

    private static final Area TILES = new Area(110, 510, 280, 180);

    /**
     * @param entries of the page
     * @param cell entries of the pattern, such as its box and its steps
     */
    private static RawPdf tiled(String entries, String cell, String content) {
        return RawPdf.page(
                "/MediaBox [0 0 595 842] /Resources <</Pattern <</P 5 0 R>>>> " + entries,
                "",
                TILED.getBytes(StandardCharsets.US_ASCII))
                .stream(
                        "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 " + cell
                                + " /Resources <</XObject <</X 6 0 R>> /ExtGState <</M <</SMask"
                                + " <</S /Luminosity /G 6 0 R>>>>>> >>",
                        content)
                .stream(GROUP.formatted("/I true"), "0 g 5 5 10 10 re f");
    }

    /** Turned by 90 degrees, the page is landscape, and turned back for the fax. */
    @ParameterizedTest
    @ValueSource(strings = {"", "/Rotate 90"})
    void drawsGroupInTileOfPageThatIsMovedOrTurned(String rotation) throws IOException {
        String cell = "/BBox [0 0 20 20] /XStep 20 /YStep 20";
        byte[] upright = tiled("", cell, "/X Do").end();

        assertThat(stockInk(upright, TILES)).isCloseTo(0.25, Offset.offset(DOTS));
        assertThat(ink(tiled(rotation, cell, "/X Do").end(), TILES))
                .isCloseTo(stockInk(upright, TILES), Offset.offset(DOTS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/Rotate 90"})
    void drawsGroupAtItsPlaceInTile(String rotation) throws IOException {
        byte[] pdf = tiled(
                        rotation,
                        "/BBox [0 0 100 100] /XStep 100 /YStep 100 /Matrix [1 0 0 1 100 500]",
                        "q 4 0 0 4 30 20 cm /X Do Q")
                .end();

        // The square lies 50 to 90 points from the left, and 40 to 80 from below.
        assertThat(ink(pdf, new Area(151, 541, 38, 38))).isEqualTo(1);
        assertThat(ink(pdf, new Area(251, 641, 38, 38))).isEqualTo(1);
        assertThat(ink(pdf, new Area(101, 501, 98, 37))).isZero();
        assertThat(ink(pdf, new Area(101, 541, 47, 38))).isZero();
        assertThat(ink(pdf, new Area(192, 541, 57, 38))).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/Rotate 90"})
    void drawsThroughMaskInTile(String rotation) throws IOException {
        byte[] pdf = new String(
                        tiled(rotation, "/BBox [0 0 20 20] /XStep 20 /YStep 20", "/M gs 0 g 0 0 20 20 re f")
                                .end(),
                        StandardCharsets.ISO_8859_1)
                .replace("0 g 5 5 10 10 re", "1 g 5 5 10 10 re")
                .getBytes(StandardCharsets.ISO_8859_1);

        assertThat(ink(pdf, TILES)).isCloseTo(0.25, Offset.offset(DOTS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/BBox [0 0 20 20] /XStep 20 /YStep 20",
                "/BBox [0 0 20 20] /XStep -20 /YStep 25",
                "/BBox [0 0 20 20] /XStep 30 /YStep -20",
                "/BBox [-7 3 13 23] /XStep 20 /YStep 20 /Matrix [1 0 0 1 9 4]",
                "/BBox [0 0 20 20] /XStep 20 /YStep 20 /Matrix [.7 .7 -.7 .7 0 0]",
                "/BBox [0 0 20 20] /XStep 20 /YStep 20 /Matrix [3 0 0 -2 0 0]",
                "/BBox [0 0 200 100] /XStep 5000 /YStep 5000 /Matrix [1 0 0 1 150 550]",
            })
    void drawsTilesAsStock(String cell) throws IOException {
        byte[] pdf =
                tiled("", cell, "0 g 5 5 10 10 re f 0 G 2 w 0 0 m 20 20 l S").end();

        assertDrawnAsByStock(pdf, TILES);
        assertDrawnAsByStock(pdf, new Area(150, 550, 20, 20));
    }

    /** Stock cuts each cell off at its step. */
    @Test
    void drawsCellsThatOverlap() throws IOException {
        byte[] pdf = tiled("", "/BBox [0 0 20 20] /XStep 10 /YStep 10", "0 g 10 10 5 5 re f")
                .end();

        assertThat(stockInk(pdf, TILES)).isZero();
        assertThat(ink(pdf, TILES)).isCloseTo(0.25, Offset.offset(DOTS));
    }

    @Test
    void reportsCellsThatOverlapTooOften() throws IOException {
        byte[] pdf = tiled("", "/BBox [0 0 200 200] /XStep 1 /YStep 1", "0 g 1 1 5 5 re f")
                .end();

        assertThat(findings(pdf)).contains(new Finding(Finding.Kind.PART_NOT_DRAWN, 1, "pattern"));
    }

    @Test
    void uncoloredTilesHaveTheColorOfTheirFill() throws IOException {
        String squares = " 0 0 0 %s /P scn %s 500 100 200 re f ";
        byte[] pdf = RawPdf.page(
                        "/Pattern <</P 5 0 R>> /ColorSpace <</C [/Pattern /DeviceCMYK]>>",
                        "/C cs" + squares.formatted("0", "100") + squares.formatted("1", "300"))
                .stream(
                        "/Type /Pattern /PatternType 1 /PaintType 2 /TilingType 1 /BBox [0 0 20 20] /XStep 20 /YStep 20"
                                + " /Resources <<>>",
                        "5 5 10 10 re f")
                .end();

        assertThat(ink(pdf, new Area(300, 500, 100, 200))).isCloseTo(0.25, Offset.offset(DOTS));
        // The edges of the squares are mixed with nothing, which is black to Java.
        assertThat(ink(pdf, new Area(100, 500, 100, 200))).isLessThan(0.01);
    }

    // Paths that Java takes long to make an area of

    private static final String PATTERN = "/Pattern <</P <</PatternType 2 /Shading <</ShadingType 2 %s"
            + " /ColorSpace /DeviceGray /Coords [0 0 595 0] /Function <</FunctionType 2 /Domain [0 1] /C0 [0] /C1 [0.05]"
            + " /N 1>>>>>>>>";

    /** A series with a value for every six seconds of a day, below two fifths of its highest value. */
    private static String series() {
        StringBuilder path = new StringBuilder("50 400 m ");
        for (int sample = 0; sample < 14_400; sample++) {
            int height = sample == 7_000 ? 200 : 20 * Math.abs(sample % 8 - 4);
            path.append(50 + sample / 30.0).append(' ').append(400 + height).append(" l ");
        }
        return path + "530 400 l h ";
    }

    @Test
    void gradientBelowManyValuesLeavesTheRestOfTheChart() throws IOException {
        byte[] pdf = RawPdf.page(PATTERN.formatted(""), "/Pattern cs /P scn " + series() + "f")
                .end();

        assertThat(findings(pdf)).noneMatch(it -> it.kind() == Finding.Kind.PART_NOT_DRAWN);
        assertDrawnAsByStock(pdf, new Area(50, 490, 480, 110));
        assertDrawnAsByStock(pdf, new Area(50, 400, 480, 80));
    }

    @ParameterizedTest
    @CsvSource({
        "W n /S sh, W",
        "W* n 0 g 0 0 595 842 re f, W",
        "/Pattern cs /P scn f, f",
    })
    void reportsPathThatIsReplacedByItsBounds(String painting, String part) throws IOException {
        byte[] pdf = RawPdf.page(
                        BLACK_GRADIENT + PATTERN.formatted("/BBox [0 0 300 842]"),
                        painting.startsWith("W") ? series() + painting : painting.replace("f", "") + series() + "f")
                .end();

        assertThat(findings(pdf)).contains(new Finding(Finding.Kind.PART_NOT_DRAWN, 1, part));
    }

    /** Dots and outlines of letters and maps: Java makes an area of many edges in no time if they do not cross. */
    @Test
    void keepsClipOfManyPartsThatDoNotCross() throws IOException {
        StringBuilder parts = new StringBuilder();
        for (int i = 0; i < 3_000; i++) {
            parts.append(String.format(Locale.ROOT, "%d %d 4 10 re ", 50 + i % 50 * 10, 100 + i / 50 * 10));
        }
        byte[] pdf = RawPdf.page("", parts + "W n 0 0 595 842 re f").end();

        assertThat(findings(pdf)).isEmpty();
        List<FaxPage> pages = new ArrayList<>();
        new Preview(PdfLimits.DEFAULT).draw(folder.resolve("it.pdf"), 1, pages::add);
        BufferedImage image = pages.get(0).image();
        int black = 0;
        for (int i = 0; i < image.getWidth() * image.getHeight(); i++) {
            black += image.getRGB(i % image.getWidth(), i / image.getWidth()) << 8 == 0 ? 1 : 0;
        }
        double dots = 3_000.0 * 4 * 10 * (204 * 196) / (72.0 * 72.0);
        assertThat(black / dots).isBetween(0.8, 1.2);
    }

    @Test
    void reportsNothingBeyondTheClip() throws IOException {
        byte[] pdf = RawPdf.page(BLACK_GRADIENT, "50 100 200 200 re W n " + series() + "W n /S sh")
                .end();

        assertThat(findings(pdf)).noneMatch(it -> it.kind() == Finding.Kind.PART_NOT_DRAWN);
    }

    private List<Finding> findings(byte[] pdf) throws IOException {
        return new Preflight(PdfLimits.DEFAULT)
                .check(Files.write(folder.resolve("it.pdf"), pdf))
                .findings();
    }

    // Black-and-white pictures

    private static final String PLACED = "200 0 0 200 100 500 cm";

    /** The left half is black. */
    private static byte[] stamp(String state, String content) {
        String image = "/Type /XObject /Subtype /Image /Width 8 /Height 8 /BitsPerComponent 1 /ColorSpace /DeviceGray";
        return pageWithHiddenLayer("/XObject <</I 6 0 R>> /ExtGState <</G <<" + state + ">>>>", content).stream(
                        image, new byte[] {15, 15, 15, 15, 15, 15, 15, 15})
                .stream(GROUP.formatted("/I true"), ".5 g 0 0 595 842 re f")
                .end();
    }

    @ParameterizedTest
    @CsvSource({
        "/ca .6, " + PLACED + ", 105, 505",
        "/ca .3, " + PLACED + ", 105, 505",
        "/BM /Multiply, " + PLACED + ", 205, 505",
        "/SMask <</S /Luminosity /G 7 0 R>>, " + PLACED + ", 105, 505",
        "/ca 1, 100 500 200 40 re W n " + PLACED + ", 105, 605",
        "/ca 1, 100 500 m 300 500 l 200 600 l h W n " + PLACED + ", 105, 605",
        "/ca 1, 141 141 -141 141 200 450 cm, 61, 455",
    })
    void stampCoversOnlyWhatItHides(String state, String matrix, int x, int y) throws IOException {
        byte[] pdf = stamp(state, ".7 g 50 450 300 300 re f q /G gs " + matrix + " /I Do Q");

        assertThat(ink(pdf, new Area(x, y, 40, 30)))
                .isCloseTo(stockInk(pdf, new Area(x, y, 40, 30)), Offset.offset(0.06));
    }

    @Test
    void stampOnHiddenLayerChangesNothing() throws IOException {
        byte[] pdf = stamp("", ".7 g 50 450 300 300 re f q " + PLACED + " /OC /L BDC /I Do EMC Q");

        assertThat(ink(pdf, new Area(105, 505, 190, 190))).isBetween(0.24, 0.36);
    }

    @ParameterizedTest
    @CsvSource({"/ca .6, true", "/ca 1, false"})
    void translucentStampIsGrey(String state, boolean grey) throws IOException {
        assertThat(findings(stamp(state, "/G gs " + PLACED + " /I Do")).stream()
                        .anyMatch(it -> it.kind() == Finding.Kind.GREY))
                .isEqualTo(grey);
    }
}
