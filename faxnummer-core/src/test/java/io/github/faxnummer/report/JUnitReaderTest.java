package io.github.faxnummer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.faxnummer.report.format.ReportFiles;
import io.github.faxnummer.report.format.ReportFormats;
import io.github.faxnummer.testing.FakeClock;
import io.github.faxnummer.testing.Reports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
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
