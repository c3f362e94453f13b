package io.github.faxnummer.jenkins.step;

import hudson.AbortException;
import hudson.EnvVars;
import hudson.Extension;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.AbstractProject;
import hudson.model.Executor;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.BuildStepMonitor;
import hudson.tasks.Notifier;
import hudson.tasks.Publisher;
import io.github.faxnummer.jenkins.Messages;
import io.github.faxnummer.jenkins.config.Arguments;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import jenkins.tasks.SimpleBuildStep;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.structs.describable.CustomDescribableModel;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Sends faxes after a build, if its result is one of those that are chosen. */
public final class FaxPublisher extends Notifier implements SimpleBuildStep {

    /** Of a plugin that may not be there. */
    private static final String MATRIX = "hudson.matrix.MatrixProject";

    private static final String CONFIGURATION = "hudson.matrix.MatrixConfiguration";

    private final FaxBuildStep fax;
    private boolean onSuccess = true;
    private boolean onUnstable;
    private boolean onFailure;
    private boolean onChanged;
    private boolean onAborted;

    @DataBoundConstructor
    public FaxPublisher(@Nullable FaxBuildStep fax) {
        this.fax = fax == null ? new FaxBuildStep() : fax;
    }

    @Override
    public void perform(Run<?, ?> run, FilePath workspace, EnvVars env, Launcher launcher, TaskListener listener)
            throws InterruptedException, IOException {
        Result result = result(run);
        if (isChosen(run, result)) {
            if (isOf(CONFIGURATION, run.getParent().getClass())) {
                throw new AbortException(Messages.FaxPublisher_matrix());
            }
            send(run, workspace, env, launcher, listener);
        } else {
            listener.getLogger().println(Messages.FaxPublisher_notChosen(result));
        }
    }

    /**
     * Jenkins calls it a failure when what it does after a build is interrupted, and shows a stack trace. The next build
     * would count as changed.
     */
    private void send(Run<?, ?> run, FilePath workspace, EnvVars env, Launcher launcher, TaskListener listener)
            throws InterruptedException, IOException {
        try {
            fax.perform(run, workspace, env, launcher, listener);
        } catch (InterruptedException e) {
            if (!(run instanceof AbstractBuild)) {
                throw e;
            }
            Executor executor = run.getExecutor();
            Result result = Result.ABORTED;
            if (executor != null) {
                result = executor.abortResult();
                executor.recordCauseOfInterruption(run, listener);
            }
            run.setResult(result);
            throw new AbortException(Messages.FaxPublisher_aborted());
        }
    }

    private static boolean isOf(String name, Class<?> type) {
        return Stream.<Class<?>>iterate(type, Objects::nonNull, Class::getSuperclass)
                .anyMatch(it -> it.getName().equals(name));
    }

    private boolean isChosen(Run<?, ?> run, Result result) {
        if (result.equals(Result.ABORTED) || result.equals(Result.NOT_BUILT)) {
            return onAborted;
        }
        return (onSuccess && result.equals(Result.SUCCESS))
                || (onUnstable && result.equals(Result.UNSTABLE))
                || (onFailure && result.equals(Result.FAILURE))
                || (onChanged && isChanged(run, result));
    }

    /** The first build has changed nothing; builds that were aborted say nothing. */
    private static boolean isChanged(Run<?, ?> run, Result result) {
        Run<?, ?> before = run.getPreviousCompletedBuild();
        while (before != null && known(before).isWorseThan(Result.FAILURE)) {
            before = before.getPreviousCompletedBuild();
        }
        return before != null && !known(before).equals(result);
    }

    /** A Pipeline has no result until it ends, unless something set one: it may be failing, or be about to. */
    private static Result result(Run<?, ?> run) throws AbortException {
        Executor executor = run.getExecutor();
        if (executor != null && !executor.getCausesOfInterruption().isEmpty()) {
            return Result.ABORTED;
        }
        if (run.getResult() == null && !(run instanceof AbstractBuild)) {
            throw new AbortException(Messages.FaxPublisher_noResult());
        }
        return known(run);
    }

    private static Result known(Run<?, ?> run) {
        return Objects.requireNonNullElse(run.getResult(), Result.SUCCESS);
    }

    @Override
    public BuildStepMonitor getRequiredMonitorService() {
        return BuildStepMonitor.NONE;
    }

    public FaxBuildStep getFax() {
        return fax;
    }

    public boolean isOnSuccess() {
        return onSuccess;
    }

    @DataBoundSetter
    public void setOnSuccess(boolean onSuccess) {
        this.onSuccess = onSuccess;
    }

    public boolean isOnUnstable() {
        return onUnstable;
    }

    @DataBoundSetter
    public void setOnUnstable(boolean onUnstable) {
        this.onUnstable = onUnstable;
    }

    public boolean isOnFailure() {
        return onFailure;
    }

    @DataBoundSetter
    public void setOnFailure(boolean onFailure) {
        this.onFailure = onFailure;
    }

    public boolean isOnChanged() {
        return onChanged;
    }

    @DataBoundSetter
    public void setOnChanged(boolean onChanged) {
        this.onChanged = onChanged;
    }

    /** Also of builds that were not built. */
    public boolean isOnAborted() {
        return onAborted;
    }

    @DataBoundSetter
    public void setOnAborted(boolean onAborted) {
        this.onAborted = onAborted;
    }

    /** Its name; the form of the fax is that of {@link FaxBuildStep}. */
    @Extension
    @Symbol("faxPublisher")
    public static final class DescriptorImpl extends BuildStepDescriptor<Publisher> implements CustomDescribableModel {

        private static final String NAME = "faxPublisher";
        private static final String FAX = "fax";

        @Override
        public String getDisplayName() {
            return Messages.FaxPublisher_displayName();
        }

        @Override
        public boolean isApplicable(Class<? extends AbstractProject> type) {
            return !isOf(MATRIX, type);
        }

        @Override
        public Map<String, Object> customInstantiate(Map<String, Object> arguments) {
            Arguments.requireKnown(NAME, "", arguments.keySet(), Arguments.namesOf(FaxPublisher.class));
            Map<String, Object> normalized = new HashMap<>(arguments);
            normalized.computeIfPresent(FAX, (name, fax) -> normalized(fax));
            return normalized;
        }

        /** Here, because what is refused within a nested value is shown with a stack trace. */
        private static Object normalized(Object fax) {
            if (fax instanceof Map<?, ?> arguments) {
                return StepArguments.normalized(FAX, FaxBuildStep.class, arguments);
            }
            return fax instanceof UninstantiatedDescribable named
                    ? new UninstantiatedDescribable(
                            named.getSymbol(),
                            named.getKlass(),
                            StepArguments.normalized(FAX, FaxBuildStep.class, named.getArguments()))
                    : fax;
        }
    }
}
