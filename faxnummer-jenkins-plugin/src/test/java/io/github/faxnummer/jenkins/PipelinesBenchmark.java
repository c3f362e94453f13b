package io.github.faxnummer.jenkins;

import io.github.faxnummer.kit.ToxicProxy;
import io.github.faxnummer.kit.ToxicProxy.Toxic;
import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.sandbox.TestNumber;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * What many Pipelines that wait in {@code faxSend} cost a controller, beside as many that wait in {@code sleep}. No test: it
 * measures, and {@code benchmarks/run 8} begins it and reads what it writes.
 */
class PipelinesBenchmark {

    private static final int RUNS = 5;
    private static final int FEW = 100;
    private static final int MANY = 1000;
    private static final int SECONDS = 75;
    private static final int AFTER_RESTART = 45;
    private static final int HOURS = 6;

    @RegisterExtension
    private final RealJenkinsExtension sleeping = new RealJenkinsExtension().withTimeout(0);

    @RegisterExtension
    private final RealJenkinsExtension faxing = new RealJenkinsExtension().withTimeout(0);

    private final List<String> figures = new ArrayList<>();

    @RepeatedTest(RUNS)
    void manyPipelinesThatWait() throws Throwable {
        sleeping.startJenkins();
        figure("heap.sleep", heapForEach(sleeping, "sleep time: " + HOURS + ", unit: 'HOURS'", "Sleeping for"));
        sleeping.stopJenkins();

        try (FaxnummerSandbox sandbox = Fixture.sandbox().speed(1).start();
                ToxicProxy counter = new ToxicProxy(sandbox.endpoint().getPort(), number -> Toxic.NONE)) {
            RealJenkinsExtension.StepWithOneArg<String> configure = PipelinesBenchmark::configure;
            faxing.startJenkins();
            faxing.runRemotely(
                    configure,
                    "http://127.0.0.1:" + counter.port() + sandbox.endpoint().getPath());
            figure(
                    "heap.fax",
                    heapForEach(
                            faxing,
                            "faxSend documents: 'a.pdf', recipients: '" + TestNumber.NEVER_ENDS.number()
                                    + "', timeout: " + HOURS * 60,
                            "SUBMITTED, job"));
            int before = counter.connections();
            watch("", sandbox, SECONDS);
            figure("connections", counter.connections() - before);
            faxing.stopJenkins();
            faxing.startJenkins();
            watch(".restarted", sandbox, AFTER_RESTART);
            figure("submissions", sandbox.submissions());
            faxing.stopJenkins();
        }
        Path results = Path.of("target", "pipelines-benchmark.txt");
        Files.writeString(
                results,
                String.join("\n", figures) + "\n",
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private void figure(String name, Object value) {
        figures.add(name + " " + value);
        System.out.println(name + " " + value);
    }

    /** Questions in each second, and the most threads of ours. */
    private void watch(String when, FaxnummerSandbox sandbox, int seconds) throws Throwable {
        List<Integer> rates = new ArrayList<>();
        RealJenkinsExtension.Step2<Integer> threads = PipelinesBenchmark::threads;
        int most = 0;
        int before = sandbox.statusRequests();
        long end = System.nanoTime();
        for (int i = 0; i < seconds; i++) {
            end += Duration.ofSeconds(1).toNanos();
            most = Math.max(most, i % 5 == 0 ? faxing.runRemotely(threads) : 0);
            Thread.sleep(Math.max(0, (end - System.nanoTime()) / 1_000_000));
            int now = sandbox.statusRequests();
            rates.add(now - before);
            before = now;
        }
        figure("threads" + when, most);
        figure("rates" + when, rates.stream().map(String::valueOf).collect(Collectors.joining(" ")));
    }

    /** Bytes for each of the Pipelines from the first hundred to the last, when all wait. */
    private static double heapForEach(RealJenkinsExtension real, String step, String said) throws Throwable {
        RealJenkinsExtension.StepWithReturnAndThreeArgs<Long, String, String, Integer> begun = PipelinesBenchmark::begun;
        long before = real.runRemotely(begun, step, said, FEW);
        return (double) (real.runRemotely(begun, step, said, MANY) - before) / (MANY - FEW);
    }

    private static void configure(JenkinsRule jenkins, String endpoint) throws Throwable {
        Fixture.configure(endpoint, "acc12345", Fixture.PASSWORD);
        // As it is out of tests.
        System.clearProperty("io.github.faxnummer.jenkins.firstQuestionSeconds");
    }

    /** Begins builds until there are so many, and gives the heap that is used when each has said that it waits. */
    private static long begun(JenkinsRule jenkins, String step, String said, Integer builds) throws Exception {
        WorkflowJob job = jenkins.jenkins.getItemByFullName("crowd", WorkflowJob.class);
        if (job == null) {
            jenkins.jenkins.setNumExecutors(MANY);
            Path documents = Files.createDirectories(jenkins.jenkins.getRootDir().toPath().resolve("documents"));
            Files.write(documents.resolve("a.pdf"), Pdf.pages(2));
            job = Fixture.pipeline(jenkins, "node { dir('" + documents + "') { " + step + " } }");
            job.renameTo("crowd");
        }
        WorkflowRun last = job.getLastBuild();
        List<WorkflowRun> begun = new ArrayList<>();
        for (int i = last == null ? 0 : last.getNumber(); i < builds; i++) {
            begun.add(job.scheduleBuild2(0).waitForStart());
        }
        for (WorkflowRun build : begun) {
            jenkins.waitForMessage(said, build);
        }
        Thread.sleep(5000);
        return heap();
    }

    private static long heap() throws InterruptedException {
        for (int i = 0; i < 5; i++) {
            System.gc();
            Thread.sleep(300);
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static int threads(JenkinsRule jenkins) throws IOException {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(it -> it.getName().matches("(Faxnummer|faxnummer-http|OkHttp|Okio).*"))
                .count();
    }
}
