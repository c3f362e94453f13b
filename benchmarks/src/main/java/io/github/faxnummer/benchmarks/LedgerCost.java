package io.github.faxnummer.benchmarks;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.DeliveryObserver;
import io.github.faxnummer.delivery.DeliveryRunner;
import io.github.faxnummer.delivery.MonotonicClock;
import io.github.faxnummer.delivery.Outcome;
import io.github.faxnummer.delivery.PollingSchedule;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.ledger.BackgroundFingerprints;
import io.github.faxnummer.ledger.DirectoryLedger;
import io.github.faxnummer.ledger.FaxIdentities;
import io.github.faxnummer.ledger.LedgerGate;
import io.github.faxnummer.ledger.LedgerTiming;
import io.github.faxnummer.ledger.OnceProvider;
import io.github.faxnummer.ledger.OnceScope;
import io.github.faxnummer.ledger.RunIdentity;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.DocumentContent;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.order.SameNumber;
import io.github.faxnummer.pdf.PdfLimits;
import io.github.faxnummer.policy.SpendingLimits;
import io.github.faxnummer.provider.Account;
import io.github.faxnummer.provider.Endpoint;
import io.github.faxnummer.provider.FaxProvider;
import io.github.faxnummer.provider.Password;
import io.github.faxnummer.provider.faxnummerde.FaxnummerClient;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Measures what {@code once=run} costs beside {@code once=off}: processes that check the same documents and submit them to the
 * same server, and processes that do nothing but the two forced writes of each fax. The check counts, because fingerprints are
 * computed beside it.
 */
final class LedgerCost {

    private static final int THOUSAND = 1000;
    private static final int CONCURRENT = DeliveryRunner.MAX_CONCURRENT_SUBMISSIONS;
    private static final int RUNS_OF_ONE = 15;
    private static final int RUNS_OF_THOUSAND = 3;

    /** A thousand submissions one after another take longer than the usual first interval. */
    private static final PollingSchedule NO_POLL_BEFORE_THE_END = new PollingSchedule(Duration.ofMinutes(30));

    /** What a process does for each fax. */
    private enum Mode {
        OFF,
        ONCE,
        FORCED_WRITES
    }

    /** Milliseconds of the processes of each mode, which take turns: with the check of the documents, and after it. */
    private record Measured(Map<Mode, List<Double>> total, Map<Mode, List<Double>> afterCheck) {

        Samples of(Mode mode) {
            return new Samples(total.getOrDefault(mode, List.of()));
        }

        double cost() {
            return of(Mode.ONCE).median() - of(Mode.OFF).median();
        }

        double costAfterCheck() {
            return afterCheck(Mode.ONCE).median() - afterCheck(Mode.OFF).median();
        }

        Samples afterCheck(Mode mode) {
            return new Samples(afterCheck.getOrDefault(mode, List.of()));
        }
    }

    private LedgerCost() {}

    static List<Row> measure() throws Exception {
        Path folder = Files.createDirectories(Benchmarks.work("ledger-documents"));
        for (int i = 0; i < THOUSAND; i++) {
            Path file = folder.resolve("report-%04d.pdf".formatted(i));
            if (!Files.exists(file)) {
                Pdfs.report(file, 1, "Compliance report " + i);
            }
        }
        List<Row> rows = new ArrayList<>();
        try (FakeService.Running service = FakeService.start()) {
            Path inUse = ledger();
            run(service, folder, Mode.ONCE, inUse, 0, THOUSAND, CONCURRENT);
            rows.addAll(one(
                    measured(service, folder, Optional.empty(), 1, 1, RUNS_OF_ONE),
                    measured(service, folder, Optional.of(inUse), 1, 1, RUNS_OF_ONE)));
            Measured together = measured(service, folder, Optional.empty(), THOUSAND, CONCURRENT, RUNS_OF_THOUSAND);
            Measured single = measured(service, folder, Optional.empty(), THOUSAND, 1, RUNS_OF_THOUSAND);
            rows.addAll(thousand(together));
            rows.add(concurrency(single, together));
        }
        return rows;
    }

    private static List<Row> one(Measured measured, Measured inUse) {
        return List.of(
                one("in a new ledger", measured),
                one("in a ledger that has others", inUse),
                Row.withoutBar(
                        "of the latter, after the check of its document",
                        inUse.afterCheck(Mode.ONCE).in("ms"),
                        "`once=off`: " + inUse.afterCheck(Mode.OFF).in("ms"),
                        Samples.number(inUse.costAfterCheck()
                                        - inUse.of(Mode.FORCED_WRITES).median()) + " ms"));
    }

