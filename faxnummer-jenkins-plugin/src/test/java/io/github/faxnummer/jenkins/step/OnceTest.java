package io.github.faxnummer.jenkins.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.chikli.hudson.plugin.naginator.NaginatorCause;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.sonyericsson.rebuild.RebuildCause;
import hudson.FilePath;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Items;
import hudson.model.Result;
import hudson.model.Run;
import io.github.faxnummer.delivery.MonotonicClock;
import io.github.faxnummer.jenkins.config.FaxPolicy;
import io.github.faxnummer.jenkins.config.FaxnummerConfiguration;
import io.github.faxnummer.jenkins.delivery.DeliveryService;
import io.github.faxnummer.jenkins.ledger.SharedLedger;
import io.github.faxnummer.jenkins.report.FaxDeliveriesAction;
import io.github.faxnummer.jenkins.testing.Fixture;
import io.github.faxnummer.jenkins.testing.SharedJenkinsTestBase;
import io.github.faxnummer.ledger.Claim;
import io.github.faxnummer.ledger.FaxIdentity;
import io.github.faxnummer.ledger.LedgerGate;
import io.github.faxnummer.ledger.LedgerResult;
import io.github.faxnummer.ledger.LedgerTiming;
import io.github.faxnummer.ledger.OnceScope;
import io.github.faxnummer.ledger.OpenAttempt;
import io.github.faxnummer.ledger.RunIdentity;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.yaml.YamlSource;
import java.io.ByteArrayInputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.jenkinsci.plugins.pipeline.modeldefinition.actions.RestartDeclarativePipelineAction;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.replay.ReplayAction;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;

/** Which faxes are not sent again, whatever a build is repeated by. */
class OnceTest extends SharedJenkinsTestBase {

    private static final String DELIVERED = "030 23125016";
    private static final String SEND = "faxSend documents: 'a.pdf', recipients: '" + DELIVERED + "'";

    @ParameterizedTest
    @ValueSource(strings = {"", ", reportDirectory: 'fax-reports'"})
    void retrySendsOnceAndReportsInSameDirectory(String directory) throws Exception {
        WorkflowJob job =
                job("node { int n = 0; retry(3) { " + SEND + directory + "; if (n++ < 2) { error 'flaky' } } }");

        WorkflowRun build = jenkins.buildAndAssertSuccess(job);

        assertThat(sandbox.submissions()).isEqualTo(1);
        FilePath workspace = jenkins.jenkins.getWorkspaceFor(job);
        assertThat(workspace.child("fax-reports/TEST-fax.xml").readToString()).contains("failures=\"0\"");
        assertThat(workspace.child("fax-reports-2").exists()).isFalse();
        // Which step has the folder, and nothing readable of its order.
        assertThat(new FilePath(build.getRootDir()).list("faxnummer/report-folders/*"))
                .singleElement()
                .satisfies(it -> assertThat(it.readToString()).matches("[^\n]+\n[0-9a-f]{64}"));
    }

    @Test
    void reportsOfOtherContentStay() throws Exception {
        WorkflowJob job = job("node { " + SEND + "; writeFile file: 'a.pdf', encoding: 'Base64', text: readFile(file:"
                + " 'b.pdf', encoding: 'Base64'); " + SEND + "; " + SEND + "; " + SEND
                + ", reportDirectory: 'fax-reports' }");
        Fixture.document(job, jenkins.jenkins, "b.pdf", 2);

        WorkflowRun build = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        assertThat(sandbox.submissions()).isEqualTo(2);
        jenkins.assertLogContains("reportDirectory 'fax-reports': already used by another step", build);
        FilePath workspace = jenkins.jenkins.getWorkspaceFor(job);
        assertThat(workspace.child("fax-reports/fax-report.json").readToString())
                .contains(sandbox.faxes().get(0).jobId());
        assertThat(workspace.child("fax-reports-2/fax-report.json").readToString())
                .contains(sandbox.faxes().get(1).jobId());
        assertThat(workspace.child("fax-reports-3").exists()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"credentialsId: 'other'", "policy: [redirectTo: '030 23125017']", "resend: true"})
    void reportsOfOtherFaxesStay(String difference) throws Exception {
        Fixture.credentials("other", CredentialsScope.GLOBAL, sandbox.login(), sandbox.password());
        WorkflowJob job = job("node { " + SEND + "; " + SEND + ", failOnError: false, " + difference + " }");

        jenkins.buildAndAssertSuccess(job);

        FilePath workspace = jenkins.jenkins.getWorkspaceFor(job);
        assertThat(workspace.child("fax-reports/fax-report.json").readToString())
                .contains(sandbox.faxes().get(0).jobId());
        assertThat(workspace.child("fax-reports-2/fax-report.json").exists()).isTrue();
    }

