package io.github.faxnummer.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.client.Account;
import io.github.faxnummer.client.FaxnummerClient;
import io.github.faxnummer.client.HttpProxy;
import io.github.faxnummer.client.Password;
import io.github.faxnummer.client.Timeouts;
import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.DeliveryDriver;
import io.github.faxnummer.delivery.DeliveryObserver;
import io.github.faxnummer.delivery.Outcome;
import io.github.faxnummer.delivery.PollingSchedule;
import io.github.faxnummer.delivery.Progress;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.document.Document;
import io.github.faxnummer.input.Endpoint;
import io.github.faxnummer.input.FaxNumber;
import io.github.faxnummer.input.FaxOrder;
import io.github.faxnummer.kit.ConnectProxy;
import io.github.faxnummer.kit.FakeTime;
import io.github.faxnummer.kit.Pdfs;
import io.github.faxnummer.kit.ToxicProxy;
import io.github.faxnummer.kit.ToxicProxy.Toxic;
import io.github.faxnummer.report.DeliveryText;
import io.github.faxnummer.sandbox.AnswerForm;
import io.github.faxnummer.sandbox.Fault;
import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.sandbox.ReceivedFax;
import io.github.faxnummer.sandbox.TestNumber;
import io.github.faxnummer.text.Text;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;

/**
 * One delivery through a network, a provider, a clock and a program that all fail at random, everything drawn from one
 * seed. What threads do at the same time no seed decides, so the judges hold whichever comes first.
 */
final class CampaignRun {

    private static final Map<String, byte[]> CONTENTS = Map.of("/ci/a.pdf", Pdfs.pages(1), "/ci/b.pdf", Pdfs.pages(2));
    private static final Timeouts IMPATIENT =
            new Timeouts(Duration.ofSeconds(5), Duration.ofMillis(150), Duration.ofSeconds(5), Duration.ofSeconds(5));
    private static final String PASSWORD = "correct horse battery";
    private static final int LIVES = 4;
    private static final Pattern WHOLE_ANSWER = Pattern.compile(
            "HTTP/1\\.1 [^\\r]*\\r\\n(?:[^\\r]+\\r\\n)*?Content-Length: (\\d+)\\r\\n(?:[^\\r]+\\r\\n)*\\r\\n");

    private final Random random;
    private final ScheduledExecutorService alarms;
    private final FakeTime time = new FakeTime();
    private final DeliveryText text = new DeliveryText(Locale.ENGLISH);
    private final List<String> console = new ArrayList<>();
    private final int atATime;
    private Delivery known;
    private Instant latest = FakeTime.START;
    private boolean disturbed;

