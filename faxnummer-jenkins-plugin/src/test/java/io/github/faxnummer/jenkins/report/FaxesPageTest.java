package io.github.faxnummer.jenkins.report;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.HealthReport;
import hudson.model.Item;
import hudson.security.AuthorizationMatrixProperty;
import hudson.security.ProjectMatrixAuthorizationStrategy;
import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.delivery.TransmissionState;
import io.github.faxnummer.jenkins.config.FaxPermissions;
import io.github.faxnummer.jenkins.delivery.DeliveryRecord;
import io.github.faxnummer.jenkins.delivery.DeliveryStore;
import io.github.faxnummer.jenkins.testing.Faxes;
import io.github.faxnummer.jenkins.testing.SharedJenkinsTestBase;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import jenkins.model.Jenkins;
import org.htmlunit.Page;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.html.HtmlTable;
import org.htmlunit.html.HtmlTableRow;
import org.jenkinsci.plugins.matrixauth.PermissionEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LogRecorder;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.localizer.LocaleProvider;

/** The pages of a build's faxes, and who sees what on them. */
class FaxesPageTest extends SharedJenkinsTestBase {

    private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");
    private static final String NUMBER = "00492026000000";

    private FreeStyleProject job;
    private FreeStyleBuild build;

    @BeforeEach
    void build() throws Exception {
        job = jenkins.createFreeStyleProject("job");
        build = jenkins.buildAndAssertSuccess(job);
        show(build, 3);
    }

    @Test
    void buildPageHasOneLineAndTableHasPagesOrderAndFilters() throws Exception {
        FreeStyleBuild many = jenkins.buildAndAssertSuccess(job);
        show(many, 1000);
        JenkinsRule.WebClient client = client();

        assertThat(text(client.getPage(build)))
                .contains("3 faxes: 1 delivered, 1 delivered with pages missing, 1 busy")
                .doesNotContain(NUMBER);
        assertThat(client.getPage(build).<HtmlElement>getByXPath("//table[contains(@class, 'faxnummer')]"))
                .isEmpty();

        HtmlPage first = client.getPage(many, "faxnummer/");
        assertThat(rows(first)).hasSize(FaxTable.PAGE_SIZE);
        assertThat(text(first)).contains("1000 faxes: 125 in progress, 125 delivered", "Page 1 of 20");
        assertThat(rows(client.getPage(many, "faxnummer/?page=20"))).hasSize(50);
        assertThat(rows(client.getPage(many, "faxnummer/?page=4711"))).hasSize(50);
        HtmlPage second = first.getAnchorByText("Next").click();
        assertThat(text(second)).contains("Page 2 of 20");

        HtmlPage sorted = first.getAnchorByText("Recipient").click();
        assertThat(recipients(sorted)).isSorted();
        assertThat(((HtmlElement) sorted.getFirstByXPath("//th[2]")).getAttribute("aria-sort"))
                .isEqualTo("ascending");
        HtmlPage descending = sorted.getAnchorByText("Recipient").click();
        assertThat(recipients(descending)).isSortedAccordingTo((a, b) -> b.compareTo(a));

        assertThat(text(client.getPage(many, "faxnummer/?outcome=DONE_ERROR")))
                .contains("Matching the filter: 250 of 1000 faxes", "Page 1 of 5");
        for (String written : List.of("0202/6000000", "+49 (0)202 6000000", "0049 202 6000000", "6000000")) {
            HtmlPage found = client.getPage(many, "faxnummer/?number=" + hudson.Util.rawEncode(written));
            assertThat(recipients(found)).as(written).containsOnly(NUMBER).hasSize(1);
        }
        assertThat(text(client.getPage(many, "faxnummer/?number=4711471147")))
                .contains("Matching the filter: 0 of 1000 faxes");
        assertThat(client.getPage(many, "faxnummer/?sort=%3Cscript%3E&order=x&page=-1&outcome=%22%3E%3Cb%3E")
                        .getWebResponse()
                        .getStatusCode())
                .isEqualTo(200);
    }

    @Test
    void jobPageShowsLastBuildsAndTheirHealth() throws Exception {
        FreeStyleBuild all = jenkins.buildAndAssertSuccess(job);
        show(all, 1);
        jenkins.buildAndAssertSuccess(job);

        String page = text(client().getPage(job));
        assertThat(page)
                .contains("#1", "1/3", "3 faxes: 1 delivered, 1 delivered with pages missing, 1 busy")
                .contains("#2", "1/1", "1 fax: 1 delivered")
                .contains("4 faxes: 2 delivered, 1 delivered with pages missing, 1 busy; pages sent: 5")
                .doesNotContain(NUMBER);
        assertThat(build.getAction(FaxDeliveriesAction.class).getBuildHealth().getScore())
                .isEqualTo(33);
        HealthReport health = all.getAction(FaxDeliveriesAction.class).getBuildHealth();
        assertThat(health.getScore()).isEqualTo(100);
        assertThat(health.getDescription()).isEqualTo("Faxes: 1 of 1 delivered");
    }

