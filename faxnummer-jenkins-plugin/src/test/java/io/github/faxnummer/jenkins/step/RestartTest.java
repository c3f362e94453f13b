package io.github.faxnummer.jenkins.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Computer;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.slaves.DumbSlave;
import hudson.slaves.OfflineCause;
import hudson.slaves.RetentionStrategy;
import io.github.faxnummer.archive.ArchiveVerifier;
import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.delivery.TransmissionState;
import io.github.faxnummer.jenkins.config.FaxnummerConfiguration;
import io.github.faxnummer.jenkins.delivery.DeliveryRecord;
import io.github.faxnummer.jenkins.delivery.DeliveryService;
import io.github.faxnummer.jenkins.delivery.DeliveryStore;
import io.github.faxnummer.jenkins.report.BuildReports;
import io.github.faxnummer.jenkins.report.DeliveryResult;
import io.github.faxnummer.jenkins.report.FaxDeliveriesAction;
import io.github.faxnummer.jenkins.report.ReportWriter;
import io.github.faxnummer.jenkins.report.TransmissionResult;
import io.github.faxnummer.jenkins.testing.Fixture;
import io.github.faxnummer.jenkins.testing.KeptElsewhere;
import io.github.faxnummer.jenkins.testing.SandboxClock;
import io.github.faxnummer.jenkins.testing.SigningKeys;
import io.github.faxnummer.report.Verification;
import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import io.github.faxnummer.signature.VerificationOptions;
import io.github.faxnummer.testing.TestAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.flow.FlowDurabilityHint;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.job.properties.DurabilityHintJobProperty;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

