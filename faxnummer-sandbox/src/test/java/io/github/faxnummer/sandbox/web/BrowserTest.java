package io.github.faxnummer.sandbox.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.faxnummer.sandbox.Client;
import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.sandbox.SettableClock;
import io.github.faxnummer.sandbox.scenario.Fault;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.RequestBody;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person sees in a browser. Leaves pictures of it in {@code target}. */
class BrowserTest {
    private static final String ANY_NUMBER = "004920269555";
    private static final String CONTRAST = resource("contrast.js");

    private static Browser browser;

    private final SettableClock clock = new SettableClock();
    private final FaxnummerSandbox sandbox =
            FaxnummerSandbox.builder().clock(clock).start();
    private final Client client = new Client(sandbox);

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        boolean there = Browser.executable().isPresent();
        if (!there) {
            System.err.println(
                    "!!!!!!!! THE SANDBOX'S PAGES WERE NOT TESTED IN A BROWSER: no chromium on the PATH !!!!!!!!");
        }
        assumeTrue(there, "no chromium on the PATH");
        browser = Browser.start(Browser.executable().orElseThrow());
    }

    @AfterAll
    static void stop() throws IOException, InterruptedException {
        if (browser != null) {
            browser.quit();
        }
    }

    @AfterEach
    void close() {
        client.close();
        sandbox.close();
    }

    @Test
    void updatesPageWithoutReload() throws Exception {
        Browser.Tab tab = browser.tab(1280, 900);
        tab.open(sandbox.page());
        assertThat(tab.text())
                .contains(
                        "No fax yet",
                        "How to send a fax here",
                        sandbox.endpoint().toString());
        tab.value("window.notReloaded = 'yes'");

        client.sendFax(ANY_NUMBER);
        tab.until("document.title === '(1) Faxnummer sandbox'");
        assertThat(tab.text())
                .contains("1 fax accepted out of 1 submission", "NEW")
                .doesNotContain("No fax yet");

        tab.value("document.getElementById('fax-1').marked = 'same'");
        tab.value("document.getElementById('open-1').focus()");
        client.sendFax(TestNumber.BUSY.number());
        tab.until("document.getElementById('fax-2')");
        assertThat(tab.value("Array.from(document.querySelectorAll('.faxes tbody tr'), row => row.id).join()"))
                .isEqualTo("fax-2,fax-1");
        assertThat(tab.value("document.getElementById('fax-1').marked")).isEqualTo("same");

        clock.passes(Duration.ofHours(1));
        tab.until("document.querySelector('#fax-1 .delivered') && document.querySelector('#fax-2 .failed')");
        assertThat(tab.value("document.activeElement.id")).isEqualTo("open-1");

        assertThat(tab.value("window.notReloaded")).isEqualTo("yes");
        assertThat(tab.console()).isEmpty();
        assertThat(tab.requests())
                .allMatch(address -> address.startsWith(sandbox.page().toString()));
        assertThat(sandbox.requests()).isEqualTo(2);
    }

    @Test
    void reportsStoppedSandboxOnPage() throws Exception {
        client.sendFax(ANY_NUMBER);
        Browser.Tab tab = browser.tab(1280, 900);
        tab.open(sandbox.page());
        tab.until("document.getElementById('connection').textContent === 'live'");

        sandbox.close();
        tab.until("document.getElementById('connection').className === 'lost'");
        assertThat(tab.text()).contains("the sandbox does not answer any more", ANY_NUMBER);
    }

    @Test
    void rendersHostileTextInertly() throws Exception {
        Map<String, String> fields = client.sendFaxFields(TestNumber.HOSTILE_STATION.number());
        fields.put("sFaxFileName", "</td></table><script>document.title='owned'</script><img src=x onerror=alert(1)>");
        client.post(fields, Client.pdf(1));
        clock.passes(Duration.ofHours(1));
        Browser.Tab tab = browser.tab(1280, 900);

        tab.open(sandbox.page());
        tab.until("document.getElementById('connection').textContent === 'live'");
        assertThat(tab.text()).contains("</td></table><script>document.title='owned'</script><img src=x");
        tab.open(address(0));
        tab.until("document.getElementById('connection').textContent === 'live'");
        assertThat(tab.text()).contains("<b>ev[U+001B][31mil[U+202E]</b>");
        assertThat(tab.value("document.querySelectorAll('b, td img, main script').length"))
                .isEqualTo("0");
        assertThat(tab.console()).isEmpty();
    }

    @Test
    void blocksForeignScriptsByPolicy() throws Exception {
        Browser.Tab tab = browser.tab(1280, 900);
        tab.open(sandbox.page());
        tab.value("""
                const script = document.createElement('script');
                script.textContent = 'window.owned = true';
                document.body.append(script);
                """);

        assertThat(tab.value("String(window.owned)")).isEqualTo("undefined");
        assertThat(tab.console()).singleElement().asString().contains("Content Security Policy");
    }

    @Test
    void showsEveryPageOfFax() throws Exception {
        client.post(client.sendFaxFields(ANY_NUMBER), report("Prüfbericht 4711", 3));
        Browser.Tab tab = browser.tab(1280, 900);
        tab.open(address(0));
        drawAll(tab);

        assertThat(tab.value("Array.from(document.images, img => img.naturalWidth).join()"))
                .isEqualTo("1728,1728,1728");
        clock.passes(Duration.ofHours(1));
        tab.until("document.querySelector('#state .delivered')");
        assertThat(tab.text()).contains("PagesSent\n3");
        assertThat(tab.console()).isEmpty();
    }

    @Test
    void showsMessageForUnrenderablePage() throws Exception {
        client.post(client.sendFaxFields(ANY_NUMBER), Client.pdfWithMorePagesSaidThanThere(3));
        Browser.Tab tab = browser.tab(1280, 900);
        tab.open(address(0));

        tab.until("document.querySelectorAll('.failure').length > 0");
        assertThat(tab.text()).contains("This page cannot be rendered: ");
    }

    @Test
    void opensPdfInBrowser() throws Exception {
        client.post(client.sendFaxFields(ANY_NUMBER), report("Prüfbericht 4711", 1));
        Browser.Tab tab = browser.tab(1280, 900);
        tab.open(address(0) + "/document.pdf");
        browser.untilPdfViewer();

        assertThat(tab.value("document.contentType")).isEqualTo("application/pdf");
        assertThat(tab.console()).isEmpty();
    }

    @Test
    void reloadsWithoutScripts() throws Exception {
        Browser.Tab tab = browser.tab(1280, 900);
        tab.withoutScripts();
        tab.open(sandbox.page());
        client.sendFax(ANY_NUMBER);

        tab.until("document.getElementById('fax-1')");
        assertThat(tab.console()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void hasSufficientContrast(boolean dark) throws Exception {
        variety();
        for (String address : List.of(sandbox.page().toString(), address(1), address(4), sandbox.page() + "x")) {
            Browser.Tab tab = browser.tab(1280, 900);
            tab.dark(dark);
            tab.open(address);
            assertThat(tab.value("getComputedStyle(document.body).backgroundColor"))
                    .isEqualTo(dark ? "rgb(21, 25, 29)" : "rgb(245, 246, 247)");
            assertThat(tab.value(CONTRAST)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {360, 768, 1280})
    void fitsNarrowScreens(int width) throws Exception {
        variety();
        for (String address : List.of(sandbox.page().toString(), address(0))) {
            Browser.Tab tab = browser.tab(width, 800);
            tab.open(address);
            assertThat(tab.value("document.documentElement.scrollWidth")).isEqualTo(Integer.toString(width));
            drawAll(tab);
            tab.picture(
                    Path.of("target", "sandbox-" + (address.endsWith("/") ? "list" : "fax") + "-" + width + ".png"));
        }
    }

    /** A picture is only loaded when somebody comes near it. */
    private static void drawAll(Browser.Tab tab) throws InterruptedException {
        tab.until("Array.from(document.images).every(img => img.naturalWidth || void img.scrollIntoView())");
        tab.value("scrollTo(0, 0)");
    }

    private String address(int fax) {
        return sandbox.page()
                .resolve(WebPages.address(sandbox.faxes().get(fax)))
                .toString();
    }

    /** Faxes that differ in all that can be seen. */
    private void variety() throws IOException {
        send(TestNumber.DELIVERED.number(), "Release 4.2.0", "compliance-report.pdf", report("Compliance report", 3));
        clock.passes(Duration.ofSeconds(70));
        send(TestNumber.PAGE_MISSING.number(), "Release 4.2.0", "sbom.pdf", report("Bill of materials", 2));
        clock.passes(Duration.ofSeconds(24));
        byte[] audit = report("Audit log", 1);
        send(ANY_NUMBER, "Audit 2026-07 / Nürnberg", "audit.pdf", audit);
        clock.passes(Duration.ofSeconds(5));
        send(ANY_NUMBER, "Audit 2026-07 / Nürnberg", "audit.pdf", audit);
        sandbox.failNext(Fault.HTML_500);
        send(TestNumber.UNKNOWN_NUMBER.number(), "Release 4.2.0", "sbom.pdf", report("Bill of materials", 2));
        send(TestNumber.UNKNOWN_NUMBER.number(), "Release 4.2.0", "sbom.pdf", report("Bill of materials", 2));
        send(TestNumber.REJECTED.number(), "Release 4.2.0", "sbom.pdf", report("Bill of materials", 2));
        clock.passes(Duration.ofSeconds(30));
        send(TestNumber.BUSY.number(), "", "compliance-report.pdf", report("Compliance report", 12));
        clock.passes(Duration.ofSeconds(16));
        send(TestNumber.NEVER_ENDS.number(), "Nightly 20260701", "tests.pdf", report("Test results", 4));
        clock.passes(Duration.ofSeconds(6));
        send(TestNumber.JSON.number(), "Nightly 20260701", "tests.pdf", report("Test results", 4));
    }

    private void send(String destination, String reference, String fileName, byte[] pdf) throws IOException {
        MultipartBody.Builder body = new MultipartBody.Builder().setType(MultipartBody.FORM);
        Map<String, String> fields = client.sendFaxFields(destination);
        fields.put("sFaxFileName", reference);
        fields.forEach(body::addFormDataPart);
        body.addFormDataPart("sFax", fileName, RequestBody.create(pdf, MediaType.get("application/pdf")));
        client.post(body.build());
    }

    private static byte[] report(String title, int pages) throws IOException {
        PDFont bold = new PDType1Font(FontName.HELVETICA_BOLD);
        PDFont plain = new PDType1Font(FontName.HELVETICA);
        try (PDDocument document = new PDDocument()) {
            for (int page = 1; page <= pages; page++) {
                PDPage sheet = new PDPage(PDRectangle.A4);
                document.addPage(sheet);
                try (PDPageContentStream content = new PDPageContentStream(document, sheet)) {
                    text(content, bold, 24, 60, 760, title);
                    text(content, plain, 12, 60, 735, "Example GmbH, build 4711, page " + page + " of " + pages);
                    for (int line = 0; line < 22; line++) {
                        int y = 690 - 26 * line;
                        content.setNonStrokingColor(line % 2 == 0 ? new Color(225, 235, 245) : Color.WHITE);
                        content.addRect(60, y - 8, 475, 24);
                        content.fill();
                        content.setNonStrokingColor(Color.BLACK);
                        text(content, plain, 12, 70, y, "Requirement " + page + "." + (line + 1));
                        text(content, plain, 12, 260, y, "checked by CI");
                        text(content, bold, 12, 470, y, line % 7 == 6 ? "waived" : "passed");
                    }
                }
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            document.save(bytes);
            return bytes.toByteArray();
        }
    }

    private static void text(PDPageContentStream content, PDFont font, float size, float x, float y, String text)
            throws IOException {
        content.beginText();
        content.setFont(font, size);
        content.newLineAtOffset(x, y);
        content.showText(text);
        content.endText();
    }

    private static String resource(String name) {
        try (var stream = BrowserTest.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
