package io.github.faxnummer.jenkins.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.github.faxnummer.jenkins.testing.Fixture;
import io.github.faxnummer.jenkins.testing.Pdf;
import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import io.github.faxnummer.testing.FaultyProxy;
import io.github.faxnummer.testing.FaultyProxy.Toxic;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import jenkins.util.Timer;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * What many Pipelines that wait in {@code faxSend} cost a controller, beside the same that wait in {@code sleep}. No
 * test: it measures, and {@code benchmarks/run 8} begins it and reads what it writes.
 */
class PipelinesBenchmark {

    private static final int RUNS = 5;
    private static final int PIPELINES = 1000;
    private static final int SECONDS = 90;
    private static final int AFTER_RESTART = 60;
    private static final long SETTLED_BYTES = 200;

    /** Each wait ends when it is interrupted, but the last. */
    private static final String WAITS = "node { dir('%1$s') {"
            + " try { sleep time: 1, unit: 'DAYS' } catch (e) { };"
            + " try { sleep time: 1, unit: 'DAYS' } catch (e) { };"
            + " faxSend documents: 'a.pdf', recipients: '%2$s', timeout: 1440 } }";

    @RegisterExtension
    private final RealJenkinsExtension real = new RealJenkinsExtension()
            .withTimeout(0)
            // As it is out of tests, where it is 15 s: so long a Pipeline may wait for its executor after a restart.
            .javaOptions("-Dorg.jenkinsci.plugins.workflow.support.pickles.ExecutorPickle.timeoutForNodeMillis=300000");

    private final List<String> figures = new ArrayList<>();

