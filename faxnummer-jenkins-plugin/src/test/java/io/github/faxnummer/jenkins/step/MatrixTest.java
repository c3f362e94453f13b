package io.github.faxnummer.jenkins.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.Launcher;
import hudson.matrix.AxisList;
import hudson.matrix.DefaultMatrixExecutionStrategyImpl;
import hudson.matrix.MatrixBuild;
import hudson.matrix.MatrixProject;
import hudson.matrix.TextAxis;
import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import hudson.model.Result;
import hudson.model.Run;
import io.github.faxnummer.jenkins.config.FaxPolicy;
import io.github.faxnummer.jenkins.config.FaxnummerConfiguration;
import io.github.faxnummer.jenkins.testing.Pdf;
import io.github.faxnummer.jenkins.testing.SharedJenkinsTestBase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvnet.hudson.test.TestBuilder;

/** The configurations of a matrix build are one run. */
class MatrixTest extends SharedJenkinsTestBase {

    @ParameterizedTest
    @CsvSource({"run, true", "run, false", "off, true", "off, false"})
    void limitHoldsForAllConfigurationsTogether(String once, boolean sequential) throws Exception {
        FaxPolicy policy = new FaxPolicy();
        policy.setMaxFaxes("2");
        FaxnummerConfiguration.get().setPolicy(policy);

        MatrixBuild build = build("030 23125${last}", once, sequential);

        jenkins.assertBuildStatus(Result.FAILURE, build);
        List<? extends Run<?, ?>> failed = build.getExactRuns().stream()
                .filter(it -> it.getResult() == Result.FAILURE)
                .toList();
        assertThat(failed).hasSize(1);
        jenkins.assertLogContains("maxFaxes '2': 3 faxes exceed this limit", failed.get(0));
        assertThat(sandbox.submissions()).isEqualTo(2);
        // The next build is another run.
        build.getProject().setAxes(new AxisList(new TextAxis("last", "016", "007")));
        jenkins.assertBuildStatusSuccess(build.getProject().scheduleBuild2(0));
        assertThat(sandbox.submissions()).isEqualTo(4);
    }

    @Test
    void sameFaxOfAllConfigurationsIsSentOnce() throws Exception {
        MatrixBuild build = build("030 23125016", "run", false);

        jenkins.assertBuildStatusSuccess(build);
        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    private MatrixBuild build(String recipients, String once, boolean sequential) throws Exception {
        jenkins.jenkins.setNumExecutors(3);
        MatrixProject matrix = jenkins.createProject(MatrixProject.class);
        matrix.setAxes(new AxisList(new TextAxis("last", "016", "007", "004")));
        DefaultMatrixExecutionStrategyImpl strategy = new DefaultMatrixExecutionStrategyImpl();
        strategy.setRunSequentially(sequential);
        matrix.setExecutionStrategy(strategy);
        matrix.getBuildersList().add(new Document());
        FaxBuildStep fax = new FaxBuildStep();
        fax.setDocuments("a.pdf");
        fax.setRecipients(recipients);
        fax.setOnce(once);
        fax.setFailOnError(false);
        matrix.getBuildersList().add(fax);
        return matrix.scheduleBuild2(0).get();
    }

    private static final class Document extends TestBuilder {
        @Override
        public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
                throws InterruptedException, IOException {
            build.getWorkspace().child("a.pdf").copyFrom(new ByteArrayInputStream(Pdf.pages(1)));
            return true;
        }
    }
}
