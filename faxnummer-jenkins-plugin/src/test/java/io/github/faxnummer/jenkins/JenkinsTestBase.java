package io.github.faxnummer.jenkins;

import io.github.faxnummer.sandbox.FaxnummerSandbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Each test has a Jenkins and a sandbox of its own, and the one is configured for the other. */
@WithJenkins
abstract class JenkinsTestBase {

    FaxnummerSandbox sandbox;
    JenkinsRule jenkins;

    @BeforeEach
    void start(JenkinsRule rule) throws Exception {
        sandbox = provider().start();
        jenkins = rule;
        Fixture.configure(sandbox);
    }

    /** For tests that need another sandbox than most. */
    FaxnummerSandbox.Builder provider() {
        return Fixture.sandbox();
    }

    @AfterEach
    void stopSandbox() {
        sandbox.close();
    }
}
