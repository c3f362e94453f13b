package io.github.faxnummer.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Job;
import hudson.model.Run;
import io.github.faxnummer.jenkins.report.FaxDeliveriesAction;
import io.github.faxnummer.jenkins.step.SendPlan;
import io.github.faxnummer.jenkins.testing.Fixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jenkins.model.ParameterizedJobMixIn.ParameterizedJob;
import jenkins.util.groovy.GroovyHookScript;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** The Jenkins of {@code mvn -Pjenkins-demo}: the same script, configuration and jobs. */
class SamplesTest {

    private static final int LONGEST_MILLIS = 180_000;

    @RegisterExtension
    private final RealJenkinsExtension real = Fixture.realJenkins();

    @TempDir
    private Path folder;

    @Test
    void jobsEndAsDocumentedAlsoAfterRestart() throws Throwable {
        Path classpath = Files.writeString(folder.resolve("sandbox.classpath"), System.getProperty("java.class.path"));
        real.javaOptions(
                "-D" + GroovyHookScript.class.getName() + ".ROOT_PATH="
                        + Path.of("src/samples").toAbsolutePath(),
                "-D" + SendPlan.FIRST_POLL + "=2",
                "-Dsandbox.classpath=" + classpath);
        RealJenkinsExtension.Step2<TreeMap<String, String>> build = SamplesTest::build;

        real.startJenkins();
        Map<String, String> first = real.runRemotely(build);
        real.stopJenkins();
        real.startJenkins();
        Map<String, String> second = real.runRemotely(build);

        assertThat(first)
                .isEqualTo(Map.of(
                        "pipeline", "#1 FAILURE [DONE-OK, DONE-ERROR]",
                        "freestyle", "#1 SUCCESS [DONE-OK]",
                        "multibranch/main", "#1 SUCCESS [DONE-OK]",
                        "multibranch/draft", "#1 SUCCESS []"));
        assertThat(second)
                .isEqualTo(Map.of(
                        "pipeline", "#2 FAILURE [DONE-OK, DONE-ERROR]",
                        "freestyle", "#2 SUCCESS [DONE-OK]",
                        "multibranch/main", "#1 SUCCESS [DONE-OK]",
                        "multibranch/draft", "#1 SUCCESS []"));
    }

    /** Builds two of the jobs; the branches are built when they are found. */
    private static TreeMap<String, String> build(JenkinsRule jenkins) throws Throwable {
        for (String name : List.of("pipeline", "freestyle")) {
            jenkins.jenkins.getItemByFullName(name, ParameterizedJob.class).scheduleBuild2(0);
        }
        jenkins.waitUntilNoActivityUpTo(LONGEST_MILLIS);
        TreeMap<String, String> results = new TreeMap<>();
        for (Job<?, ?> job : jenkins.jenkins.allItems(Job.class)) {
            Run<?, ?> last = job.getLastBuild();
            List<String> outcomes =
                    last.getAction(FaxDeliveriesAction.class) == null ? List.of() : Fixture.outcomes(last);
            results.put(job.getFullName(), "#" + last.getNumber() + " " + last.getResult() + " " + outcomes);
        }
        return results;
    }
}
