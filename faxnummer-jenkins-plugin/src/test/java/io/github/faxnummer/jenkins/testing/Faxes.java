package io.github.faxnummer.jenkins.testing;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.Job;
import io.github.faxnummer.delivery.PollingSchedule;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.delivery.TransmissionState;
import io.github.faxnummer.jenkins.agent.Workspace;
import io.github.faxnummer.jenkins.delivery.DeliveryRecord;
import io.github.faxnummer.jenkins.ledger.OnceSettings;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.order.SameNumber;
import io.github.faxnummer.pdf.PageSize;
import io.github.faxnummer.pdf.PdfFacts;
import io.github.faxnummer.provider.FailureReason;
import io.github.faxnummer.provider.FaxStatus;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.Rejection;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Records of faxes that need not be sent to be shown. */
public final class Faxes {

    private static final String LONG_REASON =
            "<html><body><h1>502 Bad Gateway</h1><p>The upstream server at 10.0.0.1 did not answer in time.</p>";
    private static final int KINDS = 8;

    private Faxes() {}

    /** The record of a delivery whose faxes have every outcome in turn. */
    public static DeliveryRecord record(String id, int count, Instant start) {
        List<Transmission> faxes = IntStream.range(0, count)
                .mapToObj(it -> transmission(it, start))
                .toList();
        Document document = new Document(
                "/w/report.pdf",
                "compliance-report.pdf",
                new PdfFacts(
                        "ab".repeat(32),
                        1234,
                        "1.7",
                        List.of(new PageSize(210, 297), new PageSize(210, 297)),
                        List.of()));
        FaxOrder order = new FaxOrder(
                List.of(document),
                faxes.stream().map(it -> new FaxNumber(it.recipient())).toList(),
                Fixture.EMAIL,
                "",
                "",
                "");
        return new DeliveryRecord(
                id,
                DeliveryRecord.Kind.SEND,
                start,
                "https://example.com/",
                Fixture.CREDENTIALS,
                new Workspace("", "/w"),
                true,
                true,
                true,
                true,
                "fax-reports",
                false,
                false,
                OnceSettings.OFF,
                new Delivery(order, faxes, start.plusSeconds(3600), PollingSchedule.DEFAULT, SameNumber.SERIAL));
    }

    private static Transmission transmission(int number, Instant start) {
        String recipient = "0049202" + (6_000_000 + number * 7919 % 1_000_000);
        JobId id = new JobId("faxsend-acc12345-" + (1000 + number));
        TransmissionState state =
                switch (number % KINDS) {
                    case 0 -> done(id, start, status("DONE-OK", 16, 2, "+49 202 69555"));
                    case 1 -> done(id, start, status("DONE-ERROR", 17, 0, ""));
                    case 2 -> done(id, start, status("DONE-OK", 16, 1, "<script>alert(1)</script>"));
                    case 3 -> new TransmissionState.Rejected(new Rejection(FailureReason.OTHER, LONG_REASON));
                    case 4 ->
                        new TransmissionState.Unknown(
                                Message.of("protocol.error", 500, Message.of("protocol.no-status"), LONG_REASON),
                                start,
                                List.of());
                    case 5 ->
                        new TransmissionState.Submitted(
                                new Job(
                                        id,
                                        start,
                                        start,
                                        List.of(FaxStatus.builder("RETRY")
                                                .triesRemaining(OptionalInt.of(3))
                                                .build())),
                                start,
                                1,
                                0);
                    case 6 -> new TransmissionState.NotSent(Message.of("delivery.too-late"));
                    default -> done(id, start, status("DONE-ERROR", 1, 0, ""));
                };
        String name = number % 5 == 4
                ? "Jahresabschluss-und-Lagebericht-der-Muster-Beteiligungsgesellschaft-mbH-2026-final-final.pdf"
                : "compliance-report.pdf";
        return new Transmission("/w/report.pdf", name, 2, recipient, "report", state);
    }

    private static TransmissionState done(JobId id, Instant start, FaxStatus status) {
        return new TransmissionState.Done(new Job(id, start, start, List.of(status)));
    }

    private static FaxStatus status(String state, int cause, int pages, String station) {
        return FaxStatus.builder(state)
                .cause(OptionalInt.of(cause))
                .pagesSent(OptionalInt.of(pages))
                .connectionSeconds(OptionalInt.of(pages * 70))
                .remoteTsi(station)
                .build();
    }
}