    private static Row one(String where, Measured measured) {
        Samples forced = measured.of(Mode.FORCED_WRITES);
        return Row.atMost(
                "one fax " + where + ", in a JVM that has just begun, from the check of its document on: `once=run`, "
                        + "without the forced writes",
                measured.of(Mode.ONCE).in("ms"),
                "`once=off`: " + measured.of(Mode.OFF).in("ms") + "; forced writes: " + forced.in("ms"),
                measured.cost() - forced.median(),
                20,
                " ms");
    }

    private static List<Row> thousand(Measured measured) {
        Samples once = each(measured.of(Mode.ONCE));
        Samples forced = each(measured.of(Mode.FORCED_WRITES));
        String beside = "`once=off`: " + each(measured.of(Mode.OFF)).in("ms") + "; forced writes: " + forced.in("ms");
        double cost = measured.cost() / THOUSAND;
        return List.of(
                Row.atMost(
                        "each of 1,000 faxes, 8 at a time, from the check of the documents on: `once=run`, without the "
                                + "forced writes",
                        once.in("ms"),
                        beside,
                        cost - forced.median(),
                        1,
                        " ms"),
                Row.atMost("the same with the forced writes", once.in("ms"), beside, cost, 15, " ms"),
                Row.withoutBar(
                        "of these, after the check of the documents",
                        each(measured.afterCheck(Mode.ONCE)).in("ms"),
                        "`once=off`: " + each(measured.afterCheck(Mode.OFF)).in("ms"),
                        Samples.number(measured.costAfterCheck() / THOUSAND - forced.median()) + " ms"));
    }

    /** What 8 faxes at a time gain, beside what forced writes alone gain on this disk. */
    private static Row concurrency(Measured single, Measured together) {
        double forced = single.of(Mode.FORCED_WRITES).median()
                / together.of(Mode.FORCED_WRITES).median();
        double ours = single.costAfterCheck() / together.costAfterCheck();
        return Row.atLeast(
                "what `once=run` adds to a fax after the check, one at a time beside 8 at a time",
                "%s ms beside %s ms: %s×"
                        .formatted(
                                Samples.number(single.costAfterCheck() / THOUSAND),
                                Samples.number(together.costAfterCheck() / THOUSAND),
                                Samples.number(ours)),
                "forced writes alone: " + Samples.number(forced) + "×",
                ours / forced,
                0.7,
                "×");
    }

    private static Samples each(Samples all) {
        return new Samples(all.values().stream().map(it -> it / THOUSAND).toList());
    }

    /** @param inUse the ledger of all processes; empty: each has one of its own */
    private static Measured measured(
            FakeService.Running service, Path documents, Optional<Path> inUse, int faxes, int atATime, int runs)
            throws Exception {
        Measured measured = new Measured(new LinkedHashMap<>(), new LinkedHashMap<>());
        for (int run = 0; run < runs; run++) {
            for (Mode mode : Mode.values()) {
                Path ledger = mode == Mode.ONCE && inUse.isPresent() ? inUse.get() : ledger();
                String[] figures = run(service, documents, mode, ledger, faxes == 1 ? run : 0, faxes, atATime);
                measured.total().computeIfAbsent(mode, it -> new ArrayList<>()).add(Double.valueOf(figures[0]));
                measured.afterCheck()
                        .computeIfAbsent(mode, it -> new ArrayList<>())
                        .add(Double.valueOf(figures[1]));
            }
        }
        return measured;
    }

    private static Path ledger() throws IOException {
        return Files.createTempDirectory(Files.createDirectories(Benchmarks.work("ledgers")), "ledger");
    }

    private static String[] run(
            FakeService.Running service, Path documents, Mode mode, Path ledger, int first, int faxes, int atATime)
            throws Exception {
        return Command.run(Command.java(
                        List.of(),
                        LedgerCost.class,
                        service.url(),
                        mode.name(),
                        documents.toString(),
                        ledger.toString(),
                        String.valueOf(first),
                        String.valueOf(faxes),
                        String.valueOf(atATime)))
                .output()
                .strip()
                .split(" ", -1);
    }

