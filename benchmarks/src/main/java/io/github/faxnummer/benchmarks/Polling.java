package io.github.faxnummer.benchmarks;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.DeliveryObserver;
import io.github.faxnummer.delivery.DeliveryRunner;
import io.github.faxnummer.delivery.Job;
import io.github.faxnummer.delivery.PollingSchedule;
import io.github.faxnummer.delivery.Sleeper;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.DocumentContent;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.pdf.PdfLimits;
import io.github.faxnummer.provider.Account;
import io.github.faxnummer.provider.Endpoint;
import io.github.faxnummer.provider.FaxStatus;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.Password;
import io.github.faxnummer.provider.faxnummerde.FaxnummerClient;
import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Compares the number of polls and the delay until the end of a fax is noticed with polling every five seconds. */
final class Polling {

    private static final int EVERY = 5;
    private static final Instant START = Instant.parse("2026-07-01T10:00:00Z");
    private static final List<TestNumber> COURSES = List.of(
            TestNumber.DELIVERED,
            TestNumber.DELIVERED_AFTER_RETRIES,
            TestNumber.BUSY,
            TestNumber.UNKNOWN_NUMBER,
            TestNumber.UNDOCUMENTED_STATUS);
    private static final List<Integer> PAGES = List.of(1, 2, 3, 5, 8, 12, 20);

    private Polling() {}

    /** Polls and delay until the end of a fax was noticed. */
    private record Watched(int polls, double duration, double delay) {
        int everyFiveSeconds() {
            return (int) Math.ceil(duration / EVERY);
        }

        /** As fractions of the allowed delay. */
        double lateness() {
            return delay / Math.max(15, duration / 10);
        }
    }

    static List<Row> measure() throws Exception {
        List<Row> rows = new ArrayList<>();
        rows(rows, "with the real driver and the sandbox", driven());
        rows(rows, "as the schedule alone says", simulated());
        return rows;
    }

    private static void rows(List<Row> rows, String how, List<Watched> faxes) {
        int ours = faxes.stream().mapToInt(Watched::polls).sum();
        int theirs = faxes.stream().mapToInt(Watched::everyFiveSeconds).sum();
        rows.add(Row.atMost(
                "questions for %d faxes, %s".formatted(faxes.size(), how),
                String.valueOf(ours),
                "every 5 s: " + theirs,
                (double) ours / theirs,
                0.2,
                "×"));
        Samples delays = new Samples(faxes.stream().map(Watched::delay).toList());
        Samples lateness = new Samples(faxes.stream().map(Watched::lateness).toList());
        long inTime = faxes.stream().filter(it -> it.lateness() <= 1).count();
        rows.add(Row.atLeast(
                "their ends noticed within a tenth of the fax's duration or 15 s",
                delays.in("s"),
                "median %s of the time allowed, at most %s"
                        .formatted(
                                Samples.number(lateness.median()),
                                Samples.number(lateness.values().stream()
                                        .mapToDouble(it -> it)
                                        .max()
                                        .orElse(0))),
                100.0 * inTime / faxes.size(),
                100,
                " %"));
    }

    /** Pages of 15 to 60 seconds each, as they come in practice. */
    private static List<Watched> simulated() {
        List<Watched> faxes = new ArrayList<>();
        for (int pages = 1; pages <= 20; pages++) {
            for (int page = 15; page <= 60; page++) {
                double duration = 25 + (double) page * pages;
                Job job = new Job(
                        new JobId("job-" + pages + "-" + page),
                        START,
                        START,
                        List.of(FaxStatus.builder("RUNNING").build()));
                Instant end = START.plusMillis(Math.round(1000 * duration));
                Instant now = START;
                int polled = 0;
                while (now.isBefore(end)) {
                    now = now.plus(PollingSchedule.DEFAULT.interval(job, pages, polled, now));
                    polled++;
                }
                faxes.add(
                        new Watched(polled, duration, Duration.between(end, now).toMillis() / 1000.0));
            }
        }
        return faxes;
    }

    private static List<Watched> driven() throws Exception {
        FakeClock clock = new FakeClock();
        List<Watched> faxes = new ArrayList<>();
        try (FaxnummerSandbox sandbox = FaxnummerSandbox.builder().clock(clock).start();
                FaxnummerClient client = FaxnummerClient.builder(
                                new Account(sandbox.login(), new Password(sandbox.password())))
                        .endpoint(new Endpoint(sandbox.endpoint().toString()))
                        .build()) {
            for (int pages : PAGES) {
                Path file = Pdfs.report(Benchmarks.work(pages + "-pages.pdf"), pages, "Compliance report");
                Document document =
                        Document.check(file, PdfLimits.DEFAULT).value().orElseThrow();
                for (TestNumber course : COURSES) {
                    FaxOrder order = new FaxOrder(
                            List.of(document), List.of(new FaxNumber(course.number())), "ci@example.org", "", "", "");
                    Delivery delivery =
                            Delivery.of(order, clock.instant(), Duration.ofHours(2), PollingSchedule.DEFAULT);
                    int before = sandbox.statusRequests();
                    Instant start = clock.instant();
                    Delivery end = new DeliveryRunner(
                                    client, path -> DocumentContent.of(Path.of(path)), clock, clock, new Silent(), 1)
                            .run(delivery);
                    FaxStatus status = end.transmissions().get(0).status().orElseThrow();
                    double duration = Duration.between(time(status.created()), time(status.lastChanged()))
                            .toSeconds();
                    double taken = Duration.between(start, clock.instant()).toMillis() / 1000.0;
                    faxes.add(new Watched(sandbox.statusRequests() - before, duration, taken - duration));
                }
            }
        }
        return faxes;
    }

    private static LocalDateTime time(String written) {
        return LocalDateTime.parse(written.replace(' ', 'T'));
    }

    /** Advances without waiting. */
    private static final class FakeClock extends Clock implements Sleeper {
        private volatile Instant now = START;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public void sleep(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    /** Ignores all events. */
    static final class Silent implements DeliveryObserver {
        @Override
        public void changed(Delivery delivery, Transmission before, Transmission after) {}

        @Override
        public void statusUnavailable(Transmission transmission, Message why) {}
    }
}
