package io.github.faxnummer.jenkins.step;

import hudson.EnvVars;
import hudson.Extension;
import hudson.FilePath;
import hudson.Launcher;
import hudson.Util;
import hudson.model.AbstractProject;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import io.github.faxnummer.jenkins.Messages;
import io.github.faxnummer.jenkins.agent.Workspace;
import io.github.faxnummer.jenkins.config.FaxPolicy;
import io.github.faxnummer.jenkins.config.SendForm;
import io.github.faxnummer.jenkins.delivery.DeliveryRecord;
import io.github.faxnummer.jenkins.delivery.DeliveryService;
import io.github.faxnummer.jenkins.delivery.DeliveryTask;
import io.github.faxnummer.jenkins.report.ReportWriter;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.tasks.SimpleBuildStep;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.structs.describable.CustomDescribableModel;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The same for jobs without a Pipeline. As their build steps do, it keeps its executor until it is done. */
public final class FaxBuildStep extends Builder implements SimpleBuildStep {

    private static final int ABORT_SECONDS = 15;
    private static final Logger LOGGER = Logger.getLogger(FaxBuildStep.class.getName());

    private @Nullable String documents;
    private @Nullable String recipients;
    private @Nullable String email;
    private @Nullable String sender;
    private @Nullable String source;
    private @Nullable String reference;
    private @Nullable String credentialsId;
    private boolean wait = true;
    private int timeout = AbstractFaxStep.DEFAULT_TIMEOUT;
    private boolean failOnError = true;
    private boolean failOnTimeout = true;
    private @Nullable String reportDirectory;
    private boolean preview;
    private boolean failOnMissingPages = true;
    private boolean dryRun;
    private @Nullable String once;
    private @Nullable String idempotencyKey;
    private boolean resend;
    private boolean resendUnknown;
    private @Nullable FaxPolicy policy;

    @DataBoundConstructor
    public FaxBuildStep() {}

    @Override
    public void perform(Run<?, ?> run, FilePath workspace, EnvVars env, Launcher launcher, TaskListener listener)
            throws InterruptedException, IOException {
        SendPlan plan =
                new SendPlan(UUID.randomUUID().toString(), Workspace.of(workspace), expanded(env), run, listener);
        DeliveryTask delivery = new DeliveryTask(
                plan.id(), run, listener, plan.workspace().node(), plan::prepare, new ReportWriter(run, listener));
        DeliveryService.get().follow(delivery);
        try {
            DeliveryRecord record = delivery.end().get();
            if (record.aborted()) {
                BuildOutcome.aborted(record, listener);
                throw new InterruptedException();
            }
            BuildOutcome.of(record, listener);
        } catch (CancellationException e) {
            throw new InterruptedException();
        } catch (ExecutionException e) {
            delivery.record().ifPresent(record -> BuildOutcome.aborted(record, listener));
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } catch (InterruptedException e) {
            abort(delivery, listener);
            throw e;
        }
    }

