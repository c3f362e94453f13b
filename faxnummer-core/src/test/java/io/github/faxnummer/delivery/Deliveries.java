package io.github.faxnummer.delivery;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.provider.FaxStatus;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.StatusResult;
import io.github.faxnummer.provider.SubmissionResult;
import io.github.faxnummer.testing.FakeClock;
import io.github.faxnummer.testing.Pdfs;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Deliveries and events to try them with. */
final class Deliveries {

    static final Instant START = FakeClock.START;
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
        return of(1, 1).markSubmitting(0, START).applySubmission(0, accepted(0), START);
    }

    static Instant after(long seconds) {
        return START.plusSeconds(seconds);
    }

    static SubmissionResult accepted(int number) {
        return new SubmissionResult.Accepted(new JobId("job-" + number), Map.of());
    }

    static SubmissionResult notSent(boolean retryable) {
        return new SubmissionResult.NotSent(Message.of("network.refused", "localhost:1"), retryable);
    }

    static SubmissionResult unknown() {
        return new SubmissionResult.Unknown(Message.of("network.timeout", "localhost:1"));
    }

    static StatusResult reported(String... statuses) {
        return new StatusResult.Known(
                Arrays.stream(statuses).map(it -> status(it)).toList());
    }

    static FaxStatus status(String status) {
        return FaxStatus.builder(status).build();
    }

    static StatusResult unavailable() {
        return new StatusResult.Unavailable(Message.of("network.timeout", "localhost:1"));
    }
}