    /** @param alarms whose threads interrupt the run's */
    CampaignRun(long seed, ScheduledExecutorService alarms) {
        this.random = new Random(seed);
        this.alarms = alarms;
        Set<FaxNumber> recipients = new LinkedHashSet<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            recipients.add(new FaxNumber(pick(TestNumber.values()).number()));
        }
        List<Document> documents = List.of(Pdfs.document("a.pdf", 1), Pdfs.document("b.pdf", 2));
        FaxOrder order = new FaxOrder(
                documents.subList(0, 1 + random.nextInt(2)), List.copyOf(recipients), "ci@example.org", "CI", "", "");
        atATime = 1 + random.nextInt(DeliveryDriver.MOST_AT_A_TIME);
        known = Delivery.of(order, time.now(), Duration.ofHours(2), PollingSchedule.DEFAULT);
    }

    /** Lives it to its end, and judges. */
    void run() throws Exception {
        FaxnummerSandbox.Builder provider = FaxnummerSandbox.builder()
                .clock(this::provider)
                .https(chance(15))
                .password(PASSWORD)
                .answerForm(pick(AnswerForm.values()));
        List<Toxic> toxics = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            toxics.add(chance(35) ? toxic() : Toxic.NONE);
        }
        try (FaxnummerSandbox sandbox = provider.start();
                ToxicProxy network = new ToxicProxy(
                        sandbox.endpoint().getPort(),
                        number -> number <= toxics.size() ? toxics.get(number - 1) : Toxic.NONE)) {
            for (int i = random.nextInt(3); i > 0; i--) {
                sandbox.failNext(pick(Fault.values()));
            }
            for (int i = random.nextInt(4); i > 0; i--) {
                sandbox.failNextStatus(pick(Fault.values()));
            }
            deliver(sandbox, network);
            judge(sandbox, network);
        }
    }

    /** Nobody sets the provider's clock back. */
    private synchronized Instant provider() {
        Instant now = time.now();
        latest = now.isAfter(latest) ? now : latest;
        return latest;
    }

    private void deliver(FaxnummerSandbox sandbox, ToxicProxy network) throws Exception {
        boolean https = sandbox.endpoint().getScheme().equals("https");
        Endpoint endpoint = new Endpoint((https ? "https://localhost:" : "http://127.0.0.1:")
                + network.port()
                + sandbox.endpoint().getPath());
        OkHttpClient http = https ? trusting(sandbox.clientCertificates()) : new OkHttpClient();
        try (ConnectProxy proxy = new ConnectProxy(network.port(), "", chance(20) ? "502 Bad Gateway" : "")) {
            boolean proxied = https && chance(30);
            for (int life = 1; life <= LIVES; life++) {
                try (FaxnummerClient client = FaxnummerClient.builder(
                                new Account(sandbox.login(), new Password(sandbox.password())))
                        .endpoint(endpoint)
                        .timeouts(IMPATIENT)
                        .httpClient(http)
                        .proxy(proxied ? Optional.of(proxyAt(proxy.port())) : Optional.empty())
                        .build()) {
                    if (new Life(client, life == LIVES).isLivedToTheEnd()) {
                        return;
                    }
                }
            }
        }
    }

    /** A run of the program, which may be killed or interrupted, and leaves behind what was on disk. */
    private final class Life implements DeliveryObserver {

        private final FaxnummerClient client;
        private final int changesToLive;
        private final boolean diesBeforeSaving;
        private final int millisToLive;
        private final AtomicInteger changes = new AtomicInteger();
        private byte[] disk = serialised(known);

        Life(FaxnummerClient client, boolean last) {
            this.client = client;
            this.changesToLive = !last && chance(40) ? random.nextInt(12) : Integer.MAX_VALUE;
            this.diesBeforeSaving = chance(50);
            this.millisToLive = !last && chance(15) ? random.nextInt(80) : Integer.MAX_VALUE;
        }

        boolean isLivedToTheEnd() {
            Thread thread = Thread.currentThread();
            ScheduledFuture<?> alarm = alarms.schedule(thread::interrupt, millisToLive, TimeUnit.MILLISECONDS);
            boolean atEnd = false;
            try {
                DeliveryDriver driver = new DeliveryDriver(
                        client, path -> Pdfs.content(CONTENTS.getOrDefault(path, new byte[0])), time, this, atATime);
                known = driver.run(deserialised(disk));
                atEnd = true;
            } catch (InterruptedException | KilledException e) {
                disturbed = true;
                known = deserialised(disk);
            } finally {
                alarm.cancel(true);
                awaitEnd(alarm);
                atEnd &= !Thread.interrupted() || known.isFinished();
            }
            return atEnd;
        }

        @Override
        public void changed(Delivery delivery, Transmission before, Transmission after) {
            boolean dies = changes.incrementAndGet() > changesToLive;
            if (dies && diesBeforeSaving) {
                throw new KilledException();
            }
            disk = serialised(delivery);
            console.add(text.line(after));
            if (dies) {
                throw new KilledException();
            }
            if (chance(3)) {
                time.passes(Duration.ofMinutes(random.nextInt(90) - 30L));
            }
        }

        @Override
        public void unanswered(Transmission transmission, Text why) {
            console.add(text.unanswered(transmission, why));
        }
    }

    private void judge(FaxnummerSandbox sandbox, ToxicProxy network) {
        for (FaxNumber recipient : known.order().recipients()) {
            assertThat(sandbox.submissions(recipient.digits()))
                    .as("submissions to %s", recipient.digits())
                    .isLessThanOrEqualTo(known.order().documents().size());
        }
        Map<String, ReceivedFax> accepted = new HashMap<>();
        for (ReceivedFax fax : sandbox.faxes()) {
            assertThat(accepted.put(fax.fileName() + fax.destination(), fax))
                    .as("accepted twice: %s", fax)
                    .isNull();
        }
        Set<String> told = idsIn(network.delivered());
        for (Transmission it : known.transmissions()) {
            assertThat(it.outcome().isFinal()).as("final: %s", it).isTrue();
            Optional<ReceivedFax> fax = Optional.ofNullable(accepted.get(it.documentName() + it.recipient()));
            if (fax.isPresent()) {
                assertThat(it.outcome()).as("accepted: %s", it).isNotIn(Outcome.NOT_SENT, Outcome.REJECTED);
            }
            if (it.outcome() == Outcome.DONE_OK || it.outcome() == Outcome.DONE_ERROR) {
                assertThat(sandbox.status(it.jobId().orElseThrow().value()))
                        .as("status of %s", it)
                        .isEqualTo(it.outcome().label());
            }
            it.jobId().ifPresent(id -> {
                assertThat(id.value()).isEqualTo(fax.orElseThrow().jobId());
                assertThat(console).as("console").anyMatch(line -> line.contains(id.value()));
            });
            if (fax.isPresent() && it.jobId().isEmpty() && !disturbed && !isTimeout(it)) {
                assertThat(told)
                        .as("job ids that came back")
                        .doesNotContain(fax.get().jobId());
            }
        }
        assertThat(String.join("\n", console)).doesNotContain(PASSWORD);
    }

    private static boolean isTimeout(Transmission transmission) {
        return transmission.progress() instanceof Progress.Unknown unknown
                && unknown.why().key().equals("network.timeout");
    }

    /** The job ids in answers that came through whole; readable only without TLS. */
    private static Set<String> idsIn(List<String> streams) {
        Set<String> ids = new LinkedHashSet<>();
        for (String stream : streams) {
            Matcher answer = WHOLE_ANSWER.matcher(stream);
            if (answer.find() && stream.length() >= answer.end() + Integer.parseInt(answer.group(1))) {
                Matcher id = Pattern.compile("faxsend-acc00000-[0-9a-f]{20}").matcher(stream);
                while (id.find()) {
                    ids.add(id.group());
                }
            }
        }
        return ids;
    }

    private Toxic toxic() {
        boolean reset = chance(50);
        return switch (random.nextInt(7)) {
            case 0 -> Toxic.cutUp(0, reset);
            case 1, 2 -> Toxic.cutUp(random.nextInt(2600), reset);
            case 3, 4 -> Toxic.cutDown(random.nextInt(400), reset);
            case 5 -> new Toxic(Toxic.NEVER, Toxic.NEVER, false, random.nextInt(40), 1 + random.nextInt(900), 1);
            default -> new Toxic(Toxic.NEVER, Toxic.NEVER, false, 300, 65536, 0);
        };
    }

    private OkHttpClient trusting(HandshakeCertificates certificates) {
        AtomicInteger lookupsToFail = new AtomicInteger(chance(20) ? random.nextInt(6) : 0);
        Dns dns = host -> {
            if (lookupsToFail.getAndDecrement() > 0) {
                throw new UnknownHostException(host);
            }
            return Dns.SYSTEM.lookup(host);
        };
        return new OkHttpClient.Builder()
                .sslSocketFactory(certificates.sslSocketFactory(), certificates.trustManager())
                .dns(dns)
                .build();
    }

    private static HttpProxy proxyAt(int port) {
        return new HttpProxy("127.0.0.1", port, "", "");
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T pick(T[] choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static void awaitEnd(ScheduledFuture<?> alarm) {
        while (!alarm.isDone()) {
            Thread.onSpinWait();
        }
    }

    private static byte[] serialised(Delivery delivery) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(delivery);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        return bytes.toByteArray();
    }

    private static Delivery deserialised(byte[] bytes) {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return (Delivery) in.readObject();
        } catch (IOException | ClassNotFoundException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** The program is gone, in the middle of what it did. */
    private static final class KilledException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