    private static void abort(DeliveryTask delivery, TaskListener listener) {
        if (delivery.isEnded()) {
            return;
        }
        delivery.stop();
        try {
            delivery.end().get(ABORT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | TimeoutException e) {
            LOGGER.log(Level.FINE, e, () -> "Not waited for: " + delivery.id());
        } catch (ExecutionException | CancellationException e) {
            // There was nothing to deliver yet.
            return;
        }
        delivery.record().ifPresent(record -> BuildOutcome.aborted(record, listener));
    }

    private FaxSendStep expanded(EnvVars env) {
        FaxSendStep step = new FaxSendStep();
        step.setDocuments(Util.replaceMacro(documents, env));
        step.setRecipients(Util.replaceMacro(recipients, env));
        step.setEmail(Util.replaceMacro(email, env));
        step.setSender(Util.replaceMacro(sender, env));
        step.setSource(Util.replaceMacro(source, env));
        step.setReference(Util.replaceMacro(reference, env));
        step.setCredentialsId(credentialsId);
        step.setWait(wait);
        step.setTimeout(timeout);
        step.setFailOnError(failOnError);
        step.setFailOnTimeout(failOnTimeout);
        step.setReportDirectory(Util.replaceMacro(reportDirectory, env));
        step.setPreview(preview);
        step.setFailOnMissingPages(failOnMissingPages);
        step.setDryRun(dryRun);
        step.setPolicy(policy);
        step.setOnce(once);
        step.setIdempotencyKey(Util.replaceMacro(idempotencyKey, env));
        step.setResend(resend);
        step.setResendUnknown(resendUnknown);
        return step;
    }

    public @Nullable String getDocuments() {
        return documents;
    }

    @DataBoundSetter
    public void setDocuments(@Nullable String documents) {
        this.documents = Util.fixEmpty(documents);
    }

    public @Nullable String getRecipients() {
        return recipients;
    }

    @DataBoundSetter
    public void setRecipients(@Nullable String recipients) {
        this.recipients = Util.fixEmpty(recipients);
    }

    public @Nullable String getEmail() {
        return email;
    }

    @DataBoundSetter
    public void setEmail(@Nullable String email) {
        this.email = Util.fixEmpty(email);
    }

    public @Nullable String getSender() {
        return sender;
    }

    @DataBoundSetter
    public void setSender(@Nullable String sender) {
        this.sender = Util.fixEmpty(sender);
    }

    public @Nullable String getSource() {
        return source;
    }

    @DataBoundSetter
    public void setSource(@Nullable String source) {
        this.source = Util.fixEmpty(source);
    }

    public @Nullable String getReference() {
        return reference;
    }

    @DataBoundSetter
    public void setReference(@Nullable String reference) {
        this.reference = Util.fixEmpty(reference);
    }

    public @Nullable String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(@Nullable String credentialsId) {
        this.credentialsId = Util.fixEmpty(credentialsId);
    }

    public boolean isWait() {
        return wait;
    }

    @DataBoundSetter
    public void setWait(boolean wait) {
        this.wait = wait;
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

    public @Nullable String getReportDirectory() {
        return reportDirectory;
    }

    @DataBoundSetter
    public void setReportDirectory(@Nullable String reportDirectory) {
        this.reportDirectory = Util.fixEmptyAndTrim(reportDirectory);
    }

    public boolean isPreview() {
        return preview;
    }

    @DataBoundSetter
    public void setPreview(boolean preview) {
        this.preview = preview;
    }

    public boolean isFailOnMissingPages() {
        return failOnMissingPages;
    }

    @DataBoundSetter
    public void setFailOnMissingPages(boolean failOnMissingPages) {
        this.failOnMissingPages = failOnMissingPages;
    }

    public @Nullable FaxPolicy getPolicy() {
        return policy;
    }

    @DataBoundSetter
    public void setPolicy(@Nullable FaxPolicy policy) {
        this.policy = FaxPolicy.orNull(policy);
    }

    public @Nullable String getOnce() {
        return once;
    }

    /** @param once {@code run}, {@code content} or {@code off}; null: {@code run} */
    @DataBoundSetter
    public void setOnce(@Nullable String once) {
        this.once = Util.fixEmptyAndTrim(once);
    }

    public @Nullable String getIdempotencyKey() {
        return idempotencyKey;
    }

    @DataBoundSetter
    public void setIdempotencyKey(@Nullable String idempotencyKey) {
        this.idempotencyKey = Util.fixEmptyAndTrim(idempotencyKey);
    }

    public boolean isResend() {
        return resend;
    }

    @DataBoundSetter
    public void setResend(boolean resend) {
        this.resend = resend;
    }

    public boolean isResendUnknown() {
        return resendUnknown;
    }

    @DataBoundSetter
    public void setResendUnknown(boolean resendUnknown) {
        this.resendUnknown = resendUnknown;
    }

    public boolean isDryRun() {
        return dryRun;
    }

    @DataBoundSetter
    public void setDryRun(boolean dryRun) {
        this.dryRun = dryRun;
    }

    public int getTimeout() {
        return timeout;
    }

    @DataBoundSetter
    public void setTimeout(int timeout) {
        this.timeout = timeout;
    }

    /** Names and forms of the build step; forms and help are those of {@link FaxSendStep}. */
    @Extension
    @Symbol("fax")
    public static final class DescriptorImpl extends BuildStepDescriptor<Builder>
            implements CustomDescribableModel, SendForm {

        @Override
        public String getDisplayName() {
            return Messages.FaxBuildStep_displayName();
        }

        @Override
        public boolean isApplicable(Class<? extends AbstractProject> type) {
            return true;
        }

        @Override
        public @Nullable String getHelpFile(String field) {
            return Jenkins.get().getDescriptorOrDie(FaxSendStep.class).getHelpFile(field);
        }

        @Override
        public Map<String, Object> customInstantiate(Map<String, Object> arguments) {
            return StepArguments.normalized(arguments);
        }
    }
}
