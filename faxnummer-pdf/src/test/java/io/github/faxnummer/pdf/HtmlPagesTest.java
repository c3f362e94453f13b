package io.github.faxnummer.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.github.faxnummer.pdf.Finding.Kind;
import io.github.faxnummer.pdf.testing.Pictures;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of HTML and Markdown that is faxed. */
class HtmlPagesTest {

    @TempDir
    private Path folder;

    private final List<Finding> findings = new ArrayList<>();

    private byte[] compose(String name, String content) throws IOException {
        return compose(name, content, PdfLimits.DEFAULT, false);
    }

    private byte[] compose(String name, byte[] content) throws IOException {
        return compose(name, content, PdfLimits.DEFAULT, false);
    }

    private byte[] compose(String name, String content, PdfLimits limits, boolean showHidden) throws IOException {
        return compose(name, content.getBytes(StandardCharsets.UTF_8), limits, showHidden);
    }

    private byte[] compose(String name, byte[] content, PdfLimits limits, boolean showHidden) throws IOException {
        Path file = Files.write(folder.resolve(name), content);
        findings.clear();
        try (Composer composer = new Composer(limits, showHidden)) {
            findings.addAll(composer.add(file).findings());
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            composer.save(output);
            return output.toByteArray();
        }
    }

    private static String text(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document).strip().replaceAll("\\s+", " ");
        }
    }

    private String html(String body) throws IOException {
        return text(compose("page.html", "<meta charset=utf-8>" + body));
    }

    private List<Kind> kinds() {
        return findings.stream().map(Finding::kind).toList();
    }

    private void assertFails(String body, PdfLimits limits, Kind kind, String detail) {
        assertThatThrownBy(() -> compose("page.html", body, limits, false))
                .isInstanceOfSatisfying(UnreadablePdfException.class, e -> {
                    assertThat(e.finding().kind()).isEqualTo(kind);
                    assertThat(e.finding().detail()).contains(detail);
                });
    }

    @Test
    void keepsTextInEachStyle() throws IOException {
        String body =
                "<h1>Prüfung ✓ ✗</h1><p>plain <b>bold</b> <i>italic</i> <code>┌─┐</code></p><pre>├── a\n└── b</pre>"
                        + "<p style='font-family: Comic Sans MS'>comic</p>";

        assertThat(html(body)).isEqualTo("Prüfung ✓ ✗ plain bold italic ┌─┐ ├── a └── b comic");
        assertThat(findings).isEmpty();
    }

    @Test
    void embedsFontsAndPrintsA4() throws IOException {
        try (PDDocument document =
                Loader.loadPDF(compose("page.html", "<style>@page { size: letter landscape }</style><p>Text</p>"))) {
            assertThat(document.getPage(0).getMediaBox().getWidth()).isEqualTo(PDRectangle.A4.getWidth());
        }
        Path made = Files.write(folder.resolve("made.pdf"), compose("page.html", "<p>Text <b>bold</b></p>"));
        assertThat(new Preflight(PdfLimits.DEFAULT).check(made).findings())
                .extracting(Finding::kind)
                .doesNotContain(Kind.FONT_NOT_EMBEDDED, Kind.FINE_TEXT);
    }

    @Test
    void printsBlackOnWhite() throws IOException {
        byte[] pdf = compose("page.html", "<body style='background: #333; color: #eee'><p style='color:red'>Text</p>");

        try (PDDocument document = Loader.loadPDF(pdf)) {
            BufferedImage page = new PDFRenderer(document).renderImageWithDPI(0, 144);
            for (int y = 0; y < page.getHeight(); y++) {
                for (int x = 0; x < page.getWidth(); x++) {
                    int rgb = page.getRGB(x, y);
                    assertThat((rgb >> 16) & 0xFF).isEqualTo(rgb & 0xFF);
                }
            }
            assertThat(page.getRGB(2, 2) & 0xFF).isEqualTo(0xFF);
        }
    }

    @Test
    void leavesScriptsAndTheirSubstitutesOut() throws IOException {
        assertThat(html("<p>seen by all of us, as ten words are needed here</p><script>document.write('x')</script>"
                        + "<noscript>no script</noscript><template>later</template><dialog>closed</dialog>"))
                .isEqualTo("seen by all of us, as ten words are needed here");
    }

    @Test
    void doesNotPrintStyleSheetsInTheBody() throws IOException {
        assertThat(html("<p>one</p><style>p { text-transform: uppercase }</style>"))
                .isEqualTo("ONE");
        assertThat(findings).isEmpty();
    }

    @Test
    void reportsHiddenTextAndShowsItOnRequest() throws IOException {
        String page = "<style>.c { display: none !important }</style><p>shown</p><p hidden>one</p>"
                + "<p style='display:none'>two</p><p class=c>three</p>";

        assertThat(text(compose("page.html", page))).isEqualTo("shown");
        assertThat(findings)
                .containsExactly(
                        new Finding(Kind.TEXT_HIDDEN, 0, "one, two"), new Finding(Kind.TEXT_MISSING, 0, "1: three"));

        assertThat(text(compose("page.html", page, PdfLimits.DEFAULT, true))).isEqualTo("shown one two three");
        assertThat(findings).isEmpty();
    }

    @Test
    void takesOutWhatPagesTakeOutForPrint() throws IOException {
        Files.writeString(folder.resolve("print.css"), ".linked { display: none }");
        Files.writeString(folder.resolve("imported.css"), ".imported { display: none }");
        String styles = "<link rel=stylesheet media='only print' href=print.css><style>"
                + "@import url(imported.css) only print; @media only print { .sheet { display: none } }"
                + " @media only screen { .screen { display: none } }</style>";

        String text = html(styles + "<p class=linked>one</p><p class=imported>two</p><p class=sheet>three</p>"
                + "<p class=screen>four five six seven eight nine ten eleven</p>");

        assertThat(text).contains("four").doesNotContain("one", "two", "three");
        assertThat(kinds()).contains(Kind.TEXT_MISSING);
    }

    @Test
    void keepsNumbersOfLists() throws IOException {
        String text = html("<ol type=a><li>first<li>second</ol><ol type=I start=9><li>ninth</ol>"
                + "<ol reversed><li>three<li>two<li value=7>seven<li>six</ol>");

        assertThat(text).startsWith("a. b. IX. 4. 3. 7. 6. first");
    }

    @Test
    void closedDetailsAreHidden() throws IOException {
        String page = "<details><summary>more</summary><p>one</p>two</details>"
                + "<details open><summary>open</summary>three</details>";

        assertThat(text(compose("page.html", page))).isEqualTo("more open three");
        assertThat(findings).containsExactly(new Finding(Kind.TEXT_HIDDEN, 0, "one, two"));

        assertThat(text(compose("page.html", page, PdfLimits.DEFAULT, true))).isEqualTo("more one two open three");
    }

    @Test
    void nothingIsLostBeyondTheUpperEdge() throws IOException {
        html("<p>shown</p><p style='position: absolute; top: -60mm'>above</p>");
        assertThat(kinds()).containsExactly(Kind.TEXT_MISSING);
    }

    @Test
    void cellsSpanNoMoreThanThereCanBe() throws IOException {
        assertThat(html("<table style='border-collapse: collapse'><tr>"
                        + "<td colspan=999999999 rowspan=99999999999>a</td></tr></table>"))
                .isEqualTo("a");
    }

    @Test
    void reducesWhatIsWiderThanThePage() throws IOException {
        String cells = "<td>left</td>" + "<td style='width: 200px'>middle</td>".repeat(4) + "<td>right</td>";

        byte[] pdf = compose("page.html", "<table><tr>" + cells + "</tr></table>");

        try (PDDocument document = Loader.loadPDF(pdf)) {
            assertThat(PageWords.of(document, false, ResourceBudget.start(PdfLimits.DEFAULT))
                            .counts())
                    .containsKeys("left", "right");
        }
        assertThat(findings).isEmpty();
    }

    @Test
    void namesElementThatIsTooWide() {
        assertFails(
                "<div id=chart class='big blue' style='width: 5000px'>x</div>",
                PdfLimits.DEFAULT,
                Kind.TOO_WIDE,
                "div#chart.big.blue");
    }

    @Test
    void breaksLongWordsInCells() throws IOException {
        String name = "io.github.faxnummer.example.ReportOfVeryLongClassNamesTest.keepsEveryLetterOfEachOfThem";

        assertThat(html("<table><tr>" + ("<td>" + name + "</td>").repeat(4) + "</tr></table>")
                        .replace(" ", ""))
                .hasSize(4 * name.length());
        assertThat(findings).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<h1 style='page-break-before: always'>a</h1><h1 style='page-break-before: always'>b</h1>",
                "<h1 style='break-before: page'>a</h1><h1 style='BREAK-BEFORE : Always'>b</h1>",
                "<div style='page-break-after: always'>a</div><div style='page-break-after: always'>b</div>",
                "<style>section { break-after: page }</style><section>a</section><section>b</section>",
                "<section style='break-after: page'>a</section><section style='margin-bottom: 400mm'>b</section>",
                "<p>a</p><p style='break-before: page'>b</p><div style='height: 290mm'></div><div style='height: 290mm'></div>",
                "<table><tr style='page-break-after: always'><td>a</td></tr>"
                        + "<tr style='page-break-after: always'><td>b</td></tr></table>"
            })
    void beginsAndEndsWithContent(String body) throws IOException {
        try (PDDocument made = Loader.loadPDF(compose("report.html", body))) {
            assertThat(made.getNumberOfPages()).isEqualTo(2);
            assertThat(text(made, 1)).isEqualTo("a");
            assertThat(text(made, 2)).isEqualTo("b");
        }
    }

    @Test
    void keepsBlankPageWithinDocument() throws IOException {
        try (PDDocument made = Loader.loadPDF(compose(
                "report.html",
                "<p>a</p><div style='break-before: page; height: 9mm'></div><p style='break-before: page'>b</p>"))) {
            assertThat(made.getNumberOfPages()).isEqualTo(3);
        }
    }

    private static String text(PDDocument made, int page) throws IOException {
        PDFTextStripper stripper = new PDFTextStripper();
        stripper.setStartPage(page);
        stripper.setEndPage(page);
        return stripper.getText(made).strip();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<div style='height:30px;overflow:auto'><pre>%s</pre></div>",
                "<style>.x{height:0;overflow:hidden;transition:height 1s}</style><div class=x>%s</div>",
                "<style>.x{OVERFLOW-Y: scroll}.y{height:1.3em}</style><div class='x y'>%s</div>",
                "<style>.x{height:3em;width:6em;overflow:hidden;white-space:nowrap;text-overflow:ellipsis;float:left}</style>"
                        + "<div class=x>%s</div><div style='float:left'>beside</div><p style='clear:both'></p>"
            })
    void boxesThatCutOffGrow(String box) throws IOException {
        String lines = "some words of a line\n".repeat(8) + "inner";

        byte[] pdf = compose("page.html", box.formatted(lines) + "<h2>after</h2><p>text</p>");

        assertThat(top(pdf, "after")).isGreaterThan(top(pdf, "inner") + 5);
        assertThat(findings).isEmpty();
    }

    @Test
    void reportsWordsThatLieOnEachOther() throws IOException {
        html("<div style='height:20px'>covering<p>second<p>third</div><p>other<p>last<p>free");

        assertThat(kinds()).containsExactly(Kind.TEXT_COVERED);
        assertThat(findings.get(0).detail()).startsWith("4: ").contains("second", "other");

        html("<p style='line-height:0.8'>tight<br>lines<br>x<sup>2</sup>a<sub>1</sub></p>"
                + "<p>______<span style='position:relative;left:-3em'>name</span></p><p>a\u0301 e\u0323");
        assertThat(findings).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "position:absolute;width:1px;height:1px;padding:0;margin:-1px;overflow:hidden;clip:rect(0,0,0,0);border:0",
                "position: absolute !important; clip: rect(1px, 1px, 1px, 1px)",
                "position:absolute;clip-path:inset(50%);white-space:nowrap",
                "position:absolute;overflow:hidden;width:1px",
                "position:absolute;opacity:0;border:1px solid",
            })
    void whatOnlyScreenReadersReadCoversNothing(String style) throws IOException {
        String page =
                "<style>.sr{" + style + "}</style><p>Menge <span class=sr>unseen text for readers</span> 5</p><p>two";

        assertThat(text(compose("page.html", page))).isEqualTo("Menge 5 two");
        assertThat(kinds()).containsExactly(Kind.TEXT_MISSING);

        assertThat(text(compose("page.html", page, PdfLimits.DEFAULT, true))).contains("unseen text for readers");
        assertThat(findings).isEmpty();
    }

    @Test
    void whatIsFadedInIsShown() throws IOException {
        assertThat(html("<style>.fade{opacity:0}.in{opacity:1}.slow{opacity:0;animation:in 1s forwards}"
                        + "@keyframes in{to{opacity:1}}.pale{opacity:0.05}</style>"
                        + "<p class='fade in'>one<p class=slow>two<p class=pale>three<p class=fade>four"))
                .isEqualTo("one two three");
        assertThat(findings).containsExactly(new Finding(Kind.TEXT_MISSING, 0, "1: four"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "backface-visibility: hidden",
                "-webkit-backface-visibility:hidden",
                "--label-visibility:hidden",
                "display:none-of-these"
            })
    void whatNamesOnlySimilarPropertiesIsShown(String style) throws IOException {
        String page = "<p>one<p style='" + style + "'>two";

        assertThat(html(page)).isEqualTo("one two");
        assertThat(findings).isEmpty();
    }

    @Test
    void whatIsHiddenByItselfMayBeShownBySheet() throws IOException {
        assertThat(html("<style>@media print{.x{display:block !important}}</style>"
                        + "<p>one<p style='display:none' class=x>two<p style='display:none'>three"
                        + "<div style='visibility:hidden'>four<p style='visibility:visible'>five</div>"
                        + "<div style='visibility:hidden'>six<p style='color:red'>seven</div>"))
                .isEqualTo("one two five");
        assertThat(findings)
                .containsExactly(
                        new Finding(Kind.TEXT_HIDDEN, 0, "six, seven"),
                        new Finding(Kind.TEXT_MISSING, 0, "2: three, four"));
    }

    @ParameterizedTest
    @CsvSource({
        "width:100%;padding:10px;border:1px solid, true",
        "width:100%;padding:0 15px, true",
        "width:100%;margin:0 10px, true",
        "width:110%, false",
        "width:70%;padding-left:50%, false",
    })
    void pageMayBeWiderThanItself(String style, boolean isKept) throws IOException {
        String page = "<p style='margin:0'>first</p><div style='" + style + "'>" + "word ".repeat(100)
                + "<p style='text-align:right'>last</p></div>";

        byte[] pdf = compose("page.html", page);

        assertThat(top(pdf, "last")).isPositive();
        assertThat(findings).isEmpty();
        double top = top(pdf, "first");
        double plain = top(compose("page.html", "<p style='margin:0'>first</p>"), "first");
        if (isKept) {
            assertThat(top).isEqualTo(plain);
        } else {
            assertThat(top).isBetween(plain * 0.75, plain * 0.99);
        }
    }

    @Test
    void wideTableBesideWidePageFits() throws IOException {
        byte[] pdf = compose("page.html", "<div style='width:100%;padding:10px'>text</div>" + WIDE_TABLE);

        assertThat(top(pdf, "last")).isPositive();
        assertThat(findings).isEmpty();
    }

    @Test
    void doesNotRepeatHeadsThatAreHigh() throws IOException {
        String row = "<tr><td>row</td></tr>";
        String page = "<table><thead>%s</thead><tbody>" + row.repeat(20) + "</tbody><tfoot>%s</tfoot></table>";

        String text = html(page.formatted(
                "<tr><th>" + "head<br>".repeat(90) + "top</th></tr>", "<tr><td>" + "foot<br>".repeat(30) + "end"));
        assertThat(text).containsOnlyOnce("top").containsOnlyOnce("end");
        assertThat(text.split("head", -1)).hasSize(91);

        text = html(page.replace(row.repeat(20), row.repeat(120)).formatted("<tr><th>head</th></tr>", ""));
        assertThat(text.split("head", -1)).hasSizeGreaterThan(2);
    }

    @ParameterizedTest
    @CsvSource({
        "<p>Summe 1234 Tests<p>Fehler: <span class=x>12</span>, 12",
        "<p>Lauf 17 von 2026<table><tr><td>a<td class=x>7</table>, 7",
        "<p>nicht bestanden <span class=x>bestanden</span>, bestanden",
        "<p>1 2 3 <span class=x>2</span> 12 22, 2",
    })
    void missesShortWordsThatArePartsOfOthers(String body, String missing) throws IOException {
        html("<style>.x{display:none}</style>" + body);

        assertThat(findings).containsExactly(new Finding(Kind.TEXT_MISSING, 0, "1: " + missing));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<p>foobar foo<b>bar</b> b<i>a</i>r",
                "<p>Summe<b>12</b>Tests 12",
                "<p style='width:1cm'>a/b/c/some/where/in/a/path/x/y 1 a",
                "<table><tr><td>io.github.example.Name.a<td>b<td>io.github.example.Name.b</table>"
            })
    void findsWordsThatAreJoinedOrBroken(String body) throws IOException {
        html(body);

        assertThat(findings).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@page :first { size: 420mm 594mm }",
                "@page wide{size:A4 landscape} p{page:wide}",
                "@page :first{margin:15mm;SIZE : a5}"
            })
    void eachPageHasSizeOfPaper(String style) throws IOException {
        double plain = top(compose("page.html", "<p>text"), "text");
        byte[] pdf = compose("page.html", "<style>" + style + "</style><p>text");

        assertThat(top(pdf, "text")).isBetween(plain * 0.9, plain * 1.1);
        try (PDDocument made = Loader.loadPDF(pdf)) {
            assertThat(made.getNumberOfPages()).isEqualTo(1);
        }
    }

    @Test
    void columnsAreOneBelowOther() throws IOException {
        byte[] pdf = compose(
                "page.html",
                "<div style='column-count:2'><p>" + "short words ".repeat(60) + "</p></div>"
                        + "<div style='columns:3'><p>text</p></div><p>end");

        try (PDDocument made = Loader.loadPDF(pdf)) {
            assertThat(made.getNumberOfPages()).isEqualTo(1);
        }
        assertThat(top(pdf, "end")).isLessThan(300);
    }

    @Test
    void mapsAreShownWithoutTheirAreas() throws IOException {
        assertThat(html("<map name=m><p>text of the map</p><area alt=x></map>")).isEqualTo("text of the map");
    }

    @Test
    void keepsLinesOfFields() throws IOException {
        byte[] pdf = compose("page.html", "<textarea>first\nsecond\nthird</textarea>");

        assertThat(top(pdf, "third")).isGreaterThan(top(pdf, "second") + 5);
        assertThat(top(pdf, "second")).isGreaterThan(top(pdf, "first") + 5);
    }

    @Test
    void formFeedsAreBlanks() throws IOException {
        assertThat(html("<p>a\fb c\u000Bd")).isEqualTo("a b c d");
        assertThat(text(compose("page.md", "a\fb"))).isEqualTo("a b");
    }

    @Test
    void otherLanguagesThanCssAreNoStyle() throws IOException {
        Files.writeString(folder.resolve("other.less"), "p { display: none }");

        assertThat(html("<style type='text/less'>p{display:none}</style>"
                        + "<link rel=stylesheet type=text/less href=other.less>"
                        + "<style type='TEXT/CSS'>p{text-transform:uppercase}</style><p>text"))
                .isEqualTo("TEXT");
        assertThat(findings).isEmpty();
    }

    @Test
    void pageOfSingleBytesIsNotUtf16() throws IOException {
        assertThat(text(compose(
                        "page.html", "<meta charset=utf-16><p>Gr\u00FC\u00DFe".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo("Gr\u00FC\u00DFe");
        assertThat(text(compose("page.html", "\uFEFF<p>Gr\u00FC\u00DFe".getBytes(StandardCharsets.UTF_16LE))))
                .isEqualTo("Gr\u00FC\u00DFe");
        assertThat(findings).isEmpty();
    }

    @Test
    void namesPicturesThatSheetShows() throws IOException {
        html("<style>.fail:before{content:url('fail.png')} li{list-style-image: url(dot.png)}"
                + " body{background:url(paper.png)}</style><p class=fail>text");

        assertThat(findings).containsExactly(new Finding(Kind.NOT_LOADED, 0, "fail.png, dot.png"));
    }

    @Test
    void footnotesOfMarkdownAreText() throws IOException {
        assertThat(text(compose(
                        "page.md", "Result[^1]\n\n[^1]: failed\n[^2]: two words\n[^3]: https://a.example/4711\n")))
                .contains("[^1]: failed", "two words", "4711");
        assertThat(findings).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<div id=root>Loading</div>",
                "<div class=app>Loading report data</div>",
                "<div id=root hidden></div><p>Report of all tests",
                "<p>Report of all tests<my-list></my-list>"
            })
    void saysThatPageNeedsBrowser(String body) {
        assertFails(body + "<script src=app.js></script>", PdfLimits.DEFAULT, Kind.NEEDS_BROWSER, "1");
    }

    @Test
    void whatIsHiddenStaysHiddenIfItIsOpaque() throws IOException {
        assertThat(html("<style>.a{visibility:hidden; opacity:1} .b{opacity:0} .b.c{opacity:1}</style>"
                        + "<p class=a>one<p class='b c'>two<p>three"))
                .isEqualTo("two three");
    }

    @Test
    void showsValuesOfFieldsAsText() throws IOException {
        assertThat(html("<form><input value=Meier> <input type=checkbox checked> <input type=checkbox> "
                        + "<input type=hidden value=token> <textarea>a\nb</textarea> "
                        + "<select><option>x<option selected>y</select> <button>Go</button></form>"))
                .isEqualTo("Meier ☑ ☐ a b y Go");
    }

    @Test
    void reportsCharactersThatTheFontsLack() throws IOException {
        assertThat(html("<p>a \u65E5 b</p>")).isEqualTo("a □ b");
        assertThat(findings).contains(new Finding(Kind.MISSING_CHARACTER, 0, "U+65E5"));
    }

    @Test
    void reportsPartsThatAreNotDrawn() throws IOException {
        assertThat(html("<p>text</p><svg><image href='x.png'/></svg><canvas>old</canvas>"))
                .isEqualTo("text");
        assertThat(findings).containsExactly(new Finding(Kind.PART_LEFT_OUT, 0, "svg, canvas"));
    }

    @Test
    void drawsPicturesOfItsFolderWithTheirGrey() throws IOException {
        Files.write(folder.resolve("grey.png"), Pictures.write(Pictures.grey(300, 300, 0x80), "png"));

        byte[] pdf = compose("page.html", "<body style='margin:0'><img src=grey.png>");

        try (PDDocument document = Loader.loadPDF(pdf)) {
            assertThat(new PDFRenderer(document).renderImage(0).getRGB(100, 100) & 0xFF)
                    .isEqualTo(0x80);
        }
        assertThat(findings).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'data:image/svg+xml;utf8,drawing'",
        "data:image/png;base64",
        "'data:image/png;base64,!'",
    })
    void tellsPicturesInThePageThatItCannotDraw(String address) throws IOException {
        html("<p>Text</p><img src='" + address + "'>");

        assertThat(findings).containsExactly(new Finding(Kind.NOT_LOADED, 0, address));
    }

    @Test
    void readsPicturesWhoseEncodingIsWrittenInCapitals() throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(9, 9, BufferedImage.TYPE_BYTE_GRAY), "png", png);
        html("<img src='DATA:image/png;BASE64," + Base64.getEncoder().encodeToString(png.toByteArray()) + "'>");

        assertThat(findings).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "<img srcset=\"chart.png 1x\">,chart.png 1x",
        "<img src=\"\" data-src=chart.png alt=Chart>,chart.png",
        "<img alt=Chart>,Chart",
        "<img>,img",
        "<input type=IMAGE src=chart.png>,chart.png",
    })
    void tellsPicturesWithoutAddress(String picture, String name) throws IOException {
        html("<p>Text</p>" + picture);

        assertThat(findings).containsExactly(new Finding(Kind.NOT_LOADED, 0, name));
    }

    @ParameterizedTest
    @CsvSource({"![Chart](C:/ci/chart.png),Chart", "![](file:///ci/chart.png),img"})
    void tellsPicturesOfMarkdownWhoseAddressIsNotTaken(String picture, String name) throws IOException {
        compose("page.md", "Text\n\n" + picture);

        assertThat(findings).containsExactly(new Finding(Kind.NOT_LOADED, 0, name));
    }

    @Test
    void tellsPictureWhoseEndIsMissing() throws IOException {
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(99, 99, BufferedImage.TYPE_BYTE_GRAY), "jpeg", jpeg);
        Files.write(folder.resolve("cut.jpeg"), Arrays.copyOf(jpeg.toByteArray(), jpeg.size() - 2));
        html("<p>Text</p><img src=cut.jpeg>");

        assertThat(findings).containsExactly(new Finding(Kind.NOT_LOADED, 0, "cut.jpeg"));
    }

    @Test
    void boundsTablesWithManyMorePlacesThanCells() {
        PdfLimits limits = new PdfLimits(100, 2L << 20, Duration.ofMinutes(2), 16L << 20);
        String rows = "<tr><td>1".repeat(1_500);
        String cells = "<td>1".repeat(1_500);

        assertFails("<table>" + rows + "<tr>" + cells + "</table>", limits, Kind.TOO_MUCH_MEMORY, "table");
        assertFails(
                "<table>" + "<tr><td colspan=2 rowspan=1200>1".repeat(1_200) + "</table>",
                limits,
                Kind.TOO_MUCH_MEMORY,
                "table");
    }

    @Test
    void searchesStyleSheetsInTime() throws IOException {
        PdfLimits limits = new PdfLimits(100, 2L << 20, Duration.ofSeconds(30), 256L << 20);
        String blanks = " ".repeat(20_000);

        assertThat(text(compose("page.html", "<p style='background: url(" + blanks + "'>Text</p>", limits, false)))
                .isEqualTo("Text");
    }

    @Test
    void asksTheBudgetWhileItSearchesStyleSheets() {
        ResourceBudget budget = ResourceBudget.start(PdfLimits.DEFAULT);
        StyleSheets sheets = new StyleSheets(new PageFiles(folder, budget), budget, false);
        budget.cancel();

        assertThatThrownBy(() -> sheets.inline("url(".repeat(2_000))).isInstanceOf(PdfLimitExceededException.class);
    }

    @Test
    void knowsWordsThatChangeInCapitals() throws IOException {
        assertThat(html("<style>p { text-transform: uppercase }</style><p>Straße οδος<b>x</b></p>"))
                .startsWith("STRASSE");
        assertThat(findings).isEmpty();
    }

    @Test
    void missesAWordAmongManyThatHaveToBeSearched() throws IOException {
        StringBuilder body = new StringBuilder("<style>.h { display: none }</style>");
        for (int i = 0; i < 1_100; i++) {
            body.append("a").append(i).append("<b>b").append(i).append("</b> ");
        }
        html(body + "<p class=h>secret</p>");

        assertThat(findings).containsExactly(new Finding(Kind.TEXT_MISSING, 0, "1: secret"));
    }

    @Test
    void asksNoServerAndReadsNoFileOutsideItsFolder() throws IOException {
        Path outside = Files.createDirectories(folder.resolve("secret"));
        Files.writeString(outside.resolve("a.css"), "p::after { content: 'LEAK' }");
        Files.write(outside.resolve("a.png"), Pictures.write(Pictures.grey(50, 50, 0), "png"));
        Path inside = Files.createDirectories(folder.resolve("report"));
        try {
            Files.createSymbolicLink(inside.resolve("link.css"), outside.resolve("a.css"));
        } catch (UnsupportedOperationException | IOException e) {
            Files.writeString(inside.resolve("link.css"), "");
        }
        AtomicInteger requests = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(404, -1);
        });
        server.start();
        try {
            String remote = "http://127.0.0.1:" + server.getAddress().getPort() + "/x";
            String body = """
                    <!DOCTYPE html><html><head><base href="REMOTE/"><link rel=stylesheet href="REMOTE.css">
                    <link rel=stylesheet href="../secret/a.css"><link rel=stylesheet href="link.css">
                    <link rel=stylesheet href="FILE/a.css"><link rel="icon" href="REMOTE.ico">
                    <meta http-equiv=refresh content="0; url=REMOTE">
                    <style>@import "REMOTE.css"; @import url(REMOTE.css); @import url('../secret/a.css');
                    @font-face { font-family: F; src: url(REMOTE.ttf) } p { font-family: F; background: url("REMOTE.png") }
                    ul { list-style-image: u\\72l(REMOTE.png) } p::before { content: url(REMOTE.png) }
                    p { background-image: \\75rl('REMOTE.png') } @page { background: url(REMOTE.png) }</style></head>
                    <body background="REMOTE.png"><p style="background:url(REMOTE.png)">ten words are here so that
                    nothing needs a browser at all</p><ul><li>x</ul>
                    <img src="REMOTE.png"><img src="//127.0.0.1/x.png"><img src="FILE/a.png"><img src="../secret/a.png">
                    <img srcset="REMOTE.png 1x"><picture><source srcset="REMOTE.png"><img src="/etc/hostname"></picture>
                    <iframe src="REMOTE"></iframe><object data="REMOTE"></object><embed src="REMOTE">
                    <svg><image href="REMOTE.png"/><use href="REMOTE#x"/></svg><video src="REMOTE" poster="REMOTE"></video>
                    <script src="REMOTE.js"></script><input type=image src="REMOTE.png"><table background="REMOTE.png">
                    <tr><td background="REMOTE.png">y</table></body></html>
                    """.replace("REMOTE", remote)
                    .replace("FILE", outside.toUri().toString().replaceAll("/$", ""));
            String text = text(compose("report/page.html", body));

            assertThat(requests).hasValue(0);
            assertThat(text).doesNotContain("LEAK").contains("nothing needs a browser");
            assertThat(kinds()).contains(Kind.NOT_LOADED, Kind.PART_LEFT_OUT);
            try (PDDocument document = Loader.loadPDF(compose("report/page.html", body))) {
                BufferedImage page = new PDFRenderer(document).renderImage(0);
                assertThat(page.getRGB(5, 5) & 0xFF).isEqualTo(0xFF);
            }
        } finally {
            server.stop(0);
        }
    }

    @Test
    void boundsHostilePages() throws IOException {
        PdfLimits limits = new PdfLimits(100, 2 << 20, Duration.ofSeconds(8), 32 << 20);
        String picture = Base64.getEncoder().encodeToString(Pictures.pngHeader(50_000, 50_000));
        List<String> hostile = List.of(
                "<img src='data:image/png;base64," + picture + "'>",
                "<p>x</p>".repeat(200_000),
                "<div>".repeat(60_000) + "x",
                "<table><tr><td>".repeat(400) + "x",
                "<style>p { margin-left: 1e30px; width: 9e99em }</style><p>x</p>",
                "<table><tr><td colspan=1000000 rowspan=1000000>x</table>");
        for (String page : hostile) {
            long start = System.nanoTime();
            try {
                compose("page.html", page, limits, false);
            } catch (UnreadablePdfException e) {
                assertThat(e.finding().kind().isError()).isTrue();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as(page.substring(0, 20))
                    .isLessThan(limits.time().multipliedBy(3));
        }
    }

    @Test
    void ignoresStyleSheetsThatImportEachOther() throws IOException {
        Files.writeString(folder.resolve("a.css"), "@import 'b.css'; p { text-transform: uppercase }");
        Files.writeString(folder.resolve("b.css"), "@import 'a.css';");

        assertThat(html("<link rel=stylesheet href=a.css><p>text</p>")).isEqualTo("TEXT");
    }

    @Test
    void drawsTablesAndCodeOfMarkdown() throws IOException {
        String text = text(compose("notes.md", """
                # Title ✓

                | a | b |
                |---|---|
                | `code` | 2 |

                <script>alert(1)</script>

                [link](javascript:alert(1))

                ```
                ┌─┐
                ```
                """));

        assertThat(text).isEqualTo("Title ✓ a b code 2 <script>alert(1)</script> link ┌─┐");
        assertThat(findings).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"page.html", "page.md"})
    void makesSameBytesAgain(String name) throws IOException {
        Files.write(folder.resolve("grey.png"), Pictures.write(Pictures.grey(30, 30, 0x80), "png"));
        String content = "# Title ✓ <b>bold</b> <a href='x'>link</a>\n\n<img src=grey.png>\n\n![x](grey.png)";

        assertThat(compose(name, content)).isEqualTo(compose(name, content));
    }

    @Test
    void readsTheEncodingThatThePageStates() throws IOException {
        Path file = folder.resolve("latin.html");
        Files.write(file, "<meta charset=iso-8859-1><p>Prüfung</p>".getBytes(StandardCharsets.ISO_8859_1));
        try (Composer composer = new Composer(PdfLimits.DEFAULT)) {
            composer.add(file);
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            composer.save(output);
            assertThat(text(output.toByteArray())).isEqualTo("Prüfung");
        }
    }

    @Test
    void readsWhatBrowsersReadWithoutStatedEncoding() throws IOException {
        assertThat(text(compose("latin.html", "<p>Prüfung – €".getBytes(Charset.forName("windows-1252")))))
                .isEqualTo("Prüfung – €");
        assertThat(findings).isEmpty();

        byte[] mixed = "<meta charset=utf-8><p>a\u00FFb".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(text(compose("mixed.html", mixed))).isEqualTo("a□b");
        assertThat(findings).containsExactly(new Finding(Kind.MISSING_CHARACTER, 0, "U+FFFD"));
    }

    @Test
    void keepsWhatFollowsEmptyElementsOfXml() throws IOException {
        String page = """
                <?xml version="1.0" encoding="UTF-8"?>
                <!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
                <html xmlns="http://www.w3.org/1999/xhtml"><head><title/><script src="a.js"/>
                <style><![CDATA[ div > i { text-transform: uppercase } ]]></style></head>
                <body><p><a name="top"/>one<br/>two&nbsp;&uuml;</p><script src="b.js"/><h1>3 failed</h1>
                <script><![CDATA[ if (a < b && c) {} ]]></script><div class="bar"/><div><i>last</i> &lt;tag&gt;</div>
                <p>seven eight nine</p></body></html>
                """;

        assertThat(text(compose("page.xhtml", page))).isEqualTo("one two\u00A0ü 3 failed LAST <tag> seven eight nine");
        assertThat(findings).isEmpty();
    }

    @Test
    void takesNoSheetsThatABrowserDoesNotTake() throws IOException {
        Files.writeString(folder.resolve("other.css"), "p { display: none }");

        assertThat(html("<link rel='alternate stylesheet' title=Other href=other.css>"
                        + "<link rel='Stylesheet' href=other.css media='(width <= 400px)'>"
                        + "<style media='screen;'>p { display: none }</style><p>text</p>"))
                .isEqualTo("text");
        assertThat(findings).isEmpty();
    }

    @Test
    void printsHeadersAndFootersOfPagesInBlack() throws IOException {
        byte[] pdf = compose(
                "page.html",
                "<style>@page { @bottom-center { content: 'Page ' counter(page); color: #ccc; background: #eee }"
                        + " @top-right-corner { content: 'x'; color: red } }</style><p>text");

        assertThat(text(pdf)).contains("Page 1", "x");
        try (PDDocument document = Loader.loadPDF(pdf)) {
            BufferedImage page = new PDFRenderer(document).renderImageWithDPI(0, 144);
            int darkest = 0xFF;
            for (int y = page.getHeight() * 9 / 10; y < page.getHeight(); y++) {
                for (int x = 0; x < page.getWidth(); x++) {
                    darkest = Math.min(darkest, page.getRGB(x, y) & 0xFF);
                }
            }
            assertThat(darkest).isZero();
            assertThat(page.getRGB(page.getWidth() / 2, page.getHeight() - 20) & 0xFF)
                    .isEqualTo(0xFF);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<p class=x>%s</p>",
                "<p><del>%s</del></p>",
                "<p><del><a href=x>%s</a></del></p>",
                "<p><a class=x href=x>%s</a></p>",
                "<table><tr><td class=x>%s</table>",
                "<table><tr class=x><td>%s</table>",
                "<table class=x><tr><td><p>%s</table>",
                "<ul class=x><li>%s</ul>",
                "<ul><li class=x><p>%s</ul>",
                "<div class=x><h2>%s</h2></div>",
                "<del><p>%s</p></del>",
                "<p style='text-decoration: line-through red'>%s</p>",
                "<p style='text-decoration: solid 2px LINE-THROUGH rgb(1, 2, 3) !important'>%s</p>",
                "<p style='text-decoration-line: underline line-through'>%s</p>",
                "<style>del { text-decoration: var(--strike) }</style><p><del>%s</del></p>",
                "<style>a[title*='text-decoration: none']{color:#000}.y{display:none}</style><p><s>%s</s></p><p class=y>'</p>"
            })
    void strikesOutWhatBrowserStrikesOut(String body) throws IOException {
        String text = "ililililililililililililililil";
        assertThat(longestLine("<p>" + text + "</p>")).isLessThan(10);

        assertThat(longestLine("<style>.x { text-decoration: line-through }</style>" + body.formatted(text)))
                .isGreaterThan(100);
    }

    @Test
    void linksAreNotUnderlinedUnlessPageSaysSo() throws IOException {
        String link = "<a href=x>ililililililililililililililil</a>";
        assertThat(longestLine(link)).isLessThan(10);
        assertThat(longestLine("<style>a { text-decoration: none dotted }</style>" + link))
                .isLessThan(10);
        assertThat(longestLine("<style>a { text-decoration: underline dotted }</style>" + link))
                .isGreaterThan(100);
    }

    /** In pixels of which there are 144 to an inch. */
    private int longestLine(String body) throws IOException {
        try (PDDocument document = Loader.loadPDF(compose("page.html", body))) {
            BufferedImage page = new PDFRenderer(document).renderImageWithDPI(0, 144);
            int longest = 0;
            for (int y = 0; y < page.getHeight(); y++) {
                int length = 0;
                for (int x = 0; x < page.getWidth(); x++) {
                    length = (page.getRGB(x, y) & 0xFF) < 0x80 ? length + 1 : 0;
                    longest = Math.max(longest, length);
                }
            }
            return longest;
        }
    }

    @Test
    void knowsWordsThatAreHyphenated() throws IOException {
        html("<p style='width: 3cm'>Donau&shy;dampf&shy;schiff&shy;fahrts&shy;gesell&shy;schaft");

        assertThat(findings).isEmpty();
    }

    private static final String WIDE_TABLE =
            "<table><tr>" + "<td>aaaaaaaaaaaaaaaa</td>".repeat(8) + "<td>last</td></table>";

    /** The upper edges of words, and nothing beyond the right edge. */
    private static double top(byte[] pdf, String word) throws IOException {
        List<TextPosition> found = new ArrayList<>();
        try (PDDocument document = Loader.loadPDF(pdf)) {
            PDFTextStripper text = new PDFTextStripper() {
                @Override
                protected void writeString(String line, List<TextPosition> letters) {
                    letters.forEach(it -> assertThat((double) it.getXDirAdj() + it.getWidthDirAdj())
                            .as(line)
                            .isLessThan(PDRectangle.A4.getWidth()));
                    if (line.contains(word)) {
                        found.add(letters.get(line.indexOf(word)));
                    }
                }
            };
            text.getText(document);
        }
        assertThat(found).as(word).isNotEmpty();
        return found.get(0).getYDirAdj();
    }

    @Test
    void reducesWhatIsTooWideWithinFloats() throws IOException {
        top(compose("page.html", "<div style='float:left;width:80%'>" + WIDE_TABLE + "</div><p>after"), "last");
        top(
                compose("page.html", "<div style='float:left'><div style='float:left'>" + WIDE_TABLE + "</div></div>"),
                "last");
        assertThat(findings).isEmpty();
        html("<div style='position:relative'><i style='position:absolute;right:-300mm;width:100mm'></i>text</div>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "content:\"\";display:table;clear:both",
                "display: table; line-height: 0; content: ' '} .row::after{clear: both",
            })
    void whatFollowsFloatsStandsBelowThem(String clearing) throws IOException {
        byte[] pdf = compose(
                "page.html",
                "<style>.row::after{" + clearing + "} .column{float:left;width:60%}</style>"
                        + "<div class=row><div class=column>first<p>second<p>third</div></div><div>below</div>");

        assertThat(top(pdf, "below")).isGreaterThan(top(pdf, "third") + 5);
    }

    @Test
    void wrapsLongLinesOfSourceCode() throws IOException {
        byte[] pdf = compose(
                "page.html",
                "<style>td.src { white-space: pre }</style><table><tr><td class=src>  " + "word ".repeat(200) + "last");

        assertThat(top(pdf, "last")).isPositive();
        assertThat(findings).isEmpty();
    }

    @Test
    void reportsWordsThatScriptsWouldWrite() throws IOException {
        String page = "<p>one two three four five six seven eight nine ten</p><p id=sum>pending</p>"
                + "<script>document.getElementById('sum').innerHTML = \"<b>4 examples</b>, 1 failure\";"
                + "document.write('ten'); element.innerHTML = ''; title.textContent = name;</script>";

        html(page);

        assertThat(findings).containsExactly(new Finding(Kind.TEXT_BY_SCRIPT, 0, "4: 4, examples,, 1"));
    }

    @Test
    void reportsDefinitionsInMarkdownThatNoLinkUses() throws IOException {
        String page = """
                See [the docs][d] and ![a picture][p].

                [d]: https://example.com/docs "Docs"
                [p]: missing.png
                [result]: failed
                [//]: # (a comment)

                > [deadline]: 2026-11-30 'at noon'

                End
                """;

        assertThat(text(compose("page.md", page))).contains("the docs", "End").doesNotContain("failed", "deadline");
        assertThat(findings)
                .contains(new Finding(Kind.TEXT_HIDDEN, 0, "[result]: failed, [deadline]: 2026-11-30 \"at noon\""));

        assertThat(text(compose("page.md", page, PdfLimits.DEFAULT, true)))
                .contains("[result]: failed", "[deadline]: 2026-11-30 \"at noon\"")
                .doesNotContain("comment");
        assertThat(kinds()).doesNotContain(Kind.TEXT_HIDDEN);
    }

    @Test
    void reportsCellsOfMarkdownWithoutColumn() throws IOException {
        String page = """
                | Step | Result |
                |------|--------|
                | ps | wc | failed: disk full |
                | a \\| b | passed | |
                | short |

                > Step | Result
                > ---|---
                > copy || 1 | 2 \\|
                """;

        assertThat(text(compose("page.md", page))).isEqualTo("Step Result ps wc a | b passed short Step Result copy");
        assertThat(findings).containsExactly(new Finding(Kind.TEXT_HIDDEN, 0, "failed: disk full, 1 | 2 \\|"));

        assertThat(text(compose("page.md", page, PdfLimits.DEFAULT, true)))
                .contains("wc failed: disk full", "copy 1 | 2 \\|");
        assertThat(kinds()).doesNotContain(Kind.TEXT_HIDDEN);
    }

    @Test
    void keepsNumbersOfMarkdownThatIncrease() throws IOException {
        assertThat(text(compose("page.md", """
                12. November: release
                14. November: training
                    > 3) third
                    > 007) seventh

                Each is written as one:

                1. one
                1. two
                1. three

                Some are indented:

                 12. first
                 14. second
                """)))
                .isEqualTo("12. 14. 3. 7. 1. 2. 3. 12. 14. November: release November: training third seventh"
                        + " Each is written as one: one two three Some are indented: first second");
        assertThat(findings).isEmpty();
    }

    /** Left to Markdown, the quarters would begin on the 1st, 2nd, 3rd and 4th. */
    @Test
    void keepsDaysOfMarkdown() throws IOException {
        assertThat(text(compose("page.md", """
                1. Januar: audit
                1. April: audit
                1. July: audit
                1. Okt. 2026: audit

                Newest first:

                14. training
                12. release
                2. start

                Twice on one day:

                12. November: release
                12. November: rollback
                14. März: training

                No days:

                1. Junior: audit
                1. Mayor: audit
                """)))
                .isEqualTo("1. 1. 1. 1. 14. 12. 2. 12. 12. 14. 1. 2. Januar: audit April: audit July: audit"
                        + " Okt. 2026: audit Newest first: training release start Twice on one day: November: release"
                        + " November: rollback März: training No days: Junior: audit Mayor: audit");
        assertThat(findings).isEmpty();
    }
}
