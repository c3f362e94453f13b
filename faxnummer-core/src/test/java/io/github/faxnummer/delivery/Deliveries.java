package io.github.faxnummer.delivery;

import io.github.faxnummer.client.FaxStatus;
import io.github.faxnummer.client.JobId;
import io.github.faxnummer.client.StatusResult;
import io.github.faxnummer.client.SubmissionResult;
import io.github.faxnummer.document.Document;
import io.github.faxnummer.input.FaxNumber;
import io.github.faxnummer.input.FaxOrder;
import io.github.faxnummer.kit.FakeTime;
import io.github.faxnummer.kit.Pdfs;
import io.github.faxnummer.text.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Deliveries and events to try them with. */
final class Deliveries {

    static final Instant START = FakeTime.START;
    static final Duration TIMEOUT = Duration.ofMinutes(30);

    private Deliveries() {}

    /** Documents a.pdf, b.pdf … to as many recipients. */
    static Delivery of(int documents, int recipients) {
        List<Document> files = java.util.stream.IntStream.range(0, documents)
                .mapToObj(i -> Pdfs.document((char) ('a' + i) + ".pdf", 2))
                .toList();
        List<FaxNumber> numbers = java.util.stream.IntStream.range(0, recipients)
                .mapToObj(i -> new FaxNumber("0049302312501" + i))
                .toList();
        return Delivery.of(
                new FaxOrder(files, numbers, "ci@example.org", "CI", "", ""), START, TIMEOUT, PollingSchedule.DEFAULT);
    }

    /** One fax, accepted as job-0 at the start. */
    static Delivery submitted() {
        return of(1, 1).submitting(0, START).submitted(0, accepted(0), START);
    }

    static Instant after(long seconds) {
        return START.plusSeconds(seconds);
    }

    static SubmissionResult accepted(int number) {
        return new SubmissionResult.Accepted(new JobId("job-" + number), Map.of());
    }

    static SubmissionResult notSent(boolean passing) {
        return new SubmissionResult.NotSent(Text.of("network.refused", "localhost:1"), passing);
    }

    static SubmissionResult unknown() {
        return new SubmissionResult.Unknown(Text.of("network.timeout", "localhost:1"));
    }

    static StatusResult told(String... statuses) {
        return new StatusResult.Known(
                Arrays.stream(statuses).map(it -> status(it)).toList());
    }

    static FaxStatus status(String status) {
        return new FaxStatus(Map.of("Status", status));
    }

    static StatusResult unavailable() {
        return new StatusResult.Unavailable(Text.of("network.timeout", "localhost:1"));
    }
}