    @Test
    void retryThatFindsItsOwnReportSendsOnce() throws Exception {
        WorkflowJob job = job("node { int n = 0; retry(2) { faxSend documents: '**/*.pdf', recipients: '" + DELIVERED
                + "'; if (n++ == 0) { error 'flaky' } } }");

        jenkins.buildAndAssertSuccess(job);
        jenkins.buildAndAssertSuccess(job);

        assertThat(sandbox.submissions()).isEqualTo(2);
        FilePath workspace = jenkins.jenkins.getWorkspaceFor(job);
        assertThat(workspace.child("fax-reports-2").exists()).isFalse();
    }

    @Test
    void retryCountsWithEarlierResult() throws Exception {
        WorkflowJob job = job("node { int n = 0; retry(2) { def r = " + SEND + "; echo \"delivered ${r.success} by"
                + " ${r.transmissions[0].reason}\"; if (n++ == 0) { error 'flaky' } } }");

        WorkflowRun build = jenkins.buildAndAssertSuccess(job);

        assertThat(sandbox.submissions()).isEqualTo(1);
        String submitted = "submitted before, by " + build.getFullDisplayName() + " at 20";
        jenkins.assertLogContains(
                "a.pdf to 00493023125016 is not sent again: DONE-OK, "
                        + sandbox.faxes().get(0).jobId() + ", " + submitted,
                build);
        jenkins.assertLogContains("set resend to send it all the same", build);
        jenkins.assertLogContains("delivered true by " + submitted, build);
        assertThat(build.getAction(FaxDeliveriesAction.class).getPage().getFaxes())
                .isEqualTo(1);
        // The job id is in a detail that is closed at first.
        String page = browser()
                .withJavaScriptEnabled(false)
                .getPage(build, "faxnummer")
                .getWebResponse()
                .getContentAsString();
        assertThat(page).contains(submitted, sandbox.faxes().get(0).jobId());
        assertThat(jenkins.jenkins
                        .getWorkspaceFor(job)
                        .child("fax-reports/fax-report.json")
                        .readToString())
                .contains("\"earlierRun\" : \"" + build.getFullDisplayName() + "\"");
    }

