package io.github.faxnummer.jenkins.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.domains.HostnameSpecification;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.Computer;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.FormValidation;
import io.github.faxnummer.delivery.Outcome;
import io.github.faxnummer.delivery.TransmissionState;
import io.github.faxnummer.jenkins.delivery.DeliveryService;
import io.github.faxnummer.jenkins.delivery.DeliveryStore;
import io.github.faxnummer.jenkins.ledger.SharedLedger;
import io.github.faxnummer.jenkins.step.FaxBuildStep;
import io.github.faxnummer.jenkins.testing.Fixture;
import io.github.faxnummer.jenkins.testing.KeptElsewhere;
import io.github.faxnummer.jenkins.testing.SandboxClock;
import io.github.faxnummer.jenkins.testing.SharedJenkinsTestBase;
import io.github.faxnummer.ledger.DirectoryLedger;
import io.github.faxnummer.ledger.FaxLedger;
import io.github.faxnummer.ledger.LedgerException;
import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import jenkins.model.Jenkins;
import jenkins.security.QueueItemAuthenticatorConfiguration;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.MockQueueItemAuthenticator;

/** Which accounts a job may use, and what is said of those that it may not. */
class CredentialsTest extends SharedJenkinsTestBase {

    private static final int FAXES = DeliveryService.THREADS + 2;
    private static final String REFUSED = "no such credentials available to this job";
    private static final String UNREADABLE = "could not be read from their store (CredentialsUnavailableException)";