    @Test
    void faxIsOneRowHoweverOftenTheBuildFollowsIt() throws Exception {
        FreeStyleBuild retried = jenkins.buildAndAssertSuccess(job);
        show(retried, 1);
        DeliveryRecord delivered = Faxes.record("second", 1, START.plusSeconds(7200));
        Transmission fax = delivered.delivery().transmissions().get(0);
        Transmission late = new Transmission(
                fax.document(),
                fax.documentName(),
                fax.documentPages(),
                fax.recipient(),
                fax.reference(),
                new TransmissionState.TimedOut(fax.progress().job().orElseThrow()));
        DeliveryStore store = DeliveryStore.of(retried);
        store.save(Faxes.record("record", 1, START)
                .with(new Delivery(
                        delivered.delivery().order(),
                        List.of(late),
                        delivered.delivery().deadline(),
                        delivered.delivery().schedule(),
                        delivered.delivery().sameNumber())));
        assertThat(retried.getAction(FaxDeliveriesAction.class).getPage().getSummary())
                .isEqualTo("1 fax: 1 timed out");

        store.save(delivered);

        FaxesPage page = retried.getAction(FaxDeliveriesAction.class).getPage();
        assertThat(page.getSummary()).isEqualTo("1 fax: 1 delivered");
        assertThat(page.table(new FaxQuery("", "", FaxQuery.Column.SENT, false, 1))
                        .getRows())
                .extracting(FaxRow::getResult)
                .containsExactly("Delivered");
    }

    @Test
    void jobPageReadsBuildsThatHaveEndedOnce() throws Exception {
        assertThat(text(client().getPage(job))).contains("1/3");
        DeliveryStore.of(build).save(Faxes.record("record", 1, START));

        assertThat(text(client().getPage(job))).contains("1/3");
        assertThat(text(client().getPage(build, "faxnummer/"))).contains("1 fax: 1 delivered");

        build.getAction(FaxDeliveriesAction.class).changed();
        assertThat(text(client().getPage(job))).contains("1/1");
    }

    @Test
    void everyPageReadsTheRecordsOfBuildOnceOrNever() throws Exception {
        String faxes = build.getUrl() + "faxnummer/";
        JenkinsRule.WebClient client = client();
        try (LogRecorder reads =
                new LogRecorder().record(DeliveryStore.class, Level.FINER).capture(100)) {
            for (String page : List.of(faxes, faxes + "table", faxes + "api/json?depth=2")) {
                int before = reads.getMessages().size();
                client.goTo(page, null);
                assertThat(reads.getMessages()).as(page).hasSize(before + 1);
            }
            // What the build page and others say is read when it is asked for the first time.
            int before = reads.getMessages().size();
            for (String page :
                    List.of(build.getUrl(), faxes + "line", build.getUrl(), job.getUrl(), "", "job/job/api/json")) {
                client.goTo(page, null);
            }
            assertThat(reads.getMessages()).hasSize(before + 1);
        }
    }

    @Test
    void showsNaturalTextInBothLanguages() throws Exception {
        show(build, 8);
        JenkinsRule.WebClient client = client();

        HtmlPage english = client.getPage(build, "faxnummer/");
        assertThat(text(english))
                .contains(
                        "2 min 20 s", "2 of 2", "2 in the document", "Waiting for the next attempt", "<script>alert(1)")
                .doesNotContain("DONE-OK", "RETRY", "140 s");
        assertThat(english.<HtmlElement>getByXPath("//span[@title='SUBMITTED RETRY']"))
                .hasSize(1);
        assertThat(english.<HtmlElement>getByXPath("//table//details/summary[contains(., '…')]"))
                .isNotEmpty();
        assertThat(english.<HtmlElement>getByXPath("//table//th[not(@scope)]")).isEmpty();
        assertThat(english.<HtmlElement>getByXPath("//*[@role='status']")).isNotEmpty();

        // The harness has no locale filter.
        LocaleProvider before = LocaleProvider.getProvider();
        LocaleProvider.setProvider(new LocaleProvider() {
            @Override
            public Locale get() {
                return Locale.GERMANY;
            }
        });
        try {
            assertThat(client.getPage(build, "faxnummer/").getWebResponse().getContentAsString(StandardCharsets.UTF_8))
                    .contains("Zugestellt", "8 Faxe: 1 in Bearbeitung, 1 zugestellt", "Empfänger", "1 besetzt")
                    .doesNotContain("Delivered");
        } finally {
            LocaleProvider.setProvider(before);
        }
    }

