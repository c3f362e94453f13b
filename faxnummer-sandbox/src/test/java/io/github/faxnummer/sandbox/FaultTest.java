package io.github.faxnummer.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.faxnummer.sandbox.scenario.Fault;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Map;
import java.util.regex.Pattern;
import okhttp3.MultipartBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class FaultTest {
    private static final String ANY_NUMBER = "004920269555";

    private final FaxnummerSandbox sandbox = FaxnummerSandbox.start();
    private final Client client = new Client(sandbox);

    @AfterEach
    void close() {
        client.close();
        sandbox.close();
    }

    @Test
    void acceptsFaxWhoseResponseIsLost() {
        assertThatThrownBy(() -> send(TestNumber.ANSWER_LOST.number())).isInstanceOf(IOException.class);
        assertAccepted(1);
    }

    @Test
    void acceptsFaxWhoseResponseIsTruncated() {
        assertThatThrownBy(() -> send(TestNumber.ANSWER_CUT_OFF.number()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("unexpected end of stream");
        assertAccepted(1);
    }

    @Test
    void acceptsFaxWhoseResponseStalls() {
        assertThatThrownBy(() -> send(TestNumber.ANSWER_STALLED.number())).isInstanceOf(SocketTimeoutException.class);
        assertAccepted(1);
    }

    @Test
    void acceptsFaxWhoseResponseNeverEnds() throws IOException {
        OkHttpClient http = new OkHttpClient();
        Request request = request(TestNumber.ENDLESS_BODY.number());
        try (Response response = http.newCall(request).execute()) {
            BufferedSource body = response.body().source();
            assertThat(body.readUtf8Line()).isEqualTo("WR_Status=ok");
            body.skip(10_000_000);
        }
        assertAccepted(1);
    }

    @ParameterizedTest
    @CsvSource({
        "00493023125200, 200",
        "00493023125307, 307",
        "00493023125401, 401",
        "00493023125407, 407",
        "00493023125408, 408",
        "00493023125421, 421",
        "00493023125500, 500",
    })
    void doesNotAcceptFaxForHtmlPage(String number, int code) throws IOException {
        if (code == 407) {
            // OkHttp takes 407 for a protocol violation when it uses no proxy.
            assertThatThrownBy(() -> send(number)).hasMessageContaining("407");
        } else {
            Client.Response answer = send(number);
            assertThat(answer.code()).isEqualTo(code);
            assertThat(answer.header("Content-Type")).startsWith("text/html");
            assertThat(answer.body()).contains("<html>");
        }
        assertAccepted(0);
    }

    @Test
    void redirectsToOtherNameOfSandbox() throws IOException {
        sandbox.failNext(Fault.REDIRECT_307);
        OkHttpClient obedient = new OkHttpClient();
        try (Response response = obedient.newCall(request(ANY_NUMBER)).execute()) {
            assertThat(response.request().url().host()).isEqualTo("localhost");
            assertThat(response.body().string()).contains("WR_Status=ok");
        }
        assertThat(sandbox.submissions(ANY_NUMBER)).isEqualTo(2);
    }

    @Test
    void answers503WithImmediateRetry() throws IOException {
        assertThat(send(TestNumber.SERVICE_UNAVAILABLE_503.number()))
                .returns(503, Client.Response::code)
                .returns("0", answer -> answer.header("Retry-After"));
        assertThat(sandbox.submissions(TestNumber.SERVICE_UNAVAILABLE_503.number()))
                .isEqualTo(2);
        assertThat(sandbox.faxes()).isEmpty();
    }

    @Test
    void names401AuthenticationScheme() throws IOException {
        assertThat(send(TestNumber.UNAUTHORIZED_401.number()).header("WWW-Authenticate"))
                .startsWith("Basic");
    }

    @Test
    void countsConnectionClosedBeforeBodyAsRequest() throws IOException {
        sandbox.failNext(Fault.CLOSED_BEFORE_BODY);

        assertThatThrownBy(() -> send(ANY_NUMBER)).isInstanceOf(IOException.class);
        assertThat(sandbox.requests()).isEqualTo(1);
        assertThat(sandbox.submissions()).isZero();

        assertThat(send(ANY_NUMBER).body()).contains("WR_Status=ok");
    }

    @Test
    void appliesFaultsOnceInOrder() throws IOException {
        sandbox.failNext(Fault.HTML_500, Fault.CLOSED_BEFORE_BODY, Fault.HTML_200);

        assertThat(send(ANY_NUMBER).code()).isEqualTo(500);
        assertThatThrownBy(() -> send(ANY_NUMBER)).isInstanceOf(IOException.class);
        assertThat(send(ANY_NUMBER).body()).contains("<html>");
        assertThat(send(ANY_NUMBER).body()).contains("WR_Status=ok");
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            mode = Mode.EXCLUDE,
            names = {"CLOSED_BEFORE_BODY"})
    void appliesSubmissionFaultsToSubmissionsOnly(Fault fault) throws IOException {
        sandbox.failNext(fault);

        assertThat(client.status("unknown")).containsEntry("WR_Comment", "Job not found");
    }

    @Test
    void appliesStatusFaultsToStatusRequests() throws IOException {
        sandbox.failNextStatus(Fault.HTML_500);

        assertThat(send(ANY_NUMBER).code()).isEqualTo(200);
        assertThat(client.post(client.statusFields("unknown")).code()).isEqualTo(500);
        assertThat(client.post(client.statusFields("unknown")).code()).isEqualTo(200);
    }

    @Test
    void appliesPermanentFaultToEverySubmission() throws IOException {
        try (FaxnummerSandbox failing =
                        FaxnummerSandbox.builder().fault(Fault.HTML_500).start();
                Client other = new Client(failing)) {
            Map<String, String> fields = other.sendFaxFields(ANY_NUMBER);
            assertThat(other.post(fields, Client.pdf(1)).code()).isEqualTo(500);
            assertThat(other.post(fields, Client.pdf(1)).code()).isEqualTo(500);
            assertThat(other.post(other.statusFields("unknown")).code()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PHP_WARNING | \\nWarning: %s\\nWR_Status=ok\\nWR_Request_UUID=@",
                "TWO_PHP_WARNINGS | \\nWarning: %s\\n\\nWarning: %s\\nWR_Status=ok\\nWR_Request_UUID=@",
                "HTML_NOTICE | <br />\\n<b>Notice</b>: %s<br />\\nWR_Status=ok\\nWR_Request_UUID=@\\n",
                "GLUED_NOTICE | WR_Status=ok\\nWR_Request_UUID=@<br />\\n<b>Notice</b>: %s<br />\\n",
                "TEXT_AROUND_JSON | <br />%s<br />\\n{\"WR_Status\":\"ok\",\"WR_Request_UUID\":\"@\"}\\nVerarbeitet%s\\n",
                "NESTED_JSON | {\"response\":{\"WR_Status\":\"ok\",\"WR_Request_UUID\":\"@\"}}",
                "BR_LINES | WR_Status=ok<br>WR_Request_UUID=@<br>",
                "PRE_LINES | <pre>\\nWR_Status=ok\\nWR_Request_UUID=@\\n</pre>\\n",
                "BLANK_LINE_AND_BOM | \\n\uFEFFWR_Status=ok\\nWR_Request_UUID=@\\n",
            })
    void acceptsFaxWithPhpTextInResponse(TestNumber number, String expected) throws IOException {
        Client.Response answer = send(number.number());

        assertThat(answer.header("Content-Type")).startsWith("text/html");
        String pattern = Pattern.quote(expected.strip().replace("\\n", "\n"))
                .replace("%s", "\\E.+?\\Q")
                .replace("@", sandbox.faxes().get(0).jobId());
        assertThat(answer.body()).matches(Pattern.compile(pattern, Pattern.DOTALL));
        assertAccepted(1);
    }

    @Test
    void acceptsFaxWithoutLastChunkOfResponse() {
        assertThatThrownBy(() -> send(TestNumber.LAST_CHUNK_MISSING.number())).isInstanceOf(EOFException.class);
        assertAccepted(1);
    }

    @ParameterizedTest
    @CsvSource({
        "FIELDS_DROPPED, 200, WR_Comment=Webrequest is not available for this account",
        "FILE_DROPPED, 200, WR_Comment=Fax wrong format",
        "TOO_LARGE_413, 413, Request Entity Too Large",
    })
    void rejectsTooLargeRequest(TestNumber number, int code, String text) throws IOException {
        Client.Response answer = send(number.number());

        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.body()).contains(text);
        assertAccepted(0);
    }

    @Test
    void quotesLoginAndFirstBytesOfPasswordInTrace() throws IOException {
        try (FaxnummerSandbox other = FaxnummerSandbox.builder()
                        .password("<grün>-and-many-more")
                        .start();
                Client of = new Client(other)) {
            String trace = of.post(of.sendFaxFields(TestNumber.PASSWORD_IN_TRACE.number()), Client.pdf(1))
                    .body();

            assertThat(trace).contains("login('acc00000', '&lt;gr\\xC3\\xBCn&gt;-and-man...')");
            assertThat(other.faxes()).isEmpty();
        }
    }

    private Client.Response send(String number) throws IOException {
        return client.post(client.sendFaxFields(number), Client.pdf(1));
    }

    private Request request(String number) {
        MultipartBody body = Client.multipart(client.sendFaxFields(number), Client.pdf(1));
        return new Request.Builder()
                .url(sandbox.endpoint().toString())
                .post(body)
                .build();
    }

    private void assertAccepted(int faxes) {
        assertThat(sandbox.faxes()).hasSize(faxes);
        assertThat(sandbox.submissions()).isEqualTo(1);
        assertThat(sandbox.requests()).isEqualTo(1);
    }
}