    @Test
    void restrictsFolderCredentialsToItsJobs() throws Exception {
        Folder folder = jenkins.createProject(Folder.class, "team");
        CredentialsStore store = null;
        for (CredentialsStore each : CredentialsProvider.lookupStores(folder)) {
            store = each.getContext() == folder ? each : store;
        }
        store.addCredentials(Domain.global(), account("team-account", CredentialsScope.GLOBAL, sandbox.password()));
        WorkflowJob inside = folder.createProject(WorkflowJob.class, "inside");
        WorkflowJob outside = jenkins.createProject(WorkflowJob.class, "outside");

        jenkins.assertBuildStatusSuccess(run(inside, "team-account"));
        jenkins.assertLogContains(REFUSED, jenkins.assertBuildStatus(Result.FAILURE, run(outside, "team-account")));

        assertThat(sandbox.submissions()).isEqualTo(1);
        assertThat(FormFields.of(inside).credentialsId("team-account").kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(FormFields.of(outside).credentialsId("team-account").kind).isEqualTo(FormValidation.Kind.ERROR);
    }

    @Test
    void restrictsDomainCredentialsToItsHosts() throws Exception {
        domain("fits", "127.0.0.1");
        domain("does-not-fit", "*.example.com");
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);

        jenkins.assertBuildStatusSuccess(run(job, "fits"));
        jenkins.assertLogContains(REFUSED, jenkins.assertBuildStatus(Result.FAILURE, run(job, "does-not-fit")));

        assertThat(sandbox.submissions()).isEqualTo(1);
        assertThat(testConnection("fits").kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(testConnection("does-not-fit").getMessage()).contains("a domain that matches http://127.0.0.1:");
    }

    @Test
    void refusesSystemCredentialsInTestAndBuild() throws Exception {
        Fixture.credentials("system-only", CredentialsScope.SYSTEM, sandbox.login(), sandbox.password());

        jenkins.assertLogContains(
                REFUSED,
                jenkins.assertBuildStatus(
                        Result.FAILURE, run(jenkins.createProject(WorkflowJob.class), "system-only")));
        assertThat(testConnection("system-only").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(testConnection("system-only").getMessage())
                .contains("No such credentials available to jobs")
                .doesNotContain("this job", "credentialsId");
        assertThat(sandbox.requests()).isZero();
    }

    @Test
    void followsFaxOnceStoreOfCredentialsAnswersAgain() throws Exception {
        KeptElsewhere account = new KeptElsewhere("elsewhere", sandbox.login(), sandbox.password());
        SystemCredentialsProvider.getInstance().getCredentials().add(account);
        WorkflowRun build = begin(jenkins.createProject(WorkflowJob.class), "elsewhere", "030 23125016");
        jenkins.waitForMessage("SUBMITTED, job", build);

        account.setReachable(false);
        jenkins.waitForMessage(UNREADABLE, build);
        account.setReachable(true);

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        assertThat(Fixture.outcomes(build)).containsExactly("DONE-OK");
    }

    @Test
    void saysThatStoreOfCredentialsDoesNotAnswer() throws Exception {
        KeptElsewhere account = new KeptElsewhere("elsewhere", sandbox.login(), sandbox.password());
        account.setReachable(false);
        SystemCredentialsProvider.getInstance().getCredentials().add(account);

        WorkflowRun build =
                jenkins.assertBuildStatus(Result.FAILURE, run(jenkins.createProject(WorkflowJob.class), "elsewhere"));

        jenkins.assertLogContains("credentialsId 'elsewhere': the credentials " + UNREADABLE, build);
        assertThat(testConnection("elsewhere").getMessage()).containsIgnoringCase(UNREADABLE);
        FaxnummerConfiguration.get().setLedgerUrl("jdbc:postgresql://localhost/fax");
        FaxnummerConfiguration.get().setLedgerCredentialsId("elsewhere");
        assertThatThrownBy(() -> SharedLedger.get().open())
                .isInstanceOfSatisfying(
                        LedgerException.class,
                        it -> assertThat(it.problem().in(Locale.ENGLISH)).contains("ledgerCredentialsId", UNREADABLE));
        assertThat(sandbox.requests()).isZero();
    }

    @Test
    void storeThatHangsDelaysNoOtherFaxAndNoAbort() throws Exception {
        System.setProperty(CredentialsReader.TIMEOUT, "3600");
        KeptElsewhere account = new KeptElsewhere("elsewhere", sandbox.login(), sandbox.password());
        WorkflowRun hung = toBeTriedAgain(account);

        account.hang();
        try {
            Fixture.await("the store hangs", () -> Fixture.threadsIn(KeptElsewhere.class, "getPassword") == 4);
            FaxnummerConfiguration.get().setEndpoint(sandbox.endpoint().toString());
            jenkins.assertBuildStatusSuccess(run(jenkins.createProject(WorkflowJob.class), Fixture.CREDENTIALS));
            assertThat(hung.isBuilding()).isTrue();

            hung.getExecutor().interrupt();

            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(hung));
            assertNotSent(hung);
        } finally {
            account.answer();
        }
        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    @Test
    void storeThatHangsEndsFaxesThatAreNotSubmitted() throws Exception {
        KeptElsewhere account = new KeptElsewhere("elsewhere", sandbox.login(), sandbox.password());
        WorkflowRun hung = toBeTriedAgain(account);

        System.setProperty(CredentialsReader.TIMEOUT, "3");
        account.hang();
        try {
            jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(hung));
        } finally {
            account.answer();
        }

        jenkins.assertLogContains(
                "NOT_SENT, not submitted, because the account could not be used: the credentials could not be read from"
                        + " their store (no response within 3 seconds)",
                hung);
        assertNotSent(hung);
        assertThat(sandbox.submissions()).isZero();
    }

    /** More faxes than there are threads for submissions; none is submitted, because nothing listens. */
    private WorkflowRun toBeTriedAgain(KeptElsewhere account) throws Exception {
        SystemCredentialsProvider.getInstance().getCredentials().add(account);
        FaxnummerConfiguration.get().setEndpoint("http://127.0.0.1:" + Fixture.freePort() + "/");
        WorkflowJob job = Fixture.pipeline(
                jenkins,
                "node { def b = [:]; for (int i = 0; i < " + FAXES + "; i++) { def key = \"k$i\"; b[key] = {"
                        + " faxSend documents: 'a.pdf', credentialsId: 'elsewhere', idempotencyKey: key, recipients: '"
                        + TestNumber.DELIVERED.number() + "' } }; parallel b }");
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
        WorkflowRun build = job.scheduleBuild2(0).waitForStart();
        Fixture.await("all are to be tried again", () -> tried(build) == FAXES);
        return build;
    }

    private static void assertNotSent(WorkflowRun build) {
        assertThat(DeliveryStore.of(build).all().records()).hasSize(FAXES).allSatisfy(it -> assertThat(
                        it.delivery().transmissions())
                .allMatch(fax -> fax.outcome() == Outcome.NOT_SENT));
    }

    @Test
    void preparingAsksStoreOnce() throws Exception {
        KeptElsewhere account = new KeptElsewhere("elsewhere", sandbox.login(), sandbox.password());
        SystemCredentialsProvider.getInstance().getCredentials().add(account);
        WorkflowJob job = Fixture.pipeline(
                jenkins,
                "node { faxSend dryRun: true, documents: 'a.pdf', credentialsId: 'elsewhere', recipients: '"
                        + TestNumber.DELIVERED.number() + "' }");
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);

        jenkins.buildAndAssertSuccess(job);

        assertThat(account.asked()).isEqualTo(1);
    }

