package io.github.faxnummer.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.chaos.InvariantChecker;
import io.github.faxnummer.chaos.RandomScenario;
import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.sandbox.scenario.Fault;
import io.github.faxnummer.sandbox.scenario.ResponseFormat;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import io.github.faxnummer.testing.FaultyNetwork;
import io.github.faxnummer.testing.FaultyNetwork.Delivered;
import io.github.faxnummer.testing.FaultyProxyProcess;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Random runs of the goals in real Mavens, through a network in a process of its own, against a provider that fails,
 * most of them killed at some moment; {@code -Dit.test=CampaignIT -Dcampaign.maven.runs=60}, one again with {@code
 * -Dcampaign.seed=<seed> -Dcampaign.maven.runs=1}.
 */
final class CampaignIT extends MavenTestBase {

    private static final int RUNS = Integer.getInteger("campaign.maven.runs", 2);
    private static final long FIRST_SEED = Long.getLong("campaign.seed", 1);
    private static final int AT_A_TIME = 2;
    private static final int NETWORK_LAG_MILLIS = 200;

    // A server that never responds takes the whole timeout of the goal.
    private static final TestNumber[] NUMBERS = Arrays.stream(TestNumber.values())
            .filter(it -> it != TestNumber.ANSWER_STALLED)
            .toArray(TestNumber[]::new);
    private static final Fault[] FAULTS = Arrays.stream(Fault.values())
            .filter(it -> it != Fault.ANSWER_STALLED)
            .toArray(Fault[]::new);

    @Test
    void keepsGuaranteesInRealMavens() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
        AtomicInteger kills = new AtomicInteger();
        List<String> failures = new ArrayList<>();
        try {
            List<Future<String>> all = new ArrayList<>();
            for (int i = 0; i < RUNS; i++) {
                long seed = FIRST_SEED + i;
                all.add(threads.submit(() -> failure(seed, kills)));
            }
            for (Future<String> run : all) {
                failures.add(run.get());
            }
        } finally {
            threads.shutdownNow();
        }
        System.out.println("Killed Mavens: " + kills + " in " + RUNS + " runs");
        failures.removeIf(String::isEmpty);
        assertThat(failures).isEmpty();
    }

    private String failure(long seed, AtomicInteger kills) {
        try {
            new Run(seed, directory.resolve("run-" + seed)).run(kills);
            return "";
        } catch (Exception | AssertionError e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace, true));
            return "campaign.seed=" + seed + ": " + trace;
        }
    }

    /** What the seed draws. */
    private static final class Run {

        private final RandomScenario dice;
        private final Path folder;

        Run(long seed, Path folder) throws Exception {
            dice = new RandomScenario(seed);
            this.folder = Files.createDirectories(folder);
        }

        void run(AtomicInteger kills) throws Exception {
            List<String> documents = List.of("a.pdf", "b.pdf").subList(0, 1 + dice.below(2));
            documents.forEach(it -> pdf(folder.resolve(it)));
            Set<String> recipients = new LinkedHashSet<>();
            for (int i = dice.below(3); i >= 0; i--) {
                recipients.add(dice.pick(NUMBERS).number());
            }
            try (FaxnummerSandbox sandbox = FaxnummerSandbox.builder()
                    .speed(1000)
                    .password(PASSWORD)
                    .responseFormat(dice.pick(ResponseFormat.values()))
                    .start()) {
                Build ended;
                List<Delivered> delivered;
                try (FaultyProxyProcess process = FaultyProxyProcess.start()) {
                    FaultyNetwork network = process.open(sandbox.endpoint().getPort(), dice.toxics());
                    for (int i = dice.below(2); i > 0; i--) {
                        sandbox.failNext(dice.pick(FAULTS));
                    }
                    for (int i = dice.below(3); i > 0; i--) {
                        sandbox.failNextStatus(dice.pick(FAULTS));
                    }
                    RunningBuild build = Maven.in(folder)
                            .goal("send")
                            .to(sandbox, network.port())
                            .with("documents", String.join(",", documents))
                            .with("recipients", String.join(",", recipients))
                            .with("email", "compliance@example.com")
                            .with("maxConcurrentSubmissions", 1 + dice.below(8))
                            .with("timeout", "12s")
                            .start();
                    kill(build, network);
                    ended = build.ended();
                    delivered = network.delivered();
                }
                // A network that delays can still have brought what a dead Maven had sent.
                Thread.sleep(NETWORK_LAG_MILLIS);
                boolean killed = !ended.console().contains("BUILD ");
                if (killed) {
                    kills.incrementAndGet();
                }
                BuildInvariants invariants = new BuildInvariants(sandbox, folder.resolve("target/fax-reports"));
                invariants.check(ended.console());
                if (!killed) {
                    invariants.nothingIsLost(ended.console(), delivered);
                }
                askAfterwards(sandbox, ended.console());
                for (String recipient : recipients) {
                    assertThat(sandbox.submissions(recipient)).isLessThanOrEqualTo(documents.size());
                }
            }
        }

        /** As the manual says: the status of the jobs shows their outcomes. */
        private void askAfterwards(FaxnummerSandbox sandbox, String console) {
            Set<String> jobIds = InvariantChecker.jobIdsIn(console);
            int before = sandbox.submissions();
            if (!jobIds.isEmpty()) {
                Build status = Maven.in(folder)
                        .goal("status")
                        .to(sandbox)
                        .with("jobId", String.join(",", jobIds))
                        .with("timeout", "3s")
                        .ownProcess()
                        .run();
                BuildInvariants invariants = new BuildInvariants(sandbox, folder.resolve("target/fax-status"));
                assertThat(invariants.reported()).hasSameSizeAs(jobIds).allSatisfy(it -> {
                    assertThat(jobIds).contains(it.jobId());
                    if (it.outcome().startsWith("DONE")) {
                        assertThat(sandbox.status(it.jobId())).isEqualTo(it.outcome());
                    }
                });
                assertThat(status.console()).contains(jobIds);
            }
            assertThat(sandbox.submissions()).isEqualTo(before);
        }

        /** Held connections wait for it; else it comes at some line, some time after it, or not at all. */
        private void kill(RunningBuild build, FaultyNetwork network) throws InterruptedException {
            int lines = dice.below(9);
            int millis = dice.below(700);
            boolean mortal = dice.chance(70);
            build.comesTo(() -> network.held() > 0
                    || (mortal
                            && build.console()
                                            .lines()
                                            .filter(it -> it.contains(".pdf -> "))
                                            .count()
                                    > lines));
            Thread.sleep(mortal ? millis : 0);
            if (mortal || network.held() > 0) {
                build.kill();
            }
        }
    }
}
