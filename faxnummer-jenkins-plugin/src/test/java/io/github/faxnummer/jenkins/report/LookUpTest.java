package io.github.faxnummer.jenkins.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.ExtensionList;
import hudson.model.Result;
import hudson.model.Run;
import io.github.faxnummer.delivery.Outcome;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.delivery.TransmissionState;
import io.github.faxnummer.jenkins.delivery.DeliveryRecord;
import io.github.faxnummer.jenkins.delivery.DeliveryStore;
import io.github.faxnummer.jenkins.delivery.JobCorrelation;
import io.github.faxnummer.jenkins.testing.Faxes;
import io.github.faxnummer.jenkins.testing.Fixture;
import io.github.faxnummer.jenkins.testing.SharedJenkinsTestBase;
import io.github.faxnummer.provider.FailureReason;
import io.github.faxnummer.provider.Rejection;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import jenkins.model.Jenkins;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.cps.replay.ReplayAction;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** What an administrator enters about a fax of which it is not known whether it was sent. */
class LookUpTest extends SharedJenkinsTestBase {

    private static final String STEP =
            "faxSend documents: 'a.pdf', recipients: '" + TestNumber.ANSWER_LOST.number() + "'";

    @ParameterizedTest
    @CsvSource({
        "DELIVERED, SUCCESS, 1, DONE-OK",
        "NOT_DELIVERED, FAILURE, 2, DONE-ERROR",
        "NOT_FOUND, FAILURE, 1, UNKNOWN"
    })
    void isKeptInRecordReportsAndLedger(String entered, String replayed, int submissions, String outcome)
            throws Exception {
        WorkflowRun build = unknown();
        asAdministrator();

        enter(entered);

        assertThat(ExtensionList.lookupSingleton(UnconfirmedFaxesMonitor.class).isActivated())
                .isFalse();
        assertThat(page().getForms()).noneMatch(it -> it.getNameAttribute().equals("lookUp"));
        assertThat(Fixture.outcomes(build)).containsExactly(outcome);
        String json = report(build, "fax-report.json");
        assertThat(json)
                .contains(
                        "\"lookedUp\" : \"" + entered + "\"",
                        "\"outcome\" : \"" + outcome + "\"",
                        "entered by anna at 20")
                .contains("UNKNOWN");
        assertThat(report(build, "fax-report.csv")).contains(outcome, "entered by anna at 20");
        assertThat(browser()
                        .withJavaScriptEnabled(false)
                        .withBasicApiToken("anna")
                        .getPage(build, "faxnummer/")
                        .getWebResponse()
                        .getContentAsString())
                .contains("entered by anna at 20");

        WorkflowRun again = (WorkflowRun)
                Objects.requireNonNull(build.getAction(ReplayAction.class).run("node { " + STEP + " }", Map.of()))
                        .get();

        jenkins.assertBuildStatus(Result.fromString(replayed), again);
        assertThat(sandbox.submissions()).isEqualTo(submissions);
        if (entered.equals("DELIVERED")) {
            jenkins.assertLogContains("delivered as the customer centre says; set resend", again);
        }
    }

    @Test
    void isRefusedWhereTheLedgerCannotBeTold() throws Exception {
        WorkflowRun build = unknown();
        asAdministrator();
        SystemCredentialsProvider.getInstance().getCredentials().clear();

        assertThat(enter("DELIVERED")).contains("without the credentials " + Fixture.CREDENTIALS);
        assertThat(enter("")).contains("choose what the customer centre says");

        assertThat(Fixture.outcomes(build)).containsExactly("UNKNOWN");
        assertThat(UnconfirmedFaxes.get().count()).isEqualTo(1);
    }