    @Test
    void retryOfDeclarativePipelineSendsOnce() throws Exception {
        WorkflowJob job = job("""
                pipeline {
                  agent any
                  options { retry(2) }
                  stages {
                    stage('fax') {
                      steps {
                        %s
                        script {
                          if (!fileExists('tried')) {
                            writeFile file: 'tried', text: ''
                            error 'flaky'
                          }
                        }
                      }
                    }
                  }
                }
                """.formatted(SEND));

        jenkins.buildAndAssertSuccess(job);

        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    @Test
    void retrySendsAgainWhatFailed() throws Exception {
        WorkflowJob job = job("node { retry(2) { faxSend documents: 'a.pdf', reportDirectory: 'fax', recipients: '"
                + TestNumber.NOT_REACHABLE.number() + "," + DELIVERED + "' } }");

        jenkins.buildAndAssertStatus(Result.FAILURE, job);

        assertThat(sandbox.submissions(TestNumber.NOT_REACHABLE.number())).isEqualTo(2);
        assertThat(sandbox.submissions(TestNumber.DELIVERED.number())).isEqualTo(1);
    }

    @Test
    void doesNotResubmitAfterAmbiguousFailureUnlessToldTo() throws Exception {
        String send = "faxSend documents: 'a.pdf', recipients: '" + TestNumber.ANSWER_LOST.number() + "'";
        WorkflowJob job = job("node { retry(2) { " + send + " } }");

        WorkflowRun build = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        assertThat(sandbox.submissions()).isEqualTo(1);
        jenkins.assertLogContains("set resendUnknown to send it all the same", build);
        assertThat(build.getAction(FaxDeliveriesAction.class).getPage().getFaxes())
                .isEqualTo(1);

        replay(build, "node { " + send + ", resendUnknown: true }", Result.FAILURE);

        assertThat(sandbox.submissions()).isEqualTo(2);
    }

    @Test
    void replaySendsOnceAndNextBuildAgain() throws Exception {
        WorkflowJob job = job("node { " + SEND + " }");
        WorkflowRun build = jenkins.buildAndAssertSuccess(job);

        WorkflowRun replayed = replay(build, "node { " + SEND + " }", Result.SUCCESS);
        replay(replayed, "node { " + SEND + " }", Result.SUCCESS);
        replay(build, "node { " + SEND + " }", Result.SUCCESS);

        jenkins.assertLogContains("submitted before, by " + build.getFullDisplayName(), replayed);
        assertThat(sandbox.submissions()).isEqualTo(1);

        jenkins.buildAndAssertSuccess(job);

        assertThat(sandbox.submissions()).isEqualTo(2);
    }

    @Test
    void replayedBuildCountsTowardsLimitsWithTheOneItRepeats() throws Exception {
        FaxPolicy policy = new FaxPolicy();
        policy.setMaxFaxes("1");
        FaxnummerConfiguration.get().setPolicy(policy);
        WorkflowRun build = jenkins.buildAndAssertSuccess(job("node { " + SEND + " }"));
        String other = "faxSend documents: 'a.pdf', recipients: '" + TestNumber.NOT_REACHABLE.number() + "'";

        WorkflowRun replayed = replay(build, "node { " + other + " }", Result.FAILURE);

        jenkins.assertLogContains("maxFaxes '1': 2 faxes exceed this limit", replayed);
        assertThat(sandbox.submissions()).isEqualTo(1);
        replay(build, "node { " + SEND + " }", Result.SUCCESS);
    }

    /** Without a record of the failure it would follow the job first. */
    @Test
    void replaySendsAgainWhatStatusStepSawFail() throws Exception {
        String send = "faxSend documents: 'a.pdf', recipients: '" + TestNumber.NOT_REACHABLE.number() + "'";
        WorkflowRun build = jenkins.buildAndAssertStatus(
                Result.FAILURE, job("node { def sent = " + send + ", wait: false; faxStatus jobIds: sent.jobIds }"));

        replay(build, "node { " + send + " }", Result.FAILURE);

        assertThat(sandbox.submissions()).isEqualTo(2);
    }

    @Test
    void restartFromStageSendsOnce() throws Exception {
        WorkflowJob job = job("pipeline { agent any; stages { stage('make') { steps { echo 'made' } };"
                + " stage('fax') { steps { " + SEND + " } } } }");
        WorkflowRun build = jenkins.buildAndAssertSuccess(job);

        build.getAction(RestartDeclarativePipelineAction.class).run("fax");
        Fixture.await("it is restarted", () -> job.getBuildByNumber(2) != null);

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(job.getBuildByNumber(2)));
        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    @Test
    void freestyleJobsSendOnceWhenRebuilt() throws Exception {
        FreeStyleProject job = freestyleJob();
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(job);

        FreeStyleBuild rebuilt = repeat(job, new RebuildCause(build));
        repeat(job, new NaginatorCause(rebuilt));

        assertThat(sandbox.submissions()).isEqualTo(1);

        job.getBuildersList().get(FaxBuildStep.class).setResend(true);
        repeat(job, new NaginatorCause(rebuilt));

        assertThat(sandbox.submissions()).isEqualTo(2);
    }

    /** By the plugin's own action, which gives the rebuilt build the causes of the first one, too. */
    @Test
    void pipelineSendsOnceWhenRebuilt() throws Exception {
        WorkflowJob job = job("node { " + SEND + " }");
        WorkflowRun build = jenkins.buildAndAssertSuccess(job);

        WorkflowRun rebuilt = rebuild(build);
        WorkflowRun again = rebuild(rebuilt);

        for (WorkflowRun repeated : List.of(rebuilt, again)) {
            assertThat(repeated.getCause(RebuildCause.class)).isNotNull();
            jenkins.assertLogContains("submitted before, by " + build.getFullDisplayName(), repeated);
        }
        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    @Test
    void refusesToRepeatDeletedBuild() throws Exception {
        FreeStyleProject job = freestyleJob();
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(job);
        Cause cause = new NaginatorCause(build);
        build.delete();

        FreeStyleBuild repeated =
                jenkins.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0, new CauseAction(cause)));

        jenkins.assertLogContains("this build repeats #1, which is deleted", repeated);
        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    /** A rebuild has the causes of the build that it repeats, too. */
    @Test
    void rebuildOfBuildWhoseOriginalIsDeletedSendsOnce() throws Exception {
        FreeStyleProject job = freestyleJob();
        FreeStyleBuild original = jenkins.buildAndAssertSuccess(job);
        Cause again = new NaginatorCause(original);
        FreeStyleBuild repeated = repeat(job, again);
        original.delete();

        jenkins.assertBuildStatusSuccess(job.scheduleBuild2(0, new CauseAction(again, new RebuildCause(repeated))));

        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    /** Jenkins makes one build of two that are scheduled in the same quiet period. */
    @Test
    void refusesRebuildOfTwoBuildsOfWhichOneIsDeleted() throws Exception {
        FreeStyleProject job = freestyleJob();
        FreeStyleBuild deleted = jenkins.buildAndAssertSuccess(job);
        FreeStyleBuild kept = jenkins.buildAndAssertSuccess(job);
        Cause first = new RebuildCause(kept);
        Cause second = new RebuildCause(deleted);
        deleted.delete();

        jenkins.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0, new CauseAction(first, second)));

        assertThat(sandbox.submissions()).isEqualTo(2);
    }

