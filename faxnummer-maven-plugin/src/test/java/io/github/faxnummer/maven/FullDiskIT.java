package io.github.faxnummer.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.faxnummer.testing.FaultyNetwork;
import io.github.faxnummer.testing.FaultyProxy;
import io.github.faxnummer.testing.FaultyProxy.End;
import io.github.faxnummer.testing.FaultyProxy.Toxic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Where reports cannot be written any more: the faxes are what the console says, and never sent again or called unsent. */
final class FullDiskIT extends MavenTestBase {

    /** What the operating system lets no file grow beyond; the PDF report is larger, all that comes before is not. */
    @Test
    void failsBuildWhenReportDoesNotFit() {
        Path archive = directory.resolve("archive");
        String console = send(reports())
                .with("archive", archive)
                .shell("ulimit -f 12; mvn")
                .ended()
                .failed();

        assertThat(console)
                .contains("DONE-OK", sandbox.faxes().get(0).jobId())
                .containsSubsequence("Cannot write a fax report: ", "fax-report.pdf", "The faxes are not affected");
        assertThat(invariants().outcomes()).containsExactly("DONE-OK");
        invariants().check(console);
        assertThat(sandbox.submissions()).isEqualTo(1);
        assertThat(reports().resolve("fax-report.pdf")).doesNotExist();
        // What could be written is archived all the same, with the document.
        Matcher added = Pattern.compile("Archived as entry 1: (\\S+)\\. Head").matcher(console);
        assertThat(added.find()).as(console).isTrue();
        assertThat(archive.resolve(added.group(1)))
                .isDirectoryContaining("glob:**fax-report.json")
                .isDirectoryContaining("glob:**document-1.pdf");
    }

    @Test
    void printsEverythingWhenFolderDisappears() throws IOException {
        RunningBuild build = send(reports()).start();
        String jobId = build.prints("job (faxsend-\\S+)").group(1);
        assertThat(build.comesTo(() -> invariants().outcomes().contains("SUBMITTED")))
                .isTrue();
        Files.move(reports(), reports().resolveSibling("moved"));
        Files.writeString(reports(), "in the way");
        String console = build.ended().failed();

        assertThat(console).contains("DONE-OK", "Cannot write a fax report: ", "The faxes are not affected");
        assertThat(sandbox.fax(jobId)).isPresent();
        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    @Test
    void doesNotSendWhatCannotBeJournaled() throws Exception {
        Path disk = disk();
        try {
            String recipients =
                    IntStream.range(10, 22).mapToObj(it -> "030 231259" + it).collect(Collectors.joining(","));
            // The first recipient's answer takes as long as it takes to fill the disk.
            Toxic slow = new Toxic(Toxic.NEVER, Toxic.NEVER, End.CLOSED, 3000, 65536, 0);
            try (FaultyNetwork network = new FaultyProxy(sandbox.endpoint().getPort(), List.of(slow))) {
                RunningBuild build = Maven.in(noProject())
                        .goal("send")
                        .to(sandbox, network.port())
                        .with("documents", document())
                        .with("recipients", recipients)
                        .with("email", "compliance@example.com")
                        .with("reportDirectory", disk.resolve("reports"))
                        .start();
                build.prints("SUBMITTING");
                fill(disk);
                String console = build.ended().failed();

                // A full disk still has room in the last block of the journal.
                assertThat(sandbox.submissions()).isBetween(1, 11);
                sandbox.faxes().forEach(it -> assertThat(console).contains(it.jobId()));
                assertThat(console)
                        .contains("DONE-OK")
                        .containsSubsequence(
                                "NOT_SENT", "the state of the delivery could not be saved", "fax-delivery.jsonl")
                        .contains("Cannot write a fax report: ");
                List<String> outcomes = new BuildInvariants(sandbox, disk.resolve("reports")).outcomes();
                assertThat(outcomes.subList(0, sandbox.submissions())).doesNotContain("PLANNED", "NOT_SENT");
                assertThat(outcomes.subList(sandbox.submissions(), 12)).containsOnly("PLANNED");
            }
        } finally {
            run("umount", disk.toString());
        }
    }

    @Test
    void sendsNothingOnFullDisk() throws Exception {
        Path disk = disk();
        try {
            fill(disk);
            String console = send(disk.resolve("reports")).run().failed();

            assertThat(console).contains("Cannot write the fax reports to ");
            assertThat(sandbox.requests()).isZero();
        } finally {
            run("umount", disk.toString());
        }
    }

    /** A disk of its own, of 64 KB. */
    private Path disk() throws Exception {
        Path disk = Files.createDirectories(directory.resolve("disk").toAbsolutePath());
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString());
        if (!mounted) {
            System.err.println("!!!!!!!! NOT TESTED ON A REAL FULL DISK: no file system can be mounted here !!!!!!!!");
        }
        assumeTrue(mounted, "no file system can be mounted here");
        return disk;
    }

    private static void fill(Path disk) {
        byte[] page = new byte[4096];
        try {
            while (true) {
                Files.write(disk.resolve("filler"), page, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
        } catch (IOException full) {
            assertThat(disk.resolve("filler")).isNotEmptyFile();
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    private Maven send(Path reports) {
        return order("send", document(), DELIVERED).with("reportDirectory", reports);
    }

    private String document() {
        pdf(noProject().resolve("report.pdf"));
        return "report.pdf";
    }

    private BuildInvariants invariants() {
        return new BuildInvariants(sandbox, reports());
    }

    private Path reports() {
        return noProject().toAbsolutePath().resolve("target/fax-reports");
    }
}