class RestartTest {

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private final SandboxClock clock = new SandboxClock();
    private final FaxnummerSandbox sandbox =
            Fixture.sandbox().speed(1).clock(clock).start();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void followsFaxWithJobId() throws Throwable {
        sessions.then(jenkins -> begin(jenkins, TestNumber.DELIVERED.number()));
        clock.run();
        sessions.then(jenkins -> {
            WorkflowRun build = build(jenkins);
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
            jenkins.assertLogContains("Jenkins was restarted; the faxes continue.", build);
            jenkins.assertLogContains("got true", build);
        });
        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    @Test
    void followsFaxThatWaitedForStoreOfCredentials() throws Throwable {
        KeptElsewhere account = new KeptElsewhere(Fixture.CREDENTIALS, sandbox.login(), sandbox.password());
        account.hang();
        try {
            sessions.then(jenkins -> {
                begin(jenkins, TestNumber.DELIVERED.number());
                // In memory only: after the restart they are in a store that answers.
                List<Credentials> all = SystemCredentialsProvider.getInstance().getCredentials();
                all.clear();
                all.add(account);
                Fixture.await("the store hangs", () -> Fixture.threadsIn(KeptElsewhere.class, "getPassword") > 0);
            });
            clock.run();
            sessions.then(jenkins -> {
                WorkflowRun build = build(jenkins);
                jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
                assertThat(Fixture.outcomes(build)).containsExactly("DONE-OK");
            });
        } finally {
            account.answer();
        }
        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    /** Nothing of the Pipeline is saved while it runs. */
    @Test
    void followsFaxOfPipelineOptimizedForPerformance() throws Throwable {
        sessions.then(jenkins -> {
            Fixture.configure(sandbox);
            WorkflowJob job = Fixture.pipeline(
                    jenkins,
                    "node { def r = faxSend documents: 'a.pdf', recipients: '" + TestNumber.DELIVERED.number()
                            + "'; echo \"got ${r.success}\" }");
            job.addProperty(new DurabilityHintJobProperty(FlowDurabilityHint.PERFORMANCE_OPTIMIZED));
            Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
            jenkins.waitForMessage("SUBMITTED, job", job.scheduleBuild2(0).waitForStart());
        });
        clock.run();
        sessions.then(jenkins -> {
            WorkflowRun build = build(jenkins);
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
            jenkins.assertLogContains("got true", build);
            assertThat(Fixture.outcomes(build)).containsExactly("DONE-OK");
        });
        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    @Test
    void signsReportOnceAfterRestart() throws Throwable {
        try (TestAuthority authority = new TestAuthority(SigningKeys.AUTHORITY)) {
            Path keyStore =
                    TestAuthority.keyStore(folder.resolve("signature.p12"), authority.signer(SigningKeys.SIGNER));
            sessions.then(jenkins -> {
                Fixture.sign(keyStore, TestAuthority.PASSWORD, authority.timestampServer());
                begin(jenkins, TestNumber.DELIVERED.number());
            });
            clock.run();
            sessions.then(jenkins -> {
                WorkflowRun build = build(jenkins);
                jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
                jenkins.assertLogContains("(PAdES LT, with time stamp and validation data)", build);
            });
            assertThat(authority.requests()).containsOnlyOnce("/tsa");
        }
        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    @Test
    void keepsSignatureWhenRestartComesBeforeEndOfStep() throws Throwable {
        List<Path> pipe = new ArrayList<>();
        try (TestAuthority authority = new TestAuthority(SigningKeys.AUTHORITY)) {
            Path keyStore =
                    TestAuthority.keyStore(folder.resolve("signature.p12"), authority.signer(SigningKeys.SIGNER));
            sessions.then(jenkins -> {
                Fixture.sign(keyStore, TestAuthority.PASSWORD, authority.timestampServer());
                begin(jenkins, TestNumber.DELIVERED.number());
                String workspace = jenkins.jenkins
                        .getWorkspaceFor(build(jenkins).getParent())
                        .getRemote();
                pipe.add(Fixture.pipe(Path.of(workspace, "fax-reports", "fax-report.json")));
                clock.run();
                Fixture.await("its signed report is copied", () -> Fixture.threadsIn(ReportWriter.class, "copyTo") > 0);
                jenkins.assertLogNotContains("got true", build(jenkins));
            });
            Fixture.release(pipe.get(0));
            Fixture.await("the copy has ended", () -> Fixture.threadsIn(ReportWriter.class, "copyTo") == 0);
            Files.delete(pipe.get(0));
            sessions.then(jenkins -> {
                WorkflowRun build = build(jenkins);
                jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
                jenkins.assertLogContains("got true", build);
                assertThat(build.getAction(FaxDeliveriesAction.class)
                                .getDeliveries()
                                .get(0)
                                .getSignature())
                        .isEqualTo("LT");
            });
            assertThat(authority.requests()).containsOnlyOnce("/tsa");
        }
        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    @Test
    void archivesReportAfterRestart() throws Throwable {
        Path archive = folder.resolve("archive");
        sessions.then(jenkins -> {
            FaxnummerConfiguration.get().setArchive(archive.toString());
            begin(jenkins, TestNumber.DELIVERED.number());
        });
        assertThat(archive).doesNotExist();
        clock.run();
        sessions.then(jenkins -> {
            WorkflowRun build = build(jenkins);
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
            jenkins.assertLogContains("Archived as entry 1: ", build);
        });
        assertThat(ArchiveVerifier.entries(archive)).hasSize(1).allMatch(it -> it.file("document-1.pdf")
                .isPresent());
    }

    @Test
    void archivesOnceWhenRestartComesBeforeEndOfStep() throws Throwable {
        Path archive = folder.resolve("archive");
        List<Path> pipe = new ArrayList<>();
        sessions.then(jenkins -> {
            FaxnummerConfiguration.get().setArchive(archive.toString());
            begin(jenkins, TestNumber.DELIVERED.number());
            String workspace =
                    jenkins.jenkins.getWorkspaceFor(build(jenkins).getParent()).getRemote();
            pipe.add(Fixture.pipe(Path.of(workspace, "fax-reports", "fax-report.json")));
            clock.run();
            Fixture.await("its archived report is copied", () -> Fixture.threadsIn(ReportWriter.class, "copyTo") > 0);
            jenkins.assertLogNotContains("got true", build(jenkins));
        });
        Fixture.release(pipe.get(0));
        Fixture.await("the copy has ended", () -> Fixture.threadsIn(ReportWriter.class, "copyTo") == 0);
        Files.delete(pipe.get(0));
        assertThat(ArchiveVerifier.entries(archive)).hasSize(1);
        sessions.then(jenkins -> {
            WorkflowRun build = build(jenkins);
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
            jenkins.assertLogContains("got true", build);
        });
        assertThat(ArchiveVerifier.entries(archive)).hasSize(1);
        assertThat(ArchiveVerifier.verify(archive, Optional.empty(), VerificationOptions.NONE))
                .noneMatch(it -> it.result() == Verification.Result.NOT_MET);
        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    @Test
    void reportsInterruptedSubmissionUnknownAndSubmitsTheRest() throws Throwable {
        sessions.then(jenkins -> begin(jenkins, TestNumber.DELIVERED.number()));
        assertThat(sandbox.submissions()).isEqualTo(1);
        rewrite(before -> {
            Transmission first = before.delivery().transmissions().get(0);
            Transmission submitting = new Transmission(
                    first.document(),
                    first.documentName(),
                    first.documentPages(),
                    first.recipient(),
                    first.reference(),
                    new TransmissionState.Submitting(0, Instant.now()));
            Transmission planned = new Transmission(
                    first.document(),
                    first.documentName(),
                    first.documentPages(),
                    TestNumber.LINES.number(),
                    first.reference(),
                    new TransmissionState.Planned(0, Instant.now()));
            Delivery delivery = before.delivery();
            return before.with(delivery.withTransmissions(List.of(submitting, planned)));
        });
        clock.run();
        sessions.then(jenkins -> {
            WorkflowRun build = build(jenkins);
            jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));
            jenkins.assertLogContains("UNKNOWN, the process ended during the submission", build);
            assertThat(build.getAction(FaxDeliveriesAction.class)
                            .getDeliveries()
                            .get(0)
                            .getTransmissions())
                    .extracting(TransmissionResult::getOutcome)
                    .containsExactly("UNKNOWN", "DONE-OK");
        });
        assertThat(sandbox.submissions(TestNumber.DELIVERED.number())).isEqualTo(1);
        assertThat(sandbox.submissions(TestNumber.LINES.number())).isEqualTo(1);
    }

    @Test
    void timeoutEndsAfterRestartAndFailsStepUnlessDisabled() throws Throwable {
        sessions.then(jenkins -> {
            Fixture.configure(sandbox);
            start(
                    jenkins,
                    "def step = [documents: 'a.pdf', recipients: '" + TestNumber.NEVER_ENDS.number() + "']; def r;"
                            + " parallel a: { r = faxSend(step + [failOnTimeout: false]) },"
                            + " b: { catchError(message: 'b failed') { faxSend(step + [once: 'off']) } };"
                            + " echo \"got ${r.outcome}\"");
            Fixture.await("both are submitted", () -> sandbox.statusRequests() > 2);
        });
        rewrite(before -> {
            Delivery delivery = before.delivery();
            return before.with(new Delivery(
                    delivery.order(),
                    delivery.transmissions(),
                    Instant.now().plusSeconds(1),
                    delivery.schedule(),
                    delivery.sameNumber()));
        });
        sessions.then(jenkins -> {
            WorkflowRun build = jenkins.waitForCompletion(build(jenkins));
            jenkins.assertBuildStatus(Result.FAILURE, build);
            jenkins.assertLogContains("got TIMED_OUT", build);
            jenkins.assertLogContains("b failed", build);
            assertThat(Fixture.outcomes(build)).containsExactly("TIMED_OUT");
        });
        assertThat(sandbox.submissions()).isEqualTo(2);
    }

    @Test
    void faxToSameNumberStillWaitsForOneBeforeAfterRestart() throws Throwable {
        try (FaxnummerSandbox slow = Fixture.sandbox().speed(1).clock(clock).start()) {
            sessions.then(jenkins -> {
                Fixture.configure(slow);
                WorkflowJob job =
                        Fixture.pipeline(jenkins, "node { faxSend documents: '*.pdf', recipients: '030 23125016' }");
                Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
                Fixture.document(job, jenkins.jenkins, "b.pdf", 2);
                jenkins.waitForMessage("SUBMITTED, job", job.scheduleBuild2(0).waitForStart());
            });
            sessions.then(jenkins -> {
                WorkflowRun build = build(jenkins);
                int polls = slow.statusRequests();
                Fixture.await("the first fax is polled after the restart", () -> slow.statusRequests() > polls + 1);
                assertThat(slow.submissions()).isEqualTo(1);
                clock.pass(Duration.ofHours(1));
                Fixture.await("the second fax is submitted", () -> slow.submissions() == 2);
                assertThat(Fixture.outcomes(build)).startsWith("DONE-OK");
                clock.pass(Duration.ofHours(1));
                jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
                assertThat(Fixture.outcomes(build)).containsExactly("DONE-OK", "DONE-OK");
            });
            assertThat(slow.submissions()).isEqualTo(2);
        }
    }

    @Test
    void redialsAtItsTimeAfterRestart() throws Throwable {
        try (FaxnummerSandbox slow = Fixture.sandbox().speed(1).clock(clock).start()) {
            sessions.then(jenkins -> {
                Fixture.configure(slow);
                WorkflowJob job = Fixture.pipeline(
                        jenkins,
                        "node { faxSend documents: 'a.pdf', recipients: '030 23125034', redial: 1,"
                                + " redialPause: '20s', failOnError: false }");
                Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
                WorkflowRun build = job.scheduleBuild2(0).waitForStart();
                jenkins.waitForMessage("SUBMITTED, job", build);
                clock.pass(Duration.ofHours(1));
                jenkins.waitForMessage("failed, attempt 2 follows at", build);
            });
            assertThat(slow.submissions()).isEqualTo(1);
            sessions.then(jenkins -> {
                WorkflowRun build = build(jenkins);
                Fixture.await("it is submitted again", () -> slow.submissions() == 2);
                clock.pass(Duration.ofHours(1));
                jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
                assertThat(Fixture.outcomes(build)).containsExactly("DONE-ERROR");
            });
            assertThat(slow.submissions()).isEqualTo(2);
        }
    }

    @Test
    void failsWithTruncatedRecordAndSendsNothing() throws Throwable {
        sessions.then(jenkins -> begin(jenkins, TestNumber.DELIVERED.number()));
        Path file = record();
        Files.writeString(file, Files.readString(file).substring(0, 200));
        sessions.then(jenkins -> jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build(jenkins))));
        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    @Test
    void submissionInterruptedByShutdownIsUnknownAndWaitingFaxIsSentOnce() throws Throwable {
        sessions.then(jenkins -> {
            Fixture.configure(sandbox);
            jenkins.jenkins.setNumExecutors(10);
            String stalled = TestNumber.ANSWER_STALLED.number();
            Fixture.await("every thread has an upload", () -> {
                while (jenkins.jenkins.getAllItems(WorkflowJob.class).size() < DeliveryService.THREADS) {
                    start(jenkins, "faxSend documents: 'a.pdf', failOnError: false, recipients: '" + stalled + "'");
                }
                return sandbox.submissions() == DeliveryService.THREADS;
            });
            WorkflowRun last = start(jenkins, "faxSend documents: 'a.pdf', recipients: '030 23125016'");
            Fixture.await("the last one waits", () -> DeliveryService.get().waiting() == DeliveryService.THREADS + 1);
            assertThat(last.isBuilding()).isTrue();
        });
        clock.run();
        sessions.then(jenkins -> {
            for (WorkflowJob job : jenkins.jenkins.getAllItems(WorkflowJob.class)) {
                WorkflowRun build = jenkins.waitForCompletion(job.getBuildByNumber(1));
                jenkins.assertBuildStatusSuccess(build);
                boolean sent = Fixture.outcomes(build).equals(List.of("DONE-OK"));
                assertThat(Fixture.outcomes(build)).containsExactly(sent ? "DONE-OK" : "UNKNOWN");
                jenkins.assertLogContains(sent ? ": DONE-OK" : ": UNKNOWN, the process was interrupted", build);
            }
        });
        assertThat(sandbox.submissions(TestNumber.ANSWER_STALLED.number())).isEqualTo(DeliveryService.THREADS);
        assertThat(sandbox.submissions(TestNumber.DELIVERED.number())).isEqualTo(1);
    }

    @Test
    void retriesRefusedConnectionAndSendsOnce() throws Throwable {
        int port = Fixture.freePort();
        sessions.then(jenkins -> {
            Fixture.configure("http://127.0.0.1:" + port + sandbox.endpoint().getPath(), "acc12345", Fixture.PASSWORD);
            WorkflowRun build = start(jenkins, "faxSend documents: 'a.pdf', recipients: '030 23125016'");
            Fixture.await("it is to be tried again", () -> Fixture.isToBeTriedAgain(build));
        });
        try (FaxnummerSandbox late = Fixture.sandbox().port(port).start()) {
            sessions.then(jenkins -> jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build(jenkins))));
            assertThat(late.submissions()).isEqualTo(1);
        }
    }

    @Test
    void sendsOnceWhenAgentConnectsAgainAfterRestart() throws Throwable {
        int port = Fixture.freePort();
        sessions.then(jenkins -> {
            Fixture.configure("http://127.0.0.1:" + port + sandbox.endpoint().getPath(), "acc12345", Fixture.PASSWORD);
            DumbSlave agent = jenkins.createOnlineSlave();
            // It does not connect by itself when Jenkins starts.
            agent.setRetentionStrategy(new RetentionStrategy.Demand(100_000, 100_000));
            jenkins.jenkins.updateNode(agent);
            WorkflowJob job = Fixture.pipeline(
                    jenkins,
                    "node('" + agent.getNodeName() + "') { faxSend documents: 'a.pdf', recipients: '"
                            + TestNumber.DELIVERED.number() + "' }");
            Fixture.document(job, agent, "a.pdf", 1);
            WorkflowRun build = job.scheduleBuild2(0).waitForStart();
            Fixture.await("it is to be tried again", () -> Fixture.isToBeTriedAgain(build));
            agent.toComputer().disconnect(new OfflineCause.ByCLI("power cut")).get();
            jenkins.waitForMessage("Waiting for the agent " + agent.getNodeName(), build);
        });
        try (FaxnummerSandbox late = Fixture.sandbox().port(port).start()) {
            sessions.then(jenkins -> {
                Computer agent = jenkins.jenkins.getNodes().get(0).toComputer();
                assertThat(agent.isOffline()).isTrue();
                assertThat(build(jenkins).isBuilding()).isTrue();
                assertThat(late.submissions()).isZero();

                agent.connect(false).get();

                jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build(jenkins)));
                assertThat(Fixture.outcomes(build(jenkins))).containsExactly("DONE-OK");
            });
            assertThat(late.submissions()).isEqualTo(1);
        }
    }

    @Test
    void recordsSubmissionAfterJobWasRenamed() throws Throwable {
        int port = Fixture.freePort();
        List<FaxnummerSandbox> late = new ArrayList<>();
        try {
            sessions.then(jenkins -> {
                Fixture.configure(
                        "http://127.0.0.1:" + port + sandbox.endpoint().getPath(), "acc12345", Fixture.PASSWORD);
                WorkflowRun build = start(jenkins, "faxSend documents: 'a.pdf', recipients: '030 23125016'");
                Fixture.await("it is to be tried again", () -> Fixture.isToBeTriedAgain(build));
                build.getParent().renameTo("renamed");
                late.add(Fixture.sandbox().speed(1).clock(clock).port(port).start());
                jenkins.waitForMessage("SUBMITTED, job", build);
            });
            clock.run();
            sessions.then(jenkins -> jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build(jenkins))));
            assertThat(late.get(0).submissions()).isEqualTo(1);
        } finally {
            late.forEach(FaxnummerSandbox::close);
        }
    }

    @Test
    void recordsAbortWhenAgentDoesNotReturn() throws Throwable {
        sessions.then(jenkins -> {
            Fixture.configure(sandbox);
            DumbSlave agent = jenkins.createOnlineSlave();
            WorkflowJob job = Fixture.pipeline(
                    jenkins,
                    "node('" + agent.getNodeName() + "') { faxSend documents: 'a.pdf', recipients: '"
                            + TestNumber.NEVER_ENDS.number() + "' }");
            Fixture.document(job, agent, "a.pdf", 1);
            WorkflowRun build = job.scheduleBuild2(0).waitForStart();
            jenkins.waitForMessage("SUBMITTED, job", build);
            jenkins.jenkins.removeNode(agent);
        });
        sessions.then(jenkins -> {
            WorkflowRun build = jenkins.waitForCompletion(build(jenkins));
            jenkins.assertBuildStatus(Result.ABORTED, build);
            jenkins.assertLogContains("Timeout waiting for agent to come back", build);
            jenkins.assertLogContains("is still in progress at the provider", build);
            DeliveryRecord record = DeliveryStore.of(build).all().records().get(0);
            assertThat(record.aborted()).isTrue();
            assertThat(BuildReports.of(DeliveryStore.of(build), record.id()).hasReports())
                    .isTrue();
            assertThat(DeliveryService.get().waiting()).isZero();
        });
        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    @Test
    void followsFaxInRetry() throws Throwable {
        try (FaxnummerSandbox busy = Fixture.sandbox().speed(1).clock(clock).start()) {
            sessions.then(jenkins -> {
                Fixture.configure(busy);
                WorkflowRun build =
                        start(jenkins, "faxSend documents: 'a.pdf', recipients: '" + TestNumber.BUSY.number() + "'");
                jenkins.waitForMessage("SUBMITTED, job", build);
                clock.pass(Duration.ofSeconds(20));
                jenkins.waitForMessage("RETRY, tries remaining: 5", build);
                assertThat(build.getAction(FaxDeliveriesAction.class)
                                .getDeliveries()
                                .get(0)
                                .getTransmissions())
                        .extracting(TransmissionResult::getTriesRemaining)
                        .containsExactly(5);
                assertThat(jenkins.createWebClient()
                                .getPage(build, "faxnummer/table")
                                .getWebResponse()
                                .getContentAsString())
                        .contains("RETRY", "Tries remaining: 5");
                assertThat(jenkins.getJSON(build.getUrl() + "faxnummer/api/json?depth=2")
                                .getJSONObject()
                                .toString())
                        .contains("\"triesRemaining\":5");
            });
            clock.pass(Duration.ofHours(1));
            sessions.then(jenkins -> {
                jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build(jenkins)));
                assertThat(Fixture.outcomes(build(jenkins))).containsExactly("DONE-ERROR");
            });
            assertThat(busy.submissions()).isEqualTo(1);
        }
    }

    @Test
    void followingStepContinuesWithoutNode() throws Throwable {
        try (FaxnummerSandbox slow = Fixture.sandbox().speed(1).clock(clock).start()) {
            sessions.then(jenkins -> {
                Fixture.configure(slow);
                WorkflowJob job = Fixture.pipeline(
                        jenkins,
                        "def s; node { s = faxSend documents: 'a.pdf', wait: false, recipients: '030 23125016' };"
                                + " def r = faxStatus jobIds: s.jobIds; echo \"got ${r.success}\"");
                Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
                WorkflowRun build = job.scheduleBuild2(0).waitForStart();
                jenkins.waitForMessage("[Pipeline] faxStatus", build);
                Fixture.await("it is asked for", () -> slow.statusRequests() > 0);
            });
            clock.pass(Duration.ofHours(1));
            sessions.then(jenkins -> {
                WorkflowRun build = build(jenkins);
                jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
                jenkins.assertLogContains("Jenkins was restarted; the faxes continue.", build);
                jenkins.assertLogContains("got true", build);
            });
            assertThat(slow.submissions()).isEqualTo(1);
        }
    }

    @Test
    void keepsResultOfFinishedStep() throws Throwable {
        sessions.then(jenkins -> {
            Fixture.configure(sandbox);
            WorkflowRun build = start(
                    jenkins,
                    "def r = faxSend documents: 'a.pdf', recipients: '030 23125016'; semaphore 'after';"
                            + " echo \"got ${r.success} ${r.transmissions[0].jobId} ${r.transmissions[0].triesRemaining}\"");
            jenkins.waitForMessage("SUBMITTED, job", build);
            clock.pass(Duration.ofHours(1));
            SemaphoreStep.waitForStart("after/1", build);
        });
        int requests = sandbox.requests();
        sessions.then(jenkins -> {
            SemaphoreStep.success("after/1", null);
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build(jenkins)));
            jenkins.assertLogContains("got true " + sandbox.faxes().get(0).jobId() + " null", build(jenkins));
            jenkins.assertLogNotContains("the faxes continue", build(jenkins));
        });
        assertThat(sandbox.requests()).isEqualTo(requests);
    }

    @Test
    void keepsJobIdWhenBuildStepEndsWithBuild() throws Throwable {
        sessions.then(jenkins -> {
            Fixture.configure(sandbox);
            FreeStyleProject job = jenkins.createFreeStyleProject();
            FaxBuildStep step = new FaxBuildStep();
            step.setDocuments("a.pdf");
            step.setRecipients(TestNumber.NEVER_ENDS.number());
            job.getBuildersList().add(step);
            Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
            jenkins.waitForMessage("SUBMITTED, job", job.scheduleBuild2(0).waitForStart());
        });
        sessions.then(jenkins -> {
            FreeStyleBuild build =
                    jenkins.jenkins.getAllItems(FreeStyleProject.class).get(0).getBuildByNumber(1);
            DeliveryResult delivery =
                    build.getAction(FaxDeliveriesAction.class).getDeliveries().get(0);
            assertThat(delivery.getTransmissions())
                    .extracting(TransmissionResult::getJobId)
                    .containsExactly(sandbox.faxes().get(0).jobId());
            assertThat(delivery.isFollowed()).isFalse();
        });
        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    private static WorkflowRun start(JenkinsRule jenkins, String steps) throws Exception {
        WorkflowJob job = Fixture.pipeline(jenkins, "node { " + steps + " }");
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
        return job.scheduleBuild2(0).waitForStart();
    }

    private void begin(JenkinsRule jenkins, String recipients) throws Exception {
        Fixture.configure(sandbox);
        WorkflowJob job = Fixture.pipeline(
                jenkins,
                "node { def r = faxSend documents: 'a.pdf', recipients: '" + recipients
                        + "'; echo \"got ${r.success}\" }");
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
        WorkflowRun build = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("SUBMITTED, job", build);
    }

    private static WorkflowRun build(JenkinsRule jenkins) {
        return jenkins.jenkins.getAllItems(WorkflowJob.class).get(0).getBuildByNumber(1);
    }

    private Path record() throws Exception {
        try (Stream<Path> files = Files.walk(sessions.getHome().toPath().resolve("jobs"))) {
            return files.filter(it -> it.getParent().endsWith("faxnummer") && Files.isRegularFile(it))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private void rewrite(UnaryOperator<DeliveryRecord> change) throws Exception {
        DeliveryStore store = new DeliveryStore(record().getParent());
        for (DeliveryRecord it : store.all().records()) {
            store.save(change.apply(it));
        }
    }
}
