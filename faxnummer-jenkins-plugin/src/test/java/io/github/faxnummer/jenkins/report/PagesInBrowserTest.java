package io.github.faxnummer.jenkins.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import io.github.faxnummer.jenkins.config.FaxPolicy;
import io.github.faxnummer.jenkins.config.FaxnummerConfiguration;
import io.github.faxnummer.jenkins.config.FolderPolicy;
import io.github.faxnummer.jenkins.delivery.DeliveryStore;
import io.github.faxnummer.jenkins.delivery.ServiceHealth;
import io.github.faxnummer.jenkins.step.FaxBuildStep;
import io.github.faxnummer.jenkins.step.FaxPublisher;
import io.github.faxnummer.jenkins.testing.Faxes;
import io.github.faxnummer.jenkins.testing.Fixture;
import io.github.faxnummer.jenkins.testing.Pdf;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.sandbox.FaxnummerSandbox;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import jenkins.util.HttpServletFilter;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.jvnet.localizer.LocaleProvider;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.StaplerRequest2;

/**
 * Every page in a real browser: WCAG 2.2 AA by axe-core, width, console, keyboard, a strict Content-Security-Policy. The pictures of the pages stay in {@code
 * target/pages}. The packages of {@code src/test/browser} are installed by {@code .ci/run}.
 */
@WithJenkins
class PagesInBrowserTest {

    private static final Logger LOGGER = Logger.getLogger(PagesInBrowserTest.class.getName());
    private static final Path SCRIPTS = Path.of("src/test/browser");
    private static final Path INSTALLED = Path.of("target/browser");
    private static final Path PICTURES = Path.of("target/pages");

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void pagesAreAccessibleAtEveryWidth(JenkinsRule jenkins) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("report");
        FreeStyleBuild few = build(jenkins, job, 3);
        FreeStyleBuild many = build(jenkins, job, 1000);
        FreeStyleProject unclear = jenkins.createFreeStyleProject("unclear");
        UnconfirmedFaxes.get()
                .end(build(jenkins, unclear, 5), Faxes.record("record", 5, Instant.parse("2026-11-23T12:00:00Z")));
        String faxesOfFew = few.getAbsoluteUrl() + "faxnummer/";
        String faxesOfMany = many.getAbsoluteUrl() + "faxnummer/";
        String manage = jenkins.getURL() + "manage/faxnummer/";
        List<Map<String, Object>> pages = new ArrayList<>();
        for (int width : List.of(1280, 390)) {
            for (String language : List.of("en", "de")) {
                for (boolean dark : List.of(false, true)) {
                    add(pages, "build-3", few.getAbsoluteUrl(), language, width, dark);
                    add(pages, "build-1000", many.getAbsoluteUrl(), language, width, dark);
                    add(pages, "job", job.getAbsoluteUrl(), language, width, dark);
                    add(pages, "manage", manage, language, width, dark);
                    add(pages, "faxes-3", faxesOfFew, language, width, dark);
                    add(pages, "faxes-1000", faxesOfMany, language, width, dark);
                }
            }
        }
        for (String language : List.of("en", "de")) {
            add(pages, "faxes-1000", faxesOfMany, language, 1024, language.equals("de"));
            add(pages, "manage", manage, language, 1024, language.equals("de"));
        }

