package io.github.faxnummer.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.DeliveryAction;
import io.github.faxnummer.delivery.DeliveryJournal;
import io.github.faxnummer.delivery.DeliveryObserver;
import io.github.faxnummer.delivery.DeliveryRecovery;
import io.github.faxnummer.delivery.DeliveryRunner;
import io.github.faxnummer.delivery.JournaledDelivery;
import io.github.faxnummer.delivery.Outcome;
import io.github.faxnummer.delivery.PollingSchedule;
import io.github.faxnummer.delivery.RedialPolicy;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.delivery.TransmissionState;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.policy.Spending;
import io.github.faxnummer.provider.FailureReason;
import io.github.faxnummer.provider.FaxProvider;
import io.github.faxnummer.provider.FaxRequest;
import io.github.faxnummer.provider.FaxStatus;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.Rejection;
import io.github.faxnummer.provider.StatusResult;
import io.github.faxnummer.provider.SubmissionResult;
import io.github.faxnummer.testing.FakeClock;
import io.github.faxnummer.testing.Pdfs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Builds of one run that redial and are killed before or after any effect: a step in the ledger, a line in the journal, a
 * request. Some lose their journal, some run at the same time, some find the ledger failing.
 */
class RedialChaosTest {

    private static final int RUNS = Integer.getInteger("campaign.redial-runs", 300);
    private static final long SEED = Long.getLong("campaign.seed", 1);
    private static final int BUSY = 17;
    private static final Duration PAUSE = Duration.ofMinutes(5);
    private static final Duration TIMEOUT = Duration.ofHours(24);
    private static final Document DOCUMENT = Pdfs.document("report.pdf", 2);
    private static final FaxIdentities IDENTITIES =
            new FaxIdentities("https://fax.example/", "acc1", Map.of(), Optional.empty());

    @TempDir
    private Path folder;

    /** The process is gone: nothing that it does afterwards has an effect. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    /** A process of its own, such as a build; it dies after a number of effects. */
    private static final class Life {

        private int left;

        Life(int left) {
            this.left = left;
        }

        /** Before and after each effect. */
        synchronized void passes() {
            if (left-- <= 0) {
                throw new Killed();
            }
        }
    }

    @Test
    void submitsNoMoreThanAllowedWhateverIsKilled() throws Exception {
        int kills = 0;
        int redials = 0;
        int delivered = 0;
        for (int run = 0; run < RUNS; run++) {
            Campaign campaign = new Campaign(SEED * 1_000_003 + run, folder.resolve("run-" + run));
            campaign.run();
            kills += campaign.kills;
            redials += campaign.redials;
            delivered += campaign.service.delivered.size();
        }
        // The campaign must not pass because nothing happened.
        assertThat(kills).isGreaterThan(RUNS);
        assertThat(redials).isGreaterThan(RUNS / 2);
        assertThat(delivered).isPositive();
    }

    /** All processes of one run, with one provider, ledger and clock. */
    private static final class Campaign {

        private final long seed;
        private final Random random;
        private final Path folder;
        private final FakeClock clock = new FakeClock();
        private final Service service;
        private final MemoryLedger ledger = new MemoryLedger();
        private final RedialPolicy redial;
        private final int recipients;
        private int kills;
        private int redials;
        private int lost;
        private int begun;

        Campaign(long seed, Path folder) {
            this.seed = seed;
            this.folder = folder;
            random = new Random(seed);
            service = new Service(random, clock);
            redial = new RedialPolicy(1 + random.nextInt(3), PAUSE, Set.of(String.valueOf(BUSY)));
            recipients = 1 + random.nextInt(2);
        }

