package io.github.faxnummer.jenkins.report;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.github.faxnummer.jenkins.testing.Fixture;
import io.github.faxnummer.jenkins.testing.SigningKeys;
import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import io.github.faxnummer.testing.TestAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** Bouncy Castle comes from the plugin bouncycastle-api, in a controller whose plugins have class loaders of their own. */
class SignatureLibraryTest {

    private static final String SEND =
            "faxSend documents: 'a.pdf', recipients: '" + TestNumber.DELIVERED.number() + "'";

    /** Of what signs and verifies; other plugins read certificates and keys with the rest. */
    private static final String LOADED = "org\\.bouncycastle\\.(cms|tsp|asn1\\.tsp)\\..*";

    @TempDir
    private static Path folder;

    @RegisterExtension
    private final RealJenkinsExtension real =
            Fixture.realJenkins().javaOptions("-Xlog:class+load=info:file=" + log() + ":none:filecount=0");

    private final FaxnummerSandbox sandbox = Fixture.sandbox().start();

    @AfterEach
    void close() {
        sandbox.close();
    }

    private static Path log() {
        return folder.resolve("classes.log");
    }

    @Test
    void isLoadedOnlyToSign() throws Throwable {
        real.startJenkins();
        RealJenkinsExtension.StepWithOneArg<String> send = SignatureLibraryTest::sendUnsigned;
        real.runRemotely(send, sandbox.endpoint().toString());
        assertThat(loaded()).isEmpty();

        try (TestAuthority authority = new TestAuthority(SigningKeys.AUTHORITY)) {
            Path keyStore =
                    TestAuthority.keyStore(folder.resolve("signature.p12"), authority.signer(SigningKeys.SIGNER));
            RealJenkinsExtension.StepWithTwoArgs<String, String> sign = SignatureLibraryTest::sendSigned;
            real.runRemotely(sign, keyStore.toString(), authority.timestampServer());
        }

        assertThat(loaded())
                .isNotEmpty()
                .allMatch(it -> it.contains("bouncycastle-api") && it.contains("optional-lib"));
    }

    private static List<String> loaded() throws Exception {
        return Files.readAllLines(log()).stream()
                .filter(it -> it.matches(LOADED))
                .toList();
    }

    private static void sendUnsigned(JenkinsRule jenkins, String endpoint) throws Throwable {
        Fixture.configure(endpoint, "acc12345", Fixture.PASSWORD);
        jenkins.assertLogNotContains("Signed: ", run(jenkins));
    }

    private static void sendSigned(JenkinsRule jenkins, String keyStore, String timestampServer) throws Throwable {
        Fixture.sign(Path.of(keyStore), TestAuthority.PASSWORD, timestampServer);
        jenkins.assertLogContains(
                "Signed: fax-reports/fax-report.pdf (PAdES LT, with time stamp and validation data)", run(jenkins));
    }

    private static WorkflowRun run(JenkinsRule jenkins) throws Exception {
        WorkflowJob job = Fixture.pipeline(jenkins, "node { " + SEND + " }");
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
        return jenkins.buildAndAssertStatus(Result.SUCCESS, job);
    }
}
