package io.github.faxnummer.jenkins.step;

import hudson.Util;
import io.github.faxnummer.order.FaxParameters;
import java.io.Serializable;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundSetter;

/** The parameters that both steps have. A step's execution keeps them until it knows what exactly is to be done. */
public abstract class AbstractFaxStep extends Step implements Serializable {

    private static final long serialVersionUID = 1;

    private @Nullable String credentialsId;
    private boolean wait = true;
    private int timeout = FaxParameters.Defaults.TIMEOUT_MINUTES;
    private boolean failOnError = true;
    private boolean failOnTimeout = true;
    private boolean failOnMissingPages = true;

    public @Nullable String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(@Nullable String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    public boolean isWait() {
        return wait;
    }

    @DataBoundSetter
    public void setWait(boolean wait) {
        this.wait = wait;
    }

    public int getTimeout() {
        return timeout;
    }

    @DataBoundSetter
    public void setTimeout(int timeout) {
        this.timeout = timeout;
    }

    public boolean isFailOnError() {
        return failOnError;
    }

    @DataBoundSetter
    public void setFailOnError(boolean failOnError) {
        this.failOnError = failOnError;
    }

    public boolean isFailOnTimeout() {
        return failOnTimeout;
    }

    @DataBoundSetter
    public void setFailOnTimeout(boolean failOnTimeout) {
        this.failOnTimeout = failOnTimeout;
    }

    public boolean isFailOnMissingPages() {
        return failOnMissingPages;
    }

    @DataBoundSetter
    public void setFailOnMissingPages(boolean failOnMissingPages) {
        this.failOnMissingPages = failOnMissingPages;
    }
}
