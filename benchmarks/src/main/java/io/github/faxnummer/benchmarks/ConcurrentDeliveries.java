package io.github.faxnummer.benchmarks;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.DeliveryJournal;
import io.github.faxnummer.delivery.DeliveryObserver;
import io.github.faxnummer.delivery.DeliveryRunner;
import io.github.faxnummer.delivery.JournaledDelivery;
import io.github.faxnummer.delivery.MonotonicClock;
import io.github.faxnummer.delivery.PollingSchedule;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.DocumentContent;
import io.github.faxnummer.provider.Account;
import io.github.faxnummer.provider.Endpoint;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.Password;
import io.github.faxnummer.provider.faxnummerde.FaxnummerClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Many faxes that are in progress at once, followed by one runner. */
final class ConcurrentDeliveries {

    private static final int FAXES = 10_000;
    private static final int SECONDS = 75;
    private static final int LATER = 45;
    private static final int LASTING = 100_000;
    private static final long GAP = 3600;

    private ConcurrentDeliveries() {}

    /** The figures of one phase of the process. */
    private record Phase(String name, int threads, double bytesForEach, double cpuSeconds) {}

    static List<Row> measure() throws Exception {
        List<Row> rows = new ArrayList<>();
        try (FakeService.Running server = FakeService.start()) {
            Process process = new ProcessBuilder(
                            Command.java(List.of("-Xmx512m"), ConcurrentDeliveries.class, server.url()))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
                expect(out, "begin");
                List<Integer> young = rates(server, SECONDS);
                Phase first = phase(out);
                expect(out, "begin");
                List<Integer> restarted = rates(server, LATER);
                Phase second = phase(out);
                rows.add(Row.atMost(
                        "%,d faxes waiting in one runner: threads besides the caller's".formatted(FAXES),
                        String.valueOf(first.threads()),
                        "one for each: " + FAXES,
                        first.threads(),
                        4,
                        ""));
                rows.add(Row.atMost(
                        "heap after a collection, for each fax",
                        Samples.number(first.bytesForEach()) + " B",
                        "–",
                        first.bytesForEach() / 1024,
                        4,
                        " KB"));
                rows.add(Row.atMost(
                        "connections until the restart",
                        String.valueOf(connections),
                        "one for each: " + FAXES,
                        connections,
                        1,
                        ""));
                rows.add(steady("begun together", young, first, SECONDS));
                rows.add(steady("after a restart, all due at once", restarted, second, LATER));
            } finally {
                process.destroy();
            }
        }
        return rows;
    }

    private static int connections;

    private static Row steady(String when, List<Integer> rates, Phase phase, int seconds) {
        double mean = rates.stream().mapToInt(it -> it).average().orElse(0);
        int max = rates.stream().mapToInt(it -> it).max().orElse(0);
        return Row.atMost(
                "requests in the busiest second, for each 100 faxes, " + when,
                "%d in the busiest second, %s in an average one, each fifth second: %s; %s of a processor"
                        .formatted(
                                max, Samples.number(mean), shown(rates), Samples.number(phase.cpuSeconds() / seconds)),
                "all at once: " + FAXES,
                100.0 * max / FAXES,
                10,
                "");
    }

    private static String shown(List<Integer> rates) {
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < rates.size(); i += 5) {
            shown.add(String.valueOf(rates.get(i)));
        }
        return String.join(" ", shown);
    }

    private static List<Integer> rates(FakeService.Running server, int seconds) throws Exception {
        List<Integer> rates = new ArrayList<>();
        HttpClient http = HttpClient.newHttpClient();
        int before = count(http, server);
        for (int i = 1; i <= seconds; i++) {
            Thread.sleep(1000);
            int now = count(http, server);
            rates.add(now - before);
            before = now;
        }
        return rates;
    }

    private static int count(HttpClient http, FakeService.Running server) throws Exception {
        String[] counts = http.send(
                        HttpRequest.newBuilder(URI.create(server.url())).build(), HttpResponse.BodyHandlers.ofString())
                .body()
                .split(" ", -1);
        connections = Integer.parseInt(counts[0]);
        return Integer.parseInt(counts[1]);
    }

    private static void expect(BufferedReader out, String word) throws IOException {
        String line = out.readLine();
        if (!word.equals(line)) {
            throw new IOException("not " + word + ": " + line);
        }
    }

    private static Phase phase(BufferedReader out) throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new IOException("it ended");
        }
        String[] words = line.split(" ", -1);
        return new Phase(
                words[0], Integer.parseInt(words[1]), Double.parseDouble(words[2]), Double.parseDouble(words[3]));
    }

    /** Follows the jobs, restarts an hour later, and continues. */
    public static void main(String[] arguments) throws Exception {
        try (FaxnummerClient client = FaxnummerClient.builder(new Account("acc00000", new Password("secret")))
                .endpoint(new Endpoint(arguments[0]))
                .build()) {
            client.status(new JobId("job-0-0"));
            long heapBefore = heap();
            Instant start = Instant.parse("2026-07-01T10:00:00Z");
            List<JobId> jobs = IntStream.range(0, FAXES)
                    .mapToObj(i -> new JobId("job-" + i + "-" + LASTING))
                    .toList();
            Delivery delivery = Delivery.following(jobs, start, Duration.ofDays(1), PollingSchedule.DEFAULT);
            Delivery saved = watch("young", client, delivery, start, SECONDS, heapBefore);
            Delivery read = copy(saved);
            watch("restarted", client, read, start.plusSeconds(GAP), LATER, heapBefore);
        }
    }

    private static Delivery watch(
            String name, FaxnummerClient client, Delivery delivery, Instant now, int seconds, long heapBefore)
            throws InterruptedException {
        Last last = new Last(delivery);
        Thread driving = new Thread(() -> {
            try {
                new DeliveryRunner(
                                client,
                                path -> DocumentContent.of(Path.of(path)),
                                MonotonicClock.startingAt(now),
                                last,
                                1)
                        .run(last.delivery);
            } catch (InterruptedException e) {
                // Expected: the interrupt ends the phase.
            }
        });
        System.out.println("begin");
        long cpu = cpuNanos();
        driving.start();
        Thread.sleep(1000L * seconds + 500);
        double cpuSeconds = (cpuNanos() - cpu) / 1e9;
        long threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("(faxnummer|OkHttp|Okio).*"))
                .count();
        double each = (double) (heap() - heapBefore) / FAXES;
        driving.interrupt();
        driving.join();
        System.out.println(name + " " + threads + " " + each + " " + cpuSeconds);
        return last.delivery;
    }

    /** Writes and reads the delivery as a restart does. */
    private static Delivery copy(Delivery delivery) throws IOException {
        Path journal = Files.createTempFile("delivery", ".jsonl");
        try {
            DeliveryJournal.create(journal, new JournaledDelivery("", Instant.EPOCH, Map.of(), delivery));
            return DeliveryJournal.read(journal).delivery();
        } finally {
            Files.delete(journal);
        }
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Keeps the current state of the delivery. */
    private static final class Last implements DeliveryObserver {
        private volatile Delivery delivery;

        Last(Delivery delivery) {
            this.delivery = delivery;
        }

        @Override
        public void changed(Delivery now, Transmission before, Transmission after) {
            delivery = now;
        }

        @Override
        public void statusUnavailable(Transmission transmission, Message why) {
            System.err.println(why.key());
        }
    }
}
