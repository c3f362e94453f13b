package io.github.faxnummer.jenkins.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.ExtensionList;
import hudson.XmlFile;
import hudson.model.Descriptor;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Saveable;
import hudson.model.listeners.SaveableListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.github.faxnummer.jenkins.step.FaxBuildStep;
import io.github.faxnummer.jenkins.step.FaxSendStep;
import io.github.faxnummer.jenkins.step.FaxStatusStep;
import io.github.faxnummer.jenkins.testing.Fixture;
import io.github.faxnummer.jenkins.testing.SharedJenkinsTestBase;
import io.github.faxnummer.sandbox.scenario.Fault;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.yaml.YamlSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.cps.SnippetizerTester;
import org.jenkinsci.plugins.workflow.steps.StepConfigTester;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.TestExtension;
import org.kohsuke.stapler.StaplerRequest2;

class ConfigurationTest extends SharedJenkinsTestBase {

    @Test
    void stepsSurviveFormRoundTrip() throws Exception {
        FaxSendStep send = new FaxSendStep();
        send.setDocuments("target/*.pdf");
        send.setRecipients("+49 30 23125016");
        send.setCredentialsId(Fixture.CREDENTIALS);
        jenkins.assertEqualDataBoundBeans(send, new StepConfigTester(jenkins).configRoundTrip(send));
        new SnippetizerTester(jenkins)
                .assertRoundTrip(
                        send,
                        "faxSend credentialsId: 'fax-account', documents: 'target/*.pdf', recipients: '+49 30 23125016'");
        send.setEmail("a@example.com");
        send.setSender("ACME");
        send.setSource("030 23125000");
        send.setReference("r");
        send.setTimeout(5);
        send.setWait(false);
        send.setFailOnError(false);
        send.setFailOnTimeout(false);
        send.setDryRun(true);
        jenkins.assertEqualDataBoundBeans(send, new StepConfigTester(jenkins).configRoundTrip(send));
        FaxStatusStep status = new FaxStatusStep();
        status.setJobId("faxsend-1");
        jenkins.assertEqualDataBoundBeans(status, new StepConfigTester(jenkins).configRoundTrip(status));
        new SnippetizerTester(jenkins).assertRoundTrip(status, "faxStatus jobId: 'faxsend-1'");
    }

    @Test
    void buildStepSurvivesFormRoundTrip() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        FaxBuildStep step = new FaxBuildStep();
        step.setDocuments("${REPORT}.pdf");
        step.setRecipients("030 23125016");
        step.setCredentialsId(Fixture.CREDENTIALS);
        step.setTimeout(7);
        step.setFailOnTimeout(false);
        job.getBuildersList().add(step);

        job = jenkins.configRoundtrip(job);

