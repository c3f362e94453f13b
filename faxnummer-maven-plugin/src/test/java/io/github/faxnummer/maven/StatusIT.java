package io.github.faxnummer.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.client.Account;
import io.github.faxnummer.client.FaxRequest;
import io.github.faxnummer.client.FaxnummerClient;
import io.github.faxnummer.client.Password;
import io.github.faxnummer.client.SubmissionResult;
import io.github.faxnummer.document.Document;
import io.github.faxnummer.document.DocumentContent;
import io.github.faxnummer.input.Endpoint;
import io.github.faxnummer.input.FaxNumber;
import io.github.faxnummer.pdf.PdfLimits;
import io.github.faxnummer.sandbox.TestNumber;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What became of faxes that were sent earlier. */
final class StatusIT extends MavenTestBase {

    @Test
    void aFaxThatArrivedPasses() {
        String job = submitted(TestNumber.DELIVERED);

        String console = status(job).run().succeeded();

        assertThat(console).contains("report.pdf -> 00493023125016: DONE-OK", job);
        assertThat(sandbox.submissions()).isEqualTo(1);
    }

    @Test
    void aFaxThatFailedFailsTheBuild() {
        String console = status(joined(submitted(TestNumber.DELIVERED), submitted(TestNumber.BUSY)))
                .run()
                .failed();

        assertThat(console)
                .contains("00493023125016: DONE-OK")
                .contains("1 of 2 faxes are not known to have arrived", "00493023125017", "user busy");
    }

    @Test
    void aFaxThatFailedDoesNotFailTheBuildIfItShallNot() {
        String console = status(submitted(TestNumber.BUSY))
                .with("failOnError", false)
                .run()
                .succeeded();

        assertThat(console).contains("DONE-ERROR", "user busy");
    }

    @Test
    void aJobThatNobodyKnowsFailsTheBuild() {
        String console = status("faxsend-acc00000-ffffffffffffffffffff")
                .with("wait", false)
                .run()
                .failed();

        assertThat(console).contains("faxsend-acc00000-ffffffffffffffffffff", "did not tell about every job");
    }

    @Test
    void saysSoonThatUnknownJobIdMayBeMistyped() {
        String console = status("faxsend-acc00000-ffffffffffffffffffff").run().failed();

        assertThat(console).contains("mistyped or too old").doesNotContain("It may still arrive");
        assertThat(sandbox.statusRequests()).isEqualTo(2);
    }

    @Test
    void whoeverDoesNotWaitHearsHowFarItIs() {
        String console = status(submitted(TestNumber.NEVER_ENDS))
                .with("wait", false)
                .run()
                .succeeded();

        assertThat(console).contains("RUNNING");
        assertThat(sandbox.statusRequests()).isEqualTo(1);
    }

    @Test
    void whoeverWaitsTooLongFails() {
        String console = status(submitted(TestNumber.NEVER_ENDS))
                .with("timeout", "3s")
                .run()
                .failed();

        assertThat(console).contains("TIMED_OUT", "It may still arrive");
    }

    @Test
    void withoutAProperJobIdNothingIsAsked() {
        String console = status("not a job id").with("timeout", "never").run().failed();

        assertThat(console).contains("jobId 'not a job id'", "timeout 'never'");
        assertThat(sandbox.requests()).isZero();
    }

    private Maven status(String jobs) {
        return Maven.in(noProject()).goal("status").to(sandbox).with("jobId", jobs);
    }

    private String submitted(TestNumber number) {
        Account account = new Account(sandbox.login(), new Password(sandbox.password()));
        Path file = pdf(directory.resolve("report.pdf"));
        try (FaxnummerClient client = FaxnummerClient.builder(account)
                .endpoint(new Endpoint(sandbox.endpoint().toString()))
                .build()) {
            SubmissionResult result = client.sendFax(new FaxRequest(
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
