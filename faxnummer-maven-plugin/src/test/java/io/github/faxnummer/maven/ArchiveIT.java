package io.github.faxnummer.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Reports in an archive, and whether a change to them is found. */
final class ArchiveIT extends MavenTestBase {

    @Test
    void archivesFinishedReportsAndVerifiesThem() throws IOException {
        pdf(noProject().resolve("report.pdf"));
        Path archive = directory.resolve("archive");

        String console = send(joined(DELIVERED, UNKNOWN_NUMBER))
                .with("archive", archive)
                .run()
                .failed();

        Matcher head = Pattern.compile("Archived as entry 1: (\\S+)\\. Head of the chain: ([0-9a-f]{64})")
                .matcher(console);
        assertThat(head.find()).as(console).isTrue();
        Path folder = archive.resolve(head.group(1));
        assertThat(folder.resolve("document-1.pdf"))
                .hasBinaryContent(Files.readAllBytes(noProject().resolve("report.pdf")));
        assertThat(folder.resolve("fax-report.pdf")).exists();
        assertThat(verify(archive, head.group(2)).succeeded())
                .contains(
                        "met: chain of the index: each entry has the hash of the one before; entries: 1",
                        "met: the head of the chain that you gave");

        Files.writeString(folder.resolve("fax-report.json"), "{}");

        assertThat(verify(archive, head.group(2)).failed())
                .contains("NOT MET: the file " + folder.resolve("fax-report.json"), "Checks that are not met: 1");
    }

    @Test
    void archivesNothingWhileFaxesAreUnderWay() throws IOException {
        pdf(noProject().resolve("report.pdf"));
        Path archive = directory.resolve("archive");

        send(DELIVERED).with("archive", archive).with("wait", false).run().succeeded();

        assertThat(archive).doesNotExist();
        String job = sandbox.faxes().get(0).jobId();
        String console = Maven.in(noProject())
                .goal("status")
                .with("jobId", job)
                .with("archive", archive)
                .with("pollInterval", "2s")
                .to(sandbox)
                .run()
                .succeeded();
        assertThat(console).contains("The archived report has no document: only the job is known here.");
        assertThat(Files.readString(archive.resolve("index.jsonl"))).contains(job, "DONE-OK");
    }

    @Test
    void listsReportsWhoseRetentionPeriodHasPassed() throws IOException {
        pdf(noProject().resolve("report.pdf"));
        Path archive = directory.resolve("archive");
        send(DELIVERED).with("archive", archive).run().succeeded();

        assertThat(Maven.in(noProject())
                        .goal("retention")
                        .with("archive", archive)
                        .ownProcess()
                        .run()
                        .succeeded())
                .contains("whose retention period (years: 8) has ended: 0 of 1. Nothing was deleted.");
        assertThat(Maven.in(noProject()).goal("retention").run().failed())
                .contains("archive: name the folder of the archive");
        assertThat(Maven.in(noProject())
                        .goal("retention")
                        .with("archive", "nowhere")
                        .with("retentionYears", "soon")
                        .run()
                        .failed())
                .contains("retentionYears 'soon': ");
    }

    @Test
    void failsBuildThatCannotArchive() throws IOException {
        pdf(noProject().resolve("report.pdf"));
        Path archive = Files.writeString(directory.resolve("archive"), "a file, not a folder");

        String console = send(DELIVERED).with("archive", archive).run().failed();

        assertThat(console).contains("the report is not in the archive: the archive " + archive + " cannot be written");
        assertThat(sandbox.faxes()).hasSize(1);
    }

    @Test
    void refusesArchiveInBuildDirectory() throws IOException {
        pdf(noProject().resolve("report.pdf"));

        String console = send(DELIVERED).with("archive", "target/archive").run().failed();

        assertThat(console).contains("archive '", "is in the build directory, which mvn clean deletes");
        assertThat(sandbox.requests()).isZero();
    }

    @Test
    void refusesArchiveInBuildDirectoryOfOtherModule() throws IOException {
        Path project = project("modules");
        pdf(project.resolve("two/two.pdf"));
        Files.createDirectories(project.resolve("one/target"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), project.resolve("one/target"));

        for (Path archive : List.of(project.resolve("target/archive"), link.resolve("archive"))) {
            String console = Maven.in(project)
                    .argument("-pl")
                    .argument("two")
                    .argument("deploy")
                    .with("archive", archive)
                    .to(sandbox)
                    .run()
                    .failed();
            assertThat(console).contains("archive '" + archive, "is in the build directory, which mvn clean deletes");
        }
        assertThat(sandbox.requests()).isZero();
    }

    @Test
    void verifiesReportsThatAreInNoArchive() throws IOException {
        pdf(noProject().resolve("report.pdf"));
        send(DELIVERED).run().succeeded();

        assertThat(verifyReports().succeeded())
                .contains(
                        "met: what the pages print is what fax-report.json says (6 values)",
                        "met: fax-report.json has the checksum that the pages print",
                        "met: enclosed documents: 1, each with its checksum");

        Path report = noProject().resolve("target/fax-reports/fax-report.pdf");
        byte[] bytes = Files.readAllBytes(report);
        Files.write(report, Arrays.copyOf(bytes, bytes.length / 2));
        assertThat(verifyReports().failed()).contains("NOT MET: ");
    }

    @Test
    void verifyNamesWhatIsMissing() {
        assertThat(Stream.of(List.<String>of(), List.of("nowhere"))
                        .map(reports -> reports.isEmpty()
                                ? Maven.in(noProject()).goal("verify")
                                : Maven.in(noProject()).goal("verify").with("reports", reports.get(0)))
                        .map(it -> it.run().failed()))
                .satisfiesExactly(
                        none -> assertThat(none).contains("name reports, archive or both"),
                        nowhere -> assertThat(nowhere).contains("reports 'nowhere'"));
    }

    private Maven send(String recipients) {
        return order("send", "report.pdf", recipients).with("pollInterval", "2s");
    }

    private Build verify(Path archive, String head) throws IOException {
        return Maven.in(noProject())
                .goal("verify")
                .with("archive", archive)
                .with("archiveHead", head)
                .run();
    }

    private Build verifyReports() {
        return Maven.in(noProject())
                .goal("verify")
                .with("reports", "target/fax-reports")
                .run();
    }
}