        jenkins.assertEqualDataBoundBeans(step, job.getBuildersList().get(FaxBuildStep.class));
    }

    @Test
    void validatesEveryFieldInItsForm() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildersList().add(new FaxBuildStep());

        HtmlPage form = browser().getPage(job, "configure");

        for (String field : List.of(
                "Documents", "Recipients", "Email", "Sender", "Source", "Reference", "Timeout", "CredentialsId")) {
            String name = "_." + field.substring(0, 1).toLowerCase(Locale.ROOT) + field.substring(1);
            // Other plugins have fields of these names, too.
            assertThat(form.getElementsByName(name)).as(name).anyMatch(it -> it.getAttribute("checkUrl")
                    .endsWith("FaxBuildStep/check" + field));
        }
    }

    @Test
    void globalConfigurationSurvivesFormAndRestart() throws Exception {
        FaxnummerConfiguration global = FaxnummerConfiguration.get();
        global.setSender("ACME");
        global.setSource("030 23125000");
        global.setRegion("AT");

        Saves saves = ExtensionList.lookupSingleton(Saves.class);
        saves.count.set(0);
        jenkins.configRoundtrip();

        assertThat(saves.count).as("a form is saved once").hasValue(1);
        FaxnummerConfiguration read = new FaxnummerConfiguration();
        assertThat(read.getEndpoint()).isEqualTo(sandbox.endpoint().toString());
        assertThat(read.getCredentialsId()).isEqualTo(Fixture.CREDENTIALS);
        assertThat(read.getEmail()).isEqualTo(Fixture.EMAIL);
        assertThat(read.getSender()).isEqualTo("ACME");
        assertThat(read.getSource()).isEqualTo("030 23125000");
        assertThat(read.getRegion()).isEqualTo("AT");
    }

    @TestExtension
    public static final class Saves extends SaveableListener {
        private final AtomicInteger count = new AtomicInteger();

        @Override
        public void onChange(Saveable saved, XmlFile file) {
            if (saved instanceof FaxnummerConfiguration) {
                count.incrementAndGet();
            }
        }
    }

    @Test
    void importsAndExportsConfigurationAsCode() throws Exception {
        String yaml = """
                unclassified:
                  faxnummer:
                    archive: "/srv/fax-archive"
                    converters: "docx=soffice --outdir {output} {input}"
                    credentialsId: "other"
                    email: "x@example.com"
                    endpoint: "https://fax.example.com/api"
                    failOnMissingSignature: false
                    ledgerCredentialsId: "ledger"
                    ledgerRetention: 30
                    ledgerUrl: "jdbc:postgresql://db.example.com/fax"
                    maxEnclosedMegabytes: 5
                    maxMegabytes: 30
                    maxPages: 50
                    preflightMemory: 128
                    preflightTimeout: "90s"
                    region: "CH"
                    sender: "ACME"
                    signatureAlias: "fax"
                    signatureCredentialsId: "fax-signature"
                    source: "030 23125000"
                    timestampServer: "http://timestamp.example.org/tsa"
                    timestampTolerance: "90s"
                """;
        ConfigurationAsCode.get()
                .configureWith(YamlSource.of(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))));

        FaxnummerConfiguration global = FaxnummerConfiguration.get();
        assertThat(global.getEndpoint()).isEqualTo("https://fax.example.com/api");
        assertThat(global.getRegion()).isEqualTo("CH");
        ByteArrayOutputStream exported = new ByteArrayOutputStream();
        ConfigurationAsCode.get().export(exported);
        assertThat(exported.toString(StandardCharsets.UTF_8)).contains(yaml.replace("unclassified:\n", ""));
    }

    @Test
    void refusesEndpointThatExposesPassword() {
        assertThatThrownBy(() -> FaxnummerConfiguration.get().setEndpoint("http://fax.example.com/"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(FaxnummerConfiguration.get().getEndpoint())
                .isEqualTo(sandbox.endpoint().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fax-archive",
                "HOME",
                "HOME/..",
                "HOME/jobs/a/builds/1",
                "HOME/plugins/../jobs/archive",
                "HOME/workspace/a",
                "HOME/userContent"
            })
    void refusesArchiveThatJenkinsDeletesOrServes(String written) {
        FaxnummerConfiguration global = FaxnummerConfiguration.get();
        String folder = written.replace("HOME", jenkins.jenkins.getRootDir().getPath());

        assertThatThrownBy(() -> global.setArchive(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("archive '");
        JSONObject form = new JSONObject().element("archive", folder);
        assertThatThrownBy(() -> global.configure((StaplerRequest2) null, form))
                .isInstanceOf(Descriptor.FormException.class);
        assertThat(global.doCheckArchive(folder).kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(new FaxnummerConfiguration().getArchive()).isEmpty();
    }

    @Test
    void refusesLinkToFolderOfJobsAsArchive() throws Exception {
        Path link = Files.createTempDirectory("faxnummer").resolve("link");
        Files.createDirectories(jenkins.jenkins.getRootDir().toPath().resolve("jobs"));
        Files.createSymbolicLink(link, jenkins.jenkins.getRootDir().toPath().resolve("jobs"));
        try {
            assertThatThrownBy(() -> FaxnummerConfiguration.get().setArchive(link + "/archive"))
                    .hasMessageContaining("whose files Jenkins deletes or serves");
        } finally {
            Files.delete(link);
            Files.delete(link.getParent());
        }
    }

    @Test
    void formTellsWhetherArchiveCanBeWrittenAndCreatesNothing() throws Exception {
        FaxnummerConfiguration global = FaxnummerConfiguration.get();
        Path folder = Files.createTempDirectory("faxnummer");
        Path file = Files.writeString(folder.resolve("file"), "");
        try {
            Path archive = folder.resolve("new/archive");
            assertThat(global.doCheckArchive("").kind).isEqualTo(FormValidation.Kind.OK);
            assertThat(global.doCheckArchive(archive.toString()).kind).isEqualTo(FormValidation.Kind.OK);
            FormValidation refused = global.doCheckArchive(file + "/archive");
            assertThat(refused.kind).isEqualTo(FormValidation.Kind.ERROR);
            assertThat(refused.getMessage()).contains("is not a folder");
            global.setArchive(archive.toString());
            assertThat(new FaxnummerConfiguration().archiveFolder()).contains(archive);
            assertThat(folder.resolve("new")).doesNotExist();
        } finally {
            Files.delete(file);
            Files.delete(folder);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:postgresql://fax:secret@db.example.com/fax", "jdbc:h2:mem:x;PASSWORD=secret"})
    void ledgerUrlWithPasswordIsNotSaved(String url) throws Exception {
        FaxnummerConfiguration global = FaxnummerConfiguration.get();

        assertThatThrownBy(() -> global.setLedgerUrl(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ledgerUrl")
                .hasMessageNotContaining("secret");
        JSONObject form = new JSONObject().element("ledgerUrl", url);
        assertThatThrownBy(() -> global.configure((StaplerRequest2) null, form))
                .isInstanceOf(Descriptor.FormException.class)
                .hasMessageNotContaining("secret");
        assertThat(new FaxnummerConfiguration().getLedgerUrl()).isEmpty();
    }

    @Test
    void invalidNumbersAreNotSaved() throws Exception {
        Map<String, String> invalid = Map.of(
                "converters", "docx",
                "maxEnclosedMegabytes", "101",
                "maxPages", "0",
                "maxMegabytes", "10001",
                "preflightMemory", "-1",
                "preflightTimeout", "soon",
                "maxFaxesPerDay", "many",
                "maxPagesPerDay", "0",
                "ledgerRetention", "0");
        FaxnummerConfiguration global = FaxnummerConfiguration.get();

        invalid.forEach((field, written) -> {
            assertThatThrownBy(() -> global.configure((StaplerRequest2) null, new JSONObject().element(field, written)))
                    .isInstanceOf(Descriptor.FormException.class)
                    .hasMessageContaining(field + " '" + written + "'");
            String yaml = "unclassified:\n  faxnummer:\n    " + field + ": \"" + written + "\"\n";
            assertThatThrownBy(() -> ConfigurationAsCode.get()
                            .configureWith(
                                    YamlSource.of(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))))
                    .hasStackTraceContaining(field + " '" + written + "'");
        });

        FaxnummerConfiguration saved = new FaxnummerConfiguration();
        assertThat(saved.limits().value()).isPresent();
        assertThat(saved.dailyLimits().value()).isPresent();
        assertThat(saved.getMaxEnclosedMegabytes()).isEqualTo(10);
        assertThat(saved.getLedgerRetention()).isEqualTo(400);
    }

    @Test
    void emptyNumbersInFormAreDefaults() throws Exception {
        FaxnummerConfiguration global = FaxnummerConfiguration.get();
        global.setMaxPages(7);
        global.setMaxMegabytes(7);
        global.setMaxEnclosedMegabytes(7);
        global.setPreflightMemory(77);
        global.setLedgerRetention(7);
        HtmlForm form = browser().goTo("configure").getFormByName("config");
        for (String field :
                List.of("maxPages", "maxMegabytes", "maxEnclosedMegabytes", "preflightMemory", "ledgerRetention")) {
            form.getInputByName("_." + field).setValue("");
        }

        jenkins.submit(form);

        FaxnummerConfiguration saved = new FaxnummerConfiguration();
        assertThat(List.of(
                        saved.getMaxPages(),
                        saved.getMaxMegabytes(),
                        saved.getMaxEnclosedMegabytes(),
                        saved.getPreflightMemory(),
                        saved.getLedgerRetention()))
                .containsExactly(100, 2, 10, 256, 400);
    }

    @Test
    void testsConnectionWithoutSending() {
        FaxnummerConfiguration global = FaxnummerConfiguration.get();
        assertThat(global.doTestConnection(global.getEndpoint(), Fixture.CREDENTIALS).kind)
                .isEqualTo(FormValidation.Kind.OK);
        assertThat(global.doTestConnection(global.getEndpoint(), "none").getMessage())
                .contains("No such credentials");
        assertThat(global.doTestConnection("http://fax.example.com/", Fixture.CREDENTIALS).kind)
                .isEqualTo(FormValidation.Kind.ERROR);
        assertThat(sandbox.submissions()).isZero();
    }

    @Test
    void reportsWebPageInPlaceOfApi() {
        sandbox.failNextStatus(Fault.HTML_200);
        FaxnummerConfiguration global = FaxnummerConfiguration.get();
        assertThat(global.doTestConnection(global.getEndpoint(), Fixture.CREDENTIALS)
                        .getMessage())
                .contains("the response is a web page instead of an API response");
    }

    @Test
    void fieldMessageOmitsParameterName() {
        FaxSendStep.DescriptorImpl send = jenkins.jenkins.getDescriptorByType(FaxSendStep.DescriptorImpl.class);
        FaxStatusStep.DescriptorImpl status = jenkins.jenkins.getDescriptorByType(FaxStatusStep.DescriptorImpl.class);
        FaxnummerConfiguration global = FaxnummerConfiguration.get();

        assertThat(send.doCheckRecipients(null, "12", "").getMessage()).startsWith("Area code missing");
        assertThat(send.doCheckRecipients(null, "030 23125016, 12", "").getMessage())
                .startsWith("&#039;12&#039; area code missing");
        assertThat(send.doCheckRecipients(null, "", "").getMessage()).startsWith("No recipient specified");
        assertThat(send.doCheckRecipients(null, "030 23125016,,", "").getMessage())
                .startsWith("Contains an empty entry");
        assertThat(send.doCheckEmail(null, "nobody").getMessage()).startsWith("Not an e-mail address");
        assertThat(send.doCheckTimeout(null, "0").getMessage()).startsWith("Must be 1 to 43200 minutes");
        assertThat(send.doCheckDocuments(null, "a.pdf,,b.pdf").getMessage()).startsWith("Contains an empty entry");
        assertThat(send.doCheckCredentialsId(null, "x").getMessage())
                .startsWith("No such credentials available to jobs");
        assertThat(status.doCheckJobId(null, "").getMessage()).startsWith("No job id specified");
        assertThat(global.doCheckRegion("XX").getMessage()).startsWith("Not a region code");
        assertThat(global.doCheckEndpoint("ftp://x").getMessage()).startsWith("Not a valid URL");
        assertThat(global.doCheckConverters("docx=soffice {input}").getMessage())
                .startsWith("The command contains neither {output} nor {outputFile}");
        assertThat(global.doCheckConverters("").kind).isEqualTo(FormValidation.Kind.OK);
    }

    @Test
    void answersAdministratorsOnlyAndByPostOnly() throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, Jenkins.MANAGE)
                .everywhere()
                .to("manager"));
        JenkinsRule.WebClient admin = client("admin");
        JenkinsRule.WebClient manager = client("manager");
        for (String method : List.of(
                "testConnection",
                "checkConverters",
                "checkEndpoint",
                "checkCredentialsId",
                "checkEmail",
                "checkSender",
                "checkSource",
                "checkRegion",
                "checkSignatureCredentialsId",
                "checkTimestampServer",
                "checkTimestampTolerance",
                "fillCredentialsIdItems")) {
            String path = "descriptorByName/io.github.faxnummer.jenkins.config.FaxnummerConfiguration/" + method
                    + "?value=x&endpoint=http://127.0.0.1:1/&credentialsId=" + Fixture.CREDENTIALS + "&region=DE";
            URL url = new URL(jenkins.getURL(), path);
            assertThat(admin.getPage(url).getWebResponse().getStatusCode())
                    .as(method)
                    .isIn(404, 405);
            assertThat(admin.getPage(admin.addCrumb(new WebRequest(url, HttpMethod.POST)))
                            .getWebResponse()
                            .getStatusCode())
                    .as(method)
                    .isEqualTo(200);
            var answer = manager.getPage(manager.addCrumb(new WebRequest(url, HttpMethod.POST)))
                    .getWebResponse();
            if (method.startsWith("fill")) {
                assertThat(answer.getContentAsString()).doesNotContain("the fax account");
            } else {
                assertThat(answer.getStatusCode()).as(method).isEqualTo(403);
            }
        }
    }

    @Test
    void formsRevealNothingWithoutConfigurePermission() throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader")
                .grant(Jenkins.READ, Item.READ, Item.CONFIGURE, Item.EXTENDED_READ)
                .everywhere()
                .to("author"));
        FreeStyleProject job = jenkins.createFreeStyleProject();
        FaxSendStep.DescriptorImpl form = jenkins.jenkins.getDescriptorByType(FaxSendStep.DescriptorImpl.class);
        try (ACLContext ignored =
                ACL.as2(hudson.model.User.getById("reader", true).impersonate2())) {
            assertThat(form.doFillCredentialsIdItems(job, "x")).hasSize(1);
            assertThat(form.doCheckCredentialsId(job, "unknown").kind).isEqualTo(FormValidation.Kind.OK);
        }
        try (ACLContext ignored =
                ACL.as2(hudson.model.User.getById("author", true).impersonate2())) {
            ListBoxModel list = form.doFillCredentialsIdItems(job, "");
            assertThat(list).anyMatch(it -> it.value.equals(Fixture.CREDENTIALS));
            assertThat(form.doCheckCredentialsId(job, "unknown").kind).isEqualTo(FormValidation.Kind.ERROR);
            assertThat(form.doCheckRecipients(job, "030 23125016, +49 30 23125016", "").kind)
                    .isEqualTo(FormValidation.Kind.OK);
            assertThat(form.doCheckRecipients(job, "", "recipients.csv").kind).isEqualTo(FormValidation.Kind.OK);
            assertThat(form.doCheckRecipients(job, "{\"number\": \"12\"}\n030 23125016\n", "")
                            .getMessage())
                    .contains("Area code missing");
            assertThat(form.doCheckRecipients(job, "${NUMBER}", "").kind).isEqualTo(FormValidation.Kind.OK);
            assertThat(form.doCheckEmail(job, "nobody").kind).isEqualTo(FormValidation.Kind.ERROR);
            assertThat(form.doCheckTimeout(job, "0").kind).isEqualTo(FormValidation.Kind.ERROR);
        }
    }

    private JenkinsRule.WebClient client(String user) throws Exception {
        return browser()
                .withJavaScriptEnabled(false)
                .withThrowExceptionOnFailingStatusCode(false)
                .withBasicApiToken(user);
    }
}