        void run() throws Exception {
            boolean isController = random.nextBoolean();
            int deaths = random.nextInt(8);
            for (int i = 0; i <= deaths; i++) {
                Life life = new Life(i == deaths ? Integer.MAX_VALUE : random.nextInt(90));
                Path reports = folder;
                if (!isController && i > 0 && random.nextInt(6) == 0) {
                    // A fresh machine, which has the ledger only.
                    reports = folder.resolveSibling(folder.getFileName() + "-" + i);
                    lost++;
                }
                ledger.failing = i < deaths && random.nextInt(5) == 0 ? Optional.of(random) : Optional.empty();
                try {
                    Delivery end = new Build(life, reports, isController).run();
                    check(end);
                    break;
                } catch (Killed e) {
                    kills++;
                }
                clock.passes(Duration.ofSeconds(random.nextInt(600)));
            }
            assertThat(service.submissions.values()).as("seed %d", seed).allMatch(count -> count <= allowed());
        }

        /** A build without a journal, or after one that came to its end, sends what failed once more. */
        private int allowed() {
            return redial.maxSubmissions() + lost + begun;
        }

        private void check(Delivery end) {
            for (Transmission fax : end.transmissions()) {
                String shown = "seed " + seed + ", " + fax;
                int submissions = service.submissions.getOrDefault(fax.recipient(), 0);
                assertThat(submissions).as(shown).isLessThanOrEqualTo(allowed());
                assertThat(fax.outcome().isFinal()).as(shown).isTrue();
                assertThat(fax.attempts().stream().map(Transmission::jobId).flatMap(Optional::stream))
                        .as(shown)
                        .doesNotHaveDuplicates();
                boolean hasArrived = service.delivered.contains(fax.recipient());
                if (fax.outcome() == Outcome.DONE_OK) {
                    assertThat(hasArrived).as(shown).isTrue();
                }
                if (hasArrived) {
                    assertThat(fax.outcome()).as(shown).isIn(Outcome.DONE_OK, Outcome.UNKNOWN);
                    assertThat(service.afterDelivery).as(shown).doesNotContain(fax.recipient());
                }
                redials += Math.max(0, submissions - 1);
            }
        }

        /** What an adapter does from the look into journal and ledger to the end of the delivery. */
        private final class Build {

            private final Life life;
            private final Path reports;
            private final boolean isController;

            Build(Life life, Path reports, boolean isController) {
                this.life = life;
                this.reports = reports;
                this.isController = isController;
            }

            Delivery run() throws Exception {
                Files.createDirectories(reports);
                Path file = reports.resolve(DeliveryJournal.FILE);
                FaxLedger mine = ledger.of(life);
                try (LedgerGate gate = new LedgerGate(
                        mine, OnceScope.RUN, Ledgers.RUN, LedgerGate.Overrides.NONE, TIMING, clock, Map.of(), clock)) {
                    Delivery planned = plan(file, gate);
                    life.passes();
                    DeliveryJournal journal = DeliveryJournal.create(
                            file, new JournaledDelivery(IDENTITIES.endpoint(), clock.now(), Map.of(), planned));
                    life.passes();
                    OnceProvider once = new OnceProvider(service.of(life), gate, IDENTITIES, it -> {});
                    once.adopt(planned);
                    return deliver(planned, once, new DeliveryObserver() {
                        @Override
                        public void changed(Delivery delivery, Transmission before, Transmission after) {
                            life.passes();
                            try {
                                journal.append(delivery);
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                            life.passes();
                        }

                        @Override
                        public void statusUnavailable(Transmission transmission, Message why) {}
                    });
                } catch (LedgerException e) {
                    // Nothing is sent by this process.
                    life.left = -1;
                    throw new Killed();
                }
            }

            private Delivery plan(Path file, LedgerGate gate) throws Exception {
                if (isController && Files.exists(file)) {
                    return DeliveryJournal.read(file).delivery().recovered();
                }
                FaxOrder order = new FaxOrder(
                        List.of(DOCUMENT),
                        List.of(new FaxNumber("0049302312501"), new FaxNumber("0049302312502"))
                                .subList(0, recipients),
                        "ci@example.org",
                        "",
                        "",
                        "");
                Instant now = clock.now();
                if (Files.exists(file) && DeliveryJournal.read(file).delivery().isFinished()) {
                    begun++;
                }
                Delivery planned = Delivery.of(order, now, TIMEOUT, PollingSchedule.DEFAULT)
                        .withRedial(redial);
                Delivery resumed = planned.resumeFrom(gate.unlessKnownBetter(
                        planned, IDENTITIES, DeliveryRecovery.read(reports, IDENTITIES.endpoint(), "run 1", now), now));
                return resumed.resumeFromLedger(gate.look(resumed, IDENTITIES), now);
            }

            private Delivery deliver(Delivery planned, OnceProvider once, DeliveryObserver observer)
                    throws InterruptedException {
                DeliveryRunner runner = new DeliveryRunner(
                        once, path -> Pdfs.content(new byte[0]), clock, clock, once.recording(observer), 1);
                Delivery current = planned;
                while (!current.isFinished()) {
                    Map<String, Instant> due = new HashMap<>();
                    current.transmissions().stream()
                            .filter(Transmission::isRedialPending)
                            .forEach(it ->
                                    due.put(it.recipient(), ((TransmissionState.Planned) it.progress()).notBefore()));
                    current = runner.advance(current);
                    for (Transmission fax : current.transmissions()) {
                        if (fax.outcome() == Outcome.SUBMITTED && due.containsKey(fax.recipient())) {
                            assertThat(clock.now())
                                    .as("seed %d", seed)
                                    .isAfterOrEqualTo(Objects.requireNonNull(due.get(fax.recipient())));
                        }
                    }
                    if (current.nextAction(clock.now()) instanceof DeliveryAction.Wait wait) {
                        clock.sleep(Duration.between(clock.now(), wait.until()));
                    }
                    life.passes();
                }
                return current;
            }
        }
    }