    @Test
    void hidesNumbersAndReportsWithoutPermission() throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader", "viewer", "author")
                .grant(FaxPermissions.VIEW)
                .everywhere()
                .to("viewer")
                .grant(Item.CONFIGURE)
                .everywhere()
                .to("author")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin"));
        checkMasking();
    }

    @Test
    void matrixAuthorizationOfJobGrantsPermission() throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        ProjectMatrixAuthorizationStrategy matrix = new ProjectMatrixAuthorizationStrategy();
        matrix.add(Jenkins.ADMINISTER, PermissionEntry.user("admin"));
        for (String user : List.of("reader", "viewer", "author")) {
            matrix.add(Jenkins.READ, PermissionEntry.user(user));
            matrix.add(Item.READ, PermissionEntry.user(user));
        }
        jenkins.jenkins.setAuthorizationStrategy(matrix);
        AuthorizationMatrixProperty property = new AuthorizationMatrixProperty(List.of());
        property.add(FaxPermissions.VIEW, PermissionEntry.user("viewer"));
        property.add(Item.CONFIGURE, PermissionEntry.user("author"));
        job.addProperty(property);

        checkMasking();
        assertThat(client("admin").getPage(job, "configure").asXml()).contains("Fax/View");
    }

    private void checkMasking() throws Exception {
        String report = "report/record/fax-report.csv";
        for (String user : List.of("viewer", "author", "admin")) {
            JenkinsRule.WebClient client = client(user);
            assertThat(text(client.getPage(build, "faxnummer/"))).contains(NUMBER, "+49 202 69555");
            assertThat(get(client, "faxnummer/" + report).getWebResponse().getStatusCode())
                    .isEqualTo(200);
        }
        JenkinsRule.WebClient reader = client("reader");
        for (String page : List.of(
                "",
                "faxnummer/",
                "faxnummer/table",
                "faxnummer/line",
                "faxnummer/?sort=recipient",
                "faxnummer/api/json?depth=5",
                "faxnummer/api/xml?depth=5",
                "api/json?depth=5")) {
            Page shown = get(reader, page);
            assertThat(shown.getWebResponse().getStatusCode()).as(page).isEqualTo(200);
            assertThat(shown.getWebResponse().getContentAsString())
                    .as(page)
                    .doesNotContain(NUMBER, "69555", "fax-report.csv", "first-page-1.png");
        }
        assertThat(text(reader.getPage(build, "faxnummer/")))
                .contains("0049…00", "because you do not have the permission Fax/View", "1 delivered");
        // A filter must not tell what the page does not.
        assertThat(text(reader.getPage(build, "faxnummer/?number=6000000")))
                .contains("Matching the filter: 0 of 3 faxes");
        for (String file : List.of(report, "report/record/first-page-1.png")) {
            assertThat(get(reader, "faxnummer/" + file).getWebResponse().getStatusCode())
                    .isEqualTo(403);
        }
    }

    private static void show(FreeStyleBuild build, int faxes) throws Exception {
        DeliveryStore store = DeliveryStore.of(build);
        Path folder = Files.createDirectories(store.folder().resolve("record"));
        store.save(Faxes.record("record", faxes, START));
        Files.writeString(folder.resolve("fax-report.csv"), "recipient\r\n" + NUMBER + "\r\n");
        Files.writeString(folder.resolve("first-page-1.png"), "");
        FaxDeliveriesAction.attachTo(build);
    }

    private Page get(JenkinsRule.WebClient client, String path) throws Exception {
        return client.withThrowExceptionOnFailingStatusCode(false)
                .getPage(new URL(jenkins.getURL(), build.getUrl() + path));
    }

    private JenkinsRule.WebClient client() {
        return browser().withJavaScriptEnabled(false);
    }

    private JenkinsRule.WebClient client(String user) throws Exception {
        return client().withBasicApiToken(user);
    }

    private static List<HtmlTableRow> rows(HtmlPage page) {
        HtmlTable table = page.getFirstByXPath("//table[contains(@class, 'faxnummer-table')]");
        return table.getBodies().get(0).getRows();
    }

    private static List<String> recipients(HtmlPage page) {
        return rows(page).stream()
                .map(it -> it.getCell(1).asNormalizedText().replaceAll("(?s)\\s.*", ""))
                .toList();
    }

    private static String text(HtmlPage page) {
        return page.getBody().getTextContent().replaceAll("\\s+", " ");
    }
}
