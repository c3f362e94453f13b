package io.github.faxnummer.provider.faxnummerde;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.StatusResult;
import io.github.faxnummer.provider.SubmissionResult;
import io.github.faxnummer.testing.RawServer;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An interrupt ends a call at once, whatever it waits for, and the caller learns the truth. */
@Timeout(20)
class InterruptTest {

    @Test
    void reportsUnknownWhenInterruptedWhileAwaitingResponse() throws Exception {
        CountDownLatch received = new CountDownLatch(1);
        try (RawServer server = new RawServer((socket, in, number) -> {
                    RawServer.request(in);
                    received.countDown();
                    in.read();
                });
                FaxnummerClient client =
                        Clients.of("http://127.0.0.1:" + server.port() + "/").build()) {
            Interrupted call = new Interrupted(() -> client.submit(Clients.fax()));
            received.await();

            assertThat(call.interrupt()).isInstanceOf(SubmissionResult.Unknown.class);
            assertThat(call.flagStayedSet()).isTrue();
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void reportsNotSentWhenInterruptedDuringNameLookup() throws Exception {
        CountDownLatch lookingUp = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        try (RawServer server = new RawServer((socket, in, number) -> {
                    if (in.read() >= 0) {
                        gone.countDown();
                    }
                });
                FaxnummerClient client = Clients.of("http://localhost:" + server.port() + "/")
                        .httpClient(new OkHttpClient.Builder()
                                .proxy(Proxy.NO_PROXY)
                                .dns(host -> {
                                    lookingUp.countDown();
                                    try {
                                        goOn.await();
                                    } catch (InterruptedException e) {
                                        throw new UnknownHostException(host);
                                    }
                                    return List.of(InetAddress.getLoopbackAddress());
                                })
                                .build())
                        .build()) {
            Interrupted call = new Interrupted(() -> client.submit(Clients.fax()));
            lookingUp.await();

            assertThat(call.interrupt()).isEqualTo(notSent());
            assertThat(call.flagStayedSet()).isTrue();
            goOn.countDown();
            // The second call's name is looked up by then, and its request is the only one that comes.
            client.submit(Clients.fax());
            assertThat(gone.getCount()).isZero();
            assertThat(server.connections()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void reportsNotSentWhenInterruptedDuringTlsHandshake() throws Exception {
        CountDownLatch connected = new CountDownLatch(1);
        try (RawServer server = new RawServer((socket, in, number) -> {
                    in.read();
                    connected.countDown();
                    while (in.read() >= 0) {}
                });
                FaxnummerClient client =
                        Clients.of("https://127.0.0.1:" + server.port() + "/").build()) {
            Interrupted call = new Interrupted(() -> client.submit(Clients.fax()));
            connected.await();

            assertThat(call.interrupt()).isEqualTo(notSent());
            assertThat(call.flagStayedSet()).isTrue();
        }
    }

    /** It may be submitted after a restart. */
    private static SubmissionResult notSent() {
        return new SubmissionResult.NotSent(Message.of("network.interrupted"), true);
    }

    @Test
    void interruptsPollAtOnce() throws Exception {
        CountDownLatch received = new CountDownLatch(1);
        try (RawServer server = new RawServer((socket, in, number) -> {
                    RawServer.request(in);
                    received.countDown();
                    in.read();
                });
                FaxnummerClient client =
                        Clients.of("http://127.0.0.1:" + server.port() + "/").build()) {
            Interrupted call = new Interrupted(() -> client.status(new JobId("a-1")));
            received.await();

            assertThat(call.interrupt()).isInstanceOf(StatusResult.Unavailable.class);
            assertThat(call.flagStayedSet()).isTrue();
        }
    }

    @Test
    void endsCallWhenClientIsClosed() throws Exception {
        CountDownLatch received = new CountDownLatch(1);
        try (RawServer server = new RawServer((socket, in, number) -> {
            RawServer.request(in);
            received.countDown();
            in.read();
        })) {
            FaxnummerClient client =
                    Clients.of("http://127.0.0.1:" + server.port() + "/").build();
            var result = java.util.concurrent.CompletableFuture.supplyAsync(() -> client.submit(Clients.fax()));
            received.await();
            client.close();
            assertThat(result.get()).isInstanceOf(SubmissionResult.Unknown.class);
            assertThat(client.submit(Clients.fax())).isInstanceOf(SubmissionResult.NotSent.class);
        }
    }

    @Test
    void usesOneThreadForConsecutivePolls() {
        try (var sandbox = io.github.faxnummer.sandbox.FaxnummerSandbox.start();
                FaxnummerClient client = Clients.of(sandbox).build()) {
            Set<Thread> before = Thread.getAllStackTraces().keySet();
            for (int i = 0; i < 500; i++) {
                client.status(new JobId("a-1"));
            }
            Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
            threads.removeAll(before);
            threads.removeIf(thread -> !thread.getName().matches("faxnummer-http|OkHttp http:.*"));
            assertThat(threads).hasSize(1);
        }
    }

    @Test
    void leavesNoThreadAfterClose() throws Exception {
        try (var sandbox = io.github.faxnummer.sandbox.FaxnummerSandbox.start()) {
            List<Thread> started;
            try (FaxnummerClient client = Clients.of(sandbox).build()) {
                client.submit(Clients.fax());
                started = Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().equals("faxnummer-http"))
                        .toList();
            }
            for (Thread thread : started) {
                thread.join(5000);
                assertThat(thread.isAlive()).isFalse();
            }
        }
    }
}