    private static final LedgerTiming TIMING =
            new LedgerTiming(Duration.ofHours(1), Duration.ofSeconds(1), Duration.ofSeconds(20), Duration.ofHours(2));

    /** A provider with busy lines. */
    private static final class Service {

        private record Fax(String recipient, Instant end, String status) {}

        private final Random random;
        private final FakeClock clock;
        private final Map<JobId, Fax> jobs = new HashMap<>();
        private final Map<String, Integer> submissions = new HashMap<>();
        private final Set<String> delivered = new HashSet<>();
        private final Set<String> afterDelivery = new HashSet<>();

        Service(Random random, FakeClock clock) {
            this.random = random;
            this.clock = clock;
        }

        FaxProvider of(Life life) {
            return new FaxProvider() {
                @Override
                public SubmissionResult submit(FaxRequest fax) {
                    if (random.nextInt(20) == 0) {
                        return new SubmissionResult.NotSent(Message.of("network.refused", "localhost:1"), true);
                    }
                    if (!fax.permit().isGranted()) {
                        return new SubmissionResult.NotSent(Message.of("ledger.taken-away"), true);
                    }
                    life.passes();
                    if (random.nextInt(30) == 0) {
                        return new SubmissionResult.Rejected(new Rejection(FailureReason.FAILED_TO_SEND, ""));
                    }
                    JobId job = accept(fax.destination().digits());
                    life.passes();
                    return random.nextInt(30) == 0
                            ? new SubmissionResult.Unknown(Message.of("network.timeout", "localhost:1"))
                            : new SubmissionResult.Accepted(job, Map.of());
                }

                @Override
                public StatusResult status(JobId job) {
                    life.passes();
                    StatusResult result = report(job);
                    life.passes();
                    return result;
                }

                @Override
                public Optional<Message> checkAccount() {
                    return Optional.empty();
                }

                @Override
                public void close() {}
            };
        }

        private JobId accept(String recipient) {
            if (delivered.contains(recipient)) {
                afterDelivery.add(recipient);
            }
            submissions.merge(recipient, 1, Integer::sum);
            JobId job = new JobId("job-" + jobs.size());
            boolean arrives = random.nextInt(6) == 0;
            if (arrives) {
                delivered.add(recipient);
            }
            jobs.put(
                    job,
                    new Fax(
                            recipient,
                            clock.now().plusSeconds(random.nextInt(120)),
                            arrives ? "DONE-OK" : "DONE-ERROR"));
            return job;
        }

