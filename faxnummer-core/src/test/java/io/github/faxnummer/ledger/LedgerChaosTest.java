package io.github.faxnummer.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.faxnummer.testing.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Builds that are killed at any moment, stopped and woken, repeated and run side by side: whatever happens, no fax is
 * submitted twice, none is skipped that was not submitted, and nothing waits for ever. Each fax is a run of its own,
 * with its own attempts; one process works on many at a time.
 */
class LedgerChaosTest {

    /** {@code -Dcampaign.ledger-runs=10000} for long. */
    private static final int RUNS = Integer.getInteger("campaign.ledger-runs", 60);

    private static final int RUNS_AT_A_TIME = Integer.getInteger("campaign.ledger-at-a-time", 60);
    /** Processes wait more than they work. */
    private static final int SIDE_BY_SIDE = Integer.getInteger("campaign.ledger-side-by-side", 1);

    private static final int RACING = Integer.getInteger("campaign.ledger-racing", 2);
    private static final int FAILING = 10;
    private static final int MAX_KILLS = 3;
    private static final int LATEST_KILL_MILLIS = 300;
    private static final int KILL_MILLIS_PER_FAX = 3;
    /** On a machine that is busy with other work a process takes longer, and does not wait for ever. */
    private static final long MAX_SECONDS = Long.getLong("campaign.ledger-seconds", 180);

    private static final long SEED = Long.getLong("campaign.seed", 20261129L);

    @TempDir
    Path folder;

    @Test
    void survivesKillsOverDirectory() throws Exception {
        survivesKills("directory", folder.resolve("ledger").toString());
    }

    @Test
    void survivesKillsWithoutLinks() throws Exception {
        survivesKills("directory without links", Ledgers.LINKLESS + folder.resolve("ledger"));
    }

    @Test
    void survivesKillsOverPostgres() throws Exception {
        try (DatabaseServer server = DatabaseServer.postgres()) {
            survivesKills("PostgreSQL", server.url());
        }
    }

    @Test
    void sixteenProcessesRaceOverDirectory() throws Exception {
        race(folder.resolve("ledger").toString());
    }

    @Test
    void sixteenProcessesRaceWithoutLinks() throws Exception {
        race(Ledgers.LINKLESS + folder.resolve("ledger"));
    }

    @Test
    void sixteenProcessesRaceOverPostgres() throws Exception {
        try (DatabaseServer server = DatabaseServer.postgres()) {
            race(server.url());
        }
    }

    /** {@code -Dcampaign.ledger-mounts=/mnt/a:/mnt/b}: a shared folder as several machines see it. */
    @Test
    void sixteenProcessesRaceOverMounts() throws Exception {
        String mounts = System.getProperty("campaign.ledger-mounts", "");
        assumeThat(mounts).isNotEmpty();
        String name = "ledger-" + UUID.randomUUID();
        race(Stream.of(mounts.split(":", -1)).map(it -> it + "/" + name).toList());
    }

    private void race(String ledger) throws Exception {
        race(List.of(ledger));
    }

    private void race(List<String> mounts) throws Exception {
        Path submissions = Files.createFile(folder.resolve("submissions"));
        List<Build> builds = new ArrayList<>();
        for (int i = 0; i < Integer.getInteger("campaign.ledger-processes", 16); i++) {
            String ledger = mounts.get(i % mounts.size());
            builds.add(new Build(ledger, submissions, "race", 0, 10, SEED + i, false, 0));
        }
        for (Build build : builds) {
            build.begin();
        }
        Map<Integer, List<String>> said = new TreeMap<>();
        for (Build build : builds) {
            build.awaitEnd()
                    .forEach((fax, what) ->
                            said.computeIfAbsent(fax, it -> new ArrayList<>()).addAll(what));
        }
        assertThat(said.values().stream().flatMap(List::stream)).isSubsetOf("DONE_OK", "REJECTED", "NOT_SENT");
        assertThat(submitted(submissions))
                .isEqualTo(
                        IntStream.range(0, 10).boxed().collect(Collectors.toMap(it -> it, it -> List.of("DONE-OK"))));
    }

    /**
     * A stopped owner that wakes up does not send what another process sent meanwhile with {@code resendUnknown}, unless
     * its request was being sent at the moment of the stop.
     */
    @Test
    void stoppedOwnersWakeAfterSomebodyHasLookedOverDirectory() throws Exception {
        wakeAfterLook(folder.resolve("ledger").toString());
    }

    @Test
    void stoppedOwnersWakeAfterSomebodyHasLookedOverPostgres() throws Exception {
        try (DatabaseServer server = DatabaseServer.postgres()) {
            wakeAfterLook(server.url());
        }
    }

