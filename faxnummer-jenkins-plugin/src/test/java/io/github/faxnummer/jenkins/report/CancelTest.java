package io.github.faxnummer.jenkins.report;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.ExtensionList;
import hudson.model.Item;
import hudson.model.Result;
import hudson.model.Run;
import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.jenkins.delivery.FaxListener;
import io.github.faxnummer.jenkins.testing.Fixture;
import io.github.faxnummer.jenkins.testing.SharedJenkinsTestBase;
import java.net.URL;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.TestExtension;

class CancelTest extends SharedJenkinsTestBase {

    @Test
    void cancelsOnlyWithPermissionAndNotifiesListeners() throws Exception {
        WorkflowJob job = Fixture.pipeline(jenkins, "node { faxSend documents: 'a.pdf', recipients: '030 23125005' }");
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader", "operator")
                .grant(Item.CANCEL)
                .everywhere()
                .to("operator"));
        WorkflowRun build = job.scheduleBuild2(0).waitForStart();
        Fixture.await("it is asked for", () -> sandbox.statusRequests() > 0);

        JenkinsRule.WebClient reader = client("reader");
        assertThat(reader.getPage(build, "faxnummer/").getForms())
                .noneMatch(it -> it.getNameAttribute().equals("cancel"));
        WebRequest post =
                new WebRequest(new URL(jenkins.getURL(), build.getUrl() + "faxnummer/cancel"), HttpMethod.POST);
        assertThat(reader.getPage(reader.addCrumb(post)).getWebResponse().getStatusCode())
                .isEqualTo(403);
        assertThat(client("operator")
                        .getPage(new URL(jenkins.getURL(), build.getUrl() + "faxnummer/cancel"))
                        .getWebResponse()
                        .getStatusCode())
                .isIn(404, 405);
        assertThat(build.isBuilding()).isTrue();
        FaxDeliveriesAction loadedAnew = new FaxDeliveriesAction();
        loadedAnew.onLoad(new WorkflowRun(job, build.getRootDir()));
        assertThat(loadedAnew.isCancellable()).isTrue();

        HtmlPage page = client("operator").getPage(build, "faxnummer/");
        jenkins.submit(page.getFormByName("cancel"));

        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        jenkins.assertLogContains("is still in progress at the provider", build);
        assertThat(sandbox.submissions()).isEqualTo(1);
        Recorder recorder = ExtensionList.lookupSingleton(Recorder.class);
        String id = sandbox.faxes().get(0).jobId();
        assertThat(recorder.events)
                .containsExactly("submitted " + build + " " + id, "finished " + build + " " + List.of("SUBMITTED"));
    }

    private JenkinsRule.WebClient client(String user) throws Exception {
        return browser().withThrowExceptionOnFailingStatusCode(false).withBasicApiToken(user);
    }

    /** What a listener of another plugin hears; what it throws hinders nothing. */
    @TestExtension
    public static final class Recorder extends FaxListener {

        private final Queue<String> events = new ConcurrentLinkedQueue<>();

        @Override
        public void submitted(Run<?, ?> run, Transmission fax) {
            events.add("submitted " + run + " " + fax.jobId().orElseThrow());
            throw new IllegalStateException("A listener fails.");
        }

        @Override
        public void finished(Run<?, ?> run, Delivery delivery) {
            events.add("finished " + run + " "
                    + delivery.transmissions().stream()
                            .map(it -> it.outcome().label())
                            .toList());
        }
    }
}
