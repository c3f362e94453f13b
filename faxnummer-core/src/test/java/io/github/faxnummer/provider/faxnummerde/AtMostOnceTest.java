package io.github.faxnummer.provider.faxnummerde;

import static io.github.faxnummer.provider.faxnummerde.FaxnummerClientTest.accepted;
import static io.github.faxnummer.provider.faxnummerde.FaxnummerClientTest.body;
import static io.github.faxnummer.provider.faxnummerde.FaxnummerClientTest.ok;
import static io.github.faxnummer.provider.faxnummerde.FaxnummerClientTest.started;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.provider.Endpoint;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.StatusResult;
import io.github.faxnummer.provider.SubmissionResult;
import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.sandbox.scenario.Fault;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import io.github.faxnummer.testing.Pdfs;
import io.github.faxnummer.testing.RawServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SendFax costs money and reaches a person: whatever the network or the library does, it gets there once at most. */
@Timeout(20)
class AtMostOnceTest {

    @ParameterizedTest
    @CsvSource({
        "ANSWER_LOST, 1",
        "ANSWER_CUT_OFF, 1",
        "ANSWER_STALLED, 1",
        "ENDLESS_BODY, 1",
        "HTML_200, 0",
        "HTML_500, 0",
        "SERVICE_UNAVAILABLE_503, 0",
        "REQUEST_TIMEOUT_408, 0",
        "REDIRECT_307, 0",
        "UNAUTHORIZED_401, 0",
        "PROXY_AUTHENTICATION_407, 0",
        "MISDIRECTED_421, 0",
    })
    void doesNotResubmitAfterAmbiguousFailure(TestNumber number, int accepted) {
        try (FaxnummerSandbox sandbox = FaxnummerSandbox.start();
                FaxnummerClient client = Clients.of(sandbox)
                        .timeouts(number == TestNumber.ENDLESS_BODY ? Timeouts.DEFAULT : Clients.SHORT)
                        .build()) {
            SubmissionResult result = client.submit(Clients.fax(number));

            assertThat(result).isInstanceOf(SubmissionResult.Unknown.class);
            assertThat(sandbox.submissions()).isEqualTo(1);
            assertThat(sandbox.requests()).isEqualTo(1);
            assertThat(sandbox.faxes()).hasSize(accepted);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HTML_500, HTTP 500",
        "SERVICE_UNAVAILABLE_503, HTTP 503",
        "REQUEST_TIMEOUT_408, HTTP 408",
        "REDIRECT_307, HTTP 307",
        "UNAUTHORIZED_401, HTTP 401",
        "MISDIRECTED_421, HTTP 421",
        "HTML_200, HTTP 200",
        "ANSWER_STALLED, timed out while waiting",
        "ANSWER_CUT_OFF, before the response was complete",
        "ANSWER_LOST, ended before the response",
        "ENDLESS_BODY, longer than 8388608 bytes",
    })
    void explainsAmbiguousFailure(TestNumber number, String shown) {
        try (FaxnummerSandbox sandbox = FaxnummerSandbox.start();
                FaxnummerClient client = Clients.of(sandbox)
                        .timeouts(number == TestNumber.ENDLESS_BODY ? Timeouts.DEFAULT : Clients.SHORT)
                        .build()) {
            assertThat(client.submit(Clients.fax(number)))
                    .isInstanceOfSatisfying(
                            SubmissionResult.Unknown.class,
                            unknown ->
                                    assertThat(unknown.why().in(Locale.ENGLISH)).contains(shown));
        }
    }

    @Test
    void reportsUnknownWhenClosedBeforeBodyIsRead() {
        try (FaxnummerSandbox sandbox = FaxnummerSandbox.start();
                FaxnummerClient client = Clients.of(sandbox).build()) {
            sandbox.failNext(Fault.CLOSED_BEFORE_BODY);

            assertThat(client.submit(Clients.fax())).isInstanceOf(SubmissionResult.Unknown.class);
            assertThat(sandbox.requests()).isEqualTo(1);
            assertThat(sandbox.faxes()).isEmpty();
        }
    }

