package io.github.faxnummer.chaos;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.DeliveryObserver;
import io.github.faxnummer.delivery.DeliveryRunner;
import io.github.faxnummer.delivery.Journals;
import io.github.faxnummer.delivery.Outcome;
import io.github.faxnummer.delivery.PollingSchedule;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.SameNumber;
import io.github.faxnummer.provider.Account;
import io.github.faxnummer.provider.Endpoint;
import io.github.faxnummer.provider.HttpProxy;
import io.github.faxnummer.provider.Password;
import io.github.faxnummer.provider.faxnummerde.Clients;
import io.github.faxnummer.provider.faxnummerde.FaxnummerClient;
import io.github.faxnummer.provider.faxnummerde.Timeouts;
import io.github.faxnummer.report.DeliveryText;
import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.sandbox.scenario.ResponseFormat;
import io.github.faxnummer.testing.ConnectProxy;
import io.github.faxnummer.testing.FakeClock;
import io.github.faxnummer.testing.FaultyNetwork;
import io.github.faxnummer.testing.FaultyProxy;
import io.github.faxnummer.testing.FaultyProxyProcess;
import io.github.faxnummer.testing.Pdfs;
import io.github.faxnummer.testing.RawServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;

/**
 * One delivery through a network, a provider, a clock and a program that all fail at random, everything drawn from one
 * seed. What threads do at the same time no seed decides, so the invariants hold whichever comes first.
 */
final class ChaosRun {

    private static final Timeouts IMPATIENT =
            new Timeouts(Duration.ofSeconds(5), Duration.ofMillis(150), Duration.ofSeconds(5), Duration.ofSeconds(5));
    private static final String PASSWORD = "correct horse battery";
    private static final int LIVES = 4;

    private final RandomScenario dice;
    private final ScheduledExecutorService alarms;
    private final FaultyProxyProcess networks;
    private final FakeClock time = new FakeClock();
    private final DeliveryText text = new DeliveryText(Locale.ENGLISH);
    private final List<String> console = new ArrayList<>();
    private final int atATime;
    private final int clockJumps;
    private Delivery known;
    private Instant latest = FakeClock.START;
    private boolean disturbed;

    /**
     * Draws it.
     *
     * @param alarms whose threads interrupt the run's
     * @param networks some runs' network is in this process, the others' in ours
     */
    ChaosRun(long seed, ScheduledExecutorService alarms, FaultyProxyProcess networks) {
        this.dice = new RandomScenario(seed);
        this.alarms = alarms;
        this.networks = networks;
        atATime = 1 + dice.below(DeliveryRunner.MAX_CONCURRENT_SUBMISSIONS);
        clockJumps = dice.chance(20) ? 25 : 2;
        known = Delivery.of(dice.order(), time.now(), Duration.ofHours(2), PollingSchedule.DEFAULT)
                .withSameNumber(dice.pick(SameNumber.values()));
    }

    /** Runs it to its end and checks the invariants. */
    void run() throws Exception {
        FaxnummerSandbox.Builder provider = FaxnummerSandbox.builder()
                .clock(this::provider)
                .https(dice.chance(30))
                .password(PASSWORD)
                .responseFormat(dice.pick(ResponseFormat.values()));
        try (FaxnummerSandbox sandbox = provider.start();
                FaultyNetwork network = network(sandbox.endpoint().getPort())) {
            dice.faults(sandbox);
            deliver(sandbox, network);
            new InvariantChecker(sandbox, console).atEnd(known, disturbed ? List.of() : network.delivered());
        }
    }

    private FaultyNetwork network(int target) throws IOException {
        return dice.chance(40) ? networks.open(target, dice.toxics()) : new FaultyProxy(target, dice.toxics());
    }

    /** The provider's clock is never set back. */
    private synchronized Instant provider() {
        Instant now = time.now();
        latest = now.isAfter(latest) ? now : latest;
        return latest;
    }

    private void deliver(FaxnummerSandbox sandbox, FaultyNetwork network) throws Exception {
        boolean https = sandbox.endpoint().getScheme().equals("https");
        Endpoint endpoint = new Endpoint((https ? "https://localhost:" : "http://127.0.0.1:")
                + network.port()
                + sandbox.endpoint().getPath());
        OkHttpClient http = https ? trusting(sandbox.clientCertificates()) : new OkHttpClient();
        try (ConnectProxy good = new ConnectProxy("", "");
                RawServer bad = dice.pick(ProxyFault.values()).start()) {
            boolean proxied = https && dice.chance(50);
            for (int life = 1; life <= LIVES; life++) {
                OptionalInt proxy =
                        proxied ? OptionalInt.of(dice.chance(35) ? bad.port() : good.port()) : OptionalInt.empty();
                try (FaxnummerClient client = Clients.withHttp(
                                http,
                                FaxnummerClient.builder(new Account(sandbox.login(), new Password(sandbox.password())))
                                        .endpoint(endpoint)
                                        .timeouts(IMPATIENT)
                                        .proxy(
                                                proxy.isPresent()
                                                        ? Optional.of(
                                                                new HttpProxy("127.0.0.1", proxy.getAsInt(), "", ""))
                                                        : Optional.empty()))
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
        private final int changesUntilTheDiskIsFull;
        private final AtomicInteger changes = new AtomicInteger();
        private String disk = Journals.write(known);

        Life(FaxnummerClient client, boolean last) {
            this.client = client;
            this.changesToLive = !last && dice.chance(40) ? dice.below(12) : Integer.MAX_VALUE;
            this.diesBeforeSaving = dice.chance(50);
            this.millisToLive = !last && dice.chance(15) ? dice.below(80) : Integer.MAX_VALUE;
            this.changesUntilTheDiskIsFull = dice.chance(10) ? dice.below(8) : Integer.MAX_VALUE;
        }

        boolean isLivedToTheEnd() {
            Thread thread = Thread.currentThread();
            ScheduledFuture<?> alarm = alarms.schedule(thread::interrupt, millisToLive, TimeUnit.MILLISECONDS);
            boolean atEnd = false;
            try {
                DeliveryRunner driver = new DeliveryRunner(
                        client,
                        path -> Pdfs.content(RandomScenario.CONTENTS.getOrDefault(path, new byte[0])),
                        time,
                        time,
                        this,
                        atATime);
                known = driver.run(Journals.read(disk));
                atEnd = true;
            } catch (InterruptedException | KilledException e) {
                disturbed = true;
                known = Journals.read(disk);
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
            boolean full = changes.get() > changesUntilTheDiskIsFull;
            if (full && after.outcome() == Outcome.SUBMITTING) {
                throw new UncheckedIOException(new IOException("No space left on device"));
            }
            disk = full ? disk : Journals.write(delivery);
            console.add(text.line(after));
            if (dies) {
                throw new KilledException();
            }
            if (dice.chance(clockJumps)) {
                time.passes(Duration.ofMinutes(dice.below(180) - 60L));
            }
        }

        @Override
        public void statusUnavailable(Transmission transmission, Message why) {
            console.add(text.statusUnavailable(transmission, why));
        }
    }

    private OkHttpClient trusting(HandshakeCertificates certificates) {
        AtomicInteger lookupsToFail = new AtomicInteger(dice.chance(20) ? dice.below(6) : 0);
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

    private static void awaitEnd(ScheduledFuture<?> alarm) {
        while (!alarm.isDone()) {
            Thread.onSpinWait();
        }
    }

    /** The program is gone, in the middle of what it did. */
    private static final class KilledException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
