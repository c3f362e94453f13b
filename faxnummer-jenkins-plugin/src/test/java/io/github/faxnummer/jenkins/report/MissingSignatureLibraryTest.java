package io.github.faxnummer.jenkins.report;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.ExtensionList;
import hudson.model.Result;
import io.github.faxnummer.jenkins.config.FaxnummerConfiguration;
import io.github.faxnummer.jenkins.testing.FipsProvider;
import io.github.faxnummer.jenkins.testing.Fixture;
import io.github.faxnummer.jenkins.testing.SigningKeys;
import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import io.github.faxnummer.testing.TestAuthority;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** A controller with a FIPS provider: the plugin bouncycastle-api has no class of Bouncy Castle there. */
class MissingSignatureLibraryTest {

    private static final String SEND =
            "faxSend documents: 'a.pdf', recipients: '" + TestNumber.DELIVERED.number() + "'";

    @TempDir
    private static Path folder;

    @RegisterExtension
    private final RealJenkinsExtension real = Fixture.realJenkins()
            .javaOptions("-Xbootclasspath/a:" + provider(), "-Djava.security.properties=" + providers());

    @Test
    void sendsUnsignedAndRefusesToSign() throws Throwable {
        try (FaxnummerSandbox sandbox = Fixture.sandbox().start();
                TestAuthority authority = new TestAuthority(SigningKeys.AUTHORITY)) {
            Path keyStore =
                    TestAuthority.keyStore(folder.resolve("signature.p12"), authority.signer(SigningKeys.SIGNER));
            real.startJenkins();
            RealJenkinsExtension.StepWithOneArg<String> send = MissingSignatureLibraryTest::sendUnsigned;
            real.runRemotely(send, sandbox.endpoint().toString());
            assertThat(sandbox.submissions()).isEqualTo(1);

            RealJenkinsExtension.StepWithOneArg<String> refuse = MissingSignatureLibraryTest::refuseToSign;
            real.runRemotely(refuse, keyStore.toString());
            assertThat(sandbox.submissions()).isEqualTo(1);
        }
    }

    private static void sendUnsigned(JenkinsRule jenkins, String endpoint) throws Throwable {
        Fixture.configure(endpoint, "acc12345", Fixture.PASSWORD);

        WorkflowRun build = run(jenkins, Result.SUCCESS);

        jenkins.assertLogContains("DONE-OK", build);
        jenkins.assertLogNotContains("Bouncy Castle", build);
    }

    private static void refuseToSign(JenkinsRule jenkins, String keyStore) throws Throwable {
        Fixture.sign(Path.of(keyStore), TestAuthority.PASSWORD, "");
        String advice = "annot be used: Bouncy Castle is missing; in Jenkins the plugin bouncycastle-api has it";

        assertThat(ExtensionList.lookupSingleton(FaxnummerConfiguration.class)
                        .doCheckSignatureCredentialsId(Fixture.SIGNATURE, "")
                        .getMessage())
                .contains(advice);
        jenkins.assertLogContains(
                "signatureCredentialsId '" + Fixture.SIGNATURE + "': c" + advice, run(jenkins, Result.FAILURE));
    }

    private static WorkflowRun run(JenkinsRule jenkins, Result result) throws Exception {
        WorkflowJob job = Fixture.pipeline(jenkins, "node { " + SEND + " }");
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
        return jenkins.buildAndAssertStatus(result, job);
    }

    private static Path provider() {
        String name = FipsProvider.class.getName().replace('.', '/') + ".class";
        Path jar = folder.resolve("provider.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                InputStream in = Objects.requireNonNull(FipsProvider.class.getResourceAsStream("FipsProvider.class"))) {
            out.putNextEntry(new JarEntry(name));
            in.transferTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return jar;
    }

    private static Path providers() {
        int number = 1;
        while (Security.getProperty("security.provider." + number) != null) {
            number++;
        }
        try {
            return Files.writeString(
                    folder.resolve("java.security"),
                    "security.provider." + number + "=" + FipsProvider.class.getName() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