    @RepeatedTest(RUNS)
    void manyPipelinesThatWait() throws Throwable {
        try (FaxnummerSandbox sandbox = Fixture.sandbox().speed(1).start();
                FaultyProxy counter = new FaultyProxy(sandbox.endpoint().getPort(), number -> Toxic.NONE)) {
            real.startJenkins();
            RealJenkinsExtension.StepWithOneArg<String> begin = PipelinesBenchmark::begin;
            real.runRemotely(
                    begin,
                    "http://127.0.0.1:" + counter.port() + sandbox.endpoint().getPath());
            RealJenkinsExtension.Step2<Long> heap = PipelinesBenchmark::heap;
            RealJenkinsExtension.Step wake = PipelinesBenchmark::wake;
            long sleeping = real.runRemotely(heap);
            real.runRemotely(wake);
            long again = real.runRemotely(heap);
            real.runRemotely(wake);
            // One has faxed before all others, so that what is loaded once does not count.
            Fixture.await("all are submitted", () -> sandbox.submissions() == PIPELINES + 1);
            long faxing = real.runRemotely(heap);
            figure("heap", kilobytes(sleeping));
            figure("heap.sleep", kilobytes(again - sleeping));
            figure("heap.fax", kilobytes(faxing - again));

            int before = counter.connections();
            watch("", sandbox, SECONDS);
            figure("connections", counter.connections() - before);
            real.stopJenkins();
            real.startJenkins();
            RealJenkinsExtension.Step keepLooking = PipelinesBenchmark::keepLookingAtTheQueue;
            real.runRemotely(keepLooking);
            watch(".restarted", sandbox, AFTER_RESTART);
            assertThat(sandbox.submissions()).isEqualTo(PIPELINES + 1);
        }
        Files.writeString(
                Path.of("target", "pipelines-benchmark.txt"),
                String.join("\n", figures) + "\n",
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private void figure(String name, Object value) {
        figures.add(name + " " + value);
        System.out.println(name + " " + value);
    }

    private static double kilobytes(long bytes) {
        return (double) bytes / 1024 / PIPELINES;
    }

    /**
     * From now until so many seconds after all have been asked for: questions in each second, and the most threads of
     * ours; in the second half those are gone that uploads, or the way back from a restart, had begun.
     */
    private void watch(String when, FaxnummerSandbox sandbox, int seconds) throws Throwable {
        RealJenkinsExtension.Step2<ArrayList<String>> threads = PipelinesBenchmark::threads;
        List<Integer> rates = new ArrayList<>();
        Set<String> polled = new HashSet<>();
        int most = 0;
        int settled = 0;
        int sinceAll = 0;
        int before = sandbox.statusRequests();
        long end = System.nanoTime();
        for (int i = 0; sinceAll < seconds; i++) {
            end += Duration.ofSeconds(1).toNanos();
            if (i % 5 == 0) {
                List<String> now = real.runRemotely(threads);
                System.out.println("threads" + when + " after " + sinceAll + " s: " + now);
                most = Math.max(most, now.size());
                settled = Math.max(settled, sinceAll < seconds / 2 ? 0 : now.size());
            }
            Thread.sleep(Math.max(0, (end - System.nanoTime()) / 1_000_000));
            int now = sandbox.statusRequests();
            List<Map<String, String>> last = sandbox.requestFields();
            last.stream().skip(Math.max(0, last.size() - (now - before))).forEach(it -> polled.add(it.get("sJobUUID")));
            rates.add(now - before);
            before = now;
            sinceAll += polled.size() > PIPELINES ? 1 : 0;
        }
        figure("threads" + when, settled);
        figure("threads.most" + when, most);
        figure("rates" + when, rates.stream().map(String::valueOf).collect(Collectors.joining(" ")));
    }

    /** Comes back when all sleep. */
    private static void begin(JenkinsRule jenkins, String endpoint) throws Throwable {
        Fixture.configure(endpoint, "acc12345", Fixture.PASSWORD);
        // As it is out of tests.
        System.clearProperty("io.github.faxnummer.jenkins.firstPollSeconds");
        jenkins.jenkins.setNumExecutors(PIPELINES + 1);
        Path documents =
                Files.createDirectories(jenkins.jenkins.getRootDir().toPath().resolve("documents"));
        Files.write(documents.resolve("a.pdf"), Pdf.pages(2));
        WorkflowJob job = Fixture.pipeline(jenkins, WAITS.formatted(documents, TestNumber.NEVER_ENDS.number()));
        job.renameTo("crowd");
        WorkflowRun first = job.scheduleBuild2(0).waitForStart();
        awaitSleep(first, 1);
        wake(first);
        awaitSleep(first, 2);
        wake(first);
        jenkins.waitForMessage("SUBMITTED, job", first);
        List<WorkflowRun> sleeping = new ArrayList<>();
        for (int i = 0; i < PIPELINES; i++) {
            sleeping.add(job.scheduleBuild2(0).waitForStart());
        }
        for (WorkflowRun build : sleeping) {
            awaitSleep(build, 1);
        }
    }

    /** Ends each Pipeline's sleep, and comes back when it waits for the next thing. */
    private static void wake(JenkinsRule jenkins) throws Throwable {
        List<WorkflowRun> builds = new ArrayList<>(
                jenkins.jenkins.getItemByFullName("crowd", WorkflowJob.class).getBuilds());
        builds.removeIf(it -> it.getNumber() == 1);
        int slept = sleeps(builds.get(0));
        for (WorkflowRun build : builds) {
            wake(build);
        }
        for (WorkflowRun build : builds) {
            Fixture.await(
                    "it waits again",
                    () -> slept == 1
                            ? sleeps(build) == 2
                            : JenkinsRule.getLog(build).contains("SUBMITTED, job"));
        }
    }

    private static void wake(WorkflowRun build) throws Exception {
        for (StepExecution step :
                build.getExecution().getCurrentExecutions(true).get()) {
            step.stop(new FlowInterruptedException(Result.ABORTED, false));
        }
    }

    private static void awaitSleep(WorkflowRun build, int which) throws Exception {
        Fixture.await("it sleeps", () -> sleeps(build) == which);
    }

    private static int sleeps(WorkflowRun build) throws IOException {
        return JenkinsRule.getLog(build).split("Sleeping for", -1).length - 1;
    }

    /**
     * After a restart this Jenkins gives back one executor of a node each time it looks at its queue, and it looks each
     * 5 s: a thousand Pipelines on one node would time out.
     */
    private static void keepLookingAtTheQueue(JenkinsRule jenkins) {
        Timer.get().scheduleWithFixedDelay(() -> jenkins.jenkins.getQueue().maintain(), 0, 20, TimeUnit.MILLISECONDS);
    }

    /**
     * Bytes in use when there is nothing left to collect: what was going on when the steps began has come to its end.
     */
    private static long heap(JenkinsRule jenkins) throws InterruptedException {
        long before;
        long used = Long.MAX_VALUE;
        do {
            before = used;
            Thread.sleep(5000);
            for (int i = 0; i < 5; i++) {
                System.gc();
                Thread.sleep(300);
            }
            // Not what is in use now: a controller that asks for a thousand faxes makes garbage all the time.
            used = ManagementFactory.getMemoryPoolMXBeans().stream()
                    .filter(pool -> pool.getType() == MemoryType.HEAP)
                    .mapToLong(pool -> pool.getCollectionUsage().getUsed())
                    .sum();
        } while (before - used > SETTLED_BYTES * PIPELINES);
        return used;
    }

    private static ArrayList<String> threads(JenkinsRule jenkins) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(it -> it.matches("(Faxnummer|faxnummer-http|OkHttp|Okio).*"))
                .sorted()
                .collect(Collectors.toCollection(ArrayList::new));
    }
}
