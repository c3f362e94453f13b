package io.github.faxnummer.jenkins.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import hudson.FilePath;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.StringParameterDefinition;
import hudson.model.StringParameterValue;
import hudson.model.TaskListener;
import hudson.slaves.DumbSlave;
import io.github.faxnummer.jenkins.delivery.DeliveryService;
import io.github.faxnummer.jenkins.report.FaxDeliveriesAction;
import io.github.faxnummer.jenkins.report.FaxRow;
import io.github.faxnummer.jenkins.report.TransmissionResult;
import io.github.faxnummer.jenkins.testing.FileSearch;
import io.github.faxnummer.jenkins.testing.Fixture;
import io.github.faxnummer.jenkins.testing.SharedJenkinsTestBase;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import net.sf.json.JSONObject;
import okio.ByteString;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jenkinsci.plugins.workflow.actions.ArgumentsAction;
import org.jenkinsci.plugins.workflow.cps.CpsFlowExecution;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.graphanalysis.DepthFirstScanner;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.localizer.LocaleProvider;

class FaxSendStepTest extends SharedJenkinsTestBase {

    @Test
    void deliversFromController() throws Exception {
        WorkflowJob job = Fixture.pipeline(jenkins, """
                node {
                  def r = faxSend documents: 'target/*.pdf', recipients: '030 23125016, +49 30 23125-999'
                  echo "success=${r.success} outcome=${r.outcome} jobs=${r.jobIds.size()}"
                  def t = r.transmissions[0]
                  echo "t=${t.document} ${t.recipient} ${t.status} ${t.cause} ${t.pagesSent} ${t.duration} ${t.remoteTsi}"
                }
                """);
        Fixture.document(job, jenkins.jenkins, "target/report.pdf", 3);

        WorkflowRun build = jenkins.buildAndAssertSuccess(job);

        jenkins.assertLogContains("success=true outcome=DELIVERED jobs=2", build);
        jenkins.assertLogContains("t=report.pdf 00493023125016 DONE-OK 16 3 60 +493023125016", build);
        assertThat(sandbox.submissions()).isEqualTo(2);
    }

    @Test
    void cannotReadDocumentOutsideWorkspace() throws Exception {
        for (String documents :
                List.of("../outside.pdf", "../*.pdf", "link.pdf", "linked/outside.pdf", "linked/*.pdf")) {
            WorkflowJob job = Fixture.pipeline(
                    jenkins, "node { faxSend documents: '" + documents + "', recipients: '030 23125016' }");
            Fixture.document(job, jenkins.jenkins, "../outside.pdf", 1);
            FilePath workspace = jenkins.jenkins.getWorkspaceFor(job);
            workspace.mkdirs();
            workspace.child("link.pdf").symlinkTo("../outside.pdf", TaskListener.NULL);
            workspace.child("linked").symlinkTo("..", TaskListener.NULL);

            WorkflowRun build = jenkins.buildAndAssertStatus(Result.FAILURE, job);

            jenkins.assertLogContains("nothing was sent", build);
        }
        assertThat(sandbox.requests()).isZero();
    }

    @Test
    void linkToNothingIsDocumentThatIsMissing() throws Exception {
        WorkflowJob job = Fixture.pipeline(
                jenkins, "node { faxSend documents: '*.pdf', recipients: '" + TestNumber.DELIVERED.number() + "' }");
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
        jenkins.jenkins.getWorkspaceFor(job).child("b.pdf").symlinkTo("gone.pdf", TaskListener.NULL);

        WorkflowRun build = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.assertLogContains("b.pdf", build);
        assertThat(sandbox.requests()).isZero();
    }

    @Test
    void listsFaxesOfParallelBranchesTogether() throws Exception {
        WorkflowJob job = Fixture.pipeline(jenkins, """
                node {
                  def a, b
                  parallel one: { a = faxSend documents: 'a.pdf', recipients: '030 23125016', wait: false },
                           two: { b = faxSend documents: 'a.pdf', recipients: '030 23125999', wait: false }
                  faxStatus jobIds: a.jobIds + b.jobIds
                  faxStatus jobIds: a.jobIds
                }
                """);
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);

