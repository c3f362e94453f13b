package io.github.faxnummer.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.DocumentContent;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.pdf.PdfLimits;
import io.github.faxnummer.provider.Account;
import io.github.faxnummer.provider.Endpoint;
import io.github.faxnummer.provider.FaxRequest;
import io.github.faxnummer.provider.Password;
import io.github.faxnummer.provider.SubmissionResult;
import io.github.faxnummer.provider.faxnummerde.FaxnummerClient;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What became of faxes that were sent earlier. */
final class StatusIT extends MavenTestBase {

    @Test
    void passesForDeliveredFax() {
        String job = applySubmission(TestNumber.DELIVERED);

        String console = status(job).run().succeeded();

        assertThat(console).contains("report.pdf -> 00493023125016: DONE-OK", job);
        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    @Test
    void failsBuildForFailedFax() {
        String console = status(joined(applySubmission(TestNumber.DELIVERED), applySubmission(TestNumber.BUSY)))
                .run()
                .failed();

        assertThat(console)
                .contains("00493023125016: DONE-OK")
                .contains("Delivery not confirmed (1 of 2)", "00493023125017", "user busy");
    }

    @Test
    void passesWhenFailOnErrorIsOff() {
        String console = status(applySubmission(TestNumber.BUSY))
                .with("failOnError", false)
                .run()
                .succeeded();

        assertThat(console).contains("DONE-ERROR", "user busy");
    }

    @Test
    void failsBuildForUnknownJob() {
        String console = status("faxsend-acc00000-ffffffffffffffffffff")
                .with("wait", false)
                .run()
                .failed();

        assertThat(console).contains("faxsend-acc00000-ffffffffffffffffffff", "did not return the status of every job");
    }

    @Test
    void saysSoonThatUnknownJobIdMayBeMistyped() {
        String console = status("faxsend-acc00000-ffffffffffffffffffff").run().failed();

        assertThat(console).contains("mistyped or too old").doesNotContain("The fax may still arrive");
        assertThat(sandbox.statusRequests()).isEqualTo(2);
    }

    @Test
    void printsStateWithoutWaiting() {
        String console = status(applySubmission(TestNumber.NEVER_ENDS))
                .with("wait", false)
                .run()
                .succeeded();

        assertThat(console).contains("RUNNING");
        assertThat(sandbox.statusRequests()).isEqualTo(1);
    }

    @Test
    void failsBuildWhenWaitTimesOut() {
        String console = status(applySubmission(TestNumber.NEVER_ENDS))
                .with("timeout", "3s")
                .run()
                .failed();

        assertThat(console).contains("TIMED_OUT", "The fax may still arrive");
    }

    @Test
    void rejectsInvalidJobId() {
        String console = status("not a job id").with("timeout", "never").run().failed();

        assertThat(console).contains("jobId 'not a job id'", "timeout 'never'");
        assertThat(sandbox.requests()).isZero();
    }

    private Maven status(String jobs) {
        return Maven.in(noProject()).goal("status").to(sandbox).with("jobId", jobs);
    }

    private String applySubmission(TestNumber number) {
        Account account = new Account(sandbox.login(), new Password(sandbox.password()));
        Path file = pdf(directory.resolve("report.pdf"));
        try (FaxnummerClient client = FaxnummerClient.builder(account)
                .endpoint(new Endpoint(sandbox.endpoint().toString()))
                .build()) {
            SubmissionResult result = client.submit(new FaxRequest(
                    new FaxNumber(number.number()),
                    "compliance@example.com",
                    Document.check(file, PdfLimits.DEFAULT).value().orElseThrow(),
                    DocumentContent.of(file),
                    "",
                    "",
                    "report.pdf"));
            return ((SubmissionResult.Accepted) result).jobId().value();
        }
    }
}
