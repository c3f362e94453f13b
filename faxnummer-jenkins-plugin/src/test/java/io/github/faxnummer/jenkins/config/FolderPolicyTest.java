package io.github.faxnummer.jenkins.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Result;
import io.github.faxnummer.jenkins.testing.Fixture;
import io.github.faxnummer.jenkins.testing.SharedJenkinsTestBase;
import io.github.faxnummer.order.Validated;
import io.github.faxnummer.policy.PolicyParameters;
import io.github.faxnummer.policy.SendingPolicy;
import java.io.File;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;

class FolderPolicyTest extends SharedJenkinsTestBase {

    private static final String FIRST = "030 23125016";
    private static final String SECOND = "030 23125001";

    @Test
    void foldersNarrowWhatTheAdministratorAllowsAndNeverWidenIt() throws Exception {
        FaxPolicy all = new FaxPolicy();
        all.setMaxFaxes("1");
        FaxnummerConfiguration.get().setPolicy(all);
        Folder outer = jenkins.createProject(Folder.class, "team");
        FaxPolicy numbers = new FaxPolicy();
        numbers.setRecipientsOnly("+49 30 2312501*");
        outer.addProperty(new FolderPolicy(numbers));
        Folder inner = outer.createProject(Folder.class, "inner");
        FaxPolicy more = new FaxPolicy();
        more.setMaxFaxes("5");
        more.setRecipientsOnly("+49 30*");
        inner.addProperty(new FolderPolicy(more));
        WorkflowJob job = inner.createProject(WorkflowJob.class, "job");

        jenkins.assertLogContains("recipients '" + SECOND + "'", send(job, SECOND, Result.FAILURE));
        jenkins.assertLogContains(
                "maxFaxes '1': 2 faxes exceed this limit", send(job, FIRST + ", 030 23125017", Result.FAILURE));
        send(job, FIRST, Result.SUCCESS);
        assertThat(sandbox.submissions()).isEqualTo(1);

        // An unallocated number: the fax is submitted and fails.
        send(jenkins.createProject(WorkflowJob.class, "elsewhere"), SECOND, Result.FAILURE);
        assertThat(sandbox.submissions()).isEqualTo(2);

        FaxPolicy invalid = new FaxPolicy();
        invalid.setAllowedCountries("XX");
        inner.getProperties().replace(new FolderPolicy(invalid));
        jenkins.assertLogContains("team/inner allowedCountries 'XX'", send(job, FIRST, Result.FAILURE));
        assertThat(sandbox.submissions()).isEqualTo(2);
    }

    /** As a promotion is within its job. */
    @Test
    void holdsForJobsWithinJobs() throws Exception {
        Folder folder = jenkins.createProject(Folder.class, "team");
        FaxPolicy one = new FaxPolicy();
        one.setMaxFaxes("1");
        folder.addProperty(new FolderPolicy(one));
        folder.createProject(FreeStyleProject.class, "job");

        assertThat(policy("team/job/promotion").orThrow().limits())
                .isEqualTo(one.parameters().check("DE").orThrow().limits());
        assertThat(policy("elsewhere/promotion").problems())
                .extracting(it -> it.in(Locale.ENGLISH))
                .containsExactly(
                        "job 'elsewhere/promotion/release': the folders that this job is in are not known, and so"
                                + " not what their policies allow; send from a job that is in a folder itself");
    }

    private static Validated<SendingPolicy> policy(String group) {
        return FaxnummerConfiguration.get()
                .sendingPolicy(new FreeStyleProject(new NoItem(group), "release"), PolicyParameters.none());
    }

    private record NoItem(String name) implements ItemGroup<FreeStyleProject> {

        @Override
        public String getFullName() {
            return name;
        }

        @Override
        public String getFullDisplayName() {
            return name;
        }

        @Override
        public String getDisplayName() {
            return name;
        }

        @Override
        public Collection<FreeStyleProject> getItems() {
            return List.of();
        }

        @Override
        public String getUrl() {
            return name;
        }

        @Override
        public String getUrlChildPrefix() {
            return "";
        }

        @Override
        public FreeStyleProject getItem(String item) {
            return null;
        }

        @Override
        public File getRootDirFor(FreeStyleProject child) {
            return getRootDir();
        }

        @Override
        public void onDeleted(FreeStyleProject item) {}

        @Override
        public File getRootDir() {
            return new File("target");
        }

        @Override
        public void save() {}
    }

    @Test
    void survivesTheFormOfTheFolder() throws Exception {
        Folder folder = jenkins.createProject(Folder.class, "team");
        jenkins.configRoundtrip((Item) folder);
        assertThat(folder.getProperties().get(FolderPolicy.class).getPolicy()).isNull();
        FaxPolicy policy = new FaxPolicy();
        policy.setMaxFaxes("3");
        policy.setAllowedCountries("DE, AT");
        folder.getProperties().replace(new FolderPolicy(policy));

        jenkins.configRoundtrip((Item) folder);

        FaxPolicy read = folder.getProperties().get(FolderPolicy.class).getPolicy();
        assertThat(read.getMaxFaxes()).isEqualTo("3");
        assertThat(read.getAllowedCountries()).isEqualTo("DE, AT");
        assertThat(read.getRedirectTo()).isNull();
    }

    private WorkflowRun send(WorkflowJob job, String recipients, Result result) throws Exception {
        job.setDefinition(
                new CpsFlowDefinition("node { faxSend documents: 'a.pdf', recipients: '" + recipients + "' }", true));
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
        return jenkins.buildAndAssertStatus(result, job);
    }
}
