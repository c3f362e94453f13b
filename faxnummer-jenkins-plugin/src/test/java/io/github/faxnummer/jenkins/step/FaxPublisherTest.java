package io.github.faxnummer.jenkins.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import io.github.faxnummer.jenkins.testing.Fixture;
import io.github.faxnummer.jenkins.testing.JenkinsTestBase;
import java.util.List;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.MockBuilder;

class FaxPublisherTest extends JenkinsTestBase {

    private FreeStyleProject job;

    @Test
    void sendsAfterChosenResultsOnly() throws Exception {
        FaxPublisher publisher = publisher("030 23125016");
        assertThat(sentAfter(Result.SUCCESS)).isTrue();
        assertThat(sentAfter(Result.FAILURE)).isFalse();
        assertThat(sentAfter(Result.UNSTABLE)).isFalse();

        publisher.setOnSuccess(false);
        publisher.setOnFailure(true);
        publisher.setOnUnstable(true);
        assertThat(sentAfter(Result.SUCCESS)).isFalse();
        assertThat(sentAfter(Result.FAILURE)).isTrue();
        assertThat(sentAfter(Result.UNSTABLE)).isTrue();

        publisher.setOnSuccess(true);
        publisher.setOnChanged(true);
        for (Result result : List.of(Result.ABORTED, Result.NOT_BUILT)) {
            assertThat(sentAfter(result)).as(result.toString()).isFalse();
            publisher.setOnAborted(true);
            assertThat(sentAfter(result)).as(result.toString()).isTrue();
            publisher.setOnAborted(false);
        }

        publisher.setOnSuccess(false);
        publisher.setOnFailure(false);
        publisher.setOnUnstable(false);
        assertThat(sentAfter(Result.UNSTABLE))
                .as("same as before the aborted builds")
                .isFalse();
        assertThat(sentAfter(Result.FAILURE)).isTrue();
        assertThat(sentAfter(Result.ABORTED)).isFalse();
        assertThat(sentAfter(Result.FAILURE))
                .as("aborted builds change nothing")
                .isFalse();
        assertThat(sentAfter(Result.SUCCESS)).isTrue();
    }

    @Test
    void unconfirmedFaxFailsTheBuildAndFormKeepsEverything() throws Exception {
        FaxPublisher publisher = publisher("030 23125006");
        publisher.setOnChanged(true);
        publisher.getFax().setReference("4711");

        // Rejected by the sandbox.
        jenkins.buildAndAssertStatus(Result.FAILURE, job);
        FreeStyleProject again = jenkins.configRoundtrip(job);

        FaxPublisher kept = again.getPublishersList().get(FaxPublisher.class);
        jenkins.assertEqualDataBoundBeans(publisher, kept);
        HtmlPage form = jenkins.createWebClient().getPage(job, "configure");
        assertThat(form.<org.htmlunit.html.HtmlInput>getByXPath("//input[@name='_.email']")
                        .get(0)
                        .getPlaceholder())
                .isEqualTo(Fixture.EMAIL);
    }

    private FaxPublisher publisher(String recipient) throws Exception {
        job = jenkins.createFreeStyleProject();
        FaxBuildStep fax = new FaxBuildStep();
        fax.setDocuments("a.pdf");
        fax.setRecipients(recipient);
        FaxPublisher publisher = new FaxPublisher(fax);
        job.getPublishersList().add(publisher);
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
        return publisher;
    }

    private boolean sentAfter(Result result) throws Exception {
        job.getBuildersList().clear();
        job.getBuildersList().add(new MockBuilder(result));
        int before = sandbox.submissions();
        FreeStyleBuild build = jenkins.buildAndAssertStatus(result, job);
        boolean sent = sandbox.submissions() > before;
        if (!sent) {
            jenkins.assertLogContains("No fax is sent after a build with the result " + result, build);
        }
        return sent;
    }
}
