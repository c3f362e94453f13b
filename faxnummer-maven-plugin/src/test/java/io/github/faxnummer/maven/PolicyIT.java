package io.github.faxnummer.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Which numbers a build may dial, and how much it may send. */
final class PolicyIT extends MavenTestBase {

    @Test
    void refusesNumberWithReasonAndSendsNothing() {
        String console = send(joined(DELIVERED, "0900 1 123456", "030 23125-016/-017", "+1 809 234 5678"))
                .run()
                .failed();

        assertThat(console)
                .contains("recipients '0900 1 123456': a premium rate number")
                .contains("recipients '030 23125-016/-017': looks like two numbers")
                .contains("recipients '+1 809 234 5678': a number in DO, but allowedCountries contains only DE");
        assertThat(sandbox.requests()).isZero();
    }

    @Test
    void profileOfSettingsAllowsNumbersForMachine() {
        send("+41 44 668 18 00").profile("allowedCountries", "DE,CH").run().succeeded();

        assertThat(sandbox.faxes())
                .singleElement()
                .satisfies(fax -> assertThat(fax.destination()).isEqualTo("0041446681800"));
    }

    @Test
    void profileOfSettingsRedirectsEveryFaxAndEveryTextSaysSo() throws IOException {
        String console = send("0202 695550,0202 695551")
                .profile("redirectTo", DELIVERED)
                .profile("pricePerPage", "0.08")
                .run()
                .succeeded();

        assertThat(sandbox.faxes())
                .singleElement()
                .satisfies(fax -> assertThat(fax.destination()).isEqualTo("00493023125016"));
        String redirected = "every fax goes to 00493023125016, none to 0049202695550, 0049202695551";
        assertThat(console).contains(redirected).contains("Expected cost: EUR 0.08");
        Path reports = noProject().resolve("target/fax-reports");
        assertThat(text(reports.resolve("fax-report.md"))).contains(redirected).contains("EUR 0.08");
        assertThat(text(reports.resolve("TEST-fax.xml"))).contains(redirected);
        assertThat(text(reports.resolve("fax-report.json")))
                .contains("\"redirectedFrom\" : [ \"0049202695550\", \"0049202695551\" ]")
                .contains("\"amount\" : 0.08");
        assertThat(pdfText(bytes(reports.resolve("fax-report.pdf"))).replaceAll("\\s+", " "))
                .containsIgnoringCase(redirected)
                .contains("EUR 0.08");
    }

    @Test
    void submitsAllowedServiceNumberInNationalForm() {
        send("+49 800 3301000").with("allowedNumbers", "0800 3301000").run().succeeded();

        assertThat(sandbox.faxes())
                .singleElement()
                .satisfies(fax -> assertThat(fax.destination()).isEqualTo("08003301000"));
    }

    @Test
    void sendsNothingBeyondLimits() {
        pdf(noProject().resolve("annex.pdf"));

        String console = send(joined(DELIVERED, ALSO_DELIVERED))
                .with("documents", "*.pdf")
                .with("maxFaxes", "3")
                .with("maxTotalPages", "3")
                .with("pricePerPage", "0,10")
                .with("maxCost", "0.39")
                .run()
                .failed();

        assertThat(console)
                .contains("maxFaxes '3': 4 faxes exceed this limit")
                .contains("maxTotalPages '3': 4 pages (pages × recipients) exceed this limit")
                .contains("maxCost '0.39': the expected cost of EUR 0.40 (pages: 4, price per page: EUR 0.10) exceeds");
        assertThat(sandbox.requests()).isZero();
        assertThat(noProject().resolve("target/fax-reports").toFile().list()).containsExactly("TEST-fax.xml");
    }

    @Test
    void maximumCostNeedsPrice() {
        String console = send(DELIVERED).with("maxCost", "5").run().failed();

        assertThat(console).contains("maxCost '5': requires pricePerPage");
        assertThat(sandbox.requests()).isZero();
    }

    @Test
    void dryRunPrintsWholePlan() {
        String console = send(joined(DELIVERED, ALSO_DELIVERED))
                .with("dryRun", true)
                .with("pricePerPage", "0.08")
                .with("timeout", "5s")
                .run()
                .succeeded();

        assertThat(console)
                .contains("report.pdf: about 1 min on the line for each recipient")
                .contains("[WARNING] report.pdf: about 1 min on the line, but timeout is 5 s,")
                .contains("Plan: faxes to send: 2, pages: 2")
                .contains("Time on the line of all faxes, each dialled once: about 1 min")
                .contains("document report.pdf, pages: 1")
                .contains("recipient 00493023125016")
                .contains("recipient 00493023125999")
                .contains("Expected cost: EUR 0.16 (pages: 2, price per page: EUR 0.08)");
        Path reports = noProject().resolve("target/fax-reports");
        assertThat(text(reports.resolve("fax-report.json")))
                .containsPattern("\"lineSeconds\" : \\{\\s+\"predicted\" : [0-9.]+")
                .containsPattern("\"pageLineSeconds\" : \\[ \\{\\s+\"predicted\" : [0-9.]+");
        assertThat(text(reports.resolve("fax-report.md"))).contains("report.pdf: about 1 min on the line");
        assertThat(sandbox.requests()).isZero();
    }

    @Test
    void limitsWholeBuildWithAllItsExecutions() {
        Path project = project("two-executions");
        pdf(project.resolve("first.pdf"));
        pdf(project.resolve("second.pdf"));

        String console = Maven.in(project)
                .argument("deploy")
                .argument("-Dsecond.reports=target/second")
                .to(sandbox)
                .profile("maxFaxes", "1")
                .run()
                .failed();

        assertThat(console).contains("maxFaxes '1': 2 faxes exceed this limit");
        assertThat(receivedFiles()).containsExactly("first.pdf");
    }

    private Maven send(String recipients) {
        pdf(noProject().resolve("report.pdf"));
        return order("send", "report.pdf", recipients);
    }
}