    private static long tried(Run<?, ?> build) {
        return DeliveryStore.of(build).all().records().stream()
                .flatMap(it -> it.delivery().transmissions().stream())
                .filter(it -> it.progress() instanceof TransmissionState.Planned planned && planned.attempts() > 0)
                .count();
    }

    @Test
    void followsFaxOnceStoreThatHungAnswersAgain() throws Exception {
        KeptElsewhere account = new KeptElsewhere("elsewhere", sandbox.login(), sandbox.password());
        SystemCredentialsProvider.getInstance().getCredentials().add(account);
        WorkflowRun build = begin(jenkins.createProject(WorkflowJob.class), "elsewhere", "030 23125016");
        jenkins.waitForMessage("SUBMITTED, job", build);

        System.setProperty(CredentialsReader.TIMEOUT, "2");
        account.hang();
        try {
            jenkins.waitForMessage("could not be read from their store (no response within 2 seconds)", build);
        } finally {
            System.clearProperty(CredentialsReader.TIMEOUT);
            account.answer();
        }

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        assertThat(Fixture.outcomes(build)).containsExactly("DONE-OK");
        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    @Test
    void ledgerWhoseCredentialsHangIsUnreadable() throws Exception {
        System.setProperty(CredentialsReader.TIMEOUT, "2");
        KeptElsewhere account = ledgerInDatabase();
        account.hang();
        try {
            assertThatThrownBy(() -> SharedLedger.get().open())
                    .isInstanceOfSatisfying(
                            LedgerException.class, it -> assertThat(it.problem().in(Locale.ENGLISH))
                                    .contains("ledgerCredentialsId", "no response within 2 seconds"));
        } finally {
            account.answer();
        }
    }

    @Test
    void ledgerWhoseCredentialsComeLateIsTheOneThatIsConfiguredThen() throws Exception {
        KeptElsewhere account = ledgerInDatabase();
        account.hang();
        try {
            FutureTask<FaxLedger> late = opening();

            FaxnummerConfiguration.get().setLedgerUrl("");
            FaxLedger ledger = SharedLedger.get().open();
            account.answer();

            assertThat(ledger).isInstanceOf(DirectoryLedger.class);
            assertThat(late.get(60, TimeUnit.SECONDS)).isSameAs(ledger);
            assertThat(SharedLedger.get().open()).isSameAs(ledger);
        } finally {
            account.answer();
        }
    }

    @Test
    void ledgerIsNotOpenedWhileJenkinsGoesDown() throws Exception {
        KeptElsewhere account = ledgerInDatabase();
        account.hang();
        try {
            FutureTask<FaxLedger> late = opening();

            SharedLedger.closeAll();
            account.answer();

            assertThatThrownBy(() -> late.get(60, TimeUnit.SECONDS)).hasCauseInstanceOf(CancellationException.class);
        } finally {
            account.answer();
        }
    }

    private KeptElsewhere ledgerInDatabase() throws Exception {
        KeptElsewhere account = new KeptElsewhere("elsewhere", sandbox.login(), sandbox.password());
        SystemCredentialsProvider.getInstance().getCredentials().add(account);
        FaxnummerConfiguration.get().setLedgerUrl("jdbc:postgresql://localhost/fax");
        FaxnummerConfiguration.get().setLedgerCredentialsId("elsewhere");
        return account;
    }

    /** Waits for a store that hangs. */
    private static FutureTask<FaxLedger> opening() throws Exception {
        FutureTask<FaxLedger> opening =
                new FutureTask<>(() -> SharedLedger.get().open());
        new Thread(opening, "opening").start();
        Fixture.await("the store hangs", () -> Fixture.threadsIn(KeptElsewhere.class, "getPassword") == 1);
        return opening;
    }

    @Test
    void stopsAfterWrongPassword() throws Exception {
        Fixture.credentials("wrong", CredentialsScope.GLOBAL, sandbox.login(), "another");

        WorkflowRun build = jenkins.assertBuildStatus(
                Result.FAILURE, run(jenkins.createProject(WorkflowJob.class), "wrong", "030 23125016, 030 23125999"));

        jenkins.assertLogContains("the account password is wrong", build);
        assertThat(Fixture.outcomes(build)).containsExactly("REJECTED", "NOT_SENT");
        assertThat(sandbox.submissions()).isEqualTo(1);
        assertThat(sandbox.faxes()).isEmpty();
        assertThat(testConnection("wrong").getMessage()).contains("the account password is wrong");
    }

    @Test
    void usesCredentialsOfUserWhoBuilds() throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Computer.BUILD, Item.READ, Item.BUILD)
                .everywhere()
                .to("poor", "rich", "own")
                .grant(CredentialsProvider.USE_ITEM)
                .everywhere()
                .to("rich")
                .grant(CredentialsProvider.USE_OWN)
                .everywhere()
                .to("own"));
        User own = User.getById("own", true);
        try (ACLContext ignored = ACL.as2(own.impersonate2())) {
            CredentialsProvider.lookupStores(own)
                    .iterator()
                    .next()
                    .addCredentials(Domain.global(), account("own-account", CredentialsScope.USER, sandbox.password()));
        }
        MockQueueItemAuthenticator authenticator = new MockQueueItemAuthenticator();
        QueueItemAuthenticatorConfiguration.get().getAuthenticators().add(authenticator);

        for (String user : List.of("poor", "rich", "own")) {
            WorkflowJob job = jenkins.createProject(WorkflowJob.class, user);
            authenticator.authenticate(
                    job.getFullName(), User.getById(user, true).impersonate2());
            boolean mayUseGlobal = user.equals("rich");
            WorkflowRun build = run(job, Fixture.CREDENTIALS);
            jenkins.assertBuildStatus(mayUseGlobal ? Result.SUCCESS : Result.FAILURE, build);
            if (!mayUseGlobal) {
                jenkins.assertLogContains(REFUSED, build);
            }
            // The form shows the same to users who configure the job.
            assertThat(FormFields.of(job).credentialsId(Fixture.CREDENTIALS).kind)
                    .as(user)
                    .isEqualTo(mayUseGlobal ? FormValidation.Kind.OK : FormValidation.Kind.ERROR);
        }
        assertThat(sandbox.submissions()).isEqualTo(1);
        jenkins.assertBuildStatusSuccess(
                run(jenkins.jenkins.getItemByFullName("own", WorkflowJob.class), "own-account"));
        jenkins.assertLogContains(
                REFUSED, run(jenkins.jenkins.getItemByFullName("rich", WorkflowJob.class), "own-account"));
        assertThat(sandbox.submissions()).isEqualTo(2);
    }

    @Test
    void resumesPollingWhenCredentialsReturn() throws Exception {
        SandboxClock clock = new SandboxClock();
        try (FaxnummerSandbox slow = Fixture.sandbox().speed(1).clock(clock).start()) {
            FaxnummerConfiguration.get().setEndpoint(slow.endpoint().toString());
            WorkflowJob job = jenkins.createProject(WorkflowJob.class);
            WorkflowRun build = begin(job, Fixture.CREDENTIALS, "030 23125016");
            jenkins.waitForMessage("SUBMITTED, job", build);
            List<Credentials> all = SystemCredentialsProvider.getInstance().getCredentials();
            List<Credentials> kept = List.copyOf(all);

            all.clear();
            jenkins.waitForMessage("the account could not be used: no such credentials", build);
            clock.pass(Duration.ofHours(1));
            all.addAll(kept);

            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
            assertThat(slow.submissions()).isEqualTo(1);
        }
    }

    @Test
    void sendsNothingWithoutCredentials() throws Exception {
        FaxnummerConfiguration.get().setEndpoint("http://127.0.0.1:" + Fixture.freePort() + "/");
        WorkflowRun build = begin(jenkins.createProject(WorkflowJob.class), Fixture.CREDENTIALS, "030 23125016");
        Fixture.await("it is to be tried again", () -> Fixture.isToBeTriedAgain(build));

        SystemCredentialsProvider.getInstance().getCredentials().clear();
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));

        jenkins.assertLogContains(
                "NOT_SENT, not submitted, because the account could not be used: no such credentials", build);
        assertThat(Fixture.outcomes(build)).containsExactly("NOT_SENT");
    }

    @Test
    void buildStepUsesCredentialsOfItsJob() throws Exception {
        Fixture.credentials("system-only", CredentialsScope.SYSTEM, sandbox.login(), sandbox.password());
        FreeStyleProject job = jenkins.createFreeStyleProject();
        FaxBuildStep step = new FaxBuildStep();
        step.setDocuments("a.pdf");
        step.setRecipients(TestNumber.DELIVERED.number());
        step.setCredentialsId("system-only");
        job.getBuildersList().add(step);
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);

        jenkins.assertLogContains(REFUSED, jenkins.buildAndAssertStatus(Result.FAILURE, job));
        assertThat(sandbox.requests()).isZero();
    }

    private FormValidation testConnection(String credentialsId) {
        return FaxnummerConfiguration.get()
                .doTestConnection(FaxnummerConfiguration.get().getEndpoint(), credentialsId);
    }

    private void domain(String id, String hosts) throws Exception {
        Domain domain = new Domain(id, "", List.of(new HostnameSpecification(hosts, "")));
        var store = CredentialsProvider.lookupStores(jenkins.jenkins).iterator().next();
        store.addDomain(domain, account(id, CredentialsScope.GLOBAL, sandbox.password()));
    }

    private Credentials account(String id, CredentialsScope scope, String password) throws Exception {
        return new UsernamePasswordCredentialsImpl(scope, id, "", sandbox.login(), password);
    }

    private WorkflowRun run(WorkflowJob job, String credentialsId) throws Exception {
        return run(job, credentialsId, TestNumber.DELIVERED.number());
    }

    private WorkflowRun run(WorkflowJob job, String credentialsId, String recipients) throws Exception {
        return jenkins.waitForCompletion(begin(job, credentialsId, recipients));
    }

    private WorkflowRun begin(WorkflowJob job, String credentialsId, String recipients) throws Exception {
        job.setDefinition(new CpsFlowDefinition(
                "node { faxSend documents: 'a.pdf', credentialsId: '" + credentialsId + "', recipients: '" + recipients
                        + "' }",
                true));
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
        return job.scheduleBuild2(0).waitForStart();
    }
}
