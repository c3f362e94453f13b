package io.github.faxnummer.provider.faxnummerde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.provider.Account;
import io.github.faxnummer.provider.FailureReason;
import io.github.faxnummer.provider.FaxRequest;
import io.github.faxnummer.provider.FaxStatus;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.Password;
import io.github.faxnummer.provider.Q850Cause;
import io.github.faxnummer.provider.StatusResult;
import io.github.faxnummer.provider.SubmissionResult;
import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.sandbox.scenario.ReceivedFax;
import io.github.faxnummer.sandbox.scenario.ResponseFormat;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import io.github.faxnummer.testing.FakeClock;
import io.github.faxnummer.testing.Pdfs;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaxnummerClientTest {

    @Test
    void sendsEveryDocumentedParameter() {
        String reference = "Prüfbericht #12/ß €*?\" \uD83D\uDE00; x=\"y\"";
        try (FaxnummerSandbox sandbox = FaxnummerSandbox.start();
                FaxnummerClient client = Clients.of(sandbox).build()) {
            SubmissionResult result = client.submit(new FaxRequest(
                    new FaxNumber("00493023125016"),
                    "compliance+ci@example.org",
                    new Document("/ci/ä", "Bericht ä.pdf", Pdfs.facts(Clients.PDF, 2)),
                    Pdfs.content(Clients.PDF),
                    "Firma ~ & Co <1>",
                    "00493023125999",
                    reference));

            ReceivedFax fax = sandbox.faxes().get(0);
            assertThat(fax.fields())
                    .containsOnly(
                            entry("sProductLogin", sandbox.login()),
                            entry("sCommand", "SendFax"),
                            entry("sDestination", "00493023125016"),
                            entry("sEmail", "compliance+ci@example.org"),
                            entry("mimeType", "application/pdf"),
                            entry("sSender", "Firma ~ & Co <1>"),
                            entry("sSource", "00493023125999"),
                            entry("sFaxFileName", reference));
            assertThat(fax.pdf().toByteArray()).isEqualTo(Clients.PDF);
            assertThat(fax.contentType()).isEqualTo("application/pdf");
            assertThat(fax.fileName()).isEqualTo("Bericht ä.pdf");
            assertThat(result)
                    .isInstanceOfSatisfying(
                            SubmissionResult.Accepted.class,
                            accepted -> assertThat(accepted.jobId().value()).isEqualTo(fax.jobId()));
        }
    }

    @Test
    void omitsEmptyParameters() {
        try (FaxnummerSandbox sandbox = FaxnummerSandbox.start();
                FaxnummerClient client = Clients.of(sandbox).build()) {
            client.submit(new FaxRequest(
                    new FaxNumber("00493023125016"),
                    "a@example.org",
                    new Document("/ci/a.pdf", "a.pdf", Pdfs.facts(Clients.PDF, 2)),
                    Pdfs.content(Clients.PDF),
                    "",
                    "",
                    "r"));

            assertThat(sandbox.faxes())
                    .singleElement()
                    .satisfies(fax -> assertThat(fax.fields()).doesNotContainKeys("sSender", "sSource"));
        }
    }

    @Test
    void sendsPasswordInBodyOnly() throws Exception {
        try (MockWebServer server = started(ok("a-1"));
                FaxnummerClient client = Clients.of(server.url("/x").toString()).build()) {
            client.submit(Clients.fax());

            var request = server.takeRequest();
            assertThat(request.getMethod()).isEqualTo("POST");
            assertThat(request.getUrl().toString() + request.getHeaders()).doesNotContain("the-password");
            assertThat(request.getHeaders().get("Content-Type")).startsWith("multipart/form-data; boundary=");
            assertThat(request.getHeaders().get("Content-Length"))
                    .isEqualTo(String.valueOf(request.getBody().size()));
            String body = request.getBody().string(StandardCharsets.ISO_8859_1);
            assertThat(body).containsOnlyOnce("the-password").containsOnlyOnce("name=\"sProductCode\"");
        }
    }

    @ParameterizedTest
    @EnumSource
    void understandsResponseInEveryFormat(ResponseFormat form) {
        FakeClock time = new FakeClock();
        try (FaxnummerSandbox sandbox = FaxnummerSandbox.builder()
                        .responseFormat(form)
                        .clock(time)
                        .start();
                FaxnummerClient client = Clients.of(sandbox).build()) {
            JobId job = accepted(client.submit(Clients.fax(TestNumber.HOSTILE_STATION)));
            time.passes(Duration.ofHours(1));

            assertThat(job.value()).isEqualTo(sandbox.faxes().get(0).jobId());
            assertThat(known(client.status(job)))
                    .singleElement()
                    .satisfies(status -> assertThat(status.state()).isEqualTo(FaxStatus.State.DONE_OK));
            assertThat(client.status(new JobId("no-such-job")))
                    .isInstanceOfSatisfying(
                            StatusResult.Refused.class,
                            refused -> assertThat(refused.refusal().comment()).isEqualTo("Job not found"));
        }
    }

    @Test
    void readsEveryDocumentedResponseField() throws Exception {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("JobUUID", "faxsend-a-1");
        fields.put("CreateDateTime", "2019-05-12 12:34:56");
        fields.put("LastChangeDateTime", "2019-05-12 12:40:00");
        fields.put("DestinationNumber", "004920269555");
        fields.put("FromNumber", "004920269556");
        fields.put("FaxFileName", "Referenz #1");
        fields.put("Status", "DONE-ERROR");
        fields.put("RemoteTSI", "+49 202 69555");
        fields.put("StatusQ850Cause", "17");
        fields.put("ConnectionDuration", "95");
        fields.put("PagesSent", "3");
        fields.put("SendTriesRemaining", "4");
        fields.put("Undocumented", "x");
        try (MockWebServer server = started(list(fields));
                FaxnummerClient client = Clients.of(server.url("/").toString()).build()) {
            FaxStatus status = known(client.status(new JobId("faxsend-a-1"))).get(0);

            assertThat(status.additionalFields()).isEqualTo(Map.of("Undocumented", "x"));
            assertThat(status.jobId()).isEqualTo("faxsend-a-1");
            assertThat(status.created()).isEqualTo("2019-05-12 12:34:56");
            assertThat(status.lastChanged()).isEqualTo("2019-05-12 12:40:00");
            assertThat(status.destination()).isEqualTo("004920269555");
            assertThat(status.source()).isEqualTo("004920269556");
            assertThat(status.reference()).isEqualTo("Referenz #1");
            assertThat(status.stateText()).isEqualTo("DONE-ERROR");
            assertThat(status.remoteTsi()).isEqualTo("+49 202 69555");
            assertThat(status.cause()).contains(new Q850Cause(17));
            assertThat(status.connectionDuration()).contains(Duration.ofSeconds(95));
            assertThat(status.pagesSent()).hasValue(3);
            assertThat(status.triesRemaining()).hasValue(4);

            var body = server.takeRequest().getBody().utf8();
            assertThat(body).contains("GetSentFaxStatus").contains("sJobUUID").contains("faxsend-a-1");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NEW, NEW, false",
        "RUNNING, RUNNING, false",
        "RETRY, RETRY, false",
        "DONE-OK, DONE_OK, true",
        "DONE-ERROR, DONE_ERROR, true",
        "PAUSED, OTHER, false",
        "'', OTHER, false",
        "DONE, OTHER, false",
        "DONE-OK?, OTHER, false",
        "DONE_OK, OTHER, false",
    })
    void treatsUndocumentedStatusAsUnderWay(String written, FaxStatus.State phase, boolean isFinal) {
        FaxStatus status = StatusEntry.status(Map.of("Status", written));
        assertThat(status.state()).isEqualTo(phase);
        assertThat(status.state().isFinal()).isEqualTo(isFinal);
        assertThat(status.stateText()).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "1.5", "12345678901", "١٦"})
    void treatsMalformedNumberAsMissing(String written) {
        FaxStatus status = StatusEntry.status(Map.of(
                "StatusQ850Cause",
                written,
                "ConnectionDuration",
                written,
                "PagesSent",
                written,
                "SendTriesRemaining",
                written));
        assertThat(status.cause()).isEmpty();
        assertThat(status.connectionDuration()).isEmpty();
        assertThat(status.pagesSent()).isEmpty();
        assertThat(status.triesRemaining()).isEmpty();
        assertThat(status.additionalFields().values())
                .containsExactlyElementsOf(Collections.nCopies(4, written).stream()
                        .filter(it -> !it.isEmpty())
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "Failed to send Fax, FAILED_TO_SEND, false",
        "Fax wrong format, FAX_WRONG_FORMAT, false",
        "Destination wrong format, DESTINATION_WRONG_FORMAT, false",
        "Email wrong format, EMAIL_WRONG_FORMAT, false",
        "Productcode invalid, PRODUCT_CODE_INVALID, true",
        "Webrequest is not available for this account, NOT_AVAILABLE_FOR_ACCOUNT, true",
        "PRODUCTCODE INVALID, PRODUCT_CODE_INVALID, true",
        "Productcode invalid (Falsches Kennwort für Benutzeraccount), PRODUCT_CODE_INVALID, true",
        "Guthaben aufgebraucht, OTHER, false",
        "Productcode, OTHER, false",
        "'', OTHER, false",
    })
    void mapsDocumentedCommentsToReasons(String comment, FailureReason reason, boolean concernsAccount)
            throws Exception {
        try (MockWebServer server = started(body("WR_Status=failed\nWR_Comment=" + comment));
                FaxnummerClient client = Clients.of(server.url("/").toString()).build()) {
            assertThat(client.submit(Clients.fax()))
                    .isInstanceOfSatisfying(SubmissionResult.Rejected.class, rejected -> {
                        assertThat(rejected.refusal().reason()).isEqualTo(reason);
                        assertThat(rejected.refusal().comment()).isEqualTo(comment);
                        assertThat(rejected.refusal().reason().concernsAccount())
                                .isEqualTo(concernsAccount);
                        if (reason == FailureReason.OTHER) {
                            assertThat(rejected.refusal().text().in(Locale.ENGLISH))
                                    .contains(comment);
                        }
                    });
        }
    }

    @Test
    void distinguishesWrongPasswordFromUnknownAccount() {
        try (FaxnummerSandbox sandbox = FaxnummerSandbox.start()) {
            var endpoint =
                    new io.github.faxnummer.provider.Endpoint(sandbox.endpoint().toString());
            try (FaxnummerClient wrong = FaxnummerClient.builder(new Account(sandbox.login(), new Password("wrong")))
                            .endpoint(endpoint)
                            .build();
                    FaxnummerClient unknown = FaxnummerClient.builder(
                                    new Account("nobody", new Password(sandbox.password())))
                            .endpoint(endpoint)
                            .build();
                    FaxnummerClient right = Clients.of(sandbox).build()) {
                assertThat(rejection(wrong.submit(Clients.fax()))).isEqualTo(FailureReason.PRODUCT_CODE_INVALID);
                assertThat(rejection(unknown.submit(Clients.fax()))).isEqualTo(FailureReason.NOT_AVAILABLE_FOR_ACCOUNT);
                assertThat(wrong.checkAccount())
                        .hasValueSatisfying(text -> assertThat(text.key()).isEqualTo("refusal.product-code-invalid"));
                assertThat(unknown.checkAccount())
                        .hasValueSatisfying(
                                text -> assertThat(text.key()).isEqualTo("refusal.not-available-for-account"));
                assertThat(right.checkAccount()).isEmpty();
            }
            assertThat(sandbox.faxes()).isEmpty();
            assertThat(sandbox.submissions()).isEqualTo(2);
        }
    }

    @Test
    void reportsAccountCheckThatFailed() {
        try (FaxnummerSandbox sandbox = FaxnummerSandbox.start();
                FaxnummerClient client = Clients.of(sandbox).build()) {
            sandbox.refuseConnections();
            assertThat(client.checkAccount()).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WR_Status=ok",
                "WR_Status=ok\nWR_Request_UUID=",
                "WR_Status=ok\nWR_Request_UUID=a b",
                "WR_Status=maybe\nWR_Request_UUID=a-1",
                "WR_Status=\nWR_Request_UUID=a-1",
                "WR_Status=failed\nWR_Request_UUID=a-1",
                "WR_Request_UUID=a-1",
                "<html>WR_Status=ok WR_Request_UUID=a-1</html>",
                ""
            })
    void reportsUnknownForAmbiguousResponse(String answer) throws Exception {
        try (MockWebServer server = started(body(answer));
                FaxnummerClient client = Clients.of(server.url("/").toString()).build()) {
            assertThat(client.submit(Clients.fax())).isInstanceOf(SubmissionResult.Unknown.class);
        }
    }

    @Test
    void quotesHttpStatusTypeLengthAndTitleOfAWebPageOnly() throws Exception {
        String page =
                "<html><title>\r\n\u001b[31mWartung\u202e " + "x".repeat(100) + "</title>Servus" + "y".repeat(1000);
        try (MockWebServer server =
                        started(new MockResponse.Builder().code(502).body(page).build());
                FaxnummerClient client = Clients.of(server.url("/").toString()).build()) {
            assertThat(client.submit(Clients.fax()))
                    .isInstanceOfSatisfying(
                            SubmissionResult.Unknown.class,
                            unknown -> assertThat(unknown.why().in(Locale.ENGLISH))
                                    .contains("HTTP 502", " bytes, title '\uFFFD[31mWartung\uFFFD xxx")
                                    .doesNotContain("\u001b", "\u202e", "\n", "Servus")
                                    .hasSizeLessThan(300));
        }
    }

    @Test
    void sanitizesTextOfServerInMessages() throws Exception {
        String name = "a\\u001b[31m\\nb\\u202e" + "x".repeat(10_000);
        for (String json : List.of(
                "{\"" + name + "\":[]}",
                "{\"" + name + "\":1,\"" + name + "\":2}",
                "{\"WR_Status\":\"ok\",\"WR_DataList_ObjectCount\":\"" + name + "\"}",
                "{\"WR_Status\":\"ok\",\"WR_DataList_ObjectCount\":1,\"WR_DataList_1_JobUUID\":\"" + name + "\"}",
                "{\"WR_Status\":\"failed\",\"WR_Comment\":\"" + name + "\"}")) {
            try (MockWebServer server = started(body(json));
                    FaxnummerClient client =
                            Clients.of(server.url("/").toString()).build()) {
                StatusResult result = client.status(new JobId("a-1"));
                String shown = result instanceof StatusResult.Refused refused
                        ? refused.refusal().text().in(Locale.ENGLISH)
                        : ((StatusResult.Unavailable) result).why().in(Locale.ENGLISH);
                assertThat(shown).doesNotContain("\u001b", "\n", "\u202e").hasSizeLessThan(500);
            }
        }
    }

    @Test
    void rejectsStatusOfOtherJob() throws Exception {
        try (MockWebServer server = started(list(Map.of("JobUUID", "b-2", "Status", "DONE-OK")));
                FaxnummerClient client = Clients.of(server.url("/").toString()).build()) {
            assertThat(client.status(new JobId("a-1"))).isInstanceOf(StatusResult.Unavailable.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"DONE-OK", "DONE-ERROR"})
    void believesNoResultThatNamesNothingOfItsFax(String status) throws Exception {
        try (MockWebServer server = started(list(Map.of("Status", status, "PagesSent", "1")));
                FaxnummerClient client = Clients.of(server.url("/").toString()).build()) {
            assertThat(client.status(new JobId("a-1")))
                    .isInstanceOfSatisfying(
                            StatusResult.Unavailable.class,
                            it -> assertThat(it.why().in(Locale.ENGLISH))
                                    .contains("neither its job nor its number nor its reference"));
        }
    }

    @ParameterizedTest
    @CsvSource({"JobUUID, a-1", "DestinationNumber, 004920269555", "FaxFileName, a.pdf"})
    void believesResultThatNamesOneOfJobNumberAndReference(String name, String value) throws Exception {
        try (MockWebServer server = started(list(Map.of("Status", "DONE-OK", name, value)));
                FaxnummerClient client = Clients.of(server.url("/").toString()).build()) {
            assertThat(known(client.status(new JobId("a-1")))).hasSize(1);
        }
    }

    @Test
    void readsListOf100000Entries() throws Exception {
        StringBuilder list = new StringBuilder("WR_Status=ok\nWR_DataList_ObjectCount=100000\n");
        for (int i = 1; i <= 100_000; i++) {
            list.append("WR_DataList_").append(i).append("_JobUUID=a-1\nWR_DataList_");
            list.append(i).append("_Status=DONE-OK\n");
        }
        try (MockWebServer server = started(body(list.toString()));
                FaxnummerClient client = Clients.of(server.url("/").toString()).build()) {
            assertThat(known(client.status(new JobId("a-1"))))
                    .hasSize(100_000)
                    .allMatch(fax -> fax.state() == FaxStatus.State.DONE_OK);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WR_Status=ok",
                "WR_Status=ok\nWR_DataList_ObjectCount=2\nWR_DataList_1_Status=DONE-OK",
                "WR_Status=ok\nWR_DataList_ObjectCount=1",
                "WR_Status=what\nWR_DataList_ObjectCount=1\nWR_DataList_1_Status=DONE-OK",
                "WR_DataList_ObjectCount=1\nWR_DataList_1_Status=DONE-OK",
            })
    void rejectsContradictoryStatusResponse(String answer) throws Exception {
        try (MockWebServer server = started(body(answer));
                FaxnummerClient client = Clients.of(server.url("/").toString()).build()) {
            assertThat(client.status(new JobId("a-1"))).isInstanceOf(StatusResult.Unavailable.class);
        }
    }

    @Test
    void usesCharsetOfHeader() throws Exception {
        MockResponse answer = new MockResponse.Builder()
                .setHeader("Content-Type", "text/plain; charset=windows-1252")
                .body(new okio.Buffer()
                        .writeString(
                                "WR_Status=failed\nWR_Comment=zu teuer: 5 €",
                                java.nio.charset.Charset.forName("windows-1252")))
                .build();
        try (MockWebServer server = started(answer);
                FaxnummerClient client = Clients.of(server.url("/").toString()).build()) {
            assertThat(client.submit(Clients.fax()))
                    .isInstanceOfSatisfying(
                            SubmissionResult.Rejected.class,
                            rejected -> assertThat(rejected.refusal().comment()).isEqualTo("zu teuer: 5 €"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain; charset=no-such-charset", "nonsense", "text/plain; charset=\"\"", ";;;"})
    void ignoresMalformedContentType(String contentType) throws Exception {
        MockResponse answer = new MockResponse.Builder()
                .setHeader("Content-Type", contentType)
                .body("WR_Status=ok\nWR_Request_UUID=a-1")
                .build();
        try (MockWebServer server = started(answer);
                FaxnummerClient client = Clients.of(server.url("/").toString()).build()) {
            assertThat(accepted(client.submit(Clients.fax()))).isEqualTo(new JobId("a-1"));
        }
    }

    static MockWebServer started(MockResponse... answers) throws java.io.IOException {
        MockWebServer server = new MockWebServer();
        for (MockResponse answer : answers) {
            server.enqueue(answer);
        }
        server.start(java.net.InetAddress.getLoopbackAddress(), 0);
        return server;
    }

    static MockResponse ok(String jobId) {
        return body("WR_Status=ok\nWR_Request_UUID=" + jobId);
    }

    static MockResponse body(String body) {
        return new MockResponse.Builder()
                .setHeader("Content-Type", "text/plain; charset=utf-8")
                .body(body)
                .build();
    }

    private static MockResponse list(Map<String, String> entry) {
        Map<String, String> answer = new LinkedHashMap<>();
        answer.put("WR_Status", "ok");
        answer.put("WR_DataList_ObjectCount", "1");
        entry.forEach((name, value) -> answer.put("WR_DataList_1_" + name, value));
        return body(new String(ResponseFormat.LINES.write(answer), StandardCharsets.UTF_8));
    }

    static JobId accepted(SubmissionResult result) {
        assertThat(result).isInstanceOf(SubmissionResult.Accepted.class);
        return ((SubmissionResult.Accepted) result).jobId();
    }

    private static FailureReason rejection(SubmissionResult result) {
        assertThat(result).isInstanceOf(SubmissionResult.Rejected.class);
        return ((SubmissionResult.Rejected) result).refusal().reason();
    }

    private static List<FaxStatus> known(StatusResult result) {
        assertThat(result).isInstanceOf(StatusResult.Known.class);
        return ((StatusResult.Known) result).faxes();
    }
}
