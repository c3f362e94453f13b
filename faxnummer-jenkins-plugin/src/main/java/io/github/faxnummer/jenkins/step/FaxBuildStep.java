package io.github.faxnummer.jenkins.step;

import hudson.EnvVars;
import hudson.Extension;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.AbstractBuild;
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

    private final FaxSendStep step = new FaxSendStep();

    @DataBoundConstructor
    public FaxBuildStep() {}

    @Override
    public void perform(Run<?, ?> run, FilePath workspace, EnvVars env, Launcher launcher, TaskListener listener)
            throws InterruptedException, IOException {
        if (!(run instanceof AbstractBuild)) {
            listener.getLogger().println(Messages.FaxBuildStep_pipeline());
        }
        SendPlan plan =
                new SendPlan(UUID.randomUUID().toString(), Workspace.of(workspace), step.expanded(env), run, listener);
        DeliveryTask delivery = new DeliveryTask(
                plan.id(), run, listener, plan.workspace().node(), plan::prepare, new ReportWriter(run, listener));
        DeliveryService.get().follow(delivery);
        try {
            DeliveryRecord record = delivery.end().get();
            if (record.aborted()) {
                BuildOutcome.aborted(record, listener);
                throw new InterruptedException();
            }
            BuildOutcome.of(record, delivery.problem(), listener);
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

    public @Nullable String getDocuments() {
        return step.getDocuments();
    }

    @DataBoundSetter
    public void setDocuments(@Nullable String documents) {
        step.setDocuments(documents);
    }

    public @Nullable String getRecipients() {
        return step.getRecipients();
    }

    @DataBoundSetter
    public void setRecipients(@Nullable String recipients) {
        step.setRecipients(recipients);
    }

    public @Nullable String getRecipientsFile() {
        return step.getRecipientsFile();
    }

    @DataBoundSetter
    public void setRecipientsFile(@Nullable String recipientsFile) {
        step.setRecipientsFile(recipientsFile);
    }

    public @Nullable String getRecipientsGroup() {
        return step.getRecipientsGroup();
    }

    @DataBoundSetter
    public void setRecipientsGroup(@Nullable String recipientsGroup) {
        step.setRecipientsGroup(recipientsGroup);
    }

    public @Nullable String getEmail() {
        return step.getEmail();
    }

    @DataBoundSetter
    public void setEmail(@Nullable String email) {
        step.setEmail(email);
    }

    public @Nullable String getSender() {
        return step.getSender();
    }

    @DataBoundSetter
    public void setSender(@Nullable String sender) {
        step.setSender(sender);
    }

    public @Nullable String getSource() {
        return step.getSource();
    }

    @DataBoundSetter
    public void setSource(@Nullable String source) {
        step.setSource(source);
    }

    public @Nullable String getReference() {
        return step.getReference();
    }

    @DataBoundSetter
    public void setReference(@Nullable String reference) {
        step.setReference(reference);
    }

    public boolean isCombine() {
        return step.isCombine();
    }

    @DataBoundSetter
    public void setCombine(boolean combine) {
        step.setCombine(combine);
    }

    public boolean isShowHidden() {
        return step.isShowHidden();
    }

    @DataBoundSetter
    public void setShowHidden(boolean showHidden) {
        step.setShowHidden(showHidden);
    }

    public boolean isAllowMissingContent() {
        return step.isAllowMissingContent();
    }

    @DataBoundSetter
    public void setAllowMissingContent(boolean allowMissingContent) {
        step.setAllowMissingContent(allowMissingContent);
    }

    public @Nullable String getCoverPage() {
        return step.getCoverPage();
    }

    @DataBoundSetter
    public void setCoverPage(@Nullable String coverPage) {
        step.setCoverPage(coverPage);
    }

    public @Nullable String getCoverTo() {
        return step.getCoverTo();
    }

    @DataBoundSetter
    public void setCoverTo(@Nullable String coverTo) {
        step.setCoverTo(coverTo);
    }

    public @Nullable String getCoverFrom() {
        return step.getCoverFrom();
    }

    @DataBoundSetter
    public void setCoverFrom(@Nullable String coverFrom) {
        step.setCoverFrom(coverFrom);
    }

    public @Nullable String getCoverSubject() {
        return step.getCoverSubject();
    }

    @DataBoundSetter
    public void setCoverSubject(@Nullable String coverSubject) {
        step.setCoverSubject(coverSubject);
    }

    public @Nullable String getCoverNote() {
        return step.getCoverNote();
    }

    @DataBoundSetter
    public void setCoverNote(@Nullable String coverNote) {
        step.setCoverNote(coverNote);
    }

    public @Nullable String getStationery() {
        return step.getStationery();
    }

    @DataBoundSetter
    public void setStationery(@Nullable String stationery) {
        step.setStationery(stationery);
    }

    public @Nullable String getRendering() {
        return step.getRendering();
    }

    /** @param rendering {@code auto}, {@code threshold}, {@code halftone} or {@code diffusion}; null: {@code auto} */
    @DataBoundSetter
    public void setRendering(@Nullable String rendering) {
        step.setRendering(rendering);
    }

    public @Nullable String getSendAs() {
        return step.getSendAs();
    }

    /** @param sendAs {@code document}, {@code fax} or {@code auto}; null: {@code document} */
    @DataBoundSetter
    public void setSendAs(@Nullable String sendAs) {
        step.setSendAs(sendAs);
    }

    public @Nullable String getMaxLineMinutes() {
        return step.getMaxLineMinutes();
    }

    /** @param maxLineMinutes null: no limit */
    @DataBoundSetter
    public void setMaxLineMinutes(@Nullable String maxLineMinutes) {
        step.setMaxLineMinutes(maxLineMinutes);
    }

    public @Nullable String getCredentialsId() {
        return step.getCredentialsId();
    }

    @DataBoundSetter
    public void setCredentialsId(@Nullable String credentialsId) {
        step.setCredentialsId(credentialsId);
    }

    public boolean isWait() {
        return step.isWait();
    }

    @DataBoundSetter
    public void setWait(boolean wait) {
        step.setWait(wait);
    }

    public boolean isFailOnError() {
        return step.isFailOnError();
    }

    @DataBoundSetter
    public void setFailOnError(boolean failOnError) {
        step.setFailOnError(failOnError);
    }

    public boolean isFailOnTimeout() {
        return step.isFailOnTimeout();
    }

    @DataBoundSetter
    public void setFailOnTimeout(boolean failOnTimeout) {
        step.setFailOnTimeout(failOnTimeout);
    }

    public @Nullable String getReportDirectory() {
        return step.getReportDirectory();
    }

    @DataBoundSetter
    public void setReportDirectory(@Nullable String reportDirectory) {
        step.setReportDirectory(reportDirectory);
    }

    public boolean isPreview() {
        return step.isPreview();
    }

    @DataBoundSetter
    public void setPreview(boolean preview) {
        step.setPreview(preview);
    }

    public boolean isFailOnMissingPages() {
        return step.isFailOnMissingPages();
    }

    @DataBoundSetter
    public void setFailOnMissingPages(boolean failOnMissingPages) {
        step.setFailOnMissingPages(failOnMissingPages);
    }

    public @Nullable FaxPolicy getPolicy() {
        return step.getPolicy();
    }

    @DataBoundSetter
    public void setPolicy(@Nullable FaxPolicy policy) {
        step.setPolicy(policy);
    }

    public @Nullable String getSameNumber() {
        return step.getSameNumber();
    }

    /** @param sameNumber {@code serial} or {@code parallel}; null: {@code serial} */
    @DataBoundSetter
    public void setSameNumber(@Nullable String sameNumber) {
        step.setSameNumber(sameNumber);
    }

    public @Nullable String getRedial() {
        return step.getRedial();
    }

    /** @param redial 0 to 20; null: 0 */
    @DataBoundSetter
    public void setRedial(@Nullable String redial) {
        step.setRedial(redial);
    }

    public @Nullable String getRedialPause() {
        return step.getRedialPause();
    }

    /** @param redialPause such as 90s, 15m or 2h; null: 15m */
    @DataBoundSetter
    public void setRedialPause(@Nullable String redialPause) {
        step.setRedialPause(redialPause);
    }

    public @Nullable String getRedialCauses() {
        return step.getRedialCauses();
    }

    /** @param redialCauses codes of Q.850 causes, {@code missing-pages} or {@code premium}; null: the default */
    @DataBoundSetter
    public void setRedialCauses(@Nullable String redialCauses) {
        step.setRedialCauses(redialCauses);
    }

    public @Nullable String getOnce() {
        return step.getOnce();
    }

    /** @param once {@code run}, {@code content} or {@code off}; null: {@code run} */
    @DataBoundSetter
    public void setOnce(@Nullable String once) {
        step.setOnce(once);
    }

    public @Nullable String getIdempotencyKey() {
        return step.getIdempotencyKey();
    }

    @DataBoundSetter
    public void setIdempotencyKey(@Nullable String idempotencyKey) {
        step.setIdempotencyKey(idempotencyKey);
    }

    public boolean isResend() {
        return step.isResend();
    }

    @DataBoundSetter
    public void setResend(boolean resend) {
        step.setResend(resend);
    }

    public boolean isResendUnknown() {
        return step.isResendUnknown();
    }

    @DataBoundSetter
    public void setResendUnknown(boolean resendUnknown) {
        step.setResendUnknown(resendUnknown);
    }

    public boolean isDryRun() {
        return step.isDryRun();
    }

    @DataBoundSetter
    public void setDryRun(boolean dryRun) {
        step.setDryRun(dryRun);
    }

    public int getTimeout() {
        return step.getTimeout();
    }

    @DataBoundSetter
    public void setTimeout(int timeout) {
        step.setTimeout(timeout);
    }

    /** Names and forms of the build step; forms and help are those of {@link FaxSendStep}. */
    @Extension
    @Symbol("faxBuildStep")
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
            return StepArguments.normalized("faxBuildStep", FaxBuildStep.class, arguments);
        }
    }
}
