package io.github.faxnummer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.PollingSchedule;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.delivery.TransmissionState;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.report.format.ReportFiles;
import io.github.faxnummer.report.format.ReportFormats;
import io.github.faxnummer.testing.FakeClock;
import io.github.faxnummer.testing.Reports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.maven.plugin.surefire.log.api.NullConsoleLogger;
import org.apache.maven.plugins.surefire.report.ReportTestCase;
import org.apache.maven.plugins.surefire.report.ReportTestSuite;
import org.apache.maven.plugins.surefire.report.SurefireReportParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code TEST-fax.xml} as maven-surefire-report-plugin 3.5.4 reads it. */
class JUnitReaderTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void readerCountsEachFaxOnce() throws Exception {
        ReportTestSuite suite = everyOutcome();

        assertThat(suite.getNumberOfTests()).isEqualTo(8);
        assertThat(suite.getNumberOfFailures()).isEqualTo(6);
        assertThat(suite.getNumberOfErrors()).isZero();
        assertThat(suite.getNumberOfSkipped()).isEqualTo(1);
    }

    @Test
    void dotOfFileNameDoesNotBecomePackage() throws Exception {
        assertThat(everyOutcome().getTestCases())
                .extracting(ReportTestCase::getFullClassName, ReportTestCase::getClassName)
                .containsOnly(tuple("fax.report_v1_2_pdf", "report_v1_2_pdf"));
    }

    /** GitLab shows the first of several equal ones only. */
    @Test
    void documentsOfTheSameNameAreDifferentClasses() throws Exception {
        assertThat(names(
                        planned("/ci/a/target/report.pdf", "report.pdf", "1"),
                        planned("/ci/b/target/report.pdf", "report.pdf", "1"),
                        planned("/ci/b/target/other.pdf", "other.pdf", "1")))
                .containsExactly("fax.a/target/report_pdf 1", "fax.b/target/report_pdf 1", "fax.other_pdf 1");
    }

    @Test
    void numbersOtherwiseEqualFaxes() throws Exception {
        assertThat(names(planned("a.pdf", "a.pdf", "1"), planned("a_pdf", "a_pdf", "1")))
                .containsExactly("fax.a_pdf 1", "fax.a_pdf 1 (2)");
    }

    @Test
    void jobsThatWereNeverFoundHaveTheirIds() throws Exception {
        Delivery followed = Delivery.following(
                List.of(new JobId("job-1"), new JobId("job-2")),
                FakeClock.START,
                Duration.ofHours(1),
                PollingSchedule.DEFAULT);

        assertThat(names(followed.transmissions().toArray(Transmission[]::new)))
                .containsExactly("fax. job-1", "fax. job-2");
    }

    private static Transmission planned(String document, String name, String recipient) {
        return new Transmission(document, name, 1, recipient, "", new TransmissionState.Planned(0, FakeClock.START));
    }

    private List<String> names(Transmission... transmissions) throws IOException {
        Delivery delivery = ReportTest.ofEveryOutcome("report.pdf").withTransmissions(List.of(transmissions));
        Reports.write(ReportTest.report(delivery, Locale.ENGLISH), folder);
        return Pattern.compile("<testcase classname=\"([^\"]*)\" name=\"([^\"]*)\"")
                .matcher(Files.readString(folder.resolve(ReportFormats.JUNIT.fileName())))
                .results()
                .map(it -> it.group(1) + " " + it.group(2))
                .toList();
    }

    @Test
    void bodyOfFailureHasWholeMessageAndAdvice() throws Exception {
        ReportTestCase busy = everyOutcome().getTestCases().get(1);

        assertThat(busy.hasFailure()).isTrue();
        assertThat(busy.getFailureType()).isEqualTo("DONE-ERROR");
        assertThat(busy.getFailureMessage()).contains("report.v1.2.pdf", "busy");
        assertThat(busy.getFailureDetail()).startsWith(busy.getFailureMessage()).hasLineCount(2);
    }

    @Test
    void faxUnderWayIsSkippedWithItsState() throws Exception {
        ReportTestCase retrying = everyOutcome().getTestCases().get(6);

        assertThat(retrying.hasSkipped()).isTrue();
        assertThat(retrying.getFailureMessage()).contains("RETRY");
        assertThat(Files.readString(folder.resolve(ReportFormats.JUNIT.fileName())))
                .contains("RETRY, job job-6</skipped>");
    }

    @Test
    void configurationErrorIsOneFailedTestCase() throws Exception {
        new ReportFiles(folder).writeInvalidConfiguration("Nothing was sent:\n  email 'x': has no @", FakeClock.START);

        ReportTestSuite suite = read();

        assertThat(suite.getNumberOfTests()).isEqualTo(1);
        assertThat(suite.getTestCases()).singleElement().satisfies(failed -> {
            assertThat(failed.hasFailure()).isTrue();
            assertThat(failed.getFullClassName()).isEqualTo("fax.configuration");
            assertThat(failed.getFailureDetail()).contains("email 'x': has no @");
        });
    }

    private ReportTestSuite everyOutcome() throws IOException {
        Reports.write(ReportTest.report(ReportTest.ofEveryOutcome("report.v1.2.pdf"), Locale.ENGLISH), folder);
        return read();
    }

    private ReportTestSuite read() {
        List<ReportTestSuite> suites =
                new SurefireReportParser(List.of(folder.toFile()), new NullConsoleLogger()).parseXMLReportFiles();
        assertThat(suites).hasSize(1);
        return suites.get(0);
    }
}
