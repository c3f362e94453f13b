package io.github.faxnummer.jenkins.config;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.ProxyConfiguration;
import hudson.model.Result;
import hudson.util.FormValidation;
import io.github.faxnummer.jenkins.testing.Fixture;
import io.github.faxnummer.jenkins.testing.SharedJenkinsTestBase;
import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.testing.ConnectProxy;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faxes go through the proxy that Jenkins is told of. */
class ProxyTest extends SharedJenkinsTestBase {

    private static final String TRUST = "javax.net.ssl.trustStore";
    private static final String TRUST_PASSWORD = "javax.net.ssl.trustStorePassword";

    private ConnectProxy proxy;

    @Override
    public FaxnummerSandbox.Builder provider() {
        return Fixture.sandbox().https(true);
    }

    @BeforeEach
    void configure(@TempDir Path folder) throws Exception {
        // As an administrator does it for an authority of the house.
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("sandbox", sandbox.certificate());
        Path file = folder.resolve("trust.p12");
        try (OutputStream stream = Files.newOutputStream(file)) {
            store.store(stream, "changeit".toCharArray());
        }
        System.setProperty(TRUST, file.toString());
        System.setProperty(TRUST_PASSWORD, "changeit");
        proxy = new ConnectProxy("", "");
    }

    @AfterEach
    void close() throws Exception {
        System.clearProperty(TRUST);
        System.clearProperty(TRUST_PASSWORD);
        proxy.close();
    }

    @Test
    void sendsEveryRequestThroughProxy() throws Exception {
        use("", "", "");

        assertThat(testConnection().kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(proxy.requestLines()).hasSize(1);

        jenkins.assertBuildStatusSuccess(send());

        assertThat(sandbox.submissions()).isEqualTo(1);
        assertThat(proxy.requestLines()).hasSizeGreaterThan(1).allMatch(it -> it.startsWith("CONNECT localhost:"));
    }

    @Test
    void bypassesProxyForExcludedHost() throws Exception {
        use("", "", "*.example.com\nlocal*");

        jenkins.assertBuildStatusSuccess(send());

        assertThat(sandbox.submissions()).isEqualTo(1);
        assertThat(proxy.requestLines()).isEmpty();
    }

    @Test
    void authenticatesAtProxy() throws Exception {
        demand("me:secret-of-proxy");
        use("me", "secret-of-proxy", "");

        jenkins.assertBuildStatusSuccess(send());

        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    @Test
    void reportsRefusingProxyAndSendsNothing() throws Exception {
        demand("me:right-secret");
        use("me", "wrong-secret", "");

        WorkflowRun build = jenkins.assertBuildStatus(Result.FAILURE, send());

        assertThat(Fixture.outcomes(build)).containsExactly("NOT_SENT");
        jenkins.assertLogContains("the proxy refused the username or password", build);
        jenkins.assertLogNotContains("wrong-secret", build);
        assertThat(sandbox.requests()).isZero();
    }

    @Test
    void usesChangedProxyForNextRequest() throws Exception {
        jenkins.assertBuildStatusSuccess(send());
        assertThat(proxy.requestLines()).isEmpty();

        use("", "", "");
        jenkins.assertBuildStatusSuccess(send());

        assertThat(proxy.requestLines()).isNotEmpty();
    }

    private void demand(String login) throws Exception {
        proxy.close();
        proxy = new ConnectProxy(login, "");
    }

    private void use(String user, String password, String excepted) {
        jenkins.jenkins.setProxy(new ProxyConfiguration("localhost", proxy.port(), user, password, excepted));
    }

    private FormValidation testConnection() {
        return FaxnummerConfiguration.get()
                .doTestConnection(FaxnummerConfiguration.get().getEndpoint(), Fixture.CREDENTIALS);
    }

    private WorkflowRun send() throws Exception {
        WorkflowJob job = Fixture.pipeline(jenkins, "node { faxSend documents: 'a.pdf', recipients: '030 23125016' }");
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
        return jenkins.waitForCompletion(job.scheduleBuild2(0).waitForStart());
    }
}
