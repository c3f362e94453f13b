package io.github.faxnummer.provider.faxnummerde;

import static io.github.faxnummer.provider.faxnummerde.FaxnummerClientTest.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.faxnummer.provider.Account;
import io.github.faxnummer.provider.Endpoint;
import io.github.faxnummer.provider.HttpProxy;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.Password;
import io.github.faxnummer.provider.StatusResult;
import io.github.faxnummer.provider.SubmissionResult;
import java.util.Locale;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server can quote the request it answers: the password is shown nowhere all the same. */
class SecretTest {

    private static final String PASSWORD = "pa/ss <w&rd>\"ü'";

    static Stream<String> answersThatQuoteIt() {
        String inHtml = "pa/ss &lt;w&amp;rd&gt;&quot;ü&#039;";
        String inUrl = "pa%2Fss+%3Cw%26rd%3E%22%C3%BC%27";
        return Stream.of(
                "<html><p>wrong: " + PASSWORD + "</p></html>",
                "<html><p>wrong: " + inHtml + "</p></html>",
                "<html><a href=\"?sProductCode=" + inUrl + "\"></html>",
                "<html><a href=\"?sProductCode=" + inUrl.replace("+", "%20") + "\"></html>",
                "{\"error\":\"pa/ss <w&rd>\\\"ü'\",\"nested\":{}}",
                "{\"" + "pa/ss <w&rd>\\\"ü'" + "\":[]}",
                "{\"x" + "pa/ss <w&rd>\\\"ü'" + "\":1,\"x" + "pa/ss <w&rd>\\\"ü'" + "\":2}",
                "WR_Status=failed\nWR_Comment=wrong password " + PASSWORD,
                "WR_Status=ok\nWR_Comment=" + PASSWORD,
                "WR_Status=ok\nWR_Request_UUID=a-1\nWR_Comment=" + PASSWORD + "\nOther=" + PASSWORD,
                "WR_Status=ok\nWR_DataList_ObjectCount=" + PASSWORD,
                "WR_Status=ok\nWR_DataList_ObjectCount=1\nWR_DataList_1_JobUUID=" + PASSWORD,
                "WR_Status=ok\nWR_DataList_ObjectCount=1\nWR_DataList_1_JobUUID=a-1\nWR_DataList_1_RemoteTSI="
                        + PASSWORD,
                // so that the excerpt ends in the middle of it
                "x".repeat(149) + PASSWORD,
                "x".repeat(155) + PASSWORD);
    }

    @ParameterizedTest
    @MethodSource("answersThatQuoteIt")
    void hidesPasswordQuotedByServer(String answer) throws Exception {
        MockResponse quoting = new MockResponse.Builder()
                .setHeader("Content-Type", "text/html; charset=utf-8")
                .body(answer)
                .build();
        try (MockWebServer server = started(quoting, quoting, quoting);
                FaxnummerClient client = FaxnummerClient.builder(new Account("acc", new Password(PASSWORD)))
                        .endpoint(new Endpoint(server.url("/").toString()))
                        .build()) {
            assertHidden(shown(client.submit(Clients.fax())));
            assertHidden(shown(client.status(new JobId("a-1"))));
            assertHidden(
                    client.checkAccount().map(text -> text.in(Locale.ENGLISH)).orElse(""));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"iso-8859-1", "utf-8"})
    void hidesPasswordInWrongCharset(String charset) throws Exception {
        MockResponse quoting = new MockResponse.Builder()
                .setHeader("Content-Type", "text/html; charset=" + charset)
                .body("<html>geheimnüs")
                .build();
        try (MockWebServer server = started(quoting);
                FaxnummerClient client = FaxnummerClient.builder(new Account("acc", new Password("geheimnüs")))
                        .endpoint(new Endpoint(server.url("/").toString()))
                        .build()) {
            assertThat(shown(client.submit(Clients.fax()))).doesNotContain("geheim");
        }
    }

    @Test
    void hidesPasswordInStatusLine() throws Exception {
        try (io.github.faxnummer.testing.RawServer server =
                        new io.github.faxnummer.testing.RawServer((socket, in, number) -> {
                            io.github.faxnummer.testing.RawServer.request(in);
                            socket.getOutputStream()
                                    .write(("y".repeat(100) + "the-password\r\n\r\n")
                                            .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
                        });
                FaxnummerClient client =
                        Clients.of("http://127.0.0.1:" + server.port() + "/").build()) {
            assertThat(shown(client.submit(Clients.fax())))
                    .contains("network.no-http")
                    .doesNotContain("the-pass", "yyyy");
            assertThat(shown(client.status(new JobId("a-1")))).doesNotContain("the-pass");
        }
    }

    @Test
    void keepsResponsesReadableForShortPassword() throws Exception {
        MockResponse accepted = FaxnummerClientTest.ok("job-ok-1");
        try (MockWebServer server = started(accepted);
                FaxnummerClient client = FaxnummerClient.builder(new Account("acc", new Password("ok")))
                        .endpoint(new Endpoint(server.url("/").toString()))
                        .build()) {
            assertThat(FaxnummerClientTest.accepted(client.submit(Clients.fax())))
                    .isEqualTo(new JobId("job-ok-1"));
        }
    }

    @Test
    void showsNoSecretInToString() {
        Password password = new Password("the-password");
        Account account = new Account("acc", password);
        HttpProxy proxy = new HttpProxy("proxy", 3128, "user", "proxy-password");
        FaxnummerClient.Builder builder = FaxnummerClient.builder(account).proxy(java.util.Optional.of(proxy));
        try (FaxnummerClient client = builder.build()) {
            assertThat(Stream.of(password, account, proxy, builder, client).map(Object::toString))
                    .noneMatch(text -> text.contains("-password"));
        }
    }

    @Test
    void rejectsEmptyPassword() {
        assertThatThrownBy(() -> new Password("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void serializesNoTypeThatHoldsSecret() {
        assertThat(java.io.Serializable.class)
                .isNotIn((Object[]) Password.class.getInterfaces())
                .isNotIn((Object[]) Account.class.getInterfaces())
                .isNotIn((Object[]) HttpProxy.class.getInterfaces());
    }

    private static void assertHidden(String shown) {
        assertThat(shown).doesNotContain("xpa", "pa/ss", "pa%2Fss", "pa\\/ss", "w&rd", "w&amp;rd", "w%26rd");
    }

    /** All that can be seen of a result. */
    private static String shown(Object result) {
        String words = "";
        if (result instanceof SubmissionResult.Unknown unknown) {
            words = unknown.why().in(Locale.GERMAN);
        } else if (result instanceof SubmissionResult.Rejected rejected) {
            words = rejected.refusal().text().in(Locale.ENGLISH);
        } else if (result instanceof StatusResult.Unavailable unavailable) {
            words = unavailable.why().in(Locale.ENGLISH);
        } else if (result instanceof StatusResult.Refused refused) {
            words = refused.refusal().text().in(Locale.ENGLISH);
        }
        return result + words;
    }
}
