package io.github.faxnummer.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.json.JsonObject;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Faxes that fail and are submitted again. */
final class RedialIT extends MavenTestBase {

    private static final String UNREACHABLE = "+49 30 23125-034";

    @Test
    void submitsFailedFaxAgainAndReportsEachAttempt() throws IOException {
        String console = send(UNREACHABLE).with("redial", "1").run().failed();

        assertThat(sandbox.submissions()).isEqualTo(2);
        assertThat(console)
                .contains("failed, attempt 2 follows at")
                .containsPattern("a.pdf +00493023125034 +DONE-ERROR .*" + jobId(0))
                .containsPattern("a.pdf +00493023125034 +DONE-ERROR .*" + jobId(1))
                .contains("attempt 2, job " + jobId(1));
        List<JsonObject> faxes = JsonObject.parse(text(noProject().resolve("target/fax-reports/fax-report.json")))
                .objects("transmissions");
        assertThat(faxes).hasSize(1);
        assertThat(faxes.get(0).text("jobId")).isEqualTo(jobId(1));
        assertThat(faxes.get(0).objects("failedAttempts").get(0).text("jobId")).isEqualTo(jobId(0));
        assertThat(text(noProject().resolve("target/fax-reports/fax-report.csv"))
                        .lines())
                .hasSize(3);
        for (String report : List.of("fax-report.md", "TEST-fax.xml")) {
            assertThat(text(noProject().resolve("target/fax-reports").resolve(report)))
                    .contains(jobId(0), jobId(1));
        }
    }

    @Test
    void doesNotRedialUnknownNumber() {
        send(UNKNOWN_NUMBER).with("redial", "2").run().failed();

        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    @Test
    void doesNotBeginWhatDoesNotFitTimeout() {
        String console = send(UNREACHABLE)
                .with("redial", "2")
                .with("redialPause", "2h")
                .run()
                .failed();

        assertThat(sandbox.submissions()).isEqualTo(1);
        assertThat(console).contains("not redialled: another attempt would not end before the deadline");
    }

    @Test
    void saysThatNothingIsRedialledWithoutWaiting() {
        String console =
                send(UNREACHABLE).with("redial", "2").with("wait", false).run().succeeded();

        assertThat(sandbox.submissions()).isEqualTo(1);
        assertThat(console).contains("Failed faxes are not redialled (redial=2)");
    }

    @Test
    void limitsCountRedials() {
        String console =
                send(DELIVERED).with("redial", "2").with("maxFaxes", "2").run().failed();

        assertThat(sandbox.requests()).isZero();
        assertThat(console).contains("3 faxes (redials: 2) exceed this limit");

        String planned =
                send(DELIVERED).with("redial", "2").with("dryRun", true).run().succeeded();
        assertThat(planned)
                .contains("Redial: each failed fax up to 2 more times, 1 s after its end; with all redials, faxes: 3");
    }

    @Test
    void refusesInvalidParameters() {
        String console = send(DELIVERED)
                .with("redial", "21")
                .with("redialCauses", "busy")
                .run()
                .failed();

        assertThat(sandbox.requests()).isZero();
        assertThat(console)
                .contains("redial '21': must be a whole number from 0 to 20")
                .contains("redialCauses 'busy': invalid; use codes of Q.850 causes");
    }

    private String jobId(int submission) {
        return sandbox.faxes().get(submission).jobId();
    }

    private Maven send(String recipient) {
        pdf(noProject().resolve("a.pdf"));
        return Maven.in(noProject())
                .goal("send")
                .with("documents", "*.pdf")
                .with("recipients", recipient)
                .with("email", "ci@example.org")
                .with("redialPause", "1s")
                .to(sandbox);
    }
}