        WorkflowRun build = jenkins.buildAndAssertSuccess(job);

        assertThat(sandbox.submissions()).isEqualTo(2);
        assertThat(build.getActions(FaxDeliveriesAction.class)).hasSize(1);
        FaxDeliveriesAction action = build.getAction(FaxDeliveriesAction.class);
        assertThat(action.getDeliveries()).hasSize(4);
        assertThat(action.getPage().getTable().getRows())
                .extracting(FaxRow::getKey)
                .containsExactly("DONE_OK", "DONE_OK");
    }

    @Test
    void deliversFromAgent() throws Exception {
        DumbSlave agent = onlineAgent();
        WorkflowJob job = Fixture.pipeline(
                jenkins,
                "node('" + agent.getNodeName() + "') { faxSend documents: ['a,b.pdf', 'x/**/*.pdf'], recipients: ['"
                        + TestNumber.DELIVERED.number() + "'] }");
        Fixture.document(job, agent, "a,b.pdf", 1);
        Fixture.document(job, agent, "x/y/z.pdf", 2);

        WorkflowRun build = jenkins.buildAndAssertSuccess(job);

        jenkins.assertLogContains("a,b.pdf -> 00493023125016", build);
        assertThat(sandbox.faxes()).extracting(it -> it.pages()).containsExactly(1, 2);
        assertThat(sandbox.faxes().get(0).pdf().toByteArray())
                .isEqualTo(agent.getWorkspaceFor(job).child("a,b.pdf").read().readAllBytes());
    }

    @Test
    void namesRecipientsOfStepAndFileOnTheirOwnCoverPages() throws Exception {
        DumbSlave agent = onlineAgent();
        WorkflowJob job = Fixture.pipeline(jenkins, "node('" + agent.getNodeName() + """
                ') {
                  def result = faxSend documents: 'a.pdf', coverPage: true,
                      recipients: [[number: '030 23125-016', name: 'Anna', numberSource: 'Impressum'], '030 23125999'],
                      recipientsFile: 'r.csv', recipientsGroup: 'Nord'
                  echo result.transmissions.collect { it.recipientName }.join('/')
                }
                """);
        Fixture.document(job, agent, "a.pdf", 1);
        FilePath workspace = agent.getWorkspaceFor(job);
        workspace
                .child("r.csv")
                .write("Name;Fax;Gruppe\nBerta;030 23126016;Nord\nCarl;030 23127016;Süd\n", "windows-1252");

        WorkflowRun build = jenkins.buildAndAssertSuccess(job);

        jenkins.assertLogContains("r.csv: 1 of 2 recipients; columns Name, Fax, Gruppe", build);
        jenkins.assertLogContains("Anna//Berta", build);
        assertThat(sandbox.faxes())
                .extracting(it -> it.destination())
                .containsExactlyInAnyOrder("00493023125016", "00493023125999", "00493023126016");
        assertThat(workspace.child("fax-reports/fax-report.json").readToString())
                .contains("\"numberSource\" : \"Impressum\"", "\"name\" : \"Berta\"")
                .doesNotContain("Carl");
    }

    @Test
    void reportsProblemsOfRecipientsFileAndReadsNoneOutsideWorkspace() throws Exception {
        WorkflowJob job = Fixture.pipeline(jenkins, "node { faxSend documents: 'a.pdf', recipientsFile: params.file }");
        job.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition("file", "r.csv")));
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
        FilePath workspace = jenkins.jenkins.getWorkspaceFor(job);
        workspace.child("r.csv").write("Fax\n4,92E+13\n", "UTF-8");
        workspace.child("../outside.csv").write("Fax\n030 23125016\n", "UTF-8");
        workspace.child("link.csv").symlinkTo("../outside.csv", TaskListener.NULL);

        jenkins.assertLogContains(
                "recipientsFile 'r.csv': line 2, column 'Fax', '4,92E+13': a spreadsheet has rounded",
                jenkins.buildAndAssertStatus(Result.FAILURE, job));
        for (String file : List.of("../outside.csv", "link.csv", "missing.csv")) {
            WorkflowRun build = jenkins.assertBuildStatus(
                    Result.FAILURE,
                    job.scheduleBuild2(0, new ParametersAction(new StringParameterValue("file", file))));
            jenkins.assertLogContains(
                    file.equals("missing.csv") ? "'missing.csv': not found" : "': outside the workspace", build);
        }
        assertThat(sandbox.requests()).isZero();
    }

    @Test
    void refusesDocumentWhoseNameTheAgentCannotRepresent() throws Exception {
        DumbSlave agent = onlineAgent(Map.of("LC_ALL", "C"));
        WorkflowJob job = Fixture.pipeline(jenkins, "node('" + agent.getNodeName() + """
                ') {
                  sh 'mkdir -p out && cp a.pdf "out/Pr$(printf "\\\\303\\\\274")fbericht.pdf" && cp a.pdf out/a.pdf'
                  faxSend documents: 'out/*.pdf', recipients: '030 23125-016'
                }""");
        Fixture.document(job, agent, "a.pdf", 1);

        WorkflowRun build = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.assertLogContains("fbericht.pdf': this JVM cannot represent a character of the path", build);
        assertThat(sandbox.requests()).isZero();
    }

    @Test
    void writesStationeryOnEachPage() throws Exception {
        DumbSlave agent = onlineAgent();
        WorkflowJob job = Fixture.pipeline(jenkins, "node('" + agent.getNodeName() + """
                ') {
                  faxSend documents: 'a.pdf', recipients: '030 23125-016', reference: 'B-1',
                      stationery: 'Baufirma | {{reference}} | {{page}} von {{pages}}'
                }
                """);
        Fixture.document(job, agent, "a.pdf", 2);

        jenkins.buildAndAssertSuccess(job);

        assertThat(sandbox.faxes()).hasSize(1);
        byte[] sent = sandbox.faxes().get(0).pdf().toByteArray();
        assertThat(agent.getWorkspaceFor(job)
                        .child("fax-reports/fax-composed.pdf")
                        .read()
                        .readAllBytes())
                .isEqualTo(sent);
        try (PDDocument pdf = Loader.loadPDF(sent)) {
            assertThat(new PDFTextStripper().getText(pdf)).contains("Baufirma", "B-1", "1 von 2", "2 von 2");
        }
    }

    @Test
    void refusesStationeryWithUnknownPlaceholder() throws Exception {
        WorkflowJob job = Fixture.pipeline(
                jenkins, "node { faxSend documents: 'a.pdf', recipients: '030 23125016', stationery: '{{phone}}' }");
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);

        jenkins.assertLogContains(
                "stationery '{{phone}}': unknown placeholder", jenkins.buildAndAssertStatus(Result.FAILURE, job));
        assertThat(sandbox.requests()).isZero();
    }

    @Test
    void namesTheParameterOfCoverPageThatCannotBeMade() throws Exception {
        WorkflowJob job = Fixture.pipeline(
                jenkins,
                "node { writeFile file: 'cover.html', text: '{{phone}}'\n"
                        + "faxSend documents: 'a.pdf', recipients: '030 23125016', coverPage: params.cover }");
        job.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition("cover", "cover.html")));
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
        for (String cover : List.of("cover.html", "missing.html", "../outside.html")) {
            WorkflowRun build = jenkins.assertBuildStatus(
                    Result.FAILURE,
                    job.scheduleBuild2(0, new ParametersAction(new StringParameterValue("cover", cover))));
            assertThat(JenkinsRule.getLog(build)).containsPattern("coverPage '[^']*" + Pattern.quote(cover) + "'");
        }
        assertThat(sandbox.requests()).isZero();
    }

    @Test
    void sendsPagesDrawnByTheAgent() throws Exception {
        DumbSlave agent = onlineAgent();
        WorkflowJob job = Fixture.pipeline(
                jenkins,
                "node('" + agent.getNodeName() + "') { faxSend documents: 'a.pdf', sendAs: 'auto', recipients: '"
                        + TestNumber.DELIVERED.number() + "' }");
        byte[] landscape = landscape();
        Fixture.document(job, agent, "a.pdf", landscape);

        WorkflowRun build = jenkins.buildAndAssertSuccess(job);

        jenkins.assertLogContains("a.pdf: its drawn pages are sent in place of the document", build);
        ByteString sent = sandbox.faxes().get(0).pdf();
        assertThat(sandbox.faxes().get(0).pages()).isEqualTo(1);
        assertThat(sent).isNotEqualTo(ByteString.of(landscape));
        FilePath reports = agent.getWorkspaceFor(job).child("fax-reports");
        assertThat(reports.child("fax-report.json").readToString())
                .contains(sent.sha256().hex(), ByteString.of(landscape).sha256().hex());
    }

    @Test
    void sendsOneFaxOfAllDocumentsThatTheAgentComposes() throws Exception {
        DumbSlave agent = onlineAgent();
        WorkflowJob job = Fixture.pipeline(jenkins, """
                node('%s') {
                  faxSend documents: '**/*.pdf', combine: true, dryRun: true, recipients: '%2$s'
                  faxSend documents: '**/*.pdf', combine: true, recipients: '%2$s'
                  faxSend documents: '**/*.pdf', combine: true, recipients: '%2$s'
                  faxSend documents: 'a.pdf', coverPage: true, coverTo: 'Court', recipients: '%2$s',
                    reportDirectory: 'r'
                  faxSend documents: '**/*.pdf', combine: true, recipients: '%3$s', wait: false
                }
                """.formatted(
                        agent.getNodeName(), TestNumber.DELIVERED.number(), TestNumber.NEVER_ENDS.number()));
        Fixture.document(job, agent, "a.pdf", 2);
        Fixture.document(job, agent, "b.pdf", 1);

        WorkflowRun build = jenkins.buildAndAssertSuccess(job);

        jenkins.assertLogContains("fax-composed.pdf: 3 pages, composed of a.pdf (1-2), b.pdf (3)", build);
        // The last one finds nothing that the others made.
        assertThat(sandbox.submissions()).isEqualTo(3);
        assertThat(sandbox.faxes()).extracting(it -> it.pages()).containsExactly(3, 3, 3);
        assertThat(sandbox.faxes().get(1).pdf().toByteArray())
                .isEqualTo(agent.getWorkspaceFor(job)
                        .child("r/fax-composed-00493023125016.pdf")
                        .read()
                        .readAllBytes());
        FilePath reports = agent.getWorkspaceFor(job).child("fax-reports");
        assertThat(sandbox.faxes().get(0).pdf().toByteArray())
                .isEqualTo(reports.child("fax-composed.pdf").read().readAllBytes());
        assertThat(reports.child("fax-report.json").readToString())
                .contains(
                        "\"parts\"",
                        "\"a.pdf\"",
                        sandbox.faxes().get(0).pdf().sha256().hex());
    }

    @Test
    void doesNotSendWithUnknownForm() throws Exception {
        WorkflowJob job = Fixture.pipeline(
                jenkins, "node { faxSend documents: 'a.pdf', sendAs: 'tiff', recipients: '030 23125016' }");
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);

        WorkflowRun build = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.assertLogContains("sendAs 'tiff': invalid; use document", build);
        assertThat(sandbox.requests()).isZero();
    }

    @Test
    void sendsNothingThatTakesLongerOnTheLine() throws Exception {
        WorkflowJob job = Fixture.pipeline(jenkins, """
                node {
                  faxSend documents: 'a.pdf', maxLineMinutes: 1,
                    recipients: ['030 23125016', '030 23125017', '030 23125018', '030 23125019']
                }
                """);
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);

        WorkflowRun build = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.assertLogContains("maxLineMinutes '1'", build);
        assertThat(sandbox.submissions()).isZero();
    }

    @Test
    void showsTimeOnLineAndWarnsIfItExceedsTimeout() throws Exception {
        WorkflowJob job = Fixture.pipeline(jenkins, """
                node {
                  faxSend documents: 'a.pdf', recipients: ['030 23125016', '030 23125017'], timeout: 1, dryRun: true
                  faxSend documents: 'a.pdf', recipients: '030 23125016'
                }
                """);
        Fixture.document(job, jenkins.jenkins, "a.pdf", 20);

        WorkflowRun build = jenkins.buildAndAssertStatus(Result.SUCCESS, job);

        List<String> log = build.getLog(Integer.MAX_VALUE);
        assertThat(log)
                .filteredOn(it -> it.matches("a\\.pdf: about 1 to \\d min on the line for each recipient"))
                .hasSize(2);
        assertThat(log)
                .filteredOn(it -> it.matches("a\\.pdf: about 1 to \\d min on the line, but timeout is 1 min,.*"))
                .hasSize(1);
        jenkins.assertLogContains("Time on the line of all faxes, each dialled once: about 2 to ", build);
    }

    private static byte[] landscape() throws IOException {
        try (PDDocument document = new PDDocument()) {
            document.addPage(new PDPage(new PDRectangle(PDRectangle.A4.getHeight(), PDRectangle.A4.getWidth())));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            document.save(bytes);
            return bytes.toByteArray();
        }
    }

    @Test
    void failsStepWithReadableMessage() throws Exception {
        WorkflowJob job = Fixture.pipeline(
                jenkins,
                "node { faxSend documents: 'a.pdf', recipients: '" + TestNumber.UNKNOWN_NUMBER.number() + "' }");
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);

        WorkflowRun build = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.assertLogContains("ERROR: Delivery not confirmed (1 of 1)", build);
        jenkins.assertLogContains("unallocated number (Q.850 cause 1)", build);
        assertThat(build.getAction(FaxDeliveriesAction.class).getDeliveries())
                .singleElement()
                .satisfies(it -> assertThat(it.getOutcome()).isEqualTo("FAILED"));
    }

    @Test
    void printsEachOutcome() throws Exception {
        Map<TestNumber, List<String>> expected = new EnumMap<>(Map.of(
                TestNumber.BUSY, List.of("DONE-ERROR", "busy"),
                TestNumber.NOT_REACHABLE, List.of("DONE-ERROR", "34"),
                TestNumber.REJECTED, List.of("REJECTED", "the provider failed to process the fax"),
                TestNumber.ANSWER_LOST, List.of("UNKNOWN", "Before you send it again, look up"),
                TestNumber.HTML_500, List.of("UNKNOWN", "HTTP 500"),
                TestNumber.DELIVERED_AFTER_RETRIES, List.of("DONE-OK", "pages sent: 1"),
                TestNumber.UNDOCUMENTED_STATUS, List.of("DONE-OK", "pages sent: 1")));
        Map<TestNumber, WorkflowRun> builds = new EnumMap<>(TestNumber.class);
        jenkins.jenkins.setNumExecutors(expected.size());
        for (TestNumber number : expected.keySet()) {
            WorkflowJob job = Fixture.pipeline(
                    jenkins,
                    "node { def r = faxSend documents: 'a.pdf', failOnError: false, recipients: '" + number.number()
                            + "'; echo \"got ${r.transmissions[0].outcome} ${r.success}\" }");
            Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
            builds.put(number, job.scheduleBuild2(0).waitForStart());
        }

        for (Map.Entry<TestNumber, List<String>> it : expected.entrySet()) {
            String outcome = it.getValue().get(0);
            WorkflowRun build = jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(builds.get(it.getKey())));
            jenkins.assertLogContains("got " + outcome + " " + outcome.equals("DONE-OK"), build);
            jenkins.assertLogContains(it.getValue().get(1), build);
            assertThat(sandbox.submissions(it.getKey().number())).isEqualTo(1);
        }
    }

    @Test
    void followsWithoutNodeInDeclarativePipeline() throws Exception {
        WorkflowJob job = Fixture.pipeline(jenkins, """
                def sent
                pipeline {
                  agent none
                  stages {
                    stage('send') { agent any; steps { script {
                      sent = faxSend documents: 'a.pdf', recipients: '030 23125016,030 23125001', wait: false
                      echo "sent ${sent.outcome} ${sent.success}"
                    } } }
                    stage('once') { steps { script {
                      def now = faxStatus jobIds: sent.jobIds, wait: false, failOnError: false
                      echo "once ${now.transmissions.size()}"
                    } } }
                    stage('follow') { steps { faxStatus jobId: sent.jobIds.join(','), failOnError: false } }
                    stage('dry') { agent any; steps { faxSend documents: 'a.pdf', recipients: '030 23125016', dryRun: true } }
                  }
                }
                """);
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);

        WorkflowRun build = jenkins.buildAndAssertSuccess(job);

        jenkins.assertLogContains("sent UNDER_WAY false", build);
        jenkins.assertLogContains("once 2", build);
        jenkins.assertLogContains("DONE-ERROR", build);
        jenkins.assertLogContains("Dry run: configuration and documents are valid, nothing was sent.", build);
        assertThat(sandbox.submissions()).isEqualTo(2);
        assertThat(build.getActions(FaxDeliveriesAction.class)).hasSize(1);
        // What was sent without waiting is shown with what was learnt later.
        assertThat(build.getAction(FaxDeliveriesAction.class)
                        .getDeliveries()
                        .get(0)
                        .getTransmissions())
                .extracting(TransmissionResult::getOutcome)
                .containsExactly("DONE-OK", "DONE-ERROR");
    }

    @Test
    void reportsAllProblemsAtOnceAndSendsNothing() throws Exception {
        Fixture.credentials("system-only", CredentialsScope.SYSTEM, "acc1", "x");
        WorkflowJob job = Fixture.pipeline(
                jenkins,
                "node { writeFile file: 'no.pdf', text: 'hello'; faxSend documents: 'no.pdf,gone.pdf', recipients: '12,xyz',"
                        + " email: 'nobody', sender: 'ä', timeout: 0, credentialsId: 'system-only' }");

        WorkflowRun build = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        for (String words : List.of(
                "no.pdf': not a PDF",
                "gone.pdf': not found",
                "recipients 'xyz'",
                "email 'nobody'",
                "sender",
                "timeout '0'",
                "credentialsId 'system-only': no such credentials available to this job")) {
            jenkins.assertLogContains(words, build);
        }
        assertThat(sandbox.requests()).isZero();
    }

    @Test
    void rejectsMissingOrInvalidItem() throws Exception {
        for (String[] it : List.of(
                new String[] {
                    "faxSend documents: ['a.pdf', ''], recipients: '030 23125016'",
                    "nothing was sent",
                    "documents: contains an empty entry"
                },
                new String[] {
                    "faxSend documents: 'a.pdf,,a.pdf', recipients: '030 23125016'",
                    "nothing was sent",
                    "documents: contains an empty entry"
                },
                new String[] {
                    "faxStatus jobIds: ['faxsend-a-1', '']", "nothing was polled", "jobId: contains an empty entry"
                },
                new String[] {
                    "faxStatus jobId: 'faxsend-a-1,,faxsend-a-2'",
                    "nothing was polled",
                    "jobId: contains an empty entry"
                },
                new String[] {"faxStatus jobId: 'no id'", "nothing was polled", "jobId 'no id': not a valid job id"},
                new String[] {"faxStatus jobIds: []", "nothing was polled", "jobId: no job id specified"},
                new String[] {
                    "faxSend documents: 'a.pdf', recipients: 4920269555L",
                    "ERROR:",
                    "recipients: 4920269555 is a number"
                },
                new String[] {
                    "faxSend documents: [a: 1], recipients: '030 23125016'",
                    "ERROR:",
                    "documents: LinkedHashMap is neither text nor a list"
                },
                new String[] {
                    "faxSend documents: 'a.pdf', recipients: '030 23125016', timeout: 'soon'",
                    "ERROR:",
                    "timeout: soon is not a whole number"
                })) {
            WorkflowJob job = Fixture.pipeline(jenkins, "node { " + it[0] + " }");
            Fixture.document(job, jenkins.jenkins, "a.pdf", 1);

            WorkflowRun build = jenkins.buildAndAssertStatus(Result.FAILURE, job);

            jenkins.assertLogContains(it[1], build);
            jenkins.assertLogContains(it[2], build);
        }
        assertThat(sandbox.requests()).isZero();
    }

    @Test
    void stepsOfOneBuildUseSeparateDirectories() throws Exception {
        String send = "faxSend documents: ['a.pdf'] as String[], failOnError: false, recipients: ";
        WorkflowJob job = Fixture.pipeline(
                jenkins,
                "node { def a, b; parallel x: { a = " + send + "\"${'030 23125016'}\" }, y: { b = " + send
                        + "'030 23125999'"
                        + " }; echo 'folders ' + [a.reportDirectory, b.reportDirectory].sort().join(' ');"
                        + " echo 'copies ' + fileExists('fax-reports/fax-report.pdf') + ' '"
                        + " + fileExists('fax-reports-2/fax-report.pdf');" + send
                        + "'030 23125001', reportDirectory: './fax-reports/' }");
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);

        WorkflowRun build = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.assertLogContains("folders fax-reports fax-reports-2", build);
        jenkins.assertLogContains("copies true true", build);
        jenkins.assertLogContains(
                "reportDirectory './fax-reports/': already used by another step of this build", build);
        assertThat(sandbox.submissions()).isEqualTo(2);
    }

    @Test
    void abortEndsAtOnceAndReportsFaxesUnderWay() throws Exception {
        WorkflowJob job = Fixture.pipeline(
                jenkins, "node { faxSend documents: 'a.pdf', recipients: '" + TestNumber.NEVER_ENDS.number() + "' }");
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
        WorkflowRun build = job.scheduleBuild2(0).waitForStart();
        Fixture.await("it is asked for", () -> sandbox.statusRequests() > 0);
        assertThat(((CpsFlowExecution) build.getExecution()).getThreadDump().toString())
                .contains("waiting for 1 of 1 faxes at the provider");
        FlowNode step = new DepthFirstScanner().findFirstMatch(build.getExecution(), it -> it.getDisplayFunctionName()
                .equals("faxSend"));
        assertThat(ArgumentsAction.getStepArgumentsAsString(step)).isEqualTo("a.pdf → 0049…05");

        long start = System.nanoTime();
        build.doStop();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
        jenkins.assertLogContains(
                "Job " + sandbox.faxes().get(0).jobId() + " is still in progress at the provider", build);
        assertThat(DeliveryService.get().waiting()).isZero();
    }

    @Test
    void abortInterruptsSubmissionAndSendsNothingMore() throws Exception {
        WorkflowJob job = Fixture.pipeline(
                jenkins,
                "node { faxSend documents: 'a.pdf', recipients: '" + TestNumber.ANSWER_STALLED.number()
                        + ", 030 23125016' }");
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
        WorkflowRun build = job.scheduleBuild2(0).waitForStart();
        Fixture.await("it is being submitted", () -> sandbox.submissions() == 1);

        build.doStop();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));

        assertThat(build.getAction(FaxDeliveriesAction.class)
                        .getDeliveries()
                        .get(0)
                        .getTransmissions())
                .extracting(TransmissionResult::getOutcome)
                .containsExactly("UNKNOWN", "NOT_SENT");
        assertThat(sandbox.submissions()).isEqualTo(1);
        assertThat(DeliveryService.get().waiting()).isZero();
    }

    @Test
    void sanitizesHostileStationIdAndHidesPassword() throws Exception {
        DumbSlave agent = onlineAgent();
        WorkflowJob job = Fixture.pipeline(
                jenkins,
                "node('" + agent.getNodeName() + "') { def r = faxSend documents: 'a.pdf', recipients: '"
                        + TestNumber.HOSTILE_STATION.number() + "'; echo r.transmissions[0].remoteTsi }");
        Fixture.document(job, agent, "a.pdf", 1);

        WorkflowRun build = jenkins.buildAndAssertSuccess(job);

        JenkinsRule.WebClient browser = browser().withJavaScriptEnabled(false);
        List<String> shown = List.of(
                JenkinsRule.getLog(build),
                browser.getPage(build, "faxnummer/").getWebResponse().getContentAsString(),
                browser.getPage(build, "faxnummer/table").getWebResponse().getContentAsString());
        assertThat(shown).allSatisfy(it -> {
            assertThat(it).contains("ev").doesNotContain("\u001b[31mil").doesNotContain("\u202e");
            assertThat(it).doesNotContain(Fixture.PASSWORD);
        });
        assertThat(shown.subList(1, 3))
                .allSatisfy(it -> assertThat(it).contains("&lt;b>ev").doesNotContain("<b>ev"));
        // The password's beginning, which is the same however the rest of it is escaped.
        assertThat(FileSearch.filesWith(jenkins.jenkins.getRootDir().toPath(), "Geheim-"))
                .isEmpty();
    }

    @Test
    void servesRemoteApiAndGermanPages() throws Exception {
        WorkflowJob job = Fixture.pipeline(
                jenkins,
                "node { parallel a: { faxSend documents: 'a.pdf', recipients: '030 23125016' },"
                        + " b: { faxSend documents: 'a.pdf', recipients: '030 23125003' } }");
        Fixture.document(job, jenkins.jenkins, "a.pdf", 2);

        // A page of the second one is missing.
        WorkflowRun build = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        assertThat(build.getActions(FaxDeliveriesAction.class)).hasSize(1);
        JSONObject json = jenkins.getJSON(build.getUrl() + "faxnummer/api/json").getJSONObject();
        assertThat(json.getJSONArray("deliveries").size()).isEqualTo(2);
        JSONObject fax = json.getJSONArray("deliveries")
                .getJSONObject(0)
                .getJSONArray("transmissions")
                .getJSONObject(0);
        assertThat(fax.getString("outcome")).isEqualTo("DONE-OK");
        assertThat(fax.getInt("cause")).isEqualTo(16);
        assertThat(browser()
                        .goToXml(build.getUrl() + "faxnummer/api/xml")
                        .getWebResponse()
                        .getContentAsString())
                .contains("<jobId>faxsend-");
        // The harness has no locale filter.
        LocaleProvider before = LocaleProvider.getProvider();
        LocaleProvider.setProvider(new LocaleProvider() {
            @Override
            public Locale get() {
                return Locale.GERMANY;
            }
        });
        try {
            assertThat(browser()
                            .withJavaScriptEnabled(false)
                            .getPage(build, "faxnummer/table")
                            .getWebResponse()
                            .getContentAsString(StandardCharsets.UTF_8))
                    .contains("Empfänger", "Gegenstelle");
        } finally {
            LocaleProvider.setProvider(before);
        }
    }
}