    @Test
    void doesNotSubmitOverPooledConnection() throws Exception {
        AtomicInteger submissions = new AtomicInteger();
        // Answers the first request of each connection, keeps it open, and drops it as soon as the next one comes.
        try (RawServer server = new RawServer((socket, in, number) -> {
                    if (RawServer.request(in) > 1000) {
                        submissions.incrementAndGet();
                    }
                    RawServer.answer(socket, "WR_Status=ok\nWR_Request_UUID=a-1\nWR_DataList_ObjectCount=0");
                    if (!RawServer.header(in).isEmpty()) {
                        submissions.addAndGet(100);
                    }
                });
                FaxnummerClient client =
                        Clients.of("http://127.0.0.1:" + server.port() + "/").build()) {
            assertThat(client.status(new JobId("a-1"))).isInstanceOf(StatusResult.Known.class);
            assertThat(accepted(client.submit(Clients.fax()))).isEqualTo(new JobId("a-1"));
            assertThat(accepted(client.submit(Clients.fax()))).isEqualTo(new JobId("a-1"));

            assertThat(submissions).hasValue(2);
            assertThat(server.connections()).isEqualTo(3);
        }
    }

    /** The permit is the ledger's last step: another run may have taken it away while the connection was opened. */
    @Test
    void requestsPermitOnceBetweenConnectionAndFirstByte() throws Exception {
        List<String> events = new CopyOnWriteArrayList<>();
        CountDownLatch connected = new CountDownLatch(1);
        try (RawServer server = new RawServer((socket, in, number) -> {
                    connected.countDown();
                    in.mark(1);
                    if (in.read() >= 0) {
                        events.add("first byte");
                    }
                    in.reset();
                    RawServer.request(in);
                    RawServer.answer(socket, "WR_Status=ok\nWR_Request_UUID=a-1");
                });
                FaxnummerClient client =
                        Clients.of("http://127.0.0.1:" + server.port() + "/").build()) {
            SubmissionResult result = client.submit(Clients.fax().withPermit(() -> {
                assertThat(awaits(connected)).isTrue();
                events.add("permit");
                return true;
            }));

            assertThat(accepted(result)).isEqualTo(new JobId("a-1"));
            assertThat(events).containsExactly("permit", "first byte");
        }
    }

    @Test
    void sendsNothingWithoutPermit() throws Exception {
        try (MockWebServer server = started(ok("a-1"));
                FaxnummerClient client = Clients.of(server.url("/").toString()).build()) {
            assertThat(client.submit(Clients.fax().withPermit(() -> false)))
                    .isInstanceOf(SubmissionResult.NotSent.class);

            assertThat(server.getRequestCount()).isZero();
        }
    }

    @Test
    void usesNewConnectionForEachSubmission() throws Exception {
        try (MockWebServer server = started(ok("a-1"), ok("a-2"), ok("a-3"));
                FaxnummerClient client = Clients.of(server.url("/").toString()).build()) {
            for (int i = 0; i < 3; i++) {
                client.submit(Clients.fax());
                assertThat(server.takeRequest().getConnectionIndex()).isEqualTo(i);
            }
        }
    }

    @Test
    void repeatsPollOverNewConnection() throws Exception {
        // Drops every connection after its first answer, unannounced.
        try (RawServer server = new RawServer((socket, in, number) -> {
                    RawServer.request(in);
                    RawServer.answer(socket, "WR_Status=ok\nWR_DataList_ObjectCount=0");
                });
                FaxnummerClient client =
                        Clients.of("http://127.0.0.1:" + server.port() + "/").build()) {
            for (int i = 0; i < 5; i++) {
                assertThat(client.status(new JobId("a-1"))).isInstanceOf(StatusResult.Known.class);
            }
        }
    }

