package io.github.faxnummer.jenkins.step;

import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import io.github.faxnummer.jenkins.Messages;
import io.github.faxnummer.jenkins.agent.Workspace;
import io.github.faxnummer.jenkins.config.DeliveryForm;
import io.github.faxnummer.jenkins.config.FormFields;
import io.github.faxnummer.jenkins.config.Lists;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jenkinsci.plugins.structs.describable.CustomDescribableModel;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code faxStatus}: follows faxes that {@code faxSend wait: false} submitted. It needs no node. */
public final class FaxStatusStep extends AbstractFaxStep {

    private static final long serialVersionUID = 1;
    private static final String JOB_ID = "jobId";
    private static final String JOB_IDS = "jobIds";

    private @Nullable String jobId;

    @DataBoundConstructor
    public FaxStatusStep() {}

    public @Nullable String getJobId() {
        return jobId;
    }

    @DataBoundSetter
    public void setJobId(@Nullable String jobId) {
        this.jobId = Util.fixEmpty(jobId);
    }

    /** Another name of {@link #getJobId}, for what {@code faxSend} calls so; a declarative Pipeline knows names from here. */
    public @Nullable String getJobIds() {
        return null;
    }

    @DataBoundSetter
    public void setJobIds(@Nullable String jobIds) {
        setJobId(jobIds);
    }

    @Override
    public StepExecution start(StepContext context) {
        return new FaxStepExecution(context, this, Workspace.NONE);
    }

    /** Names and forms of the step. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor implements CustomDescribableModel, DeliveryForm {

        @Override
        public String getFunctionName() {
            return "faxStatus";
        }

        @Override
        public String getDisplayName() {
            return Messages.FaxStatusStep_displayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class);
        }

        @Override
        public String argumentsToString(Map<String, Object> arguments) {
            return Stream.of(JOB_ID, JOB_IDS)
                    .map(it -> StepArguments.inBrief(arguments.get(it)))
                    .filter(it -> !it.isEmpty())
                    .collect(Collectors.joining(", "));
        }

        @Override
        public Map<String, Object> customInstantiate(Map<String, Object> arguments) {
            Map<String, Object> named =
                    new HashMap<>(StepArguments.normalized(getFunctionName(), FaxStatusStep.class, arguments));
            Object several = named.remove(JOB_IDS);
            if (several != null) {
                named.merge(JOB_ID, several, (one, more) -> joined(one.toString(), more.toString()));
            }
            return named;
        }

        /** On lines of their own. */
        private static String joined(String one, String more) {
            return Stream.of(one, more)
                    .flatMap(it -> Lists.entries(it).stream())
                    .map(it -> it + "\n")
                    .collect(Collectors.joining());
        }

        @POST
        public FormValidation doCheckJobId(@AncestorInPath @Nullable Item item, @QueryParameter String value) {
            return FormFields.of(item).jobId(value);
        }
    }
}
