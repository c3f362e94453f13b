package io.github.faxnummer.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.faxnummer.sandbox.scenario.TestNumber;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLHandshakeException;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.tls.HandshakeCertificates;
import org.junit.jupiter.api.Test;

class FaxnummerSandboxTest {
    private static final String ANY_NUMBER = "004920269555";

    @Test
    void servesHttps() throws IOException {
        try (FaxnummerSandbox sandbox = FaxnummerSandbox.builder().https(true).start()) {
            HandshakeCertificates trust = sandbox.clientCertificates();
            OkHttpClient trusting = new OkHttpClient.Builder()
                    .sslSocketFactory(trust.sslSocketFactory(), trust.trustManager())
                    .build();
            try (Client client = new Client(sandbox, trusting);
                    Client stranger = new Client(sandbox)) {
                assertThat(sandbox.endpoint()).hasScheme("https").hasHost("localhost");
                assertThat(client.sendFax(ANY_NUMBER)).isNotEmpty();
                assertThatThrownBy(() -> stranger.sendFax(ANY_NUMBER)).isInstanceOf(SSLHandshakeException.class);
            }
        }
    }

    @Test
    void hasNoCertificateWithoutHttps() {
        try (FaxnummerSandbox sandbox = FaxnummerSandbox.start()) {
            assertThat(sandbox.endpoint())
                    .hasScheme("http")
                    .hasHost("127.0.0.1")
                    .hasPath("/webrequests/product-voip/index.php");
            assertThatThrownBy(sandbox::certificate).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void usesConfiguredAccount() throws IOException {
        try (FaxnummerSandbox sandbox = FaxnummerSandbox.builder()
                        .login("sip12345")
                        .password("geheim")
                        .start();
                Client client = new Client(sandbox)) {
            assertThat(client.sendFax(ANY_NUMBER)).startsWith("faxsend-sip12345-");
            assertThat(sandbox.describe()).contains("sip12345").doesNotContain("geheim");
        }
    }

    @Test
    void listensOnLoopbackOnly() throws IOException {
        try (FaxnummerSandbox sandbox = FaxnummerSandbox.start()) {
            List<InetAddress> others = NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .toList();
            assertThat(others)
                    .allSatisfy(address -> assertThatThrownBy(
                                    () -> new Socket(address, sandbox.endpoint().getPort()).close())
                            .isInstanceOf(ConnectException.class));
        }
    }

    @Test
    void answersOtherRequestsWithHtmlPage() throws IOException {
        try (FaxnummerSandbox sandbox = FaxnummerSandbox.start();
                Client client = new Client(sandbox)) {
            String endpoint = sandbox.endpoint().toString();
            Request get = new Request.Builder().url(endpoint).build();
            Request other = get.newBuilder()
                    .url(sandbox.page().resolve("/x").toString())
                    .build();
            Request elsewhere =
                    other.newBuilder().post(RequestBody.create("", null)).build();
            RequestBody form =
                    RequestBody.create("sCommand=SendFax", MediaType.get("application/x-www-form-urlencoded"));
            RequestBody broken = RequestBody.create("--x\r\nabc", MediaType.get("multipart/form-data; boundary=x"));

            assertThat(client.call(get).code()).isEqualTo(405);
            assertThat(client.call(elsewhere).code()).isEqualTo(404);
            assertThat(client.call(other).code()).isEqualTo(404);
            assertThat(client.post(form).code()).isEqualTo(415);
            assertThat(client.post(broken).code()).isEqualTo(400);
            assertThat(sandbox.requests()).isEqualTo(4);
            assertThat(sandbox.submissions()).isZero();
        }
    }

    /** Where an answer's body waits for its header to be confirmed, none takes less than 40 ms. On a busy machine, some do. */
    @Test
    void answersKeepAliveConnectionAtOnce() throws IOException {
        try (FaxnummerSandbox sandbox = FaxnummerSandbox.start();
                Client client = new Client(sandbox)) {
            String jobId = client.sendFax(ANY_NUMBER);
            List<Duration> taken = new ArrayList<>();
            for (int i = 0; i < 31; i++) {
                long start = System.nanoTime();
                client.status(jobId);
                taken.add(Duration.ofNanos(System.nanoTime() - start));
            }
            assertThat(taken.stream().sorted().skip(4).findFirst().orElseThrow())
                    .isLessThan(Duration.ofMillis(25));
        }
    }

    @Test
    void printsAddressOfPage() {
        try (FaxnummerSandbox sandbox = FaxnummerSandbox.start()) {
            assertThat(sandbox.page())
                    .hasHost("127.0.0.1")
                    .hasPath("/")
                    .hasPort(sandbox.endpoint().getPort());
            assertThat(sandbox.describe()).contains("page      " + sandbox.page() + "\n");
        }
    }

    @Test
    void acceptsLargeDocument() throws IOException {
        try (FaxnummerSandbox sandbox = FaxnummerSandbox.start();
                Client client = new Client(sandbox)) {
            byte[] pdf = Client.pdf(1, 20_000_000);
            client.post(client.sendFaxFields(ANY_NUMBER), pdf);

            assertThat(sandbox.faxes())
                    .singleElement()
                    .satisfies(fax -> assertThat(fax.pdf().size()).isEqualTo(pdf.length));
        }
    }

    @Test
    void keepsFaxesWhileRefusingConnections() throws IOException {
        try (FaxnummerSandbox sandbox = FaxnummerSandbox.start();
                Client client = new Client(sandbox);
                Client latecomer = new Client(sandbox)) {
            String jobId = client.sendFax(ANY_NUMBER);
            sandbox.refuseConnections();

            assertThatThrownBy(() -> latecomer.sendFax(ANY_NUMBER)).isInstanceOf(ConnectException.class);
            assertThat(sandbox.fax(jobId)).isPresent();
            assertThat(sandbox.submissions()).isEqualTo(1);
        }
    }

    @Test
    void namesOccupiedPort() {
        try (FaxnummerSandbox sandbox = FaxnummerSandbox.start()) {
            int port = sandbox.endpoint().getPort();
            assertThatThrownBy(() -> FaxnummerSandbox.builder().port(port).start())
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining(Integer.toString(port));
        }
    }

    @Test
    void endsResponsesAndThreadsOnClose() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        FaxnummerSandbox sandbox = FaxnummerSandbox.start();
        Client fields = new Client(sandbox);
        OkHttpClient http = new OkHttpClient();
        Set<Thread> threads;
        Instant start;
        try (Response stalled = http.newCall(request(sandbox, fields, TestNumber.ANSWER_STALLED))
                        .execute();
                Response endless = http.newCall(request(sandbox, fields, TestNumber.ENDLESS_BODY))
                        .execute()) {
            assertThat(stalled.code()).isEqualTo(endless.code()).isEqualTo(200);
            threads = new HashSet<>(Thread.getAllStackTraces().keySet());
            start = Instant.now();
            sandbox.close();
        }
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(1));

        threads.removeAll(before);
        threads.removeIf(thread -> !thread.getName().startsWith("MockWebServer"));
        assertThat(threads).isNotEmpty();
        for (Thread thread : threads) {
            thread.join(1000);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    @Test
    void closesDuringRequest() throws Exception {
        CountDownLatch atWork = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        FaxnummerSandbox sandbox = FaxnummerSandbox.builder()
                .clock(() -> {
                    atWork.countDown();
                    try {
                        goOn.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return Instant.EPOCH;
                })
                .start();
        Request request = request(sandbox, new Client(sandbox), TestNumber.DELIVERED);
        Thread client = new Thread(() -> {
            try (Response response = new OkHttpClient().newCall(request).execute()) {
                response.code();
            } catch (IOException closed) {
                // That is how it learns of it.
            }
        });
        client.start();
        atWork.await();

        sandbox.close();

        goOn.countDown();
        client.join();
    }

    @Test
    void allowsSecondClose() {
        FaxnummerSandbox sandbox = FaxnummerSandbox.start();
        sandbox.close();
        sandbox.close();
    }

    @Test
    void rejectsSpeedThatIsNotPositive() {
        for (double speed : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> FaxnummerSandbox.builder().speed(speed))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static Request request(FaxnummerSandbox sandbox, Client client, TestNumber number) {
        return new Request.Builder()
                .url(sandbox.endpoint().toString())
                .post(Client.multipart(client.sendFaxFields(number.number()), Client.pdf(1)))
                .build();
    }
}
