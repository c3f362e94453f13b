package io.github.faxnummer.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.testing.FaultyNetwork;
import io.github.faxnummer.testing.FaultyProxy.End;
import io.github.faxnummer.testing.FaultyProxy.Toxic;
import io.github.faxnummer.testing.FaultyProxyProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A Maven that is killed, as {@code kill -9} does it, at each change of a fax's state. Its files show what
 * may have gone out, and asking for the job afterwards tells the truth and sends nothing.
 */
final class KilledIT extends MavenTestBase {

    @Test
    void survivesKillBeforeFirstByte() {
        String console = heldAt(Toxic.up(0, End.HELD));

        assertThat(sandbox.requests()).isZero();
        assertThat(invariants(sandbox).outcomes()).containsExactly("SUBMITTING");
        invariants(sandbox).check(console);
    }

    @Test
    void survivesKillDuringUpload() {
        String console = heldAt(Toxic.up(900, End.HELD));

        assertThat(sandbox.faxes()).isEmpty();
        assertThat(invariants(sandbox).outcomes()).containsExactly("SUBMITTING");
        invariants(sandbox).check(console);
    }

    @Test
    void survivesKillAfterBody() {
        String console = heldAt(Toxic.down(1, End.HELD));

        assertThat(sandbox.faxes()).hasSize(1);
        assertThat(invariants(sandbox).outcomes()).containsExactly("SUBMITTING");
        invariants(sandbox).check(console);
    }

    @Test
    void survivesKillDuringResponse() {
        String console = heldAt(Toxic.down(120, End.HELD));

        assertThat(sandbox.faxes()).hasSize(1);
        assertThat(invariants(sandbox).outcomes()).containsExactly("SUBMITTING");
        invariants(sandbox).check(console);
        // Its id is in the customer centre and in the status mails.
        assertThat(status(sandbox, sandbox.faxes().get(0).jobId()).succeeded())
                .contains("report.pdf -> 00493023125016: DONE-OK");
        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    @Test
    void survivesKillDuringPoll() {
        String console = heldAt(Toxic.NONE, Toxic.down(1, End.HELD));

        assertThat(sandbox.statusRequests()).isEqualTo(1);
        assertThat(invariants(sandbox).outcomes()).containsExactly("SUBMITTED");
        invariants(sandbox).check(console);
        String jobId = invariants(sandbox).reported().get(0).jobId();
        assertThat(status(sandbox, jobId).succeeded()).contains("report.pdf -> 00493023125016: DONE-OK");
        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    @Test
    void survivesKillDuringRetry() {
        try (FaxnummerSandbox slow =
                FaxnummerSandbox.builder().speed(20).password(PASSWORD).start()) {
            RunningBuild build = send(slow, BUSY, slow.endpoint().getPort()).start();
            build.prints("RETRY");
            build.kill();
            String console = build.ended().console();

            assertThat(invariants(slow).outcomes()).containsExactly("SUBMITTED");
            invariants(slow).check(console);
            assertThat(slow.submissions()).isEqualTo(1);
        }
    }

    @Test
    void survivesKillWhileWritingReports() {
        RunningBuild build =
                send(sandbox, DELIVERED, sandbox.endpoint().getPort()).start();
        boolean inTime = build.comesTo(this::isWritingReports);
        build.kill();
        String console = build.ended().console();

        assertThat(inTime).as("killed in time").isTrue();
        assertThat(invariants(sandbox).outcomes()).containsExactly("DONE-OK");
        assertThat(reports().resolve("fax-report.pdf")).doesNotExist();
        invariants(sandbox).check(console);
    }

    /** What a build printed that was killed when a connection is held. */
    private String heldAt(Toxic... toxics) {
        try (FaultyProxyProcess process = FaultyProxyProcess.start()) {
            FaultyNetwork network = process.open(sandbox.endpoint().getPort(), List.of(toxics));
            RunningBuild build = send(sandbox, DELIVERED, network.port()).start();
            assertThat(build.comesTo(() -> network.held() > 0)).as("held").isTrue();
            build.kill();
            return build.ended().console();
        }
    }

    private Maven send(FaxnummerSandbox to, String recipient, int port) {
        pdf(noProject().resolve("report.pdf"));
        return Maven.in(noProject())
                .goal("send")
                .to(to, port)
                .with("documents", "report.pdf")
                .with("recipients", recipient)
                .with("email", "compliance@example.com");
    }

    private Build status(FaxnummerSandbox of, String jobId) {
        return Maven.in(noProject())
                .goal("status")
                .to(of)
                .with("jobId", jobId)
                .ownProcess()
                .run();
    }

    private BuildInvariants invariants(FaxnummerSandbox of) {
        return new BuildInvariants(of, reports());
    }

    private Path reports() {
        return noProject().resolve("target/fax-reports");
    }

    /** The JSON comes first; drawing the PDF takes far longer than a look at the folder. */
    private boolean isWritingReports() {
        return Files.exists(reports().resolve("fax-report.json"));
    }
}
