package io.github.faxnummer.jenkins.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.github.faxnummer.jenkins.testing.Fixture;
import io.github.faxnummer.jenkins.testing.Pdf;
import io.github.faxnummer.jenkins.testing.PluginArchive;
import io.github.faxnummer.jenkins.testing.SandboxClock;
import io.github.faxnummer.sandbox.FaxnummerSandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import jenkins.util.Timer;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * Pipelines that wait for their faxes while the controller is killed and gets another version of the plugin. {@code
 * -Dupdate.pipelines=200} says how many, and {@code -Dupdate.from=<.hpi>} with which version they begin.
 */
class UpdateTest {

    private static final int PIPELINES = Integer.getInteger("update.pipelines", 8);
    private static final String BEFORE = "0.0.1-before";
    private static final String AFTER = "0.0.2-after";
    private static final String JOB = "crowd-";

    // The first two digits are of no test number: the sandbox delivers it.
    private static final String NUMBER = "0049202%07d";

    @RegisterExtension
    private final RealJenkinsExtension real = Fixture.realJenkins()
            // As it is out of tests, where it is 15 s: so long a Pipeline may wait for its executor after a restart.
            .javaOptions("-Dorg.jenkinsci.plugins.workflow.support.pickles.ExecutorPickle.timeoutForNodeMillis=300000")
            .withTimeout(0);

    private final SandboxClock clock = new SandboxClock();
    private final FaxnummerSandbox sandbox =
            Fixture.sandbox().speed(1).clock(clock).start();

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void waitingPipelinesFinishAfterKillAndUpdate() throws Throwable {
        Path plugins = real.getHome().toPath().resolve("plugins");
        // The harness links to the compiled classes.
        Files.delete(plugins.resolve("faxnummer.jpl"));
        Path plugin = plugins.resolve("faxnummer.jpi");
        Optional<String> former = Optional.ofNullable(System.getProperty("update.from"));
        if (former.isPresent()) {
            Files.copy(Path.of(former.get()), plugin);
        } else {
            PluginArchive.write(plugin, BEFORE);
        }
        RealJenkinsExtension.Step2<String> version = UpdateTest::version;
        RealJenkinsExtension.StepWithTwoArgs<String, Integer> begin = UpdateTest::begin;
        RealJenkinsExtension.Step2<TreeMap<Integer, String>> outcomes = UpdateTest::outcomes;

        real.startJenkins();
        String begun = real.runRemotely(version);
        real.runRemotely(begin, sandbox.endpoint().toString(), PIPELINES);
        assertThat(sandbox.submissions()).isEqualTo(PIPELINES);
        real.stopJenkinsForcibly();
        PluginArchive.write(plugin, AFTER);
        clock.run();
        real.startJenkins();
        TreeMap<Integer, String> ended = real.runRemotely(outcomes);

        assertThat(real.runRemotely(version)).isEqualTo(AFTER).isNotEqualTo(begun);
        assertThat(ended).hasSize(PIPELINES);
        assertThat(ended.values()).containsOnly("SUCCESS [DONE-OK]");
        assertThat(sandbox.submissions()).isEqualTo(PIPELINES);
        assertThat(IntStream.rangeClosed(1, PIPELINES))
                .allSatisfy(it ->
                        assertThat(sandbox.submissions(NUMBER.formatted(it))).isEqualTo(1));
    }

    private static String version(JenkinsRule jenkins) {
        return jenkins.jenkins.pluginManager.getPlugin("faxnummer").getVersion();
    }

    /** Comes back when all wait, and each knows the job of its fax. */
    private static void begin(JenkinsRule jenkins, String endpoint, int pipelines) throws Throwable {
        Fixture.configure(endpoint, "acc12345", Fixture.PASSWORD);
        jenkins.jenkins.setNumExecutors(pipelines);
        Path documents =
                Files.createDirectories(jenkins.jenkins.getRootDir().toPath().resolve("documents"));
        Files.write(documents.resolve("a.pdf"), Pdf.pages(1));
        // One build of each: Jenkins loses locks of workspaces when it resumes many builds of one job (JENKINS-37121).
        List<WorkflowRun> builds = new ArrayList<>();
        for (int i = 1; i <= pipelines; i++) {
            WorkflowJob job = Fixture.pipeline(
                    jenkins,
                    "node { dir('" + documents + "') { faxSend documents: 'a.pdf', recipients: '" + NUMBER.formatted(i)
                            + "', timeout: 1440 } }");
            job.renameTo(JOB + i);
            builds.add(job.scheduleBuild2(0).waitForStart());
        }
        for (WorkflowRun build : builds) {
            jenkins.waitForMessage("SUBMITTED, job", build);
        }
    }

    private static TreeMap<Integer, String> outcomes(JenkinsRule jenkins) throws Throwable {
        // After a restart Jenkins gives back one executor each time it looks at its queue, and it looks each 5 s.
        Timer.get().scheduleWithFixedDelay(() -> jenkins.jenkins.getQueue().maintain(), 0, 20, TimeUnit.MILLISECONDS);
        TreeMap<Integer, String> outcomes = new TreeMap<>();
        for (WorkflowJob job : jenkins.jenkins.getAllItems(WorkflowJob.class)) {
            WorkflowRun build = job.getBuildByNumber(1);
            jenkins.waitForCompletion(build);
            String outcome = build.getResult() + " " + Fixture.outcomes(build);
            String log = Result.SUCCESS.equals(build.getResult()) ? "" : ": " + JenkinsRule.getLog(build);
            outcomes.put(Integer.valueOf(job.getName().substring(JOB.length())), outcome + log);
        }
        return outcomes;
    }
}
