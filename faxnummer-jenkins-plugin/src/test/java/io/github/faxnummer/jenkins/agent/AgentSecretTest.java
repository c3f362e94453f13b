package io.github.faxnummer.jenkins.agent;

import static io.github.faxnummer.jenkins.testing.FileSearch.contains;
import static io.github.faxnummer.jenkins.testing.FileSearch.filesWith;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.slaves.DumbSlave;
import io.github.faxnummer.jenkins.testing.AgentHeap;
import io.github.faxnummer.jenkins.testing.Fixture;
import io.github.faxnummer.jenkins.testing.Pdf;
import io.github.faxnummer.jenkins.testing.SandboxClock;
import io.github.faxnummer.jenkins.testing.SharedJenkinsTestBase;
import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The account's password is with the controller, encrypted where it is kept, and nowhere else while a fax is on its way. */
class AgentSecretTest extends SharedJenkinsTestBase {

    // Made up anew: an agent may well have this class and its constants.
    private final String login = "acc" + Math.abs(new SecureRandom().nextInt());
    private final String password = UUID.randomUUID().toString();
    private final SandboxClock clock = new SandboxClock();

    @Override
    public FaxnummerSandbox.Builder provider() {
        return Fixture.sandbox().login(login).password(password).speed(1).clock(clock);
    }

    @Test
    void leavesNoPasswordOnAgentOrInFiles(@TempDir Path folder) throws Exception {
        DumbSlave agent = onlineAgent();
        WorkflowJob job = Fixture.pipeline(
                jenkins,
                "node('" + agent.getNodeName() + "') { faxSend documents: 'a-known-name.pdf', recipients: '"
                        + TestNumber.DELIVERED.number() + "' }");
        Fixture.document(job, agent, "a-known-name.pdf", Pdf.large(3_000_000));
        WorkflowRun build = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("SUBMITTED, job", build);

        Path heap = folder.resolve("agent.hprof");
        AgentHeap.dump(agent, heap);

        assertThat(contains(heap, "a-known-name.pdf"))
                .as("the search finds what is there")
                .isTrue();
        assertThat(contains(heap, password)).isFalse();
        assertThat(contains(heap, login)).isFalse();
        assertThat(filesWith(Path.of(agent.getRemoteFS()), password)).isEmpty();
        assertThat(filesWith(jenkins.jenkins.getRootDir().toPath(), password)).isEmpty();
        assertThat(Files.exists(build.getRootDir().toPath().resolve("program.dat")))
                .isTrue();
        clock.pass(Duration.ofHours(1));
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        assertThat(filesWith(jenkins.jenkins.getRootDir().toPath(), password)).isEmpty();
        for (String page : List.of("", "faxnummer/", "faxnummer/api/xml", "api/json?depth=5", "console")) {
            assertThat(browser()
                            .withJavaScriptEnabled(false)
                            .goTo(build.getUrl() + page, null)
                            .getWebResponse()
                            .getContentAsString())
                    .as(page)
                    .doesNotContain(password);
        }
    }
}