    @Test
    void reportsUnknownWhenServerDropsConnectionAfterAcceptance() throws Exception {
        AtomicInteger submissions = new AtomicInteger();
        try (RawServer server = new RawServer((socket, in, number) -> {
                    RawServer.request(in);
                    submissions.incrementAndGet();
                });
                FaxnummerClient client =
                        Clients.of("http://127.0.0.1:" + server.port() + "/").build()) {
            assertThat(client.submit(Clients.fax())).isInstanceOf(SubmissionResult.Unknown.class);
            assertThat(submissions).hasValue(1);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void followsNoRedirect(int code) throws Exception {
        try (MockWebServer other = started(ok("a-1"), ok("a-2"));
                MockWebServer server = started(
                        redirect(code, other.url("/").toString()),
                        redirect(code, other.url("/").toString()));
                FaxnummerClient client = Clients.of(server.url("/").toString()).build()) {
            assertThat(client.submit(Clients.fax())).isInstanceOf(SubmissionResult.Unknown.class);
            assertThat(client.status(new JobId("a-1"))).isInstanceOf(StatusResult.Unavailable.class);

            assertThat(server.getRequestCount()).isEqualTo(2);
            assertThat(other.getRequestCount()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 407, 408, 421, 503})
    void ignoresRetrySettingOfHttpClient(int code) throws Exception {
        OkHttpClient eager = new OkHttpClient.Builder()
                .proxy(Proxy.NO_PROXY)
                .retryOnConnectionFailure(true)
                .followRedirects(true)
                .authenticator((route, response) -> response.request())
                .proxyAuthenticator((route, response) -> response.request())
                .build();
        MockResponse again = new MockResponse.Builder()
                .code(code)
                .setHeader("Retry-After", "0")
                .setHeader("WWW-Authenticate", "Basic realm=\"x\"")
                .build();
        try (MockWebServer server = started(again, ok("a-1"), ok("a-2"));
                FaxnummerClient client =
                        Clients.of(server.url("/").toString()).httpClient(eager).build()) {
            assertThat(client.submit(Clients.fax())).isInstanceOf(SubmissionResult.Unknown.class);
            assertThat(server.getRequestCount()).isEqualTo(1);
        }
    }

    @Test
    void allowsOneAttemptDespiteCallersInterceptor() throws Exception {
        OkHttpClient stubborn = new OkHttpClient.Builder()
                .proxy(Proxy.NO_PROXY)
                .addInterceptor(chain -> {
                    try (Response first = chain.proceed(chain.request())) {
                        assertThat(first.code()).isEqualTo(500);
                    }
                    return chain.proceed(chain.request());
                })
                .build();
        try (MockWebServer server = started(new MockResponse.Builder().code(500).build(), ok("a-1"));
                FaxnummerClient client = Clients.of(server.url("/").toString())
                        .httpClient(stubborn)
                        .build()) {
            assertThat(client.submit(Clients.fax())).isInstanceOf(SubmissionResult.Unknown.class);
            assertThat(server.getRequestCount()).isEqualTo(1);
        }
    }

    @Test
    void acceptsEarlyResponse() throws Exception {
        byte[] big = new byte[20_000_000];
        MockResponse early = new MockResponse.Builder()
                .body("WR_Status=failed\nWR_Comment=Fax wrong format")
                .doNotReadRequestBody()
                .onResponseEnd(SocketEffect.ShutdownConnection.INSTANCE)
                .build();
        try (MockWebServer server = started(early);
                FaxnummerClient client = Clients.of(server.url("/").toString()).build()) {
            SubmissionResult result = client.submit(Clients.fax(Pdfs.facts(big, 1), Pdfs.content(big)));
            // Whether the answer is still read is up to the machine's buffers; that it is no success is not.
            assertThat(result).isInstanceOfAny(SubmissionResult.Rejected.class, SubmissionResult.Unknown.class);
            assertThat(server.getRequestCount()).isEqualTo(1);
        }
    }

    @Test
    void triesFurtherAddressesBeforeConnecting() throws Exception {
        try (FaxnummerSandbox sandbox = FaxnummerSandbox.start();
                FaxnummerClient client = at(sandbox.endpoint().getPort(), sandbox, "127.0.0.2", "127.0.0.1")) {
            accepted(client.submit(Clients.fax()));
            assertThat(sandbox.submissions()).isEqualTo(1);
        }
    }

    @Test
    void triesNoFurtherAddressAfterConnecting() throws Exception {
        AtomicInteger submissions = new AtomicInteger();
        try (FaxnummerSandbox sandbox = FaxnummerSandbox.start();
                RawServer first = new RawServer("127.0.0.2", sandbox.endpoint().getPort(), (socket, in, number) -> {
                    RawServer.request(in);
                    submissions.incrementAndGet();
                });
                FaxnummerClient client = at(sandbox.endpoint().getPort(), sandbox, "127.0.0.2", "127.0.0.1")) {
            assertThat(client.submit(Clients.fax())).isInstanceOf(SubmissionResult.Unknown.class);
            assertThat(submissions).hasValue(1);
            assertThat(first.connections()).isEqualTo(1);
            assertThat(sandbox.requests()).isZero();
        }
    }

    @Test
    void triesNoFurtherAddressAfterDroppedConnection() throws Exception {
        try (FaxnummerSandbox sandbox = FaxnummerSandbox.start();
                RawServer first = new RawServer("127.0.0.2", sandbox.endpoint().getPort(), (socket, in, number) -> {
                    in.read();
                });
                FaxnummerClient client = at(sandbox.endpoint().getPort(), sandbox, "127.0.0.2", "127.0.0.1")) {
            assertThat(client.submit(Clients.fax())).isInstanceOf(SubmissionResult.Unknown.class);
            assertThat(first.connections()).isEqualTo(1);
            assertThat(sandbox.requests()).isZero();
        }
    }

    @Test
    void submitsEachOfConcurrentFaxesOnce() throws Exception {
        try (FaxnummerSandbox sandbox = FaxnummerSandbox.start();
                FaxnummerClient client = Clients.of(sandbox).build()) {
            List<Thread> threads = java.util.stream.IntStream.range(0, 8)
                    .mapToObj(i -> new Thread(() -> client.submit(Clients.fax())))
                    .toList();
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(sandbox.submissions()).isEqualTo(8);
            assertThat(sandbox.faxes()).hasSize(8);
        }
    }

    @Test
    void endsSlowUploadAtTimeout() throws Exception {
        Timeouts brief = new Timeouts(
                Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(300));
        MockResponse late = body("WR_Status=ok\nWR_Request_UUID=a-1")
                .newBuilder()
                .headersDelay(10, TimeUnit.SECONDS)
                .build();
        try (MockWebServer server = started(late);
                FaxnummerClient client =
                        Clients.of(server.url("/").toString()).timeouts(brief).build()) {
            long start = System.nanoTime();
            assertThat(client.submit(Clients.fax())).isInstanceOf(SubmissionResult.Unknown.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
        }
    }

    private static MockResponse redirect(int code, String location) {
        return new MockResponse.Builder()
                .code(code)
                .setHeader("Location", location)
                .build();
    }

    /** A client to whom localhost has these addresses. */
    private static FaxnummerClient at(int port, FaxnummerSandbox sandbox, String... addresses) throws IOException {
        List<InetAddress> known = new java.util.ArrayList<>();
        for (String address : addresses) {
            known.add(InetAddress.getByName(address));
        }
        return FaxnummerClient.builder(Clients.account(sandbox))
                .endpoint(new Endpoint(
                        "http://localhost:" + port + sandbox.endpoint().getPath()))
                .httpClient(new OkHttpClient.Builder()
                        .proxy(Proxy.NO_PROXY)
                        .dns(host -> known)
                        .build())
                .build();
    }

    private static boolean awaits(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
