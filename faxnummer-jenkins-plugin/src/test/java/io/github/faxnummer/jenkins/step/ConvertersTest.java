package io.github.faxnummer.jenkins.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import hudson.slaves.DumbSlave;
import io.github.faxnummer.jenkins.config.FaxnummerConfiguration;
import io.github.faxnummer.jenkins.testing.Fixture;
import io.github.faxnummer.jenkins.testing.SharedJenkinsTestBase;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that make PDFs of documents, on an agent. */
class ConvertersTest extends SharedJenkinsTestBase {

    /** Takes the PDF out of the document, says that it ran and what it knows of the build. */
    private static final String PROGRAM = """
            import java.nio.file.*;
            import java.util.*;
            public class Take {
                public static void main(String[] paths) throws Exception {
                    byte[] content = Files.readAllBytes(Path.of(paths[0]));
                    Files.write(Path.of(paths[1]), Arrays.copyOfRange(content, 4, content.length));
                    Files.writeString(Path.of(paths[2]), String.join(" ", System.getenv().keySet()));
                }
            }
            """;

    @TempDir
    private Path folder;

    private DumbSlave agent;
    private Path mark = Path.of("");
    private String command = "";

    @BeforeEach
    void writeProgram() throws Exception {
        agent = onlineAgent();
        mark = folder.resolve("mark");
        Path program = Files.writeString(folder.resolve("Take.java"), PROGRAM);
        String java = ProcessHandle.current().info().command().orElseThrow();
        command = "'%s' '%s' {input} {outputFile} '%s'".formatted(java, program, mark);
    }

    private WorkflowRun run(String content, String more, Result expected) throws Exception {
        WorkflowJob job = Fixture.pipeline(
                jenkins,
                "node('" + agent.getNodeName()
                        + "') { withEnv(['SECRET=x']) { faxSend documents: 'a.docx', recipients: '"
                        + TestNumber.DELIVERED.number() + "'" + more + " } }");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(content.getBytes(StandardCharsets.ISO_8859_1));
        bytes.write(pdf());
        Fixture.document(job, agent, "a.docx", bytes.toByteArray());
        return jenkins.buildAndAssertStatus(expected, job);
    }

    private static byte[] pdf() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PDDocument document = new PDDocument()) {
            document.addPage(new PDPage(PDRectangle.A4));
            document.addPage(new PDPage(PDRectangle.A4));
            document.save(bytes);
        }
        return bytes.toByteArray();
    }

    @Test
    void administratorsProgramRunsOnAgent() throws Exception {
        FaxnummerConfiguration.get().setConverters("docx=" + command);

        WorkflowRun build = run("PK\u0003\u0004", "", Result.SUCCESS);

        jenkins.assertLogContains("a.docx: 2 pages, composed of a.docx (1-2)", build);
        byte[] sent = sandbox.faxes().get(0).pdf().toByteArray();
        assertThat(agent.getWorkspaceFor(build.getParent())
                        .child("fax-reports/fax-composed.pdf")
                        .read()
                        .readAllBytes())
                .isEqualTo(sent);
        try (PDDocument document = Loader.loadPDF(sent)) {
            assertThat(document.getNumberOfPages()).isEqualTo(2);
        }
        assertThat(Files.readString(mark)).contains("PATH").doesNotContain("SECRET", "BUILD_TAG");
    }

    @Test
    void namesParameterWhenContentIsNotThatOfExtension() throws Exception {
        FaxnummerConfiguration.get().setConverters("docx=" + command);

        WorkflowRun build = run("<htm", "", Result.FAILURE);

        jenkins.assertLogContains("converters '", build);
        jenkins.assertLogContains("a.docx': the content is not that of a .docx file", build);
        assertThat(mark).doesNotExist();
        assertThat(sandbox.submissions()).isZero();
    }

    @Test
    void jobCannotDefineProgram() throws Exception {
        String groovy = "'docx=" + command.replace("\\", "\\\\").replace("'", "\\'") + "'";

        WorkflowRun build = run("PK\u0003\u0004", ", converters: " + groovy, Result.FAILURE);

        assertThat(mark).doesNotExist();
        assertThat(sandbox.submissions()).isZero();
        jenkins.assertLogContains("converters", build);
    }
}
