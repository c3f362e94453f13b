package io.github.faxnummer.jenkins.step;

import static io.github.faxnummer.jenkins.config.Texts.or;

import hudson.EnvVars;
import hudson.Extension;
import hudson.FilePath;
import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.github.faxnummer.jenkins.Messages;
import io.github.faxnummer.jenkins.agent.Workspace;
import io.github.faxnummer.jenkins.config.FaxPolicy;
import io.github.faxnummer.jenkins.config.SendForm;
import io.github.faxnummer.jenkins.report.NumberMask;
import io.github.faxnummer.order.CoverParameters;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.structs.describable.CustomDescribableModel;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code faxSend}: faxes documents of the workspace, and lets their delivery decide the build. */
public final class FaxSendStep extends AbstractFaxStep {

    private static final long serialVersionUID = 1;

    private @Nullable String documents;
    private @Nullable String recipients;
    private @Nullable String recipientsFile;
    private @Nullable String recipientsGroup;
    private @Nullable String email;
    private @Nullable String sender;
    private @Nullable String source;
    private @Nullable String reference;
    private boolean combine;
    private boolean showHidden;
    private boolean allowMissingContent;
    private @Nullable String coverPage;
    private @Nullable String coverTo;
    private @Nullable String coverFrom;
    private @Nullable String coverSubject;
    private @Nullable String coverNote;
    private @Nullable String stationery;
    private @Nullable String sendAs;
    private @Nullable String rendering;
    private @Nullable String maxLineMinutes;
    private @Nullable String reportDirectory;
    private boolean preview;
    private boolean dryRun;
    private @Nullable String sameNumber;
    private @Nullable String redial;
    private @Nullable String redialPause;
    private @Nullable String redialCauses;
    private @Nullable String once;
    private @Nullable String idempotencyKey;
    private boolean resend;
    private boolean resendUnknown;
    private @Nullable FaxPolicy policy;

    @DataBoundConstructor
    public FaxSendStep() {}

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

    public @Nullable String getRecipientsFile() {
        return recipientsFile;
    }

    @DataBoundSetter
    public void setRecipientsFile(@Nullable String recipientsFile) {
        this.recipientsFile = Util.fixEmptyAndTrim(recipientsFile);
    }

    public @Nullable String getRecipientsGroup() {
        return recipientsGroup;
    }

    @DataBoundSetter
    public void setRecipientsGroup(@Nullable String recipientsGroup) {
        this.recipientsGroup = Util.fixEmptyAndTrim(recipientsGroup);
    }

    public @Nullable String getEmail() {
        return email;
    }

    @DataBoundSetter
    public void setEmail(@Nullable String email) {
        this.email = Util.fixEmptyAndTrim(email);
    }

    public @Nullable String getSender() {
        return sender;
    }

    @DataBoundSetter
    public void setSender(@Nullable String sender) {
        this.sender = Util.fixEmptyAndTrim(sender);
    }

    public @Nullable String getSource() {
        return source;
    }

    @DataBoundSetter
    public void setSource(@Nullable String source) {
        this.source = Util.fixEmptyAndTrim(source);
    }

    public @Nullable String getReference() {
        return reference;
    }

    @DataBoundSetter
    public void setReference(@Nullable String reference) {
        this.reference = Util.fixEmptyAndTrim(reference);
    }

    public boolean isShowHidden() {
        return showHidden;
    }

    @DataBoundSetter
    public void setShowHidden(boolean showHidden) {
        this.showHidden = showHidden;
    }

    public boolean isCombine() {
        return combine;
    }

    @DataBoundSetter
    public void setCombine(boolean combine) {
        this.combine = combine;
    }

    public boolean isAllowMissingContent() {
        return allowMissingContent;
    }

    @DataBoundSetter
    public void setAllowMissingContent(boolean allowMissingContent) {
        this.allowMissingContent = allowMissingContent;
    }

    public @Nullable String getCoverPage() {
        return coverPage;
    }

    @DataBoundSetter
    public void setCoverPage(@Nullable String coverPage) {
        this.coverPage = Util.fixEmptyAndTrim(coverPage);
    }

    public @Nullable String getCoverTo() {
        return coverTo;
    }

    @DataBoundSetter
    public void setCoverTo(@Nullable String coverTo) {
        this.coverTo = Util.fixEmpty(coverTo);
    }

    public @Nullable String getCoverFrom() {
        return coverFrom;
    }

    @DataBoundSetter
    public void setCoverFrom(@Nullable String coverFrom) {
        this.coverFrom = Util.fixEmpty(coverFrom);
    }

    public @Nullable String getCoverSubject() {
        return coverSubject;
    }

    @DataBoundSetter
    public void setCoverSubject(@Nullable String coverSubject) {
        this.coverSubject = Util.fixEmpty(coverSubject);
    }

    public @Nullable String getCoverNote() {
        return coverNote;
    }

    @DataBoundSetter
    public void setCoverNote(@Nullable String coverNote) {
        this.coverNote = Util.fixEmpty(coverNote);
    }

    public @Nullable String getStationery() {
        return stationery;
    }

    @DataBoundSetter
    public void setStationery(@Nullable String stationery) {
        this.stationery = Util.fixEmptyAndTrim(stationery);
    }

    /** What a cover page says, as it is written. */
    CoverParameters cover() {
        return new CoverParameters(
                or(coverPage, ""), or(coverTo, ""), or(coverFrom, ""), or(coverSubject, ""), or(coverNote, ""));
    }

    public @Nullable String getRendering() {
        return rendering;
    }

    /** @param rendering {@code auto}, {@code threshold}, {@code halftone} or {@code diffusion}; null: {@code auto} */
    @DataBoundSetter
    public void setRendering(@Nullable String rendering) {
        this.rendering = Util.fixEmptyAndTrim(rendering);
    }