        assertThat(look(pages)).hasSameSizeAs(pages).allSatisfy(page -> {
            String name = check(page);
            assertThat(page.path("overflow").asInt()).as(name).isLessThanOrEqualTo(0);
            if (name.startsWith("faxes")) {
                // Tab and Enter alone sort the table and open a detail.
                assertThat(page.path("sorted").asText()).as(name).isEqualTo("ascending");
                assertThat(page.path("opened").asBoolean()).as(name).isTrue();
            }
        });
    }

    /** The tables that are empty while nothing is sent. */
    @Test
    void pageOfFaxesUnderWayIsAccessibleAtEveryWidth(JenkinsRule jenkins) throws Exception {
        try (FaxnummerSandbox sandbox = Fixture.sandbox().start()) {
            Fixture.configure(sandbox);
            FaxnummerConfiguration.get().setMaxFaxesPerDay("10");
            WorkflowJob endless =
                    Fixture.pipeline(jenkins, "node { faxSend documents: 'a.pdf', recipients: '030 23125005' }");
            Fixture.document(endless, jenkins.jenkins, "a.pdf", 1);
            WorkflowRun waiting = endless.scheduleBuild2(0).waitForStart();
            Fixture.await("it is asked for", () -> sandbox.statusRequests() > 0);
            List<Map<String, Object>> pages = new ArrayList<>();
            for (int width : List.of(1280, 1024, 390)) {
                for (String language : List.of("en", "de")) {
                    for (boolean dark : List.of(false, true)) {
                        add(pages, "under-way", jenkins.getURL() + "manage/faxnummer/", language, width, dark);
                    }
                }
            }

            List<JsonNode> seen = look(pages);
            waiting.doStop();
            jenkins.waitForCompletion(waiting);

            assertThat(seen).hasSameSizeAs(pages).allSatisfy(page -> {
                String name = check(page);
                assertThat(page.path("overflow").asInt()).as(name).isLessThanOrEqualTo(0);
                assertThat(page.path("text").asText()).contains(waiting.getFullDisplayName(), "acc12345");
                // By Tab alone.
                assertThat(page.path("focused"))
                        .as(name)
                        .extracting(JsonNode::asText)
                        .contains(waiting.getFullDisplayName());
            });
        }
    }

    /** What Jenkins shows within pages of its own, and what is shown once only. */
    @Test
    void formsAndMessagesAreAccessibleAtEveryWidth(JenkinsRule jenkins) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("report");
        FreeStyleBuild build = build(jenkins, job, 5);
        Files.write(
                Files.createDirectories(DeliveryStore.of(build).folder().resolve("record"))
                        .resolve("fax-report.pdf"),
                Pdf.pages(1));
        UnconfirmedFaxes.get().end(build, Faxes.record("record", 5, Instant.parse("2026-11-23T12:00:00Z")));
        ServiceHealth.get().ledgerFailed(Message.of("delivery.too-late"));
        FaxBuildStep step = new FaxBuildStep();
        step.setDocuments("reports/*.pdf");
        step.setRecipients("+49 202 69555");
        FreeStyleProject sender = jenkins.createFreeStyleProject("sender");
        sender.getBuildersList().add(step);
        FreeStyleProject publisher = jenkins.createFreeStyleProject("publisher");
        publisher.getPublishersList().add(new FaxPublisher(step));
        Folder folder = jenkins.createProject(Folder.class, "folder");
        folder.addProperty(new FolderPolicy(new FaxPolicy()));
        List<Map<String, Object>> pages = new ArrayList<>();
        String narrowed = "[name='_.allowedCountries']";
        String policy = ".jenkins-section:has(" + narrowed + "):not(:has(.jenkins-section " + narrowed + "))";
        String global = ".jenkins-section:has([name='_.ledgerUrl'])";
        for (int width : List.of(1280, 1024, 390)) {
            for (String language : List.of("en", "de")) {
                boolean dark = language.equals("de") == (width != 1024);
                add(pages, "verify", build.getAbsoluteUrl() + "faxnummer/", language, width, dark)
                        .putAll(Map.of(
                                "open", List.of("form[name=verify] button"), "parts", ".faxnummer-verification"));
                add(pages, "messages", jenkins.getURL() + "manage/", language, width, dark)
                        .put("parts", ".faxnummer-alert");
                add(pages, "step", sender.getAbsoluteUrl() + "configure", language, width, dark)
                        .putAll(form("[descriptorid$=FaxBuildStep]"));
                add(pages, "publisher", publisher.getAbsoluteUrl() + "configure", language, width, dark)
                        .putAll(form("[descriptorid$=FaxPublisher]"));
                add(pages, "folder", folder.getAbsoluteUrl() + "configure", language, width, dark)
                        .put("parts", policy);
                add(pages, "global", jenkins.getURL() + "manage/configure", language, width, dark)
                        .putAll(form(global));
            }
        }

        assertThat(look(pages)).hasSameSizeAs(pages).allSatisfy(page -> {
            String name = check(page);
            assertThat(page.path("outside")).as(name).isEmpty();
        });
    }

    private static Map<String, Object> form(String parts) {
        return Map.of("open", List.of(parts + " .advanced-button"), "parts", parts);
    }

    /** What holds for every page; its name. */
    private static String check(JsonNode page) {
        String name = page.path("name").asText();
        assertThat(page.path("violations")).as(name).isEmpty();
        assertThat(page.path("inline").asInt()).as(name).isZero();
        assertThat(page.path("errors")).as(name).isEmpty();
        assertThat(page.path("background").asText().startsWith("rgb(255, 255, 255"))
                .as(name)
                .isEqualTo(name.contains("light"));
        assertThat(page.path("focused")).as(name).isNotEmpty();
        assertThat(page.path("policy")).as(name).isEmpty();
        return name;
    }

    /** Reports what a page without inline styles and scripts would not need; Jenkins' own pages still do. */
    @TestExtension
    public static final class StrictPolicy implements HttpServletFilter {
        @Override
        public boolean handle(HttpServletRequest request, HttpServletResponse response) {
            response.setHeader("Content-Security-Policy-Report-Only", "default-src 'self'; img-src 'self' data:");
            return false;
        }
    }

    private List<JsonNode> look(List<Map<String, Object>> pages) throws Exception {
        Optional<Path> chromium = find("chromium", "chromium-browser", "google-chrome");
        Optional<Path> node = find("node");
        boolean complete = chromium.isPresent()
                && node.isPresent()
                && Files.isDirectory(INSTALLED.resolve("node_modules/axe-core"));
        if (!complete) {
            LOGGER.severe("!!!!!!!! THE PAGES WERE NOT LOOKED AT: chromium, node or the packages of " + SCRIPTS
                    + " are missing !!!!!!!!");
        }
        assumeTrue(complete, "chromium, node and the packages of " + SCRIPTS);

        // The harness has no locale filter.
        LocaleProvider before = LocaleProvider.getProvider();
        LocaleProvider.setProvider(new LocaleProvider() {
            @Override
            public Locale get() {
                StaplerRequest2 request = Stapler.getCurrentRequest2();
                return request == null ? Locale.ENGLISH : request.getLocale();
            }
        });
        try {
            return look(node.get(), chromium.get(), pages);
        } finally {
            LocaleProvider.setProvider(before);
        }
    }

    private List<JsonNode> look(Path node, Path chromium, List<Map<String, Object>> pages) throws Exception {
        Files.createDirectories(PICTURES);
        for (String file : List.of("pages.mjs", "dark.css")) {
            Files.copy(SCRIPTS.resolve(file), INSTALLED.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        Path input = INSTALLED.resolve("pages.json");
        json.writeValue(
                input.toFile(),
                Map.of(
                        "executable",
                        chromium.toString(),
                        "pictures",
                        PICTURES.toAbsolutePath().toString(),
                        "pages",
                        pages));
        Path output = INSTALLED.resolve("seen.txt");
        Path errors = INSTALLED.resolve("errors.txt");
        Process process = new ProcessBuilder(node.toString(), "pages.mjs", "pages.json")
                .directory(INSTALLED.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        boolean ended = process.waitFor(20, TimeUnit.MINUTES);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        assertThat(ended && process.exitValue() == 0)
                .as(Files.readString(errors, StandardCharsets.UTF_8))
                .isTrue();
        List<JsonNode> seen = new ArrayList<>();
        for (String line : Files.readAllLines(output)) {
            seen.add(json.readTree(line));
        }
        return seen;
    }

    private static Map<String, Object> add(
            List<Map<String, Object>> pages, String name, String url, String language, int width, boolean dark) {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("name", name + "-" + width + (dark ? "-dark-" : "-light-") + language);
        page.put("url", url);
        page.put("language", language);
        page.put("width", width);
        page.put("dark", dark);
        pages.add(page);
        return page;
    }

    private static FreeStyleBuild build(JenkinsRule jenkins, FreeStyleProject job, int faxes) throws Exception {
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(job);
        DeliveryStore.of(build).save(Faxes.record("record", faxes, Instant.parse("2026-11-23T12:00:00Z")));
        FaxDeliveriesAction.attachTo(build);
        return build;
    }

    private static Optional<Path> find(String... names) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(names)
                .flatMap(name -> Arrays.stream(path.split(File.pathSeparator, -1))
                        .filter(folder -> !folder.isEmpty())
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