    @Test
    void isRefusedWhereTheLedgerDoesNotHaveTheFax() throws Exception {
        WorkflowRun build = unknown();
        asAdministrator();
        Path ledger = jenkins.jenkins.getRootDir().toPath().resolve("faxnummer-ledger");
        Path away = ledger.resolveSibling("away");
        Files.move(ledger, away);

        assertThat(enter("DELIVERED")).contains("the ledger has no such unconfirmed fax");
        assertThat(enter("NOT_DELIVERED")).contains("the ledger has no such unconfirmed fax");

        assertThat(UnconfirmedFaxes.get().count()).isEqualTo(1);
        enter("NOT_FOUND");
        assertThat(Fixture.outcomes(build)).containsExactly("UNKNOWN");
        assertThat(UnconfirmedFaxes.get().count()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"DELIVERED, SUCCESS, 1", "NOT_DELIVERED, FAILURE, 2"})
    void isKeptInLedgerForFaxWithJobThatAnotherStepFollowed(String entered, String replayed, int submissions)
            throws Exception {
        String steps = "node { def jobs = faxSend(documents: 'a.pdf', wait: false, recipients: '"
                + TestNumber.OTHER_DESTINATION.number() + "').jobIds; faxStatus jobIds: jobs }";
        WorkflowJob job = Fixture.pipeline(jenkins, steps);
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
        WorkflowRun build = jenkins.buildAndAssertStatus(Result.FAILURE, job);
        asAdministrator();

        enter(entered);

        assertThat(UnconfirmedFaxes.get().count()).isZero();
        String send =
                "node { faxSend documents: 'a.pdf', recipients: '" + TestNumber.OTHER_DESTINATION.number() + "' }";
        WorkflowRun again = (WorkflowRun)
                Objects.requireNonNull(build.getAction(ReplayAction.class).run(send, Map.of()))
                        .get();
        jenkins.assertBuildStatus(Result.fromString(replayed), again);
        assertThat(sandbox.submissions()).isEqualTo(submissions);
    }

    @Test
    void faxThatLaterStepSawDeliveredIsNotUnconfirmed() throws Exception {
        Run<?, ?> build = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject());
        DeliveryRecord delivered = Faxes.record("sent", 1, Instant.parse("2026-11-29T12:00:00Z"));
        Transmission fax = delivered.delivery().transmissions().get(0);
        Transmission refused = new Transmission(
                fax.document(),
                fax.documentName(),
                fax.documentPages(),
                fax.recipient(),
                fax.reference(),
                new TransmissionState.StatusUnavailable(
                        fax.progress().job().orElseThrow(), new Rejection(FailureReason.OTHER, "not now")));
        DeliveryRecord sent = delivered.with(delivered.delivery().withTransmissions(List.of(refused)));
        DeliveryStore.of(build).save(sent);
        UnconfirmedFaxes.get().check(build);
        assertThat(UnconfirmedFaxes.get().count()).isEqualTo(1);
        assertThat(LookUps.open(build)).hasSize(1);

        DeliveryStore.of(build).save(followed(delivered));
        UnconfirmedFaxes.get().check(build);

        assertThat(UnconfirmedFaxes.get().count()).isZero();
        assertThat(LookUps.open(build)).isEmpty();
        JobCorrelation known = JobCorrelation.in(DeliveryStore.of(build).all().records());
        assertThat(known.newest(sent.delivery()).transmissions())
                .extracting(Transmission::outcome)
                .containsExactly(Outcome.DONE_OK);
    }

    private static DeliveryRecord followed(DeliveryRecord record) {
        return new DeliveryRecord(
                "followed",
                DeliveryRecord.Kind.STATUS,
                record.started().plusSeconds(60),
                record.endpoint(),
                record.credentialsId(),
                record.workspace(),
                record.waits(),
                record.failOnError(),
                record.failOnTimeout(),
                record.failOnMissingPages(),
                "",
                false,
                false,
                record.once(),
                record.delivery());
    }

    private WorkflowRun unknown() throws Exception {
        WorkflowJob job = Fixture.pipeline(jenkins, "node { " + STEP + " }");
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
        WorkflowRun build = jenkins.buildAndAssertStatus(Result.FAILURE, job);
        assertThat(sandbox.submissions()).isEqualTo(1);
        return build;
    }

    private void asAdministrator() {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("anna"));
    }

    private HtmlPage page() throws Exception {
        JenkinsRule.WebClient client =
                browser().withThrowExceptionOnFailingStatusCode(false).withBasicApiToken("anna");
        return client.goTo("manage/faxnummer/");
    }

    private String enter(String result) throws Exception {
        HtmlForm form = page().getFormByName("lookUp");
        form.getSelectByName("result").setSelectedAttribute(result, true);
        return jenkins.submit(form).getWebResponse().getContentAsString();
    }

    private static String report(Run<?, ?> build, String name) throws IOException {
        DeliveryStore store = DeliveryStore.of(build);
        return Files.readString(
                BuildReports.of(store, store.all().records().get(0).id())
                        .file(name)
                        .orElseThrow());
    }
}
