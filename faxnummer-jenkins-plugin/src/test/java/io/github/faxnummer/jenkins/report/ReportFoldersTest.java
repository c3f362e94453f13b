package io.github.faxnummer.jenkins.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.jenkins.agent.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The controller compares paths of agents with other file systems than its own. */
class ReportFoldersTest {

    private static final Workspace WINDOWS = new Workspace("windows", "C:\\Jenkins\\workspace\\Report");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C:\\Jenkins\\workspace\\Report\\fax-reports\\fax-report.pdf",
                "C:/Jenkins/workspace/Report/fax-reports/fax-report.pdf",
                "c:\\jenkins\\WORKSPACE\\report\\Fax-Reports\\Fax-Report.PDF",
                "C:\\Jenkins\\workspace\\Report/fax-reports/./fax-report.pdf",
                "C:\\Jenkins\\workspace\\Report\\\\fax-reports\\fax-report.pdf",
                "C:\\Jenkins\\workspace\\Report\\fax-reports\\dry-run\\fax-composed-1.pdf"
            })
    void recognizesReportsOnWindows(String file) {
        assertThat(ReportFolders.isReport(WINDOWS, "fax-reports", file)).isTrue();
        assertThat(ReportFolders.isReport(WINDOWS, ".\\fax-reports\\", file)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C:\\Jenkins\\workspace\\Report\\fax-report.pdf",
                "C:\\Jenkins\\workspace\\Report\\fax-reports-2\\fax-report.pdf",
                "C:\\Jenkins\\workspace\\Report\\fax-reports\\annex\\fax-report.pdf",
                "D:\\Jenkins\\workspace\\Report\\fax-reports\\fax-report.pdf",
                "C:\\Jenkins\\workspace\\Report\\fax-reports\\report.pdf"
            })
    void takesNothingElseForReport(String file) {
        assertThat(ReportFolders.isReport(WINDOWS, "fax-reports", file)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "C:\\Jenkins\\workspace\\Report, Fax-Reports",
        "c:\\jenkins\\workspace\\report, fax-reports\\",
        "C:/Jenkins/workspace/Report, ./fax-reports",
        "C:\\Jenkins\\workspace\\Report\\, .\\fax-reports\\."
    })
    void reservesFolderOnceHoweverItIsWritten(String workspace, String directory) throws Exception {
        ReportFolders folders = new ReportFolders(folder);

        assertThat(reserve(folders, WINDOWS, "fax-reports", "first")).isTrue();

        assertThat(reserve(folders, new Workspace("windows", workspace), directory, "second"))
                .isFalse();
        assertThat(folders.isFree(new Workspace("windows", workspace), directory))
                .isFalse();
        assertThat(reserve(folders, new Workspace("windows", workspace), directory, "first"))
                .isTrue();
    }

    @Test
    void foldersOfOtherAgentsAndWorkspacesAreOthers() throws Exception {
        ReportFolders folders = new ReportFolders(folder);

        assertThat(reserve(folders, WINDOWS, "fax-reports", "first")).isTrue();
        assertThat(reserve(folders, new Workspace("other", WINDOWS.path()), "fax-reports", "second"))
                .isTrue();
        assertThat(reserve(folders, new Workspace("windows", WINDOWS.path() + "@2"), "fax-reports", "third"))
                .isTrue();
        assertThat(reserve(folders, WINDOWS, "fax-reports\\2", "fourth")).isTrue();
    }

    private static boolean reserve(ReportFolders folders, Workspace workspace, String directory, String delivery)
            throws IOException {
        return folders.reserve(workspace, directory, it -> new ReportFolders.Claimant(delivery, ""), it -> true)
                .isPresent();
    }
}