    /** Prints how many milliseconds the faxes took from the check of their documents on, and after it. */
    public static void main(String[] arguments) throws Exception {
        Mode mode = Mode.valueOf(arguments[1]);
        Path ledger = Path.of(arguments[3]);
        int first = Integer.parseInt(arguments[4]);
        int faxes = Integer.parseInt(arguments[5]);
        int atATime = Integer.parseInt(arguments[6]);
        if (mode == Mode.FORCED_WRITES) {
            double milliseconds = forcedWrites(ledger, faxes, atATime);
            System.out.println(milliseconds + " " + milliseconds);
            return;
        }
        long begin = System.nanoTime();
        List<Document> documents = new ArrayList<>();
        Map<String, String> fingerprints;
        try (BackgroundFingerprints background = new BackgroundFingerprints(PdfLimits.DEFAULT)) {
            for (int i = first; i < first + faxes; i++) {
                Path file = Path.of(arguments[2], "report-%04d.pdf".formatted(i));
                if (mode == Mode.ONCE) {
                    background.begin(file);
                }
                documents.add(Document.check(file, PdfLimits.DEFAULT).value().orElseThrow());
            }
            fingerprints = background.all(documents);
        }
        long checked = System.nanoTime();
        Instant now = Instant.now();
        Delivery planned = Delivery.of(
                        new FaxOrder(documents, List.of(new FaxNumber("00493023125016")), "ci@example.org", "", "", ""),
                        now,
                        Duration.ofHours(1),
                        NO_POLL_BEFORE_THE_END)
                .withSameNumber(SameNumber.PARALLEL);
        try (FaxnummerClient client = FaxnummerClient.builder(new Account("acc00000", new Password("secret")))
                .endpoint(new Endpoint(arguments[0]))
                .build()) {
            Clock clock = MonotonicClock.startingAt(now);
            Delivery submitted;
            if (mode == Mode.OFF) {
                submitted = submit(planned, client, clock, atATime);
            } else {
                FaxIdentities identities = FaxIdentities.byContent(
                        arguments[0], "acc00000", Optional.empty(), documents, PdfLimits.DEFAULT, fingerprints);
                submitted = submitOnce(planned, client, identities, new DirectoryLedger(ledger), clock, atATime);
            }
            System.out.println(milliseconds(begin) + " " + milliseconds(checked));
            if (submitted.transmissions().stream().anyMatch(it -> it.outcome() != Outcome.SUBMITTED)) {
                throw new IOException("not submitted: "
                        + submitted.transmissions().stream()
                                .map(Transmission::outcome)
                                .collect(Collectors.groupingBy(it -> it, Collectors.counting())));
            }
        }
    }

    private static Delivery submitOnce(
            Delivery planned,
            FaxnummerClient client,
            FaxIdentities identities,
            DirectoryLedger ledger,
            Clock clock,
            int atATime)
            throws Exception {
        LedgerGate gate = new LedgerGate(
                ledger,
                OnceScope.RUN,
                RunIdentity.of("benchmark " + UUID.randomUUID()),
                LedgerGate.Overrides.NONE,
                LedgerTiming.DEFAULT,
                clock);
        Delivery resumed = planned.resumeFromLedger(gate.look(planned, identities), clock.instant());
        SpendingLimits limits = new SpendingLimits(THOUSAND, THOUSAND, Optional.empty(), Optional.empty());
        try (OnceProvider once =
                new OnceProvider(client, gate, identities, Optional.of(limits), it -> System.err.println(it.key()))) {
            return submit(resumed, once, clock, atATime);
        }
    }

    private static Delivery submit(Delivery delivery, FaxProvider provider, Clock clock, int atATime)
            throws InterruptedException {
        return new DeliveryRunner(provider, path -> DocumentContent.of(Path.of(path)), clock, new Unobserved(), atATime)
                .submit(delivery);
    }

    /** The milliseconds of two forced writes a fax, each a file and the name that it gets. */
    private static double forcedWrites(Path folder, int faxes, int atATime) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(atATime);
        try {
            long begin = System.nanoTime();
            List<Future<?>> writing = IntStream.range(0, faxes)
                    .<Future<?>>mapToObj(it -> threads.submit(() -> {
                        force(folder);
                        force(folder);
                        return null;
                    }))
                    .toList();
            for (Future<?> each : writing) {
                each.get();
            }
            return milliseconds(begin);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void force(Path folder) throws IOException {
        Path file = folder.resolve(UUID.randomUUID().toString());
        try (FileOutputStream out = new FileOutputStream(file.toFile())) {
            out.write("x".repeat(300).getBytes(StandardCharsets.US_ASCII));
            out.getFD().sync();
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static double milliseconds(long since) {
        return (System.nanoTime() - since) / 1e6;
    }

    private static final class Unobserved implements DeliveryObserver {

        @Override
        public void changed(Delivery delivery, Transmission before, Transmission after) {
            // Journals cost the same with and without a ledger.
        }

        @Override
        public void statusUnavailable(Transmission transmission, Message why) {
            System.err.println(why.key());
        }
    }
}
