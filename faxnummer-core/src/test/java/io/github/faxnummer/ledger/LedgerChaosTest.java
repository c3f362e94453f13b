package io.github.faxnummer.ledger;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
    private static final int RACING = Integer.getInteger("campaign.ledger-racing", 2);
    private static final int MAX_KILLS = 3;
    private static final int LATEST_KILL_MILLIS = 300;
    private static final long MAX_SECONDS = 180;
    private static final long SEED = Long.getLong("campaign.seed", 20261129L);

    @TempDir
    Path folder;

    @Test
    void survivesKillsOverDirectory() throws Exception {
        survivesKills("directory", folder.resolve("ledger").toString());
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
    void sixteenProcessesRaceOverPostgres() throws Exception {
        try (DatabaseServer server = DatabaseServer.postgres()) {
            race(server.url());
        }
    }

    private void race(String ledger) throws Exception {
        Path submissions = Files.createFile(folder.resolve("submissions"));
        List<Build> builds = new ArrayList<>();
        for (int i = 0; i < Integer.getInteger("campaign.ledger-processes", 16); i++) {
            builds.add(new Build(ledger, submissions, "race", 0, 10, SEED + i, false));
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
        assertThat(said.values().stream().flatMap(List::stream))
                .noneMatch(it -> it.startsWith("ERROR") || it.startsWith("FAILED") || it.equals("UNKNOWN"));
        assertThat(submitted(submissions))
                .isEqualTo(IntStream.range(0, 10).boxed().collect(Collectors.toMap(it -> it, it -> 1)));
    }

    /** Each killed as often as chance wants, some stopped for longer than their counter may stand still, then woken. */
    private void survivesKills(String name, String ledger) throws Exception {
        Random random = new Random(SEED);
        Path submissions = Files.createFile(folder.resolve("submissions"));
        int kills = 0;
        int stops = 0;
        int unknown = 0;
        for (int first = 0; first < RUNS; first += RUNS_AT_A_TIME) {
            int last = Math.min(RUNS, first + RUNS_AT_A_TIME);
            String run = "run " + first;
            int kill = random.nextInt(MAX_KILLS + 1);
            for (int i = 0; i < kill; i++) {
                List<Build> builds = new ArrayList<>();
                for (int k = 0; k < RACING; k++) {
                    builds.add(new Build(ledger, submissions, run, first, last, random.nextLong(), false));
                }
                for (Build build : builds) {
                    build.begin();
                }
                if (random.nextInt(8) == 0) {
                    Build stopped = builds.get(0);
                    Thread.sleep(random.nextInt(LATEST_KILL_MILLIS));
                    stopped.stop();
                    stops++;
                    for (Build build : builds.subList(1, builds.size())) {
                        build.awaitEnd();
                    }
                    stopped.wake();
                    stopped.awaitEnd();
                } else {
                    for (Build build : builds) {
                        Thread.sleep(random.nextInt(LATEST_KILL_MILLIS));
                        build.kill();
                        kills++;
                    }
                }
            }
            // Left alone it ends, and what it says is true; what was refused by chance is sent in the next one.
            Map<Integer, List<String>> said = Map.of();
            for (int i = 0; i < 3; i++) {
                Build build = new Build(ledger, submissions, run, first, last, random.nextLong(), false);
                build.begin();
                said = build.awaitEnd();
            }
            Map<Integer, Integer> submitted = submitted(submissions);
            for (int fax = first; fax < last; fax++) {
                String what = String.join(", ", said.getOrDefault(fax, List.of()));
                int times = submitted.getOrDefault(fax, 0);
                String shown =
                        name + ", seed " + SEED + ", fax " + fax + ": " + what + ", submitted " + times + " times";
                assertThat(times).as(shown).isLessThanOrEqualTo(1);
                if (List.of("DELIVERED", "SUBMITTED", "ACCEPTED").contains(what)) {
                    assertThat(times).as(shown).isEqualTo(1);
                } else if (what.equals("UNKNOWN")) {
                    unknown++;
                    assertThat(kill).as(shown).isPositive();
                } else {
                    assertThat(what).as(shown).isIn("NOT_SENT", "REJECTED");
                    assertThat(times).as(shown).isZero();
                }
            }
            // After the lookup, faxes that were not submitted are sent, and every recipient gets one.
            Build looked = new Build(ledger, submissions, run, first, last, random.nextLong(), true);
            looked.begin();
            assertThat(looked.awaitEnd().values().stream().flatMap(List::stream))
                    .noneMatch(it -> it.equals("UNKNOWN") || it.startsWith("ERROR"));
        }
        System.out.printf(
                "%s: %d runs, %d kills, %d stops, %d unknown until somebody looked%n",
                name, RUNS, kills, stops, unknown);
    }

    private static Map<Integer, Integer> submitted(Path file) throws IOException {
        Map<Integer, Integer> times = new TreeMap<>();
        Files.readAllLines(file).forEach(it -> times.merge(Integer.parseInt(it), 1, Integer::sum));
        return times;
    }

    /** One process. */
    private static final class Build {

        private final Process process;
        private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
        private final Thread reading;

        Build(String ledger, Path submissions, String run, int first, int last, long seed, boolean looked)
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
                            looked ? "unknown" : "-"))
                    .start();
            reading = new Thread(this::read);
            reading.setDaemon(true);
            reading.start();
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(MAX_SECONDS);
            while (!lines.contains("READY")) {
                if (!process.isAlive() || System.nanoTime() > until) {
                    process.destroyForcibly();
                    throw new TimeoutException("It did not start.");
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
