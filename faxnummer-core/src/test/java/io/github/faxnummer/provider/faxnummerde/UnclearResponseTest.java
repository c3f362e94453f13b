package io.github.faxnummer.provider.faxnummerde;

import static io.github.faxnummer.provider.faxnummerde.FaxnummerClientTest.started;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.provider.Account;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.Password;
import io.github.faxnummer.provider.StatusResult;
import io.github.faxnummer.provider.SubmissionResult;
import io.github.faxnummer.testing.RawServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses that are not understood: their job id is kept, and they are neither success nor refusal. */
class UnclearResponseTest {

    private static final String ID = "faxsend-acc12345-752601991433cc7de15e";
    private static final String FATAL_ERROR =
            "<br />\n<b>Fatal error</b>:  x in <b>/srv/api.php</b> on line <b>7</b><br />\n";
    private static final String NOTICE =
            "<br />\n<b>Warning</b>:  foo() failed in <b>/srv/api.php</b> on line <b>7</b><br />\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"WR_Status\":\"ok\",\"WR_Request_UUID\":\"" + ID + "\"}" + NOTICE,
                "\nNotice: x in y on line 3\n{\"WR_Status\":\"ok\",\"WR_Request_UUID\":\"" + ID + "\"}",
                "<r><WR_Status>ok</WR_Status><WR_Request_UUID>" + ID + "</WR_Request_UUID></r>" + NOTICE,
                FATAL_ERROR + "WR_Status=ok\nWR_Request_UUID=" + ID,
                "x" + NOTICE + "{\"WR_Status\":\"ok\",\"WR_Request_UUID\":\"" + ID + "\"}",
                "<p>Wartung</p>\n" + NOTICE + "WR_Status=ok\nWR_Request_UUID=" + ID,
                NOTICE + "<p>Wartung</p>\nWR_Status=ok\nWR_Request_UUID=" + ID,
                "Notice: x\nWR_Status=ok&WR_Request_UUID=" + ID,
                "WR_Status=ok&WR_Request_UUID=" + ID + "<br />\n<b>Warning</b>: x<br />\n",
                "WR_Status=ok\nWR_Request_UUID=" + ID + NOTICE,
                "WR_Status=ok\nWR_Request_UUID=" + NOTICE + ID,
                "WR_Status=ok<br>WR_Request_UUID=" + ID + "<br>",
                "<pre>\nWR_Status=ok\nWR_Request_UUID=" + ID + "\n</pre>",
                "{\"data\":{\"WR_Status\":\"ok\",\"WR_Request_UUID\":\"" + ID + "\"}}",
                "{\"json\":\"{\\\"WR_Status\\\":\\\"ok\\\",\\\"WR_Request_UUID\\\":\\\"" + ID + "\\\"}\"}",
                "[{\"WR_Status\":\"ok\",\"WR_Request_UUID\":\"" + ID + "\"}]",
                "\n\uFEFF{\"WR_Status\":\"ok\",\"WR_Request_UUID\":\"" + ID + "\"}",
                "\n\uFEFFWR_Status=ok\nWR_Request_UUID=" + ID,
                "WR_Status=failed\nWR_Request_UUID=" + ID,
                "WR_Request_UUID=" + ID,
                "Array\n(\n    [WR_Status] => ok\n    [WR_Request_UUID] => " + ID + "\n)\n",
                "array(2) {\n  [\"WR_Request_UUID\"]=>\n  string(37) \"" + ID + "\"\n}",
                "<html><body>WR_Status=ok WR_Request_UUID=" + ID + "</body></html>",
                "WR_Status=ok\nWR_Status=failed\nWR_Request_UUID=" + ID,
                "wr_status=ok\nwr_request_uuid=" + ID,
                "<html><body>Auftrag " + ID + " angelegt.</body></html>",
            })
    void keepsTheJobId(String body) throws Exception {
        try (MockWebServer server = started(FaxnummerClientTest.body(body));
                FaxnummerClient client = Clients.of(server.url("/").toString()).build()) {
            assertThat(candidates(client.submit(Clients.fax()))).containsExactly(ID);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                NOTICE + "WR_Status=ok\nWR_Request_UUID=" + ID,
                NOTICE + NOTICE + "WR_Status=ok\nWR_Request_UUID=" + ID,
                NOTICE + "{\"WR_Status\":\"ok\",\"WR_Request_UUID\":\"" + ID + "\"}",
                NOTICE + "<?xml version=\"1.0\"?><r><WR_Status>ok</WR_Status><WR_Request_UUID>" + ID
                        + "</WR_Request_UUID></r>",
                NOTICE + "WR_Status=ok&WR_Request_UUID=" + ID,
            })
    void readsResponseBehindNotice(String body) throws Exception {
        try (MockWebServer server = started(FaxnummerClientTest.body(body));
                FaxnummerClient client = Clients.of(server.url("/").toString()).build()) {
            assertThat(FaxnummerClientTest.accepted(client.submit(Clients.fax())))
                    .isEqualTo(new JobId(ID));
        }
    }

    @Test
    void readsRejectionBehindNotice() throws Exception {
        try (MockWebServer server = started(
                        FaxnummerClientTest.body(NOTICE + "WR_Status=failed\nWR_Comment=Destination wrong format\n"));
                FaxnummerClient client = Clients.of(server.url("/").toString()).build()) {
            assertThat(client.submit(Clients.fax())).isInstanceOf(SubmissionResult.Rejected.class);
        }
    }

    /** Without the name of its field, one of several ids may be any fax's. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html><body>Last jobs: faxsend-acc12345-752601991433cc7de15f, " + ID + "</body></html>",
                "<html><body>" + ID + " after faxsend-acc12345-752601991433cc7de15f</body></html>",
                "<html><body>" + ID + ", " + ID + "0</body></html>",
            })
    void takesNoneOfSeveralUnnamedIds(String body) throws Exception {
        try (MockWebServer server = started(FaxnummerClientTest.body(body));
                FaxnummerClient client = Clients.of(server.url("/").toString()).build()) {
            assertThat(candidates(client.submit(Clients.fax()))).isEmpty();
        }
    }

    @Test
    void takesUnnamedIdThatIsRepeated() throws Exception {
        try (MockWebServer server = started(FaxnummerClientTest.body("<p>" + ID + "</p><p>" + ID + "</p>"));
                FaxnummerClient client = Clients.of(server.url("/").toString()).build()) {
            assertThat(candidates(client.submit(Clients.fax()))).containsExactly(ID);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "WR_Status=what|WR_Request_UUID=a-1b2c<br>, a-1b2c",
        "WR_Status=what|WR_Request_UUID=4711;, 4711",
        "WR_Status=what|WR_Request_UUID=WR_Status=ok, ''",
        "WR_Status=what|WR_Request_UUID=null, ''",
        "WR_Status=what|WR_Request_UUID=, ''",
        "WR_Status=what, ''",
        "WR_Status=what|WR_Request_UUID=the-password-1, ''",
    })
    void keepsAnIdOfAnotherShapeButNothingElse(String lines, String id) throws Exception {
        try (MockWebServer server = started(FaxnummerClientTest.body(lines.replace('|', '\n')));
                FaxnummerClient client = Clients.of(server.url("/").toString()).build()) {
            assertThat(candidates(client.submit(Clients.fax()))).isEqualTo(id.isEmpty() ? List.of() : List.of(id));
        }
    }

    /** An empty id names no fax, whatever stands in the next line or field. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "WR_Status=failed\nWR_Request_UUID=\nTicket=4711\nWR_Comment=Fax wrong format",
                "WR_Status=failed\r\nWR_Request_UUID=\r\nWarning: foo\r\nWR_Comment=Fax wrong format",
                "WR_Status=\"failed\";\nWR_Request_UUID=\"\";\nTicket=\"4711\";\nWR_Comment=\"Fax wrong format\";",
                "WR_Status: failed\nWR_Comment: Fax wrong format\nWR_Request_UUID: \nTicket: 4711",
                "{\"WR_Status\":\"failed\",\"WR_Request_UUID\":\"\",\"Ticket\":\"4711\",\"WR_Comment\":\"Fax wrong format\"}",
            })
    void rejectionWithoutIdIsClear(String body) throws Exception {
        try (MockWebServer server = started(FaxnummerClientTest.body(body));
                FaxnummerClient client = Clients.of(server.url("/").toString()).build()) {
            assertThat(client.submit(Clients.fax())).isInstanceOf(SubmissionResult.Rejected.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WR_Status=failed\nWR_Request_UUID=\n" + ID,
                "WR_Status=failed\nWR_Request_UUID=\n{\"WR_Request_UUID\":\"4711\"}",
                "WR_Status=failed\nx [WR_Request_UUID] =>\n 4711",
            })
    void idOfAnotherFormContradictsRejection(String body) throws Exception {
        try (MockWebServer server = started(FaxnummerClientTest.body(body));
                FaxnummerClient client = Clients.of(server.url("/").toString()).build()) {
            assertThat(candidates(client.submit(Clients.fax()))).isNotEmpty();
        }
    }

    /** A password can begin as the login does, or with four digits of the id. */
    @ParameterizedTest
    @ValueSource(strings = {"acc12345!", "faxsend", "43cc7-secret", "FAXS"})
    void keepsTheJobIdThatThePasswordResembles(String password) {
        ResponseReader reader = new ResponseReader(new Account("acc12345", new Password(password)));
        HttpResponse response = new HttpResponse(
                200,
                "text/html",
                Optional.of(StandardCharsets.UTF_8),
                ByteString.encodeUtf8(NOTICE + "WR_Status=ok<br>WR_Request_UUID=" + ID + "<br>"),
                HttpResponse.End.WHOLE);

        assertThat(candidates(reader.submission(response, 0))).containsExactly(ID);
    }

    @Test
    void keepsThreeOfManyIds() throws Exception {
        StringBuilder body = new StringBuilder("WR_Status=?\n");
        for (int i = 10; i < 99; i++) {
            body.append("<br>WR_Request_UUID=faxsend-acc1-752601991433cc7de1")
                    .append(i)
                    .append("<br>\n");
        }
        try (MockWebServer server = started(FaxnummerClientTest.body(body.toString()));
                FaxnummerClient client = Clients.of(server.url("/").toString()).build()) {
            assertThat(candidates(client.submit(Clients.fax())))
                    .containsExactly(
                            "faxsend-acc1-752601991433cc7de110",
                            "faxsend-acc1-752601991433cc7de111",
                            "faxsend-acc1-752601991433cc7de112");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // without the last chunk, with a length that is too long, with a chunk that is none
                "Transfer-Encoding: chunked\r\n\r\n43\r\n%s\r\n",
                "Content-Length: 500\r\n\r\n%s",
                "Transfer-Encoding: chunked\r\n\r\n43\r\n%s\r\nnonsense\r\n",
            })
    void keepsTheJobIdOfAResponseThatIsCutOff(String response) throws Exception {
        String body = "WR_Status=ok\r\nWR_Request_UUID=" + ID;
        try (RawServer server = new RawServer((socket, in, number) -> {
                    RawServer.request(in);
                    socket.getOutputStream()
                            .write(("HTTP/1.1 200 OK\r\n"
                                            + response.formatted(body)
                                                    .replace("43\r\n", Integer.toHexString(body.length()) + "\r\n"))
                                    .getBytes(StandardCharsets.ISO_8859_1));
                });
                FaxnummerClient client =
                        Clients.of("http://127.0.0.1:" + server.port() + "/").build()) {
            SubmissionResult result = client.submit(Clients.fax());
            assertThat(candidates(result)).containsExactly(ID);
            assertThat(((SubmissionResult.Unknown) result).why().in(Locale.ENGLISH))
                    .contains("before the response was complete", "HTTP 200");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    /** The end of the connection is the only end of such a body. */
    @ParameterizedTest
    @CsvSource({
        "WR_Status=ok|WR_Request_UUID=faxsend-acc12345-752601991433cc7de15e|, true",
        "WR_Status=ok|WR_Request_UUID=faxsend-acc12345-75260199, false",
        "WR_Status=ok|WR_Request_UUID=faxsend-acc12345-752601991433cc7de15e, false",
        "WR_Status=ok&WR_Request_UUID=faxsend-acc12345-75260199, false",
    })
    void believesNoJobIdThatMayBeCutOff(String body, boolean whole) throws Exception {
        try (RawServer server = withoutLength(body.replace('|', '\n'));
                FaxnummerClient client =
                        Clients.of("http://127.0.0.1:" + server.port() + "/").build()) {
            SubmissionResult result = client.submit(Clients.fax());
            if (whole) {
                assertThat(FaxnummerClientTest.accepted(result)).isEqualTo(new JobId(ID));
            } else {
                assertThat(candidates(result)).hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, false", "12|, true"})
    void believesNoNumberOfPagesThatMayBeCutOff(String pages, boolean whole) throws Exception {
        String body = "WR_Status=ok|WR_DataList_ObjectCount=1|WR_DataList_1_Status=DONE-OK|WR_DataList_1_JobUUID=" + ID
                + "|WR_DataList_1_PagesSent=" + pages;
        try (RawServer server = withoutLength(body.replace('|', '\n'));
                FaxnummerClient client =
                        Clients.of("http://127.0.0.1:" + server.port() + "/").build()) {
            assertThat(client.status(new JobId(ID)))
                    .isInstanceOf(whole ? StatusResult.Known.class : StatusResult.Unavailable.class);
        }
    }

    private static RawServer withoutLength(String body) throws IOException {
        return new RawServer((socket, in, number) -> {
            RawServer.request(in);
            socket.getOutputStream()
                    .write(("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + body)
                            .getBytes(StandardCharsets.ISO_8859_1));
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void readsAResponseThatIsCompressedOrOnlyClaimsToBe(boolean compressed) throws Exception {
        byte[] body = ("WR_Status=ok\nWR_Request_UUID=" + ID).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(body);
        }
        MockResponse response = new MockResponse.Builder()
                .setHeader("Content-Encoding", "gzip")
                .body(new okio.Buffer().write(compressed ? packed.toByteArray() : body))
                .build();
        try (MockWebServer server = started(response);
                FaxnummerClient client = Clients.of(server.url("/").toString()).build()) {
            SubmissionResult result = client.submit(Clients.fax());
            if (compressed) {
                assertThat(FaxnummerClientTest.accepted(result)).isEqualTo(new JobId(ID));
            } else {
                assertThat(candidates(result)).containsExactly(ID);
                assertThat(((SubmissionResult.Unknown) result).why().in(Locale.ENGLISH))
                        .contains("Content-Encoding")
                        .doesNotContain("ID1ID2");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "WR_Status=ok|WR_DataList_ObjectCount=1|WR_DataList_1_Status=NEW|WR_DataList_1_Status=RUNNING, false",
        "Warning: a|Warning: b|WR_Status=ok|WR_DataList_ObjectCount=1|WR_DataList_1_Status=NEW, true",
    })
    void rejectsContradictionsInFieldsOfApiOnly(String lines, boolean understood) throws Exception {
        try (MockWebServer server = started(FaxnummerClientTest.body(lines.replace('|', '\n')));
                FaxnummerClient client = Clients.of(server.url("/").toString()).build()) {
            assertThat(client.status(new JobId(ID)))
                    .isInstanceOf(understood ? StatusResult.Known.class : StatusResult.Unavailable.class);
        }
    }

    @Test
    void acceptsFaxDespiteTwoWarningsBeforeLines() throws Exception {
        String body = "\nWarning: a in b on line 1\n\nWarning: c in d on line 2\nWR_Status=ok\nWR_Request_UUID=" + ID;
        try (MockWebServer server = started(FaxnummerClientTest.body(body));
                FaxnummerClient client = Clients.of(server.url("/").toString()).build()) {
            assertThat(FaxnummerClientTest.accepted(client.submit(Clients.fax())))
                    .isEqualTo(new JobId(ID));
        }
    }

    @Test
    void rejectsTooLargeRequestWithItsSize() throws Exception {
        MockResponse response = new MockResponse.Builder()
                .code(413)
                .setHeader("Content-Type", "text/html")
                .body("<html><head><title>413 Request Entity Too Large</title></head></html>")
                .build();
        try (MockWebServer server = started(response);
                FaxnummerClient client = Clients.of(server.url("/").toString()).build()) {
            assertThat(client.submit(Clients.fax()))
                    .isInstanceOfSatisfying(
                            SubmissionResult.Rejected.class,
                            rejected -> assertThat(rejected.refusal().text().in(Locale.ENGLISH))
                                    .contains("too large", "413", " MB", "resolution"));
        }
    }

    @Test
    void keepsJobIdOfTooLargeResponse() throws Exception {
        MockResponse response = new MockResponse.Builder()
                .code(413)
                .body("<br>WR_Status=ok<br>WR_Request_UUID=" + ID + "<br>")
                .build();
        try (MockWebServer server = started(response);
                FaxnummerClient client = Clients.of(server.url("/").toString()).build()) {
            assertThat(candidates(client.submit(Clients.fax()))).containsExactly(ID);
        }
    }

    private static List<String> candidates(SubmissionResult result) {
        assertThat(result).isInstanceOf(SubmissionResult.Unknown.class);
        return ((SubmissionResult.Unknown) result)
                .candidates().stream().map(JobId::value).toList();
    }
}
