package io.github.faxnummer.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Descriptor;
import hudson.model.Result;
import hudson.util.FormValidation;
import io.github.faxnummer.jenkins.config.FaxnummerConfiguration;
import io.github.faxnummer.jenkins.step.FaxSendStep;
import io.github.faxnummer.jenkins.step.FaxStatusStep;
import io.github.faxnummer.jenkins.testing.Fixture;
import io.github.faxnummer.jenkins.testing.SharedJenkinsTestBase;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.localizer.LocaleProvider;

/** Who reads German finds German, on the console of a German controller and in every form. */
class GermanTest extends SharedJenkinsTestBase {

    private final Locale before = Locale.getDefault();
    private final LocaleProvider providerBefore = LocaleProvider.getProvider();

    @BeforeEach
    void configure() throws Exception {
        Locale.setDefault(Locale.GERMANY);
        // The harness has no locale filter.
        LocaleProvider.setProvider(new LocaleProvider() {
            @Override
            public Locale get() {
                return Locale.GERMANY;
            }
        });
    }

    @AfterEach
    void close() {
        Locale.setDefault(before);
        LocaleProvider.setProvider(providerBefore);
    }

    @Test
    void writesGermanConsole() throws Exception {
        WorkflowRun build = run("faxSend documents: 'a.pdf', failOnError: false, recipients: '"
                + TestNumber.UNKNOWN_NUMBER.number() + "'; faxSend documents: 'a.pdf', recipients: '"
                + TestNumber.REJECTED.number() + "'");

        jenkins.assertBuildStatus(Result.FAILURE, build);
        for (String words : List.of(
                "SUBMITTED, Job faxsend-",
                "Dokument",
                "Empfänger",
                "Zustellung nicht bestätigt (1 von 1)",
                "Q.850-Cause")) {
            jenkins.assertLogContains(words, build);
        }
        for (String words : List.of("document ", "recipient", "not known")) {
            jenkins.assertLogNotContains(words, build);
        }
    }

    @Test
    void reportsProblemsInGerman() throws Exception {
        jenkins.assertLogContains(
                "nichts wurde gesendet",
                run("faxSend documents: 'gone.pdf', recipients: '1', credentialsId: 'unknown'"));
        WorkflowRun polled = run("faxStatus jobId: 'x y'");
        jenkins.assertLogContains("Ungültige Konfiguration, nichts wurde abgefragt", polled);
        jenkins.assertLogNotContains("gesendet", polled);
    }

    @Test
    void showsGermanFormsAndHelp() throws Exception {
        String generator = browser()
                .withJavaScriptEnabled(false)
                .goTo("pipeline-syntax/")
                .getWebResponse()
                .getContentAsString(StandardCharsets.UTF_8);
        assertThat(generator).contains("faxSend: Dokumente faxen", "faxStatus: Früher gesendete Faxe verfolgen");
        assertThat(browser()
                        .withJavaScriptEnabled(false)
                        .goTo("manage/configure")
                        .getWebResponse()
                        .getContentAsString(StandardCharsets.UTF_8))
                .contains("Vorgabe für die E-Mail-Adresse", "Verbindung testen");
        FaxSendStep.DescriptorImpl send = jenkins.jenkins.getDescriptorByType(FaxSendStep.DescriptorImpl.class);
        assertThat(send.doCheckRecipients(null, "12", "").getMessage()).contains("Vorwahl");
        assertThat(send.doCheckDocuments(null, "").getMessage()).startsWith("Kein Dokument");
        assertThat(FaxnummerConfiguration.get()
                        .doTestConnection(FaxnummerConfiguration.get().getEndpoint(), Fixture.CREDENTIALS)
                        .getMessage())
                .isEqualTo("Der Anbieter nimmt den Account an.");
        assertThat(FaxnummerConfiguration.get().doTestConnection("ftp://x", "").kind)
                .isEqualTo(FormValidation.Kind.ERROR);
    }

    @Test
    void definesHelpAndTextsInBothLanguages() throws Exception {
        Path root = Path.of("src/main/resources/io/github/faxnummer/jenkins");
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                Path german = file.resolveSibling(name.replaceFirst("\\.(html|properties)$", "_de.$1"));
                if (!name.contains("_de.") && !german.equals(file)) {
                    assertThat(german).exists();
                    if (name.endsWith(".properties")) {
                        assertThat(texts(german).keySet())
                                .as(name)
                                .isEqualTo(texts(file).keySet());
                    } else {
                        assertThat(Files.readString(german)).isNotEqualTo(Files.readString(file));
                    }
                }
            }
        }
        for (Class<? extends Descriptor<?>> form :
                List.of(FaxSendStep.DescriptorImpl.class, FaxStatusStep.DescriptorImpl.class)) {
            Path folder = root.resolve("step").resolve(form.getEnclosingClass().getSimpleName());
            for (String field : texts(folder.resolve("config.properties")).stringPropertyNames()) {
                assertThat(folder.resolve("help-" + field + ".html")).exists();
            }
        }
    }

    private WorkflowRun run(String steps) throws Exception {
        WorkflowJob job = Fixture.pipeline(jenkins, "node { " + steps + " }");
        Fixture.document(job, jenkins.jenkins, "a.pdf", 1);
        return jenkins.waitForCompletion(job.scheduleBuild2(0).waitForStart());
    }

    private static Properties texts(Path file) throws Exception {
        Properties texts = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            texts.load(reader);
        }
        return texts;
    }
}
