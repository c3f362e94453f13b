package io.github.faxnummer.ledger;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.DeliveryObserver;
import io.github.faxnummer.delivery.DeliveryRunner;
import io.github.faxnummer.delivery.MonotonicClock;
import io.github.faxnummer.delivery.PollingSchedule;
import io.github.faxnummer.delivery.Sleeper;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.order.SameNumber;
import io.github.faxnummer.pdf.PageSize;
import io.github.faxnummer.pdf.PdfFacts;
import io.github.faxnummer.provider.FailureReason;
import io.github.faxnummer.provider.FaxProvider;
import io.github.faxnummer.provider.FaxRequest;
import io.github.faxnummer.provider.FaxStatus;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.Rejection;
import io.github.faxnummer.provider.StatusResult;
import io.github.faxnummer.provider.SubmissionResult;
import io.github.faxnummer.testing.Pdfs;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.UUID;

/**
 * A build that delivers many faxes of one run through a ledger, to be killed at any time. A file has one line for each
 * submission that the provider accepts, with the result of the fax; the build prints what a user would see.
 *
 * <p>Arguments: ledger, file of submissions, name of the run, first and last fax, seed, {@code unknown} for
 * {@code resendUnknown}, percentage of faxes that fail.
 */
final class LedgerProgram {

    private static final int SPEED = 500;
    private static final int MAX_REQUEST_MILLIS = 12;
    private static final LedgerTiming TIMING = new LedgerTiming(
            Duration.ofMillis(100), Duration.ofMillis(50), Duration.ofMillis(2500), Duration.ofMinutes(1));
    private static final String RECIPIENT = "00493023125016";

    private LedgerProgram() {}

    public static void main(String[] arguments) throws Exception {
        FaxLedger ledger = Ledgers.open(arguments[0]);
        Random random = new Random(Long.parseLong(arguments[5]));
        LedgerGate gate = new LedgerGate(
                ledger,
                OnceScope.RUN,
                RunIdentity.of(arguments[2]),
                new LedgerGate.Overrides(false, arguments[6].equals("unknown")),
                TIMING,
                MonotonicClock.startingAt(Instant.now()));
        List<Document> documents = new ArrayList<>();
        for (int i = Integer.parseInt(arguments[3]); i < Integer.parseInt(arguments[4]); i++) {
            documents.add(document(i));
        }
        Collections.shuffle(documents, random);
        FastClock clock = new FastClock();
        FaxOrder order = new FaxOrder(documents, List.of(new FaxNumber(RECIPIENT)), "ci@example.com", "", "", "");
        // All go to one number: one after another they would hardly race, and each would wait for the one before.
        Delivery planned = Delivery.of(order, clock.instant(), Duration.ofHours(24), PollingSchedule.DEFAULT)
                .withSameNumber(SameNumber.PARALLEL);
        FaxIdentities identities = identities();
        ledger.key(identity(0));
        System.out.println("READY");
        System.out.flush();
        if (System.in.read() < 0) {
            return;
        }
        try (OnceProvider provider = new OnceProvider(
                new FileProvider(arguments[1], random, Integer.parseInt(arguments[7])),
                gate,
                identities,
                it -> System.err.println(it))) {
            Delivery skipped = planned.resumeFromLedger(gate.look(planned, identities), clock.instant());
            System.out.println("LOOKED");
            System.out.flush();
            Delivery ended = new DeliveryRunner(
                            provider,
                            it -> Pdfs.content(new byte[0]),
                            clock,
                            clock,
                            provider.recording(new Silent()),
                            DeliveryRunner.MAX_CONCURRENT_SUBMISSIONS)
                    .run(skipped);
            ended.transmissions().forEach(it -> System.out.println(it.document() + " " + it.outcome()));
        }
        ledger.close();
        System.out.println("END");
        System.out.flush();
    }

    /** By what the ledger knows a fax of this program. */
    static FaxIdentity identity(int fax) {
        return identities().of(document(fax), RECIPIENT);
    }

    private static FaxIdentities identities() {
        return new FaxIdentities("https://example.com/", "acc1", Map.of(), Optional.empty());
    }

    private static Document document(int fax) {
        String sha256 = String.format(Locale.ROOT, "%064d", fax);
        return new Document(
                String.valueOf(fax),
                "fax.pdf",
                new PdfFacts(sha256, 1, "1.7", List.of(new PageSize(210, 297)), List.of()));
    }

    /** Accepts faxes into a file. Job ids say which fax they are and what becomes of it. */
    private static final class FileProvider implements FaxProvider {

        private final String file;
        private final Random random;
        private final int failing;

        FileProvider(String file, Random random, int failing) {
            this.file = file;
            this.random = random;
            this.failing = failing;
        }

        @Override
        public SubmissionResult submit(FaxRequest fax) {
            int kind = next(20);
            pause();
            if (kind == 0) {
                return new SubmissionResult.NotSent(Message.of("network.refused", "localhost:1"), next(2) == 0);
            }
            if (!fax.permit().isGranted()) {
                return new SubmissionResult.NotSent(Message.of("delivery.interrupted"), false);
            }
            if (kind == 1) {
                return new SubmissionResult.Rejected(new Rejection(FailureReason.OTHER, "refused"));
            }
            String end = next(100) < failing ? "DONE-ERROR" : "DONE-OK";
            JobId job = new JobId("job_" + fax.document().path() + "_" + end + "_" + UUID.randomUUID());
            // A file opened to append: one write is one line, whichever process writes.
            try (FileOutputStream out = new FileOutputStream(file, true)) {
                out.write((fax.document().path() + " " + end + "\n").getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            pause();
            return kind == 2
                    ? new SubmissionResult.Unknown(Message.of("protocol.html"), List.of(job))
                    : new SubmissionResult.Accepted(job, Map.of());
        }

        @Override
        public StatusResult status(JobId job) {
            return new StatusResult.Known(List.of(FaxStatus.builder(job.value().split("_", -1)[2])
                    .jobId(job.value())
                    .destination(RECIPIENT)
                    .pagesSent(OptionalInt.of(1))
                    .build()));
        }

        @Override
        public Optional<Message> checkAccount() {
            return Optional.empty();
        }

        @Override
        public void close() {}

        private void pause() {
            try {
                Thread.sleep(next(MAX_REQUEST_MILLIS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private synchronized int next(int bound) {
            return random.nextInt(bound);
        }
    }

    /** Hours of a delivery in seconds. */
    private static final class FastClock extends Clock implements Sleeper {

        private final Instant start = Instant.now();
        private final long nanos = System.nanoTime();

        @Override
        public Instant instant() {
            return start.plusNanos((System.nanoTime() - nanos) * SPEED);
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            Thread.sleep(duration.toMillis() / SPEED + 1);
        }

        @Override
        public ZoneId getZone() {
            return ZoneId.of("UTC");
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class Silent implements DeliveryObserver {
        @Override
        public void changed(Delivery delivery, Transmission before, Transmission after) {}

        @Override
        public void statusUnavailable(Transmission transmission, Message why) {}
    }
}
