package io.github.faxnummer.jenkins.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleProject;
import hudson.model.Job;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TopLevelItem;
import io.github.faxnummer.chaos.InvariantChecker;
import io.github.faxnummer.chaos.RandomScenario;
import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.Outcome;
import io.github.faxnummer.jenkins.delivery.DeliveryRecord;
import io.github.faxnummer.jenkins.delivery.DeliveryStore;
import io.github.faxnummer.jenkins.testing.Fixture;
import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.sandbox.scenario.Fault;
import io.github.faxnummer.sandbox.scenario.ResponseFormat;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import io.github.faxnummer.testing.FaultyNetwork.Delivered;
import io.github.faxnummer.testing.FaultyProxy;
import io.github.faxnummer.testing.FaultyProxy.End;
import io.github.faxnummer.testing.FaultyProxy.Toxic;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Serializable;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import jenkins.model.ParameterizedJobMixIn.ParameterizedJob;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * Pipelines and jobs of a real controller, each with a network and a provider of its own that fail at random, some
 * aborted at random; the controller is killed at a random moment and started again. A long campaign with {@code
 * -Dtest=CampaignTest -Dcampaign.jenkins.runs=20}, one run again with {@code -Dcampaign.seed=<seed>}.
 */
class CampaignTest {

    private static final int RUNS = Integer.getInteger("campaign.jenkins.runs", 1);
    private static final long FIRST_SEED = Long.getLong("campaign.seed", 1);
    private static final int BUILDS = 12;
    private static final int LATEST_KILL_MILLIS = 8000;

    // A server that never responds, and a fax that never ends, take a whole timeout.
    private static final Set<TestNumber> TOO_LONG =
            Set.of(TestNumber.ANSWER_STALLED, TestNumber.NEVER_ENDS, TestNumber.OTHER_JOB);
    private static final TestNumber[] NUMBERS = Arrays.stream(TestNumber.values())
            .filter(it -> !TOO_LONG.contains(it))
            .toArray(TestNumber[]::new);
    private static final Fault[] FAULTS = Arrays.stream(Fault.values())
            .filter(it -> it != Fault.ANSWER_STALLED)
            .toArray(Fault[]::new);

    @RegisterExtension
    private final RealJenkinsExtension real = Fixture.realJenkins();

    static LongStream seeds() {
        return LongStream.range(FIRST_SEED, FIRST_SEED + RUNS);
    }

    @ParameterizedTest(name = "campaign.seed={0}")
    @MethodSource("seeds")
    void keepsGuaranteesUnderRandomFaults(long seed) throws Throwable {
        RandomScenario dice = new RandomScenario(seed);
        TreeMap<String, Faxing> all = new TreeMap<>();
        try {
            for (int i = 0; i < BUILDS; i++) {
                all.put((dice.chance(75) ? "pipeline-" : "freestyle-") + i, new Faxing(dice, i % 4 == 1));
            }
            TreeMap<String, Order> orders = new TreeMap<>();
            all.forEach((name, faxing) -> orders.put(name, faxing.order()));
            real.startJenkins();
            RealJenkinsExtension.StepWithOneArg<TreeMap<String, Order>> begin = CampaignTest::begin;
            real.runRemotely(begin, orders);
            Thread.sleep(dice.below(LATEST_KILL_MILLIS));
            real.stopJenkinsForcibly();
            each(all, Faxing::killed);

            real.startJenkins();
            RealJenkinsExtension.Step2<TreeMap<String, String>> end = CampaignTest::end;
            Map<String, String> results = real.runRemotely(end);
            each(all, (faxing, build) -> faxing.check(build, results.get(build.name())));
        } finally {
            for (Faxing faxing : all.values()) {
                faxing.close();
            }
        }
    }

    /** Starts each as soon as the one before it has its plan, with the endpoint of that time, on disk. */
    private static void begin(JenkinsRule jenkins, TreeMap<String, Order> orders) throws Throwable {
        jenkins.jenkins.setNumExecutors(BUILDS);
        Fixture.configure("http://127.0.0.1:1/", FaxnummerSandbox.DEFAULT_LOGIN, Fixture.PASSWORD);
        for (Map.Entry<String, Order> it : orders.entrySet()) {
            Order order = it.getValue();
            Fixture.setEndpoint(order.endpoint());
            Run<?, ?> build = it.getKey().startsWith("pipeline")
                    ? started(jenkins, it.getKey(), pipeline(jenkins, order))
                    : started(jenkins, it.getKey(), freestyle(jenkins, order));
            Path plans = build.getRootDir().toPath().resolve("faxnummer");
            Fixture.await("it has a plan", () -> hasPlan(plans));
            if (order.aborted()) {
                build.getExecutor().doStop();
            }
        }
    }

    private static <J extends Job<?, ?> & TopLevelItem & ParameterizedJob<?, ?>> Run<?, ?> started(
            JenkinsRule jenkins, String name, J job) throws Exception {
        job.renameTo(name);
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
        Fixture.document(job, jenkins.jenkins, "b.pdf", 2);
        return job.scheduleBuild2(0).waitForStart();
    }

    private static WorkflowJob pipeline(JenkinsRule jenkins, Order order) throws Exception {
        return Fixture.pipeline(
                jenkins,
                "node { faxSend documents: '" + order.documents() + "', recipients: '" + order.recipients() + "' }");
    }

    private static FreeStyleProject freestyle(JenkinsRule jenkins, Order order) throws IOException {
        FaxBuildStep step = new FaxBuildStep();
        step.setDocuments(order.documents());
        step.setRecipients(order.recipients());
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildersList().add(step);
        return job;
    }

