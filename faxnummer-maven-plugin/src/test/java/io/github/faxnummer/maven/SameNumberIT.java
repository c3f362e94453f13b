package io.github.faxnummer.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.sandbox.scenario.ReceivedFax;
import org.junit.jupiter.api.Test;

/** Several faxes to one number. */
final class SameNumberIT extends MavenTestBase {

    private static final String WARNING = "Several faxes go to the same number at the same time, because the build"
            + " does not wait for their end (wait=false): 00493023125016";

    @Test
    void submitsNextFaxToSameNumberAfterEndOfOneBefore() {
        String console = send(DELIVERED, ALSO_DELIVERED).run().succeeded();

        assertThat(console.indexOf("b.pdf -> 00493023125016: SUBMITTED"))
                .isGreaterThan(console.indexOf("a.pdf -> 00493023125016: DONE-OK"));
        assertThat(console.indexOf("a.pdf -> 00493023125999: SUBMITTED"))
                .isLessThan(console.indexOf("a.pdf -> 00493023125016: DONE-OK"));
        assertThat(sandbox.submissions()).isEqualTo(4);
        assertThat(console).doesNotContain(WARNING);
    }

    @Test
    void reportsFaxWhoseTurnDidNotComeAsNotSentAndNextRunSendsIt() {
        String console = send(NEVER_ENDS).with("timeout", "5s").run().failed();

        assertThat(console)
                .containsPattern("a.pdf +00493023125005 +TIMED_OUT")
                .containsPattern("b.pdf +00493023125005 +NOT_SENT");
        assertThat(text(noProject().resolve("target/fax-reports/fax-report.md")))
                .contains("the fax before it to the same number was not finished at the deadline");
        assertThat(receivedFiles()).containsExactly("a.pdf");

        send(NEVER_ENDS)
                .with("timeout", "5s")
                .with("sameNumber", "parallel")
                .run()
                .failed();
        assertThat(receivedFiles()).containsExactly("a.pdf", "b.pdf");
    }

    @Test
    void submitsTogetherAndSaysSoWithoutWaiting() {
        String console = send(DELIVERED).with("wait", false).run().succeeded();

        assertThat(console).contains(WARNING);
        assertThat(console.indexOf("b.pdf -> 00493023125016: SUBMITTED")).isPositive();
        assertThat(sandbox.faxes()).extracting(ReceivedFax::fileName).containsExactlyInAnyOrder("a.pdf", "b.pdf");

        String wanted = send(DELIVERED)
                .with("wait", false)
                .with("sameNumber", "parallel")
                .with("dryRun", true)
                .run()
                .succeeded();
        assertThat(wanted).doesNotContain(WARNING);
    }

    @Test
    void refusesOtherWordsAndSendsNothing() {
        String console = send(DELIVERED).with("sameNumber", "queue").run().failed();

        assertThat(console).contains("sameNumber 'queue': invalid; use serial");
        assertThat(sandbox.requests()).isZero();
    }

    private Maven send(String... recipients) {
        pdf(noProject().resolve("a.pdf"));
        pdf(noProject().resolve("b.pdf"));
        return Maven.in(noProject())
                .goal("send")
                .with("documents", "*.pdf")
                .with("recipients", joined(recipients))
                .with("email", "ci@example.org")
                .to(sandbox);
    }
}
