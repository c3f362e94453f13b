package io.github.faxnummer.jenkins.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.StringParameterDefinition;
import hudson.model.StringParameterValue;
import hudson.slaves.DumbSlave;
import io.github.faxnummer.jenkins.delivery.DeliveryService;
import io.github.faxnummer.jenkins.report.FaxDeliveriesAction;
import io.github.faxnummer.jenkins.testing.Fixture;
import io.github.faxnummer.jenkins.testing.SharedJenkinsTestBase;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaxBuildStepTest extends SharedJenkinsTestBase {

    @Test
    void deliversWithBuildVariables() throws Exception {
        DumbSlave agent = onlineAgent();
        FreeStyleProject job = project(agent, "${REPORT}.pdf", "$NUMBER");
        FreeStyleBuild build = job.scheduleBuild2(
                        0,
                        new ParametersAction(
                                new StringParameterValue("REPORT", "a"),
                                new StringParameterValue("NUMBER", TestNumber.DELIVERED.number())))
                .get();

        jenkins.assertBuildStatusSuccess(build);
        assertThat(sandbox.faxes()).hasSize(1);
        assertThat(build.getActions(FaxDeliveriesAction.class)).hasSize(1);
    }

    @Test
    void variableThatIsNotSetDoesNotSendMoreOrToOthers() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        FaxBuildStep step = new FaxBuildStep();
        step.setDocuments("a.pdf");
        step.setRecipientsFile("r.csv");
        step.setRecipientsGroup("$GROUP");
        step.setMaxLineMinutes("$GROUP");
        step.setIdempotencyKey("$GROUP");
        job.getBuildersList().add(step);
        job.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition("GROUP", "")));
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
        jenkins.jenkins.getWorkspaceFor(job).child("r.csv").write("Fax;Gruppe\n030 23125016;A\n", "UTF-8");

        FreeStyleBuild build = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        for (String parameter : List.of("recipientsGroup", "maxLineMinutes", "idempotencyKey")) {
            jenkins.assertLogContains(parameter + ": is empty, such as a variable that is not set", build);
        }

        assertThat(sandbox.requests()).isZero();
    }

    @Test
    void failsWithReadableMessage() throws Exception {
        FreeStyleProject job = project(onlineAgent(), "a.pdf", TestNumber.REJECTED.number());

        FreeStyleBuild build = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.assertLogContains("Delivery not confirmed (1 of 1)", build);
    }

    @Test
    void abortEndsAtOnceAndReportsFaxesUnderWay() throws Exception {
        FreeStyleProject job = project(onlineAgent(), "a.pdf", TestNumber.NEVER_ENDS.number());
        FreeStyleBuild build = job.scheduleBuild2(0).waitForStart();
        Fixture.await("it is asked for", () -> sandbox.statusRequests() > 0);

        build.doStop();

        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        jenkins.assertLogContains("is still in progress at the provider", build);
        assertThat(DeliveryService.get().waiting()).isZero();
    }

    private FreeStyleProject project(DumbSlave agent, String documents, String recipients) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.setAssignedNode(agent);
        job.addProperty(new ParametersDefinitionProperty(
                new StringParameterDefinition("REPORT", ""), new StringParameterDefinition("NUMBER", "")));
        FaxBuildStep step = new FaxBuildStep();
        step.setDocuments(documents);
        step.setRecipients(recipients);
        job.getBuildersList().add(step);
        Fixture.document(job, agent, "a.pdf", 1);
        return job;
    }
}
