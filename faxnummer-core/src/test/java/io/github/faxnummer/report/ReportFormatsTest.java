package io.github.faxnummer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.faxnummer.delivery.DeliveryJournal;
import io.github.faxnummer.report.format.ReportFiles;
import io.github.faxnummer.report.format.ReportFormats;
import io.github.faxnummer.testing.FakeClock;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFormatsTest {

    private static final Instant NOW = FakeClock.START;

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

        files.deleteAll(NOW);

        assertThat(left(folder)).containsExactly(journal);
    }

    @Test
    void deletesWhatKilledProgramsLeftOnceItIsADayOld(@TempDir Path folder) throws Exception {
        List<Path> abandoned = new ArrayList<>();
        for (ReportFormat format : ReportFormats.all()) {
            abandoned.add(unfinished(folder, format.fileName(), NOW.minus(Duration.ofHours(25))));
        }
        Path inUse = unfinished(folder, ReportFormats.PDF.fileName(), NOW.minus(Duration.ofHours(23)));
        Path ofClockThatIsAhead = unfinished(folder, ReportFormats.PDF.fileName(), NOW.plus(Duration.ofDays(2)));
        Path other = unfinished(folder, "other.pdf", NOW.minus(Duration.ofDays(9)));
        Path hidden = Files.createFile(folder.resolve(".fax-report.pdf.orig"));
        Files.setLastModifiedTime(hidden, FileTime.from(NOW.minus(Duration.ofDays(9))));

        new ReportFiles(folder).deleteAll(NOW);

        assertThat(abandoned).isNotEmpty();
        assertThat(left(folder)).containsExactlyInAnyOrder(inUse, ofClockThatIsAhead, other, hidden);
    }

    @Test
    void deletesOlderReportThatCannotBeReplaced(@TempDir Path folder) throws Exception {
        ReportFiles files = new ReportFiles(folder);
        DeliveryReport report = ReportTest.report(ReportTest.ofEveryOutcome("a.pdf"), Locale.ENGLISH);
        files.write(report, ReportFormats.all());
        ReportFormat full = new FullDisk(ReportFormats.PDF.fileName());

        assertThatThrownBy(() -> files.write(report, List.of(full, ReportFormats.JSON)))
                .isInstanceOf(IOException.class)
                .hasMessage(files.file(full) + ": No space left on device");

        assertThat(files.file(ReportFormats.PDF)).doesNotExist();
        assertThat(files.file(ReportFormats.JSON)).isNotEmptyFile();
        assertThat(files.file(ReportFormats.JUNIT)).isNotEmptyFile();
    }

    /** Writes some bytes until the disk is full. */
    private record FullDisk(String fileName) implements ReportFormat {
        @Override
        public String name() {
            return "full";
        }

        @Override
        public String mediaType() {
            return "application/pdf";
        }

        @Override
        public void write(DeliveryReport report, OutputStream out) throws IOException {
            out.write(new byte[20_000]);
            throw new IOException("No space left on device");
        }
    }

    private static Path unfinished(Path folder, String name, Instant modified) throws IOException {
        Path file = Files.createFile(folder.resolve("." + name + "." + UUID.randomUUID()));
        return Files.setLastModifiedTime(file, FileTime.from(modified));
    }

    private static List<Path> left(Path folder) throws IOException {
        try (Stream<Path> left = Files.list(folder)) {
            return left.toList();
        }
    }
}