        private StatusResult report(JobId job) {
            Fax fax = Objects.requireNonNull(jobs.get(job));
            if (random.nextInt(20) == 0) {
                return new StatusResult.Unavailable(Message.of("network.timeout", "localhost:1"));
            }
            boolean ended = !clock.now().isBefore(fax.end());
            FaxStatus.Builder status = FaxStatus.builder(ended ? fax.status() : "RUNNING")
                    .jobId(job.value())
                    .destination(fax.recipient());
            if (ended) {
                boolean arrived = fax.status().equals("DONE-OK");
                status = status.cause(OptionalInt.of(arrived ? 16 : BUSY)).pagesSent(OptionalInt.of(arrived ? 2 : 0));
            }
            return new StatusResult.Known(List.of(status.build()));
        }
    }

    /** A ledger that processes share; it survives them. */
    private static final class MemoryLedger {

        private final Map<LedgerKey, Map<String, LedgerRecord>> kept = new ConcurrentHashMap<>();
        private Optional<Random> failing = Optional.empty();

        FaxLedger of(Life life) {
            return new FaxLedger() {
                @Override
                public LedgerKey key(FaxIdentity fax) {
                    return hash(fax.account() + "\n" + fax.recipient() + "\n" + fax.content());
                }

                @Override
                public LedgerKey runKey(String run) {
                    return hash(run);
                }

                @Override
                public LedgerKey pagesKey(String recipient, int pages) {
                    return hash(recipient + "\n" + pages);
                }

                private LedgerKey hash(String text) {
                    return new LedgerKey(Pdfs.sha256(text.getBytes(StandardCharsets.UTF_8)));
                }

                @Override
                public LedgerKey budgetKey(String run, String service) {
                    return hash(run + "\n" + service);
                }

                @Override
                public int masked(LedgerKey fax, int attempt, int pages) {
                    return pages;
                }

                @Override
                public Spending spent(LedgerKey budget, Instant after) {
                    throw new UnsupportedOperationException("These deliveries have no limits.");
                }

                @Override
                public Set<AttemptKey> withJob(JobId job) {
                    return kept.entrySet().stream()
                            .flatMap(fax -> fax.getValue().values().stream()
                                    .filter(step -> step.jobId().equals(Optional.of(job.value())))
                                    .map(step -> new AttemptKey(fax.getKey(), step.attempt())))
                            .collect(Collectors.toSet());
                }

                @Override
                public List<LedgerRecord> records(LedgerKey fax) throws LedgerException {
                    failSometimes();
                    return new ArrayList<>(kept.getOrDefault(fax, Map.of()).values());
                }

                @Override
                public boolean add(LedgerKey fax, LedgerRecord step) throws LedgerException {
                    life.passes();
                    failSometimes();
                    LedgerRecord first = kept.computeIfAbsent(fax, it -> new ConcurrentHashMap<>())
                            .computeIfAbsent(step.attempt() + " " + step.step(), it -> step);
                    life.passes();
                    return first.token().equals(step.token());
                }

                private void failSometimes() throws LedgerException {
                    if (failing.isPresent() && failing.get().nextInt(10) == 0) {
                        throw new LedgerException(Message.of("ledger.damaged"));
                    }
                }

                @Override
                public void beat(LedgerKey fax, int attempt, long counter) {}

                @Override
                public long beats(LedgerKey fax, int attempt) {
                    return 0;
                }

                @Override
                public int clean(Instant before) {
                    return 0;
                }

                @Override
                public boolean isCleaningDue(Instant now) {
                    return false;
                }

                @Override
                public Optional<Message> advice() {
                    return Optional.empty();
                }

                @Override
                public String location() {
                    return "memory";
                }

                @Override
                public void close() {}
            };
        }
    }
}
