package io.github.faxnummer.jenkins.testing;

import io.github.faxnummer.sandbox.FaxnummerSandbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Each test has a Jenkins and a sandbox of its own, and the one is configured for the other. */
@WithJenkins
public abstract class JenkinsTestBase {

    public FaxnummerSandbox sandbox;
    public JenkinsRule jenkins;

    @BeforeEach
    public void start(JenkinsRule rule) throws Exception {
        sandbox = provider().start();
        jenkins = rule;
        Fixture.configure(sandbox);
    }

    /** For tests that need another sandbox than most. */
    public FaxnummerSandbox.Builder provider() {
        return Fixture.sandbox();
    }

    @AfterEach
    void stopSandbox() {
        sandbox.close();
    }
}
