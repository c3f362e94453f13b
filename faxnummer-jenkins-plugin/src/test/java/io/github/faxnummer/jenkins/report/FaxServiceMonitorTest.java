package io.github.faxnummer.jenkins.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import hudson.ExtensionList;
import hudson.model.Result;
import io.github.faxnummer.jenkins.config.FaxnummerConfiguration;
import io.github.faxnummer.jenkins.delivery.SpendingCounter;
import io.github.faxnummer.jenkins.testing.Fixture;
import io.github.faxnummer.jenkins.testing.SharedJenkinsTestBase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.Test;

class FaxServiceMonitorTest extends SharedJenkinsTestBase {

    @Test
    void reportsRefusedAccountAndUnusableLedger() throws Exception {
        FaxServiceMonitor monitor = ExtensionList.lookupSingleton(FaxServiceMonitor.class);
        Fixture.credentials("wrong", CredentialsScope.GLOBAL, sandbox.login(), "mistyped-9f3");
        send(", credentialsId: 'wrong'", Result.FAILURE);

        assertThat(monitor.getProblems())
                .singleElement()
                .asString()
                .contains(
                        "The provider at " + sandbox.endpoint() + " has refused the account acc12345 since 20",
                        "password");
        String page = browser().withJavaScriptEnabled(false).goTo("manage/").asNormalizedText();
        assertThat(page).contains("has refused the account acc12345").doesNotContain("mistyped");

        FaxnummerConfiguration global = FaxnummerConfiguration.get();
        global.doTestConnection(global.getEndpoint(), "wrong");
        assertThat(monitor.isActivated()).isTrue();
        global.doTestConnection(global.getEndpoint(), Fixture.CREDENTIALS);
        assertThat(monitor.isActivated()).isFalse();
        send(", credentialsId: 'wrong'", Result.FAILURE);
        assertThat(monitor.isActivated()).isTrue();
        send("", Result.SUCCESS);
        assertThat(monitor.isActivated()).isFalse();

        Path ledger = jenkins.jenkins.getRootDir().toPath().resolve("faxnummer-ledger");
        Path moved = Files.move(ledger, ledger.resolveSibling("moved"));
        Files.writeString(ledger, "not a directory");
        send("", Result.FAILURE);
        assertThat(monitor.getProblems())
                .singleElement()
                .asString()
                .contains("The ledger has not been usable since 20");

        Files.delete(ledger);
        Files.move(moved, ledger);
        send("", Result.SUCCESS);
        assertThat(monitor.isActivated()).isFalse();
    }

    @Test
    void pageShowsWhatWasSentWithoutReadingIt() throws Exception {
        send("", Result.SUCCESS);
        Path file = jenkins.jenkins.getRootDir().toPath().resolve(SpendingCounter.class.getName() + ".xml");
        String saved = Files.readString(file);
        Files.writeString(file, "no XML");
        LocalDate today = LocalDate.now(ZoneId.systemDefault());

        assertThat(SpendingCounter.get().ofDay(today).orElseThrow()).containsOnlyKeys("acc12345");
        assertThat(new SpendingCounter().ofDay(today)).isEmpty();

        Files.writeString(file, saved);
        assertThat(new SpendingCounter().ofDay(today).orElseThrow()).containsOnlyKeys("acc12345");
        assertThat(SpendingCounter.get().ofDay(today.plusDays(1)).orElseThrow()).isEmpty();
    }

    private void send(String parameters, Result result) throws Exception {
        WorkflowJob job = Fixture.pipeline(
                jenkins, "node { faxSend documents: 'a.pdf', recipients: '030 23125016'" + parameters + " }");
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
        jenkins.buildAndAssertStatus(result, job);
    }
}