    private static boolean hasPlan(Path plans) throws IOException {
        if (!Files.isDirectory(plans)) {
            return false;
        }
        try (Stream<Path> files = Files.list(plans)) {
            return files.anyMatch(it -> it.toString().endsWith(".jsonl"));
        }
    }

    private static TreeMap<String, String> end(JenkinsRule jenkins) throws Throwable {
        TreeMap<String, String> results = new TreeMap<>();
        for (Job<?, ?> job : jenkins.jenkins.getAllItems(Job.class)) {
            Run<?, ?> build = jenkins.waitForCompletion(job.getBuildByNumber(1));
            results.put(job.getName(), String.valueOf(build.getResult()));
        }
        return results;
    }

    private interface Invariant {
        void of(Faxing faxing, Kept build) throws Exception;
    }

    /** Of all, so that one that fails does not hide another. */
    private void each(Map<String, Faxing> all, Invariant invariant) {
        List<String> failures = new ArrayList<>();
        all.forEach((name, faxing) -> {
            try {
                invariant.of(faxing, Kept.in(real.getHome().toPath(), name));
            } catch (Exception | AssertionError e) {
                StringWriter trace = new StringWriter();
                e.printStackTrace(new PrintWriter(trace, true));
                failures.add(name + ": " + trace);
            }
        });
        assertThat(failures).isEmpty();
    }

    /** What a controller has on its disk of a build, running or not. */
    private record Kept(String name, Delivery delivery, List<String> console) {

        static Kept in(Path home, String name) throws IOException {
            Path build = home.resolve("jobs").resolve(name).resolve("builds/1");
            List<DeliveryRecord> records =
                    new DeliveryStore(build.resolve("faxnummer")).all().records();
            assertThat(records).as("records of %s", name).hasSize(1);
            return new Kept(
                    name,
                    records.get(0).delivery(),
                    Files.readString(build.resolve("log"), StandardCharsets.UTF_8)
                            .lines()
                            .toList());
        }
    }

    /** What a build is to do, and whether it is aborted as soon as it has begun. */
    private record Order(String endpoint, String documents, String recipients, boolean aborted)
            implements Serializable {}

    /** The provider of one build and the way to it. */
    private static final class Faxing implements AutoCloseable {

        private final FaxnummerSandbox sandbox;
        private final FaultyProxy network;
        private final Order order;
        private volatile boolean killed;
        private int connectionsBefore;

        /** @param held whether one of its first connections is held until the controller is killed */
        Faxing(RandomScenario dice, boolean held) throws IOException {
            sandbox = FaxnummerSandbox.builder()
                    .speed(200)
                    .password(Fixture.PASSWORD)
                    .responseFormat(dice.pick(ResponseFormat.values()))
                    .start();
            List<Toxic> toxics = dice.toxics();
            // The controller uploads four at a time, and one of them has to get through.
            toxics.replaceAll(it -> it.end() == End.HELD ? Toxic.NONE : it);
            if (held) {
                toxics.set(
                        dice.below(2),
                        dice.chance(70)
                                ? Toxic.down(1 + dice.below(200), End.HELD)
                                : Toxic.up(dice.below(2600), End.HELD));
            }
            network = new FaultyProxy(sandbox.endpoint().getPort(), number -> toxic(toxics, number));
            for (int i = dice.below(2); i > 0; i--) {
                sandbox.failNext(dice.pick(FAULTS));
            }
            for (int i = dice.below(3); i > 0; i--) {
                sandbox.failNextStatus(dice.pick(FAULTS));
            }
            Set<String> recipients = new LinkedHashSet<>();
            for (int i = dice.below(3); i >= 0; i--) {
                recipients.add(dice.pick(NUMBERS).number());
            }
            order = new Order(
                    "http://127.0.0.1:" + network.port() + sandbox.endpoint().getPath(),
                    dice.chance(50) ? "a.pdf" : "*.pdf",
                    String.join(",", recipients),
                    dice.chance(15));
        }

        /** What waits for ever is for the controller that is killed. */
        private Toxic toxic(List<Toxic> toxics, int number) {
            Toxic toxic = number <= toxics.size() ? toxics.get(number - 1) : Toxic.NONE;
            return killed && toxic.end() == End.HELD ? Toxic.NONE : toxic;
        }

        Order order() {
            return order;
        }

        void killed(Kept build) {
            killed = true;
            connectionsBefore = network.connections();
            soFar(build);
        }

        void check(Kept build, String result) {
            List<Delivered> seen = network.delivered().stream()
                    .filter(it -> it.connection() > connectionsBefore)
                    .toList();
            boolean livesOn = build.name().startsWith("pipeline") && !order.aborted();
            if (livesOn) {
                new InvariantChecker(sandbox, build.console()).atEnd(build.delivery(), seen);
            } else {
                soFar(build);
            }
            boolean arrived = build.delivery().transmissions().stream()
                    .allMatch(it -> it.outcome() == Outcome.DONE_OK && it.missingPages() == 0);
            if (result.equals(Result.SUCCESS.toString())) {
                assertThat(arrived).as("success of %s", build).isTrue();
            } else if (livesOn) {
                assertThat(arrived).as("%s of %s", result, build).isFalse();
            }
        }

        private void soFar(Kept build) {
            InvariantChecker checker = new InvariantChecker(sandbox, build.console());
            checker.neverTwice(build.delivery());
            checker.afterRun(InvariantChecker.Reported.by(build.delivery()));
        }

        @Override
        public void close() throws IOException {
            network.close();
            sandbox.close();
        }
    }
}
