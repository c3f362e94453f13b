package io.github.faxnummer.jenkins.report;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.ExtensionList;
import hudson.model.Result;
import io.github.faxnummer.jenkins.config.FaxnummerConfiguration;
import io.github.faxnummer.jenkins.testing.Fixture;
import io.github.faxnummer.jenkins.testing.JenkinsTestBase;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

class FaxesManagementTest extends JenkinsTestBase {

    @Test
    void administratorsSeeWhatIsUnderWayUnconfirmedAndSentToday() throws Exception {
        FaxnummerConfiguration.get().setMaxFaxesPerDay("10");
        WorkflowJob unknown = Fixture.pipeline(
                jenkins, "node { faxSend documents: 'a.pdf', recipients: '030 23125101', failOnError: false }");
        Fixture.document(unknown, jenkins.jenkins, "a.pdf", 2);
        WorkflowRun lost = jenkins.buildAndAssertSuccess(unknown);
        WorkflowJob endless =
                Fixture.pipeline(jenkins, "node { faxSend documents: 'a.pdf', recipients: '030 23125005' }");
        Fixture.document(endless, jenkins.jenkins, "a.pdf", 1);
        WorkflowRun waiting = endless.scheduleBuild2(0).waitForStart();
        Fixture.await("it is asked for", () -> sandbox.statusRequests() > 0);
        UnconfirmedFaxesMonitor monitor = ExtensionList.lookupSingleton(UnconfirmedFaxesMonitor.class);

        HtmlPage page = jenkins.createWebClient().goTo("manage/faxnummer/");
        assertThat(text(page))
                .contains(lost.getFullDisplayName(), waiting.getFullDisplayName(), "1 fax: 1 in progress")
                .contains("acc12345 2 of 10 3");
        assertThat(monitor.isActivated()).isTrue();
        assertThat(text(jenkins.createWebClient().goTo("manage/")))
                .contains("Builds with unconfirmed faxes: 1.");

        jenkins.submit(page.getFormByName("lookedUp"));
        assertThat(monitor.isActivated()).isFalse();
        assertThat(text(jenkins.createWebClient().goTo("manage/faxnummer/"))).doesNotContain(lost.getFullDisplayName());

        Path list = jenkins.jenkins.getRootDir().toPath().resolve(UnconfirmedFaxes.class.getName() + ".xml");
        Files.writeString(list, "no XML");
        assertThat(monitor.isActivated()).isTrue();
        Files.delete(list);
        waiting.doStop();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(waiting));

        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(
                new MockAuthorizationStrategy().grant(Jenkins.READ).everywhere().to("reader"));
        JenkinsRule.WebClient reader = jenkins.createWebClient()
                .withThrowExceptionOnFailingStatusCode(false)
                .withBasicApiToken("reader");
        assertThat(reader.goTo("manage/faxnummer/").getWebResponse().getStatusCode())
                .isEqualTo(403);
        WebRequest post =
                new WebRequest(new URL(jenkins.getURL(), "manage/faxnummer/lookedUp?run=x%231"), HttpMethod.POST);
        assertThat(reader.getPage(reader.addCrumb(post)).getWebResponse().getStatusCode())
                .isEqualTo(403);
    }

    private static String text(HtmlPage page) {
        return page.getBody().asNormalizedText().replaceAll("\\s+", " ");
    }
}