    public @Nullable String getSendAs() {
        return sendAs;
    }

    /** @param sendAs {@code document}, {@code fax} or {@code auto}; null: {@code document} */
    @DataBoundSetter
    public void setSendAs(@Nullable String sendAs) {
        this.sendAs = Util.fixEmptyAndTrim(sendAs);
    }

    public @Nullable String getMaxLineMinutes() {
        return maxLineMinutes;
    }

    /** @param maxLineMinutes null: no limit */
    @DataBoundSetter
    public void setMaxLineMinutes(@Nullable String maxLineMinutes) {
        this.maxLineMinutes = Util.fixEmptyAndTrim(maxLineMinutes);
    }

    /** Null: a folder of its own. */
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

    public @Nullable FaxPolicy getPolicy() {
        return policy;
    }

    @DataBoundSetter
    public void setPolicy(@Nullable FaxPolicy policy) {
        this.policy = FaxPolicy.orNull(policy);
    }

    public @Nullable String getSameNumber() {
        return sameNumber;
    }

    /** @param sameNumber {@code serial} or {@code parallel}; null: {@code serial} */
    @DataBoundSetter
    public void setSameNumber(@Nullable String sameNumber) {
        this.sameNumber = Util.fixEmptyAndTrim(sameNumber);
    }

    public @Nullable String getRedial() {
        return redial;
    }

    /** @param redial 0 to 20; null: 0 */
    @DataBoundSetter
    public void setRedial(@Nullable String redial) {
        this.redial = Util.fixEmptyAndTrim(redial);
    }

    public @Nullable String getRedialPause() {
        return redialPause;
    }

    /** @param redialPause such as 90s, 15m or 2h; null: 15m */
    @DataBoundSetter
    public void setRedialPause(@Nullable String redialPause) {
        this.redialPause = Util.fixEmptyAndTrim(redialPause);
    }

    public @Nullable String getRedialCauses() {
        return redialCauses;
    }

    /** @param redialCauses codes of Q.850 causes, {@code missing-pages} or {@code premium}; null: the default */
    @DataBoundSetter
    public void setRedialCauses(@Nullable String redialCauses) {
        this.redialCauses = Util.fixEmptyAndTrim(redialCauses);
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

    /** The same with the values of variables, for jobs that are not Pipelines. */
    FaxSendStep expanded(EnvVars env) {
        FaxSendStep expanded = new FaxSendStep();
        expanded.setCredentialsId(getCredentialsId());
        expanded.setWait(isWait());
        expanded.setTimeout(getTimeout());
        expanded.setFailOnError(isFailOnError());
        expanded.setFailOnTimeout(isFailOnTimeout());
        expanded.setFailOnMissingPages(isFailOnMissingPages());
        expanded.documents = Util.replaceMacro(documents, env);
        expanded.recipients = Util.replaceMacro(recipients, env);
        expanded.recipientsFile = Util.replaceMacro(recipientsFile, env);
        expanded.recipientsGroup = Util.replaceMacro(recipientsGroup, env);
        expanded.email = Util.replaceMacro(email, env);
        expanded.sender = Util.replaceMacro(sender, env);
        expanded.source = Util.replaceMacro(source, env);
        expanded.reference = Util.replaceMacro(reference, env);
        expanded.setCoverPage(Util.replaceMacro(coverPage, env));
        expanded.setCoverTo(Util.replaceMacro(coverTo, env));
        expanded.setCoverFrom(Util.replaceMacro(coverFrom, env));
        expanded.setCoverSubject(Util.replaceMacro(coverSubject, env));
        expanded.setCoverNote(Util.replaceMacro(coverNote, env));
        expanded.setStationery(Util.replaceMacro(stationery, env));
        expanded.setSendAs(Util.replaceMacro(sendAs, env));
        expanded.setRendering(Util.replaceMacro(rendering, env));
        expanded.maxLineMinutes = Util.replaceMacro(maxLineMinutes, env);
        expanded.setReportDirectory(Util.replaceMacro(reportDirectory, env));
        expanded.preview = preview;
        expanded.combine = combine;
        expanded.showHidden = showHidden;
        expanded.allowMissingContent = allowMissingContent;
        expanded.dryRun = dryRun;
        expanded.policy = policy;
        expanded.sameNumber = sameNumber;
        expanded.setRedial(Util.replaceMacro(redial, env));
        expanded.setRedialPause(Util.replaceMacro(redialPause, env));
        expanded.setRedialCauses(Util.replaceMacro(redialCauses, env));
        expanded.once = once;
        expanded.idempotencyKey = Util.replaceMacro(idempotencyKey, env);
        expanded.resend = resend;
        expanded.resendUnknown = resendUnknown;
        return expanded;
    }

    @Override
    public StepExecution start(StepContext context) throws Exception {
        FilePath workspace = context.get(FilePath.class);
        return new FaxStepExecution(context, this, Workspace.of(workspace));
    }

    /** Names and forms of the step. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor implements CustomDescribableModel, SendForm {

        @Override
        public String getFunctionName() {
            return "faxSend";
        }

        @Override
        public String getDisplayName() {
            return Messages.FaxSendStep_displayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class, FilePath.class);
        }

        /** Pipeline views show it to all users who may read the job. */
        @Override
        public String argumentsToString(Map<String, Object> arguments) {
            NumberMask mask = new NumberMask(true);
            return mask.text(StepArguments.inBrief(arguments.get("documents")))
                    + " → "
                    + mask.text(StepArguments.recipientsInBrief(arguments));
        }

        @Override
        public Map<String, Object> customInstantiate(Map<String, Object> arguments) {
            return StepArguments.normalized(getFunctionName(), FaxSendStep.class, arguments);
        }
    }
}
