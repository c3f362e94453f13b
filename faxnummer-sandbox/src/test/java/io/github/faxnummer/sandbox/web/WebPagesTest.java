package io.github.faxnummer.sandbox.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.sandbox.Client;
import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.sandbox.SettableClock;
import io.github.faxnummer.sandbox.scenario.Fault;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.tls.HandshakeCertificates;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebPagesTest {
    private static final String ANY_NUMBER = "004920269555";

    private final SettableClock clock = new SettableClock();
    private final FaxnummerSandbox sandbox =
            FaxnummerSandbox.builder().clock(clock).start();
    private final Client client = new Client(sandbox);
    private final OkHttpClient http = new OkHttpClient();

    @AfterEach
    void close() {
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
        client.close();
        sandbox.close();
    }

    @Test
    void explainsHowToSendFirstFax() throws IOException {
        assertThat(get("/").text())
                .contains("<html lang=\"en\">", "<title>Faxnummer sandbox</title>", "No fax yet")
                .contains("<code>" + sandbox.endpoint() + "</code>", "<code>acc00000</code>")
                .contains("<code>sandbox-password</code>")
                .contains(List.of(TestNumber.values()).stream()
                        .map(TestNumber::number)
                        .toList());
    }

    @Test
    void showsNoConfiguredPassword() throws IOException {
        try (FaxnummerSandbox other =
                        FaxnummerSandbox.builder().password("geheim").start();
                Client its = new Client(other)) {
            String jobId = its.sendFax(ANY_NUMBER);
            for (String path : List.of("/", "/faxes/" + jobId)) {
                assertThat(get(other, path).text())
                        .contains(other.login())
                        .doesNotContain("geheim", "sProductCode</bdi>");
            }
        }
    }

    @Test
    void showsNewestFaxFirst() throws IOException {
        String first = client.sendFax(TestNumber.BUSY.number());
        clock.passes(Duration.ofSeconds(100));
        String second = client.sendFax("020269555", 2);

        String page = get("/").text();
        assertThat(page).containsSubsequence(second, first);
        assertThat(page)
                .contains("<title>(2) Faxnummer sandbox</title>")
                .contains("<strong>2 faxes</strong> accepted out of 2 submissions")
                .contains("<bdi>Referenz #1/ä</bdi>", "<bdi>report.pdf</bdi>", "2 pages", "<bdi>CI server</bdi>")
                .contains("<bdi>00493023125999</bdi>", "<bdi>ci@example.org</bdi>", "2026-07-01T10:01:40Z")
                .contains(TestNumber.BUSY.description(), "any other number: delivered");
    }

    @Test
    void showsStatusOfApi() throws IOException {
        String jobId = client.sendFax(TestNumber.BUSY.number());
        assertThat(get("/").text()).contains("</span> NEW</span>", "waits for a line");

        clock.passes(Duration.ofSeconds(20));
        assertThat(get("/").text()).contains("</span> RETRY</span>", "tries remaining: 5");

        clock.passes(Duration.ofHours(1));
        assertThat(get("/").text()).contains("</span> DONE-ERROR</span>", "not delivered, cause 17");
        assertThat(get("/faxes/" + jobId).text())
                .contains("</span> DONE-ERROR</span>")
                .contains("<dt><bdi>StatusQ850Cause</bdi></dt><dd><bdi>17</bdi></dd>")
                .contains("<dt><bdi>sFaxFileName</bdi></dt><dd><bdi>Referenz #1/ä</bdi></dd>");
    }

    @ParameterizedTest
    @EnumSource(
            value = TestNumber.class,
            names = {
                "DELIVERED",
                "PAGE_MISSING",
                "PAGE_MORE",
                "UNDOCUMENTED_STATUS",
                "NEVER_ENDS",
                "DELIVERED_AFTER_RETRIES"
            })
    void namesStateBesidesColor(TestNumber number) throws IOException {
        client.sendFax(number.number(), 2);
        clock.passes(Duration.ofSeconds(16));
        String early = get("/").text();
        clock.passes(Duration.ofHours(1));
        String late = get("/").text();

        switch (number) {
            case DELIVERED -> assertThat(late).contains("phase delivered", "✓", "DONE-OK", "all 2 pages arrived");
            case PAGE_MISSING ->
                assertThat(late).contains("phase incomplete", "!", "DONE-OK", "only 1 of 2 pages arrived");
            case PAGE_MORE ->
                assertThat(late).contains("phase too-many", "!", "DONE-OK", "3 pages arrived of a document of 2");
            case UNDOCUMENTED_STATUS -> assertThat(early).contains("phase undocumented", "?", "PAUSED");
            case DELIVERED_AFTER_RETRIES -> assertThat(early).contains("phase retrying", "↻", "RETRY");
            default -> assertThat(late).contains("phase sending", "→", "RUNNING", "calls or sends");
        }
    }

    @Test
    void highlightsDuplicateFax() throws IOException {
        byte[] pdf = Client.pdf(1);
        client.sendFax("020269555", 3);
        client.post(client.sendFaxFields("020269555"), pdf);
        assertThat(get("/").text()).doesNotContain("accepted 2 times");

        client.post(client.sendFaxFields(ANY_NUMBER), pdf);
        assertThat(get("/").text().split("accepted 2 times", -1)).hasSize(3);
        assertThat(get("/faxes/" + sandbox.faxes().get(1).jobId()).text()).contains("accepted 2 times");
        assertThat(get("/faxes/" + sandbox.faxes().get(0).jobId()).text()).doesNotContain("accepted 2 times");
    }

    @Test
    void countsRejectedAndFaultyRequestsByNumber() throws IOException {
        client.sendFax(ANY_NUMBER);
        sandbox.failNext(Fault.HTML_500, Fault.HTML_500);
        client.post(client.sendFaxFields(ANY_NUMBER), Client.pdf(1));
        client.post(client.sendFaxFields("020269555"), Client.pdf(1));
        client.post(client.sendFaxFields(TestNumber.REJECTED.number()), Client.pdf(1));
        client.post(client.sendFaxFields("+<b>"), Client.pdf(1));

        assertThat(get("/").text())
                .contains("<strong>1 fax</strong> accepted out of 5 submissions")
                .contains("<a href=\"#submissions\">4 rejected or failed</a>")
                .containsSubsequence(
                        "+&lt;b&gt;",
                        "1 × Destination wrong format",
                        TestNumber.REJECTED.number(),
                        "<td class=\"count\">0</td>",
                        "1 × Failed to send Fax",
                        "<tr id=\"tally-1\" class=\"again\"",
                        ANY_NUMBER,
                        "<td class=\"count\">3</td>",
                        "<td class=\"count\">1</td>",
                        "2 × HTML error page with HTTP 500");
    }

    @Test
    void showsLostResponseAsFailure() throws IOException {
        sandbox.failNext(Fault.ANSWER_CUT_OFF);
        try {
            client.sendFax(ANY_NUMBER);
        } catch (IOException expected) {
            assertThat(expected).isNotNull();
        }
        assertThat(get("/").text())
                .contains("<strong>1 fax</strong> accepted out of 1 submission · ")
                .contains("1 × accepted, then the response is truncated");
    }

    @Test
    void escapesForeignText() throws IOException {
        String evil = "\"><img src=x onerror=alert(1)>'\u202e{}&amp;";
        Map<String, String> fields = client.sendFaxFields(TestNumber.HOSTILE_STATION.number());
        fields.put("sFaxFileName", evil);
        fields.put("sEmail", "<i>@example.org");
        fields.put("sSender", "<script>");
        fields.put("<u>", evil);
        client.post(multipart(fields, Client.pdf(1), evil + ".pdf", "application/pdf; <s>"));
        clock.passes(Duration.ofHours(1));

        String job = "/faxes/" + sandbox.faxes().get(0).jobId();
        for (String path : List.of("/", job)) {
            assertThat(get(path).text())
                    .contains("&quot;&gt;&lt;img src=x onerror=alert(1)&gt;&#39;[U+202E]{}&amp;amp;")
                    .doesNotContain("<img src=x", "<i>", "<script>", "<u>", "<b>", "<s>", "\u202e", "\u001b");
        }
        assertThat(get(job).text())
                .contains(
                        "<dt><bdi>RemoteTSI</bdi></dt><dd><bdi>&lt;b&gt;ev[U+001B][31mil[U+202E]&lt;/b&gt;</bdi></dd>");
        assertThat(get(job + "/document.pdf").header("Content-Disposition"))
                .matches("inline; filename=\"fax\\.pdf\"; filename\\*=UTF-8''[A-Za-z0-9._%-]+\\.pdf");
    }

    @Test
    void shortensLongText() throws IOException {
        Map<String, String> fields = client.sendFaxFields(ANY_NUMBER);
        fields.put("sFaxFileName", "x".repeat(1_000_000));
        client.post(fields, Client.pdf(1));

        assertThat(get("/").text()).hasSizeLessThan(20_000);
        assertThat(get("/faxes/" + sandbox.faxes().get(0).jobId()).text()).hasSizeLessThan(40_000);
    }

    @Test
    void pagesManyFaxes() throws IOException {
        MultipartBody submission = Client.multipart(client.sendFaxFields(ANY_NUMBER), Client.pdf(1));
        for (int i = 0; i < 102; i++) {
            client.post(submission);
        }
        assertThat(get("/").text())
                .contains("id=\"fax-102\"", "id=\"fax-3\"", "<a href=\"/?skip=100\">2 faxes older</a>")
                .doesNotContain("id=\"fax-2\"");
        assertThat(get("/?skip=100").text())
                .contains("id=\"fax-2\"", "id=\"fax-1\"", "<a href=\"/\">Newest</a>")
                .doesNotContain("id=\"fax-3\"", "older</a>");
        assertThat(get("/?skip=999999999").text()).contains("No fax yet");
        assertThat(get("/?skip=-1").text()).contains("id=\"fax-102\"");
    }

    @Test
    void returnsDocumentUnchanged() throws IOException {
        byte[] pdf = Client.pdf(2);
        client.post(client.sendFaxFields(ANY_NUMBER), pdf);
        String address = "/faxes/" + sandbox.faxes().get(0).jobId() + "/document.pdf";

        Page opened = get(address);
        assertThat(opened.content()).isEqualTo(ByteString.of(pdf));
        assertThat(opened.header("Content-Type")).isEqualTo("application/pdf");
        assertThat(opened.header("Content-Disposition"))
                .isEqualTo("inline; filename=\"fax.pdf\"; filename*=UTF-8''report.pdf");
        assertThat(get(address + "?download").header("Content-Disposition")).startsWith("attachment; ");
        assertSafe(opened);
        assertThat(opened.header("Content-Security-Policy")).endsWith("; sandbox");
    }

    @Test
    void rendersPageAtFaxWidth() throws IOException {
        String jobId = client.sendFax(ANY_NUMBER, 6);
        for (int page : new int[] {6, 1}) {
            Page png = get("/faxes/" + jobId + "/pages/" + page + ".png");
            assertThat(png.code()).isEqualTo(200);
            assertThat(png.header("Content-Type")).isEqualTo("image/png");
            BufferedImage image = Objects.requireNonNull(
                    ImageIO.read(new ByteArrayInputStream(png.content().toByteArray())));
            assertThat(image.getWidth()).isEqualTo(1728);
            assertThat(image.getColorModel().getPixelSize()).isEqualTo(1);
            assertSafe(png);
        }
    }

    @Test
    void showsMessageForUnrenderableDocument() throws IOException {
        client.post(client.sendFaxFields(ANY_NUMBER), Client.pdfWithMorePagesSaidThanThere(1_000_000));
        String address = "/faxes/" + sandbox.faxes().get(0).jobId();
        assertThat(sandbox.faxes().get(0).pages()).isEqualTo(1_000_000);
        assertThat(get(address).text())
                .contains("/pages/100.png", "Only the first 100 pages are rendered.")
                .doesNotContain("/pages/101.png", "cannot be rendered");

        Page picture = get(address + "/pages/90.png");
        assertThat(picture.code()).isEqualTo(422);
        assertThat(picture.text()).startsWith("Page 90 cannot be rendered: ");
        assertSafe(picture);
        assertThat(get(address).text()).contains("This page cannot be rendered: ");
        assertThat(get(address + "/pages/101.png").code()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/x",
                "/faxes",
                "/faxes/",
                "/faxes/faxsend-acc00000-0",
                "/faxes/JOB/",
                "/faxes/JOB/document",
                "/faxes/JOB/pages/0.png",
                "/faxes/JOB/pages/2.png",
                "/faxes/JOB/pages/99999999999999.png",
                "/faxes/JOB/pages/1.png/",
                "/faxes/JOB/pages/..%2f..%2fsandbox.css",
                "/sandbox.css/",
                "/FaxService.class",
                "/..%2fFaxService.class",
            })
    void answers404ForMissingPage(String path) throws IOException {
        Page page = get(path.replace("JOB", client.sendFax(ANY_NUMBER)));

        assertThat(page.code()).isEqualTo(404);
        assertThat(page.text()).contains("Not found");
        assertSafe(page);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/faxes/JOB", "/sandbox.css", "/sandbox.js", "/sandbox.svg"})
    void sendsSecurityHeaders(String path) throws IOException {
        String address = path.replace("JOB", client.sendFax(ANY_NUMBER));
        Page page = get(address);
        Page head = call(request(sandbox, address).head().build());

        assertThat(page.code()).isEqualTo(200);
        assertSafe(page);
        assertThat(head.content()).isEqualTo(ByteString.EMPTY);
        assertThat(head.code()).isEqualTo(200);
        assertThat(head.header("Content-Length"))
                .isEqualTo(Integer.toString(page.content().size()));
        assertSafe(head);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS"})
    void allowsGetOnly(String method) throws IOException {
        RequestBody body = method.equals("OPTIONS") ? null : RequestBody.create("", null);
        for (String path : List.of("/", "/faxes/" + client.sendFax(ANY_NUMBER))) {
            Page page = call(request(sandbox, path).method(method, body).build());
            assertThat(page.code()).isEqualTo(405);
            assertThat(page.header("Allow")).isEqualTo("GET, HEAD");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example:PORT", "evil.example", "127.0.0.1", "127.0.0.1:1", "127.0.0.1.evil.example:PORT"})
    void rejectsForeignHostHeader(String host) throws IOException {
        String jobId = client.sendFax(ANY_NUMBER);
        String port = Integer.toString(sandbox.endpoint().getPort());
        for (String path : List.of("/", "/faxes/" + jobId, "/faxes/" + jobId + "/document.pdf")) {
            Page page = call(request(sandbox, path)
                    .header("Host", host.replace("PORT", port))
                    .build());
            assertThat(page.code()).isEqualTo(421);
            assertThat(page.text()).isEqualTo("This is " + sandbox.page() + "\n");
            assertSafe(page);
        }
    }

    @Test
    void acceptsBothLoopbackNames() throws IOException {
        String port = Integer.toString(sandbox.endpoint().getPort());
        for (String name : List.of("localhost", "LOCALHOST", "127.0.0.1")) {
            assertThat(call(request(sandbox, "/")
                                    .header("Host", name + ":" + port)
                                    .build())
                            .code())
                    .isEqualTo(200);
        }
    }

    @Test
    void doesNotCountPageViews() throws IOException {
        String jobId = client.sendFax(ANY_NUMBER);
        sandbox.failNext(Fault.CLOSED_BEFORE_BODY);
        sandbox.failNextStatus(Fault.CLOSED_BEFORE_BODY);
        for (String path : List.of("/", "/faxes/" + jobId, "/faxes/" + jobId + "/pages/1.png", "/sandbox.js")) {
            assertThat(get(path).code()).isEqualTo(200);
        }
        assertThat(sandbox.requests()).isEqualTo(1);
        assertThat(sandbox.requestFields()).hasSize(1);

        try (FaxnummerSandbox failing =
                FaxnummerSandbox.builder().fault(Fault.CLOSED_BEFORE_BODY).start()) {
            assertThat(get(failing, "/").code()).isEqualTo(200);
            assertThat(failing.requests()).isZero();
        }
    }

    @Test
    void shortensManyNumbers() throws IOException {
        for (int i = 0; i < 102; i++) {
            client.post(client.sendFaxFields("wrong" + i), Client.utf8("no PDF"));
        }
        assertThat(get("/").text())
                .contains("wrong101", "wrong2<", "and 2 numbers more")
                .doesNotContain("wrong1<", "wrong0<");
    }

    @Test
    void servesPagesOverHttps() throws IOException {
        try (FaxnummerSandbox https = FaxnummerSandbox.builder().https(true).start()) {
            HandshakeCertificates trust = https.clientCertificates();
            OkHttpClient trusting = http.newBuilder()
                    .sslSocketFactory(trust.sslSocketFactory(), trust.trustManager())
                    .build();
            assertThat(https.page()).hasScheme("https").hasHost("localhost");
            try (Response response =
                    trusting.newCall(request(https, "/").build()).execute()) {
                assertThat(response.body().string()).contains(https.endpoint().toString(), "curl --insecure ");
            }
            trusting.connectionPool().evictAll();
        }
    }

    @Test
    void acceptsAnyLogin() throws IOException {
        try (FaxnummerSandbox odd =
                        FaxnummerSandbox.builder().login("a/b c\"<ä%2f").start();
                Client its = new Client(odd)) {
            its.sendFax(ANY_NUMBER);
            String address = WebPages.address(odd.faxes().get(0));
            assertThat(address).matches("/faxes/[A-Za-z0-9%-]+");
            assertThat(get(odd, "/").text()).contains("href=\"" + address + "\"");
            assertThat(get(odd, address).code()).isEqualTo(200);
        }
    }

    private static void assertSafe(Page page) {
        assertThat(page.header("Content-Security-Policy"))
                .startsWith("default-src 'none'; ")
                .contains("script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'")
                .doesNotContain("unsafe", "*", "data:");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(page.header("Cache-Control")).isEqualTo("no-store");
        assertThat(page.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
    }

    private Page get(String path) throws IOException {
        return get(sandbox, path);
    }

    private Page get(FaxnummerSandbox from, String path) throws IOException {
        return call(request(from, path).build());
    }

    private static Request.Builder request(FaxnummerSandbox from, String path) {
        return new Request.Builder().url(from.page() + path.substring(1));
    }

    private Page call(Request request) throws IOException {
        try (Response response = http.newCall(request).execute()) {
            return new Page(response, response.body().byteString());
        }
    }

    private static MultipartBody multipart(Map<String, String> fields, byte[] pdf, String fileName, String type) {
        MultipartBody.Builder body = new MultipartBody.Builder().setType(MultipartBody.FORM);
        fields.forEach(body::addFormDataPart);
        return body.addFormDataPart("sFax", fileName, RequestBody.create(pdf, MediaType.parse(type)))
                .build();
    }

    private record Page(Response response, ByteString content) {
        int code() {
            return response.code();
        }

        String text() {
            return content.utf8();
        }

        String header(String name) {
            String value = response.header(name);
            return value == null ? "" : value;
        }
    }
}