    @Test
    void childOfReplayedBuildBelongsToItsRun() throws Exception {
        WorkflowJob child = job("node { " + SEND + " }");
        WorkflowJob parent = Fixture.pipeline(jenkins, "build job: '" + child.getName() + "'");
        WorkflowRun build = jenkins.buildAndAssertSuccess(parent);

        replay(build, "build job: '" + child.getName() + "'", Result.SUCCESS);

        assertThat(child.getLastBuild().getNumber()).isEqualTo(2);
        assertThat(sandbox.submissions()).isEqualTo(1);

        jenkins.buildAndAssertSuccess(parent);

        assertThat(sandbox.submissions()).isEqualTo(2);
    }

    @Test
    void childOfReplayedBuildBelongsToItsRunAlsoWhenRenamedAndMoved() throws Exception {
        WorkflowJob child = job("node { " + SEND + " }");
        WorkflowJob parent = Fixture.pipeline(jenkins, "build job: '" + child.getName() + "'");
        WorkflowRun build = jenkins.buildAndAssertSuccess(parent);

        child.renameTo("renamed");
        Fixture.document(child, jenkins.jenkins, "a.pdf", 1);
        replay(build, "build job: 'renamed'", Result.SUCCESS);
        Items.move(child, jenkins.createFolder("folder"));
        WorkflowJob moved = jenkins.jenkins.getItemByFullName("folder/renamed", WorkflowJob.class);
        Fixture.document(moved, jenkins.jenkins, "a.pdf", 1);
        replay(build, "build job: 'folder/renamed'", Result.SUCCESS);

        assertThat(moved.getLastBuild().getNumber()).isEqualTo(3);
        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    @Test
    void childThatIsCreatedAgainUnderItsNewNameBelongsToItsRun() throws Exception {
        WorkflowJob child = job("node { " + SEND + " }");
        WorkflowRun build =
                jenkins.buildAndAssertSuccess(Fixture.pipeline(jenkins, "build job: '" + child.getName() + "'"));

        child.renameTo("renamed");
        child.delete();
        child("renamed");
        replay(build, "build job: 'renamed'", Result.SUCCESS);

        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    /** That it sends something else is not certain. */
    @Test
    void successorOfRenamedChildBelongsToItsRun() throws Exception {
        WorkflowJob child = child("child");
        WorkflowRun build = jenkins.buildAndAssertSuccess(Fixture.pipeline(jenkins, "build job: 'child'"));

        child.renameTo("old");
        child("child");
        replay(build, "build job: 'child'", Result.SUCCESS);

        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"build job: 'child'; build job: 'old'", "build job: 'old'; build job: 'child'"})
    void successorOfRenamedChildIsPartOfItsOwnInNextRun(String both) throws Exception {
        WorkflowJob child = child("child");
        WorkflowJob parent = Fixture.pipeline(jenkins, "build job: 'child'");
        jenkins.buildAndAssertSuccess(parent);
        child.renameTo("old");
        Fixture.document(child, jenkins.jenkins, "a.pdf", 1);
        child("child");
        parent.setDefinition(new CpsFlowDefinition(both, true));

        WorkflowRun build = jenkins.buildAndAssertSuccess(parent);

        assertThat(sandbox.submissions()).isEqualTo(3);
        replay(build, both, Result.SUCCESS);
        assertThat(sandbox.submissions()).isEqualTo(3);
    }

    private WorkflowJob child(String name) throws Exception {
        WorkflowJob child = jenkins.createProject(WorkflowJob.class, name);
        child.setDefinition(new CpsFlowDefinition("node { " + SEND + " }", true));
        Fixture.document(child, jenkins.jenkins, "a.pdf", 1);
        return child;
    }

    @Test
    void parallelStepsWithSameDocumentSendOnce() throws Exception {
        WorkflowJob job = job("node { parallel a: { " + SEND + " }, b: { " + SEND + " }, c: { " + SEND + " } }");

        jenkins.buildAndAssertSuccess(job);

        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    @Test
    void stepsThatWaitForAnotherProcessDelayNoOtherFax() throws Exception {
        jenkins.jenkins.setNumExecutors(DeliveryService.THREADS + 1);
        String endpoint =
                FaxnummerConfiguration.get().endpoint().value().orElseThrow().url();
        FaxIdentity fax = FaxIdentity.of(endpoint, sandbox.login(), "00493023125016", "", Optional.of("claimed"));
        try (LedgerGate other = new LedgerGate(
                SharedLedger.get().open(),
                OnceScope.CONTENT,
                new RunIdentity("other", "another controller", Optional.empty(), Optional.empty()),
                LedgerGate.Overrides.NONE,
                LedgerTiming.DEFAULT,
                MonotonicClock.startingAt(Instant.now()))) {
            OpenAttempt attempt = ((Claim.Granted) other.claim(fax, OptionalInt.empty())).attempt();
            List<WorkflowRun> waiting = new ArrayList<>();
            for (int i = 0; i < DeliveryService.THREADS; i++) {
                waiting.add(job("node { " + SEND + ", once: 'content', idempotencyKey: 'claimed' }")
                        .scheduleBuild2(0)
                        .waitForStart());
            }
            Fixture.await("all wait", () -> threadsThatWait() == DeliveryService.THREADS);

            jenkins.buildAndAssertSuccess(job("node { " + SEND + " }"));

            assertThat(waiting).allMatch(Run::isBuilding);
            attempt.ended(LedgerResult.NOT_SENT);
            for (WorkflowRun it : waiting) {
                jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(it));
            }
        }
        assertThat(sandbox.submissions()).isEqualTo(2);
    }

    private static long threadsThatWait() {
        return Thread.getAllStackTraces().values().stream()
                .filter(it -> Arrays.stream(it)
                        .anyMatch(frame -> frame.getClassName().equals(LedgerGate.class.getName())
                                && frame.getMethodName().equals("isProgressing")))
                .count();
    }

    @Test
    void scopeDecidesWhichSubmissionsCount() throws Exception {
        WorkflowJob job = job("node { " + SEND + ", once: 'content' }");
        jenkins.buildAndAssertSuccess(job);

        jenkins.buildAndAssertSuccess(job);

        assertThat(sandbox.submissions()).isEqualTo(1);

        job.setDefinition(new CpsFlowDefinition("node { " + SEND + ", once: 'off'; " + SEND + ", once: 'off' }", true));
        jenkins.buildAndAssertSuccess(job);

        assertThat(sandbox.submissions()).isEqualTo(3);
    }

    @Test
    void idempotencyKeyTakesThePlaceOfTheDocument() throws Exception {
        WorkflowJob job =
                job("node { " + SEND + ", idempotencyKey: 'invoice 7'; faxSend documents: 'b.pdf', recipients: '"
                        + DELIVERED + "', idempotencyKey: 'invoice 7'; " + SEND + ", idempotencyKey: 'invoice 8' }");
        Fixture.document(job, jenkins.jenkins, "b.pdf", 2);

        jenkins.buildAndAssertSuccess(job);

        assertThat(sandbox.submissions()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"documents: 'a.pdf', once: 'always'", "documents: '*.pdf', idempotencyKey: '7'"})
    void refusesInvalidParameters(String parameters) throws Exception {
        WorkflowJob job = job("node { faxSend " + parameters + ", recipients: '" + DELIVERED + "' }");
        Fixture.document(job, jenkins.jenkins, "b.pdf", 2);

        WorkflowRun build = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.assertLogContains(parameters.contains("always") ? "once 'always'" : "idempotencyKey '7'", build);
        assertThat(sandbox.submissions()).isZero();
    }

    @Test
    void dryRunTellsWhatIsNotSentAgain() throws Exception {
        WorkflowJob job = job("node { " + SEND + "; " + SEND + ", dryRun: true }");

        WorkflowRun build = jenkins.buildAndAssertSuccess(job);

        jenkins.assertLogContains("is not sent again: DONE-OK", build);
        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    @Test
    void sendsNothingWhenLedgerIsUnreadable() throws Exception {
        WorkflowJob job = job("node { " + SEND + " }");
        Path ledger = jenkins.jenkins.getRootDir().toPath().resolve("faxnummer-ledger");
        Files.writeString(ledger, "not a directory");

        WorkflowRun build = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.assertLogContains("Nothing was sent: the ledger at " + ledger, build);
        assertThat(sandbox.submissions()).isZero();

        Files.delete(ledger);
        jenkins.buildAndAssertSuccess(job);
        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    @Test
    void ledgerMayBeDatabase(@TempDir Path folder) throws Exception {
        Fixture.credentials("ledger", CredentialsScope.SYSTEM, "fax", "secret");
        String url = "jdbc:h2:file:" + folder.resolve("ledger");
        configure("  ledgerUrl: \"" + url + "\"\n    ledgerCredentialsId: \"ledger\"\n    ledgerRetention: 30");
        assertThat(FaxnummerConfiguration.get().getLedgerRetention()).isEqualTo(30);
        WorkflowJob job = job("node { " + SEND + "; " + SEND + " }");

        WorkflowRun first = jenkins.buildAndAssertSuccess(job);

        jenkins.assertLogContains("The ledger " + url + " is empty", first);
        assertThat(sandbox.submissions()).isEqualTo(1);
        jenkins.assertLogNotContains(" is empty, so it knows", jenkins.buildAndAssertSuccess(job));
        assertThat(sandbox.submissions()).isEqualTo(2);
        assertThat(jenkins.jenkins.getRootDir().toPath().resolve("faxnummer-ledger"))
                .doesNotExist();

        FaxnummerConfiguration.get().setLedgerCredentialsId("none");
        WorkflowRun build = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.assertLogContains("Nothing was sent: ", build);
        assertThat(sandbox.submissions()).isEqualTo(2);
    }

    private void configure(String ledger) throws Exception {
        String yaml = "unclassified:\n  faxnummer:\n    email: \"" + Fixture.EMAIL + "\"\n  " + ledger + "\n";
        ConfigurationAsCode.get()
                .configureWith(YamlSource.of(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))));
    }

    private WorkflowJob job(String script) throws Exception {
        WorkflowJob job = Fixture.pipeline(jenkins, script);
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
        return job;
    }

    private FreeStyleProject freestyleJob() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        FaxBuildStep step = new FaxBuildStep();
        step.setDocuments("a.pdf");
        step.setRecipients(DELIVERED);
        job.getBuildersList().add(step);
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
        return job;
    }

    private WorkflowRun replay(WorkflowRun build, String script, Result result) throws Exception {
        return (WorkflowRun) jenkins.assertBuildStatus(result, (Run<?, ?>)
                build.getAction(ReplayAction.class).run(script, Map.of()).get());
    }

    private WorkflowRun rebuild(WorkflowRun build) throws Exception {
        int number = build.getParent().getNextBuildNumber();
        JenkinsRule.WebClient browser = browser().withJavaScriptEnabled(false);
        URL url = new URL(jenkins.getURL(), build.getUrl() + "rebuild/");
        browser.getPage(browser.addCrumb(new WebRequest(url, HttpMethod.POST)));
        Fixture.await("it is rebuilt", () -> build.getParent().getBuildByNumber(number) != null);
        return jenkins.assertBuildStatusSuccess(
                jenkins.waitForCompletion(build.getParent().getBuildByNumber(number)));
    }

    private FreeStyleBuild repeat(FreeStyleProject job, Cause cause) throws Exception {
        return jenkins.assertBuildStatusSuccess(job.scheduleBuild2(0, new CauseAction(cause)));
    }
}