    private void wakeAfterLook(String ledger) throws Exception {
        Random random = new Random(SEED);
        Path submissions = Files.createFile(folder.resolve("submissions"));
        int faxes = Integer.getInteger("campaign.ledger-stopped", 100);
        int leaving = 0;
        for (int first = 0; first < faxes; first += 100) {
            String run = "run " + first;
            Build stopped = new Build(ledger, submissions, run, first, first + 100, random.nextLong(), false, 0);
            Build looked = new Build(ledger, submissions, run, first, first + 100, random.nextLong(), true, 0);
            stopped.begin();
            stopped.await("LOOKED");
            Thread.sleep(random.nextInt(LATEST_KILL_MILLIS));
            stopped.stop();
            Set<Integer> onTheWire = onTheWire(ledger, first, first + 100);
            leaving += onTheWire.size();
            looked.begin();
            Map<Integer, List<String>> said = looked.awaitEnd();
            stopped.wake();
            stopped.awaitEnd();
            assertThat(said.values().stream().flatMap(List::stream)).isSubsetOf("DONE_OK", "REJECTED", "NOT_SENT");
            Map<Integer, List<String>> submitted = submitted(submissions);
            for (int fax = first; fax < first + 100; fax++) {
                List<String> ends = submitted.getOrDefault(fax, List.of());
                String shown = "seed " + SEED + ", fax " + fax + ": " + said.getOrDefault(fax, List.of());
                assertThat(ends).as(shown).hasSizeLessThanOrEqualTo(onTheWire.contains(fax) ? 2 : 1);
                if (said.getOrDefault(fax, List.of()).contains("DONE_OK")) {
                    assertThat(ends).as(shown).isNotEmpty();
                }
            }
        }
        System.out.printf("%d faxes of stopped owners, %d of them leaving at that moment%n", faxes, leaving);
    }

    private static Set<Integer> onTheWire(String where, int first, int last) throws LedgerException {
        Set<Integer> faxes = new TreeSet<>();
        try (FaxLedger ledger = Ledgers.open(where)) {
            for (int fax = first; fax < last; fax++) {
                boolean isLeaving = LedgerAttempt.of(ledger.records(ledger.key(LedgerProgram.identity(fax)))).stream()
                        .anyMatch(it -> it.state() == LedgerAttempt.State.ON_THE_WIRE);
                if (isLeaving) {
                    faxes.add(fax);
                }
            }
        }
        return faxes;
    }

    /** Of some runs. */
    private record Count(int kills, int stops, int again, int unknown) {

        Count plus(Count more) {
            return new Count(kills + more.kills, stops + more.stops, again + more.again, unknown + more.unknown);
        }
    }

    private void survivesKills(String name, String ledger) throws Exception {
        Path submissions = Files.createFile(folder.resolve("submissions"));
        ExecutorService threads = Executors.newFixedThreadPool(SIDE_BY_SIDE);
        try {
            List<Future<Count>> groups = new ArrayList<>();
            for (int first = 0; first < RUNS; first += RUNS_AT_A_TIME) {
                int begin = first;
                int end = Math.min(RUNS, first + RUNS_AT_A_TIME);
                groups.add(threads.submit(() -> survivesKills(name, ledger, submissions, begin, end)));
            }
            Count all = new Count(0, 0, 0, 0);
            for (Future<Count> group : groups) {
                all = all.plus(group.get());
            }
            System.out.printf(
                    "%s: %d runs, %d kills, %d stops, %d sent again after a failure, %d unknown until somebody"
                            + " looked%n",
                    name, RUNS, all.kills(), all.stops(), all.again(), all.unknown());
        } finally {
            threads.shutdownNow();
        }
    }

