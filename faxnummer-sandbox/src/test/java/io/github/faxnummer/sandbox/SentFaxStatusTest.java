package io.github.faxnummer.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.faxnummer.sandbox.scenario.TestNumber;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentFaxStatusTest {
    private final SettableClock clock = new SettableClock();
    private final FaxnummerSandbox sandbox =
            FaxnummerSandbox.builder().clock(clock).speed(10).start();
    private final Client client = new Client(sandbox);

    @AfterEach
    void close() {
        client.close();
        sandbox.close();
    }

    @Test
    void reportsCommonFieldsWhileUnderWay() throws IOException {
        String jobId = client.sendFax(TestNumber.DELIVERED.number());

        assertThat(client.status(jobId))
                .containsExactly(
                        Map.entry("WR_Status", "ok"),
                        Map.entry("WR_DataList_ObjectCount", "1"),
                        Map.entry("JobUUID", jobId),
                        Map.entry("CreateDateTime", "2026-07-01 12:00:00"),
                        Map.entry("LastChangeDateTime", "2026-07-01 12:00:00"),
                        Map.entry("DestinationNumber", "00493023125016"),
                        Map.entry("FromNumber", "00493023125999"),
                        Map.entry("FaxFileName", "Referenz #1/ä"),
                        Map.entry("Status", "NEW"),
                        Map.entry("RemoteTSI", ""));
    }

    @Test
    void reportsOutcomeWhenFinished() throws IOException {
        String jobId = client.sendFax(TestNumber.DELIVERED.number(), 3);
        clock.passes(Duration.ofMinutes(2));

        assertThat(client.status(jobId))
                .containsEntry("Status", "DONE-OK")
                .containsEntry("LastChangeDateTime", "2026-07-01 12:00:07")
                .containsEntry("RemoteTSI", "+493023125016")
                .containsEntry("StatusQ850Cause", "16")
                .containsEntry("ConnectionDuration", "60")
                .containsEntry("PagesSent", "3")
                .doesNotContainKey("SendTriesRemaining");
        assertThat(sandbox.status(jobId)).isEqualTo("DONE-OK");
    }

    @Test
    void reportsRemainingTriesDuringRetry() throws IOException {
        String jobId = client.sendFax(TestNumber.BUSY.number());
        clock.passes(Duration.ofSeconds(2));

        assertThat(client.status(jobId))
                .containsEntry("Status", "RETRY")
                .containsEntry("SendTriesRemaining", "5")
                .doesNotContainKey("StatusQ850Cause");
    }

    @Test
    void deliversSecondFaxToNumberThatIsBusyAtFirst() throws IOException {
        String first = client.sendFax(TestNumber.BUSY_AT_FIRST.number());
        String second = client.sendFax(TestNumber.BUSY_AT_FIRST.number());
        clock.passes(Duration.ofMinutes(2));

        assertThat(sandbox.status(first)).isEqualTo("DONE-ERROR");
        assertThat(sandbox.status(second)).isEqualTo("DONE-OK");
    }

    @ParameterizedTest
    @CsvSource({
        "00493023125016, DONE-OK, 16, 2",
        "00493023125017, DONE-ERROR, 17, 0",
        "00493023125001, DONE-ERROR, 1, 0",
        "00493023125034, DONE-ERROR, 34, 0",
        "00493023125002, DONE-OK, 16, 2",
        "00493023125003, DONE-OK, 16, 1",
        "00493023125004, DONE-OK, 16, 2",
        "00493023125007, DONE-OK, 16, 2",
        "03023125017, DONE-ERROR, 17, 0",
        "004920269555, DONE-OK, 16, 2",
    })
    void selectsScenarioByNumber(String number, String status, String cause, String pagesSent) throws IOException {
        String jobId = client.sendFax(number, 2);
        clock.passes(Duration.ofMinutes(2));

        assertThat(client.status(jobId))
                .containsEntry("Status", status)
                .containsEntry("StatusQ850Cause", cause)
                .containsEntry("PagesSent", pagesSent);
    }

    @Test
    void keepsSomeFaxesUnfinished() throws IOException {
        String jobId = client.sendFax(TestNumber.NEVER_ENDS.number());
        clock.passes(Duration.ofDays(1000));

        assertThat(client.status(jobId)).containsEntry("Status", "RUNNING").doesNotContainKey("PagesSent");
    }

    @Test
    void canHideJobAtFirst() throws IOException {
        String jobId = client.sendFax(TestNumber.UNKNOWN_AT_FIRST.number());
        clock.passes(Duration.ofMillis(1999));
        assertThat(client.status(jobId)).containsEntry("WR_Comment", "Job not found");

        clock.passes(Duration.ofMillis(1));
        assertThat(client.status(jobId)).containsEntry("Status", "RUNNING");
    }

    @Test
    void canReportOtherDestinationOrMorePages() throws IOException {
        String other = client.sendFax(TestNumber.OTHER_DESTINATION.number());
        String longer = client.sendFax(TestNumber.PAGE_MORE.number());
        clock.passes(Duration.ofMinutes(2));

        assertThat(client.status(other)).containsEntry("DestinationNumber", "00493023125999");
        assertThat(client.status(longer)).containsEntry("Status", "DONE-OK").containsEntry("PagesSent", "2");
    }

    @Test
    void reportsUndocumentedStatus() throws IOException {
        String jobId = client.sendFax(TestNumber.UNDOCUMENTED_STATUS.number());
        clock.passes(Duration.ofSeconds(1));

        assertThat(client.status(jobId)).containsEntry("Status", "PAUSED");
    }

    @Test
    void reportsHostileRemoteTsi() throws IOException {
        String jobId = client.sendFax(TestNumber.HOSTILE_STATION.number());
        clock.passes(Duration.ofMinutes(1));

        assertThat(client.status(jobId)).containsEntry("RemoteTSI", "<b>ev\u001b[31mil\u202e</b>");
    }

    @Test
    void createsNoJobForRejectedFax() throws IOException {
        assertThat(Client.decode(client.post(client.sendFaxFields(TestNumber.REJECTED.number()), Client.pdf(1))))
                .containsExactly(Map.entry("WR_Status", "failed"), Map.entry("WR_Comment", "Failed to send Fax"));
        assertThat(sandbox.faxes()).isEmpty();
    }

    @Test
    void answersUnknownJobAsFailed() throws IOException {
        assertThat(client.status("faxsend-acc00000-00000000000000000000"))
                .containsExactly(Map.entry("WR_Status", "failed"), Map.entry("WR_Comment", "Job not found"));
        assertThatThrownBy(() -> sandbox.status("nothing")).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void requiresAccountForStatus() throws IOException {
        String jobId = client.sendFax(TestNumber.DELIVERED.number());
        Map<String, String> fields = client.statusFields(jobId);
        fields.put("sProductCode", "wrong");

        assertThat(Client.decode(client.post(fields))).containsEntry("WR_Comment", "Productcode invalid");
    }

    @Test
    void countsStatusRequestsSeparately() throws IOException {
        String jobId = client.sendFax(TestNumber.DELIVERED.number());
        client.status(jobId);
        client.status(jobId);

        assertThat(sandbox.statusRequests()).isEqualTo(2);
        assertThat(sandbox.submissions()).isEqualTo(1);
        assertThat(sandbox.requests()).isEqualTo(3);
        assertThat(sandbox.requestFields())
                .hasSize(3)
                .last()
                .satisfies(fields -> assertThat(fields).containsEntry("sJobUUID", jobId));
    }
}
