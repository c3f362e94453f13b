package io.github.faxnummer.maven;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.faxnummer.chaos.InvariantChecker;
import io.github.faxnummer.chaos.InvariantChecker.Reported;
import io.github.faxnummer.delivery.DeliveryJournal;
import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import io.github.faxnummer.testing.FaultyNetwork.Delivered;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Whether a build kept the promise, however it ended: never twice, never lost, never a false OK, never a secret shown.
 *
 * @param reports the folder of its reports
 */
record BuildInvariants(FaxnummerSandbox sandbox, Path reports) {

    /** People and CI servers read these: they are as new as the one for programs, or not there. */
    private static final List<String> OTHER_REPORTS = List.of("TEST-fax.xml", "fax-report.md");

    /** By {@code fax-report.json}, which is there when a build has ended; else by the journal. */
    List<Reported> reported() {
        Path report = reports.resolve("fax-report.json");
        Path journal = reports.resolve(DeliveryJournal.FILE);
        try {
            if (Files.exists(report)) {
                return Reported.by(new ObjectMapper().readTree(report.toFile()));
            }
            return Files.exists(journal)
                    ? Reported.by(DeliveryJournal.read(journal).delivery())
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> outcomes() {
        return reported().stream().map(Reported::outcome).toList();
    }

    /** Of a build that ended or was killed, with what it printed. */
    void check(String console) {
        List<Reported> reported = reported();
        InvariantChecker checker = new InvariantChecker(sandbox, console.lines().toList());
        checker.acceptedOnce();
        checker.afterRun(reported);
        assertThat(console).doesNotContain(sandbox.password());
        for (Reported it : reported) {
            if (!it.jobId().isEmpty()) {
                assertThat(sandbox.fax(it.jobId())).as("job of %s", it).isPresent();
                assertThat(console).contains(it.jobId());
            }
            if (it.outcome().startsWith("DONE")) {
                assertThat(sandbox.status(it.jobId())).isEqualTo(it.outcome());
            }
        }
        if (console.contains("BUILD SUCCESS")) {
            assertThat(reported)
                    .isNotEmpty()
                    .allMatch(it -> it.outcome().equals("DONE-OK"))
                    .noneMatch(it -> it.recipient().equals(TestNumber.PAGE_MISSING.number()));
        }
        for (String other : OTHER_REPORTS) {
            Path file = reports.resolve(other);
            if (Files.exists(file)) {
                String text = MavenTestBase.text(file);
                reported.forEach(it -> assertThat(text).as(other).contains(it.outcome()));
            }
        }
    }

    /** Of a build that was not killed: job ids in answers that came through whole are told. */
    void nothingIsLost(String console, List<Delivered> delivered) {
        List<String> reported =
                reported().stream().flatMap(it -> it.jobIds().stream()).toList();
        for (String jobId : InvariantChecker.jobIdsIn(delivered)) {
            assertThat(console).contains(jobId);
            assertThat(reported).contains(jobId);
        }
    }
}