    /** Each killed as often as chance wants, some stopped for longer than their counter may stand still, then woken. */
    private static Count survivesKills(String name, String ledger, Path submissions, int first, int last)
            throws Exception {
        Random random = new Random(SEED + first);
        String run = "run " + first;
        int kills = 0;
        int stops = 0;
        int unknown = 0;
        int again = 0;
        int kill = random.nextInt(MAX_KILLS + 1);
        for (int i = 0; i < kill; i++) {
            List<Build> builds = new ArrayList<>();
            for (int k = 0; k < RACING; k++) {
                builds.add(new Build(ledger, submissions, run, first, last, random.nextLong(), false, FAILING));
            }
            for (Build build : builds) {
                build.begin();
            }
            // Most are killed while they submit, which they begin sooner or later.
            if (random.nextInt(4) > 0) {
                for (Build build : builds) {
                    build.await("LOOKED");
                }
            }
            int latest = Math.max(LATEST_KILL_MILLIS, KILL_MILLIS_PER_FAX * (last - first));
            if (random.nextInt(8) == 0) {
                Build stopped = builds.get(0);
                Thread.sleep(random.nextInt(latest));
                stopped.stop();
                stops++;
                for (Build build : builds.subList(1, builds.size())) {
                    build.awaitEnd();
                }
                stopped.wake();
                stopped.awaitEnd();
            } else {
                for (Build build : builds) {
                    Thread.sleep(random.nextInt(latest));
                    build.kill();
                    kills++;
                }
            }
        }
        // Left alone it ends, and what it says is true; what was refused by chance is sent in the next one.
        Map<Integer, List<String>> said = Map.of();
        for (int i = 0; i < 3; i++) {
            Build build = new Build(ledger, submissions, run, first, last, random.nextLong(), false, FAILING);
            build.begin();
            said = build.awaitEnd();
        }
        Map<Integer, List<String>> submitted = submitted(submissions);
        for (int fax = first; fax < last; fax++) {
            String what = String.join(", ", said.getOrDefault(fax, List.of()));
            List<String> ends = submitted.getOrDefault(fax, List.of());
            String shown = name + ", seed " + SEED + ", fax " + fax + ": " + what + ", submitted " + ends;
            // What failed may be sent again, nothing after what arrived.
            assertThat(ends.subList(0, Math.max(0, ends.size() - 1))).as(shown).doesNotContain("DONE-OK");
            boolean hasArrived = ends.contains("DONE-OK");
            again += Math.max(0, ends.size() - 1);
            if (what.equals("UNKNOWN")) {
                unknown++;
                assertThat(kill).as(shown).isPositive();
            } else {
                assertThat(what).as(shown).isIn("DONE_OK", "DONE_ERROR", "NOT_SENT", "REJECTED");
                assertThat(hasArrived).as(shown).isEqualTo(what.equals("DONE_OK"));
            }
        }
        // After the lookup, faxes that were not submitted are sent, and every recipient gets one.
        Build looked = new Build(ledger, submissions, run, first, last, random.nextLong(), true, FAILING);
        looked.begin();
        assertThat(looked.awaitEnd().values().stream().flatMap(List::stream)).doesNotContain("UNKNOWN");
        Count count = new Count(kills, stops, again, unknown);
        // A long campaign that is ended early has shown this much.
        System.out.printf("%s, runs %d to %d: %s%n", name, first, last, count);
        return count;
    }

    /** What became of each submission of each fax. */
    private static Map<Integer, List<String>> submitted(Path file) throws IOException {
        Map<Integer, List<String>> ends = new TreeMap<>();
        for (String line : Files.readAllLines(file)) {
            String[] words = line.split(" ", 2);
            ends.computeIfAbsent(Integer.parseInt(words[0]), it -> new ArrayList<>())
                    .add(words[1]);
        }
        return ends;
    }

    /** One process. */
    private static final class Build {

        private final Process process;
        private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
        private final Thread reading;

        Build(String ledger, Path submissions, String run, int first, int last, long seed, boolean looked, int failing)
                throws IOException, InterruptedException, TimeoutException {
            process = ChildJvm.of(LedgerProgram.class)
                    .option("-XX:TieredStopAtLevel=1")
                    .option("-XX:+UseSerialGC")
                    .option("-Xshare:auto")
                    .option("-Xmx64m")
                    .option("-Dslf4j.internal.verbosity=ERROR")
                    .arguments(List.of(
                            ledger,
                            submissions.toString(),
                            run,
                            String.valueOf(first),
                            String.valueOf(last),
                            String.valueOf(seed),
                            looked ? "unknown" : "-",
                            String.valueOf(failing)))
                    .start();
            reading = new Thread(this::read);
            reading.setDaemon(true);
            reading.start();
            await("READY");
        }

        void await(String line) throws InterruptedException, TimeoutException {
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(MAX_SECONDS);
            while (!lines.contains(line)) {
                if (lines.contains("END")) {
                    return;
                }
                if (!process.isAlive() || System.nanoTime() > until) {
                    process.destroyForcibly();
                    throw new TimeoutException(line);
                }
                Thread.sleep(2);
            }
        }

        void begin() throws IOException {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        }

        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }

        void stop() throws IOException, InterruptedException {
            signal("STOP");
        }

        void wake() throws IOException, InterruptedException {
            signal("CONT");
        }

        /** What it said of each fax. */
        Map<Integer, List<String>> awaitEnd() throws InterruptedException {
            boolean ended = process.waitFor(MAX_SECONDS, TimeUnit.SECONDS);
            process.destroyForcibly();
            assertThat(ended).as("It waits for ever: %s", new TreeSet<>(lines)).isTrue();
            reading.join();
            assertThat(lines).contains("END");
            Map<Integer, List<String>> said = new TreeMap<>();
            for (String line : lines) {
                String[] words = line.split(" ", 2);
                if (words.length == 2) {
                    said.computeIfAbsent(Integer.parseInt(words[0]), it -> new ArrayList<>())
                            .add(words[1]);
                }
            }
            return said;
        }

        private void signal(String name) throws IOException, InterruptedException {
            new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
        }

        private void read() {
            try (BufferedReader reader =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                String line = reader.readLine();
                while (line != null) {
                    lines.add(line);
                    line = reader.readLine();
                }
            } catch (IOException e) {
                // Killed.
            }
        }
    }
}
