package io.github.faxnummer.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.provider.Account;
import io.github.faxnummer.provider.Endpoint;
import io.github.faxnummer.provider.FaxRequest;
import io.github.faxnummer.provider.Password;
import io.github.faxnummer.provider.SubmissionResult;
import io.github.faxnummer.provider.faxnummerde.Clients;
import io.github.faxnummer.provider.faxnummerde.FaxnummerClient;
import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import io.github.faxnummer.testing.FaultyProxy;
import io.github.faxnummer.testing.FaultyProxy.Toxic;
import io.github.faxnummer.testing.Pdfs;
import io.github.faxnummer.testing.RawServer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The connection cut after each byte, and each HTTP status with each {@code Retry-After}; {@code -Dcampaign.step=1} leaves
 * none out.
 */
class ByteBoundaryTest {

    private static final byte[] PDF = Pdfs.pages(1);
    private static final String UUID = "faxsend-acc00000-0123456789abcdef0123";
    private static final int STEP = Integer.getInteger("campaign.step", 31);

    @ParameterizedTest
    @CsvSource({"false, false", "true, false", "false, true", "true, true"})
    void reportsTruthWhenRequestIsCutAtAnyByte(boolean reset, boolean https) throws Exception {
        long length = everyByte(https, bytes -> Toxic.cutUp(bytes, reset));
        assertThat(length).isGreaterThan(PDF.length);
    }

    @ParameterizedTest
    @CsvSource({"false, false", "true, false", "false, true", "true, true"})
    void reportsTruthWhenResponseIsCutAtAnyByte(boolean reset, boolean https) throws Exception {
        long length = everyByte(https, bytes -> Toxic.cutDown(bytes, reset));
        assertThat(length).isGreaterThan(UUID.length());
    }

    /** Cuts later and later until a submission is accepted, and gives the number of bytes that took. */
    private static long everyByte(boolean https, LongFunction<Toxic> cut) throws Exception {
        AtomicReference<Toxic> toxic = new AtomicReference<>(Toxic.NONE);
        try (FaxnummerSandbox sandbox = FaxnummerSandbox.builder().https(https).start();
                FaultyProxy network = new FaultyProxy(sandbox.endpoint().getPort(), number -> toxic.get());
                FaxnummerClient client = client(sandbox, network.port())) {
            Set<String> notSent = new HashSet<>();
            for (long bytes = 0; ; bytes += STEP) {
                toxic.set(cut.apply(bytes));
                String reference = "after " + bytes;
                SubmissionResult result = client.submit(fax(reference));
                if (result instanceof SubmissionResult.Accepted accepted) {
                    assertThat(sandbox.fax(accepted.jobId().value())).isPresent();
                    // The provider may have learnt of one after its client gave it up, so the count is taken at the
                    // end.
                    List<String> arrived = sandbox.faxes().stream()
                            .map(fax -> fax.field("sFaxFileName"))
                            .toList();
                    assertThat(arrived).doesNotHaveDuplicates().noneMatch(notSent::contains);
                    return bytes;
                }
                assertThat(result).isInstanceOfAny(SubmissionResult.NotSent.class, SubmissionResult.Unknown.class);
                if (result instanceof SubmissionResult.NotSent) {
                    notSent.add(reference);
                }
            }
        }
    }

    @Test
    void sendsOneRequestForAnyHttpStatus() throws Exception {
        List<String> retryAfter =
                List.of("", "0", "1", "-1", "soon", "Wed, 21 Oct 2015 07:28:00 GMT", "99999999999999999999");
        AtomicReference<String> header = new AtomicReference<>("");
        AtomicInteger requests = new AtomicInteger();
        List<String> wrong = new CopyOnWriteArrayList<>();
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, exception) -> wrong.add(header.get().strip() + ": uncaught " + exception));
        try (RawServer server = new RawServer((socket, in, number) -> {
                    if (RawServer.request(in) >= 0) {
                        requests.incrementAndGet();
                        String page = "<html><body>Wartung</body></html>";
                        String answer =
                                header.get() + "Content-Type: text/html\r\nConnection: close\r\nContent-Length: "
                                        + page.length() + "\r\n\r\n" + page;
                        socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                        socket.getOutputStream().flush();
                    }
                });
                FaxnummerClient client = FaxnummerClient.builder(new Account("acc00000", new Password("the-password")))
                        .endpoint(new Endpoint("http://127.0.0.1:" + server.port() + "/"))
                        .build()) {
            for (int code = 100; code < 600; code++) {
                for (int i = 0; i < retryAfter.size(); i++) {
                    if ((code * retryAfter.size() + i) % STEP != 0 && code % 100 > 9) {
                        continue;
                    }
                    header.set("HTTP/1.1 " + code + " X\r\n"
                            + (retryAfter.get(i).isEmpty() ? "" : "Retry-After: " + retryAfter.get(i) + "\r\n"));
                    int before = requests.get();
                    SubmissionResult result = client.submit(fax("a.pdf"));
                    boolean isRight = code == 413
                            ? result instanceof SubmissionResult.Rejected
                            : result instanceof SubmissionResult.Unknown;
                    if (!isRight || requests.get() != before + 1) {
                        wrong.add(header.get().strip() + ": " + result + ", requests " + (requests.get() - before));
                    }
                }
            }
        }
        Thread.setDefaultUncaughtExceptionHandler(null);
        assertThat(wrong).isEmpty();
    }

    private static FaxnummerClient client(FaxnummerSandbox sandbox, int port) {
        boolean https = sandbox.endpoint().getScheme().equals("https");
        OkHttpClient.Builder http = new OkHttpClient.Builder();
        if (https) {
            http.sslSocketFactory(
                    sandbox.clientCertificates().sslSocketFactory(),
                    sandbox.clientCertificates().trustManager());
        }
        return Clients.withHttp(
                        http.build(),
                        FaxnummerClient.builder(new Account(sandbox.login(), new Password(sandbox.password())))
                                .endpoint(new Endpoint((https ? "https://localhost:" : "http://127.0.0.1:")
                                        + port
                                        + sandbox.endpoint().getPath())))
                .build();
    }

    private static FaxRequest fax(String reference) {
        return new FaxRequest(
                new FaxNumber(TestNumber.DELIVERED.number()),
                "ci@example.org",
                Pdfs.document("a.pdf", 1),
                Pdfs.content(PDF),
                "CI",
                "",
                reference);
    }
}
