package io.github.faxnummer.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

class ReportPathsTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void leavesOutWhatIsBeingAddedToArchive() throws Exception {
        Path archived = report("archive/2026/11/a");
        report("archive/.incoming/b");

        assertThat(ReportPaths.find(List.of("archive"), folder).value()).contains(List.of(archived));
    }

    @Test
    void findsReportsBehindLink() throws Exception {
        report("reports/a");
        try {
            Files.createSymbolicLink(folder.resolve("link"), folder.resolve("reports"));
        } catch (IOException | UnsupportedOperationException e) {
            throw new TestAbortedException("no symbolic links here", e);
        }

        assertThat(ReportPaths.find(List.of("link"), folder).value())
                .contains(List.of(folder.resolve("link/a/fax-report.pdf")));
    }

    private Path report(String name) throws Exception {
        return Files.write(Files.createDirectories(folder.resolve(name)).resolve("fax-report.pdf"), new byte[1]);
    }
}
