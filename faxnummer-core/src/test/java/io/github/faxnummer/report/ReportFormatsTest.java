package io.github.faxnummer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.faxnummer.delivery.DeliveryJournal;
import io.github.faxnummer.report.format.ReportFiles;
import io.github.faxnummer.report.format.ReportFormats;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFormatsTest {

    @Test
    void findsFormatsByName() {
        assertThat(ReportFormats.named("pdf", "json")).containsExactly(ReportFormats.PDF, ReportFormats.JSON);
        assertThat(ReportFormats.all()).allSatisfy(it -> {
            assertThat(ReportFormats.named(it.name())).containsExactly(it);
            assertThat(ReportFormats.ofFile(it.fileName())).contains(it);
        });
        assertThatThrownBy(() -> ReportFormats.named("xls"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("unknown report format 'xls'; known are json, junit, markdown");
    }

    @Test
    void hasDistinctNamesAndFiles() {
        assertThat(ReportFormats.all()).extracting(ReportFormat::name).doesNotHaveDuplicates();
        assertThat(ReportFormats.all()).extracting(ReportFormat::fileName).doesNotHaveDuplicates();
    }

    @Test
    void deletesReportsOfEveryFormatAndNothingElse(@TempDir Path folder) throws Exception {
        ReportFiles files = new ReportFiles(folder);
        DeliveryReport report = ReportTest.report(ReportTest.ofEveryOutcome("a.pdf"), Locale.ENGLISH);
        files.write(report, ReportFormats.all());
        assertThat(ReportFormats.all())
                .allSatisfy(it -> assertThat(files.file(it)).isNotEmptyFile());

        Path journal = Files.createFile(folder.resolve(DeliveryJournal.FILE));

        files.deleteAll();

        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(journal);
        }
    }
}
