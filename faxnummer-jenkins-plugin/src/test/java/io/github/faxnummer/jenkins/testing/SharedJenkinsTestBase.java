package io.github.faxnummer.jenkins.testing;

import static java.util.Objects.requireNonNull;

import hudson.EnvVars;
import hudson.slaves.DumbSlave;
import io.github.faxnummer.sandbox.FaxnummerSandbox;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/**
 * The tests of a class share a Jenkins, since to start one takes longer than most tests. Before each test it is as a new
 * one again, see {@link JenkinsReset}, and is configured for a sandbox of that test alone.
 */
@WithJenkins
public abstract class SharedJenkinsTestBase {

    private static @Nullable JenkinsReset shared;

    public FaxnummerSandbox sandbox;
    public JenkinsRule jenkins;

    /** What is injected before all tests is not stopped after each of them. */
    @BeforeAll
    static void startJenkins(JenkinsRule rule) {
        shared = new JenkinsReset(rule);
    }

    @BeforeEach
    void start() throws Exception {
        sandbox = provider().start();
        JenkinsReset reset = requireNonNull(shared);
        reset.reset();
        jenkins = reset.rule();
        Fixture.configure(sandbox);
    }

    /** For tests that need another sandbox than most. */
    public FaxnummerSandbox.Builder provider() {
        return Fixture.sandbox();
    }

    /** A browser that reads Jenkins' own scripts only once in all tests of the class. */
    public JenkinsRule.WebClient browser() {
        JenkinsRule.WebClient browser = jenkins.createWebClient();
        browser.setCache(requireNonNull(shared).browserCache());
        return browser;
    }

    /**
     * A connected agent. Its name is used once: Pipelines that run on an agent of the name of a deleted one are cancelled
     * when it has been deleted for a while and the other one is offline.
     */
    public DumbSlave onlineAgent() throws Exception {
        return onlineAgent(Map.of());
    }

    /** The same with variables of its own. */
    public DumbSlave onlineAgent(Map<String, String> environment) throws Exception {
        EnvVars variables = new EnvVars("JDK_JAVA_OPTIONS", String.join(" ", Fixture.SHORT_LIVED));
        variables.putAll(environment);
        DumbSlave agent = jenkins.createSlave("agent-" + UUID.randomUUID(), null, variables);
        jenkins.waitOnline(agent);
        return agent;
    }

    @AfterEach
    void endBuilds() throws Exception {
        try {
            // As long as their provider is there.
            requireNonNull(shared).endBuilds();
        } finally {
            sandbox.close();
        }
    }

    @AfterAll
    static void stopJenkins() throws Exception {
        requireNonNull(shared).rule().after();
        shared = null;
    }
}
