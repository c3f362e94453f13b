package io.github.faxnummer.delivery;

import static io.github.faxnummer.delivery.Check.Result.MET;
import static io.github.faxnummer.delivery.Check.Result.NOT_KNOWN;
import static io.github.faxnummer.delivery.Check.Result.NOT_MET;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.order.Recipient;
import io.github.faxnummer.policy.FailurePolicy;
import io.github.faxnummer.provider.Account;
import io.github.faxnummer.provider.EarlierSubmission;
import io.github.faxnummer.provider.Endpoint;
import io.github.faxnummer.provider.FaxStatus;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.Password;
import io.github.faxnummer.provider.StatusResult;
import io.github.faxnummer.provider.SubmissionResult;
import io.github.faxnummer.provider.faxnummerde.FaxnummerClient;
import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import io.github.faxnummer.testing.FakeClock;
import io.github.faxnummer.testing.Pdfs;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CheckTest {

    private final FakeClock time = new FakeClock();

    @Test
    void meetsEveryCheckWhenDeliveredAsOrdered() throws Exception {
        Delivery end = delivered(TestNumber.DELIVERED);

        assertThat(results(end)).hasSize(Check.Kind.values().length).containsValues(MET);
        assertThat(results(end).values()).containsOnly(MET);
        assertThat(Verdict.of(end).isDelivered()).isTrue();
    }

    @Test
    void quotesSourceOfNumberAndDoesNotFailWithoutOne() throws Exception {
        Delivery end = delivered(TestNumber.DELIVERED);
        FaxOrder plain = new FaxOrder(
                end.order().documents(), end.order().numbers(), "ci@example.org", "CI", "00493023125000", "");

        assertThat(Check.of(end.order(), end.transmissions().get(0)))
                .contains(new Check(
                        Check.Kind.NUMBER_SOURCE,
                        MET,
                        "Impressum muster.example, 2026-11-20",
                        "Impressum muster.example, 2026-11-20"));
        assertThat(Check.of(plain, end.transmissions().get(0)))
                .contains(new Check(Check.Kind.NUMBER_SOURCE, NOT_KNOWN, "", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "OTHER_DESTINATION, NUMBER, 00493023125999",
        "OTHER_REFERENCE, REFERENCE, invoice-4711.pdf",
        "OTHER_SOURCE, SOURCE, 00493023125888",
        "CREATED_EARLIER, TIME, 2019-05-12 12:34:56"
    })
    void doesNotReportDeliveryOfAnotherFax(TestNumber number, Check.Kind kind, String reported) throws Exception {
        Delivery end = delivered(number);

        Transmission fax = end.transmissions().get(0);
        assertThat(fax.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(fax.jobId()).isPresent();
        assertThat(results(end)).containsEntry(kind, NOT_MET);
        assertThat(Arrays.asList(Locale.ENGLISH, Locale.GERMAN))
                .allSatisfy(it -> assertThat(
                                fax.progress().reason().map(why -> why.in(it)).orElse(""))
                        .contains(reported));
        Verdict verdict = Verdict.of(end);
        assertThat(verdict.isDelivered()).isFalse();
        assertThat(verdict.failsBuild(new FailurePolicy(true, false, false))).isTrue();
    }

    @Test
    void doesNotBelieveStatusOfAnotherJob() throws Exception {
        Delivery end = delivered(TestNumber.OTHER_JOB);

        assertThat(end.transmissions().get(0).outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(results(end)).containsEntry(Check.Kind.NUMBER, NOT_KNOWN);
    }

    @Test
    void doesNotKnowNumberThatIsNotReported() throws Exception {
        Delivery end = delivered(TestNumber.NO_DESTINATION);

        assertThat(end.transmissions().get(0).outcome()).isEqualTo(Outcome.DONE_OK);
        assertThat(results(end)).containsEntry(Check.Kind.NUMBER, NOT_KNOWN).containsEntry(Check.Kind.PAGES, MET);
    }

    @ParameterizedTest
    @EnumSource(names = {"PAGE_MISSING", "PAGE_MORE"})
    void doesNotMeetPagesWhenCountsDiffer(TestNumber number) throws Exception {
        assertThat(results(delivered(number))).containsEntry(Check.Kind.PAGES, NOT_MET);
    }

    @Test
    void knowsOnlyTheOrderOfUnknownSubmission() throws Exception {
        assertThat(results(delivered(TestNumber.ANSWER_LOST)))
                .allSatisfy((kind, result) ->
                        assertThat(result).isEqualTo(kind == Check.Kind.NUMBER_SOURCE ? MET : NOT_KNOWN));
    }

    @Test
    void comparesNothingOfJobThatIsOnlyFollowed() {
        Delivery following = Delivery.following(
                List.of(new JobId("job-0")), FakeClock.START, Duration.ofHours(1), PollingSchedule.DEFAULT);

        assertThat(Check.of(following.order(), following.transmissions().get(0)))
                .isEmpty();
    }

    /** How the provider encodes and cuts the reference is not documented. */
    @ParameterizedTest
    @CsvSource({
        "report.pdf, MET",
        "REPORT.PDF, MET",
        "report, MET",
        "report?.pdf, MET",
        "invoice.pdf, NOT_MET",
        "'', NOT_KNOWN",
        "'???', NOT_KNOWN"
    })
    void comparesReferenceWithoutWhatEncodingsChange(String reported, Check.Result result) {
        assertThat(results(status("FaxFileName", reported))).containsEntry(Check.Kind.REFERENCE, result);
    }

    /** The submission is at 10:00 UTC; the provider's clock may be anywhere on earth. */
    @ParameterizedTest
    @CsvSource({
        "2026-07-01 12:00:05, MET",
        "2026-07-02 00:00:05, MET",
        "2026-06-30 22:00:05, MET",
        "2026-06-30 21:59:55, NOT_MET",
        "2019-05-12 12:34:56, NOT_MET",
        "0000-00-00 00:00:00, NOT_KNOWN",
        "yesterday, NOT_KNOWN",
        "'', NOT_KNOWN"
    })
    void findsJobOlderThanItsSubmissionInAnyZone(String created, Check.Result result) {
        assertThat(results(status("CreateDateTime", created))).containsEntry(Check.Kind.TIME, result);
    }

    @ParameterizedTest
    @CsvSource({
        "+49 30 23125010, MET",
        "030 23125010, MET",
        "23125010, MET",
        "125010, MET",
        "25010, NOT_KNOWN",
        "+49 30 23125011, NOT_MET",
        "ACME, NOT_KNOWN",
        "010, NOT_KNOWN",
        "'', NOT_KNOWN"
    })
    void remarksOnIdentificationOfRecipient(String tsi, Check.Result result) {
        Delivery delivery = status("RemoteTSI", tsi);

        assertThat(results(delivery)).containsEntry(Check.Kind.REMOTE_TSI, result);
        assertThat(delivery.transmissions().get(0).outcome()).isEqualTo(Outcome.DONE_OK);
    }

    @Test
    void jobOfEarlierRunHasReferenceOfThatRun() {
        SubmissionResult.Accepted accepted = (SubmissionResult.Accepted) Deliveries.accepted(0);
        EarlierSubmission earlier = new EarlierSubmission(
                1, EarlierSubmission.State.SUBMITTED, FakeClock.START, "build 17", Optional.of(accepted.jobId()));

        assertThat(outcomeOfReference("build 18", accepted)).isEqualTo(Outcome.UNKNOWN);
        assertThat(outcomeOfReference("build 18", new SubmissionResult.AlreadySubmitted(earlier)))
                .isEqualTo(Outcome.DONE_OK);
    }

    /** The document of this run may be another file than the one that was sent: the ledger knows only its content. */
    @ParameterizedTest
    @EnumSource(
            value = EarlierSubmission.State.class,
            names = {"DELIVERED", "SUBMITTED"})
    void doesNotKnowBytesThatEarlierRunSent(EarlierSubmission.State state) {
        EarlierSubmission earlier =
                new EarlierSubmission(1, state, FakeClock.START, "build 17", Optional.of(new JobId("job-0")));
        Delivery skipped = Deliveries.of(1, 1).resumeFromLedger(Map.of(0, earlier), Deliveries.after(60));

        assertThat(results(skipped))
                .containsEntry(Check.Kind.DOCUMENT, NOT_KNOWN)
                .containsEntry(Check.Kind.JOB, NOT_KNOWN);
        assertThat(skipped.transmissions().get(0).history())
                .last()
                .extracting(it -> it.reason().map(why -> why.in(Locale.ENGLISH)))
                .isEqualTo(Optional.of("taken over from an earlier run"));
        if (state == EarlierSubmission.State.SUBMITTED) {
            FaxStatus told = FaxStatus.builder("DONE-OK")
                    .jobId("job-0")
                    .destination(skipped.transmissions().get(0).recipient())
                    .build();
            Delivery polled = skipped.applyStatus(0, new StatusResult.Known(List.of(told)), Deliveries.after(70));
            assertThat(results(polled))
                    .containsEntry(Check.Kind.DOCUMENT, NOT_KNOWN)
                    .containsEntry(Check.Kind.JOB, MET);
        }
    }

    @Test
    void doesNotKnowJobOfLedgerAlsoIfItsStatusHasTheId() {
        FaxStatus ofLedger = FaxStatus.builder("DONE-OK").jobId("job-0").build();
        Job job = new Job(new JobId("job-0"), FakeClock.START, FakeClock.START, List.of(ofLedger), "build 17");
        Delivery planned = Deliveries.of(1, 1);
        Delivery recovered = planned.withTransmissions(
                List.of(planned.transmissions().get(0).with(new TransmissionState.Done(job))));

        assertThat(results(recovered)).containsEntry(Check.Kind.JOB, NOT_KNOWN);
    }

    @Test
    void comparesChecksumOfDocumentOfTransmission() {
        List<Document> documents = List.of(Pdfs.document("a.pdf", 1), Pdfs.document("b.pdf", 2));
        FaxOrder order = new FaxOrder(documents, Deliveries.of(1, 1).order().numbers(), "ci@example.org", "CI", "", "");
        Delivery delivery = Delivery.of(order, FakeClock.START, Duration.ofHours(1), PollingSchedule.DEFAULT)
                .markSubmitting(1, FakeClock.START)
                .applySubmission(1, Deliveries.accepted(1), FakeClock.START);
        String checksum = documents.get(1).sent().sha256();

        assertThat(Check.of(order, delivery.transmissions().get(1)))
                .contains(new Check(Check.Kind.DOCUMENT, MET, checksum, checksum));
    }

    @Test
    void doesNotCompareNumberOfPagesThatIsNotKnown() {
        FaxStatus twoPages =
                FaxStatus.builder("DONE-OK").pagesSent(OptionalInt.of(2)).build();
        Transmission fax = delivered("report.pdf", Deliveries.accepted(0), twoPages)
                .transmissions()
                .get(0);
        Transmission unknown = new Transmission(
                fax.document(), fax.documentName(), 0, fax.recipient(), fax.reference(), fax.progress(), fax.history());

        assertThat(Check.of(Deliveries.of(1, 1).order(), unknown))
                .filteredOn(it -> it.kind() == Check.Kind.PAGES)
                .extracting(Check::result)
                .containsExactly(NOT_KNOWN);
    }

    @Test
    void stepThatFollowsJobOfEarlierRunDoesNotKnowItsBytes() {
        EarlierSubmission earlier = new EarlierSubmission(
                1, EarlierSubmission.State.SUBMITTED, FakeClock.START, "build 17", Optional.of(new JobId("job-0")));
        Delivery skipped = Deliveries.of(1, 1).resumeFromLedger(Map.of(0, earlier), Deliveries.after(60));
        Delivery following = Delivery.following(
                List.of(new JobId("job-0")), Deliveries.after(90), Duration.ofHours(1), PollingSchedule.DEFAULT);
        Delivery continued = skipped.withTransmissions(List.of(skipped.transmissions()
                .get(0)
                .continuedBy(following.transmissions().get(0))));

        assertThat(results(continued)).containsEntry(Check.Kind.DOCUMENT, NOT_KNOWN);
    }

    /** After a failure the fax is sent again: it must be its own. */
    @ParameterizedTest
    @CsvSource({
        "FaxFileName, invoice.pdf, '', UNKNOWN",
        "CreateDateTime, 2019-05-12 12:34:56, '', UNKNOWN",
        "FaxFileName, report.pdf, '', DONE_ERROR",
        "FaxFileName, invoice.pdf, job-0, DONE_ERROR",
        "CreateDateTime, 2019-05-12 12:34:56, job-0, DONE_ERROR"
    })
    void failureOfAnotherFaxIsNoFailureOfThisOne(String field, String reported, String job, Outcome outcome) {
        FaxStatus failed =
                status(field, reported, FaxStatus.builder("DONE-ERROR").jobId(job));

        assertThat(delivered("report.pdf", Deliveries.accepted(0), failed)
                        .transmissions()
                        .get(0)
                        .outcome())
                .isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({"2019-05-12 12:34:56, UNKNOWN", "'', DONE_ERROR"})
    void sourceDoesNotDistinguishFailureOfAnotherFax(String created, Outcome outcome) {
        FaxStatus failed = FaxStatus.builder("DONE-ERROR")
                .source("00493023125888")
                .created(created)
                .build();

        assertThat(delivered("report.pdf", "00493023125000", Deliveries.accepted(0), failed)
                        .transmissions()
                        .get(0)
                        .outcome())
                .isEqualTo(outcome);
    }

    @Test
    void stepThatFollowsJobTheNextDayKnowsWhenItWasSubmitted() {
        Transmission sent = Deliveries.submitted().transmissions().get(0);
        Instant nextDay = Deliveries.after(Duration.ofDays(1).toSeconds());
        Delivery following =
                Delivery.following(List.of(new JobId("job-0")), nextDay, Duration.ofHours(1), PollingSchedule.DEFAULT);
        FaxStatus status = status("CreateDateTime", "2026-07-01 12:00:05", FaxStatus.builder("DONE-OK"));

        Delivery end = following
                .withTransmissions(
                        List.of(sent.continuedBy(following.transmissions().get(0))))
                .applyStatus(0, new StatusResult.Known(List.of(status)), nextDay);

        assertThat(end.transmissions().get(0).outcome()).isEqualTo(Outcome.DONE_OK);
    }

    /** Of a delivery with this reference, whose job has that of build 17. */
    private static Outcome outcomeOfReference(String reference, SubmissionResult submission) {
        return delivered(reference, submission, status("FaxFileName", "build 17", FaxStatus.builder("DONE-OK")))
                .transmissions()
                .get(0)
                .outcome();
    }

    @Test
    void doesNotJudgeReferenceThatMayHaveBeenEncoded() {
        assertThat(results(status("a & b.pdf", "FaxFileName", "a &amp; b.pdf")))
                .containsEntry(Check.Kind.REFERENCE, NOT_KNOWN);
        assertThat(results(status("Prüfung.pdf", "FaxFileName", "Pruefung.pdf")))
                .containsEntry(Check.Kind.REFERENCE, NOT_KNOWN);
        assertThat(results(status("Prüfung.pdf", "FaxFileName", "PrÃ¼fung.pdf")))
                .containsEntry(Check.Kind.REFERENCE, MET);
    }

    private static Delivery status(String field, String value) {
        return status("report.pdf", field, value);
    }

    private static Delivery status(String reference, String field, String value) {
        return delivered(reference, Deliveries.accepted(0), status(field, value, FaxStatus.builder("DONE-OK")));
    }

    private static Delivery delivered(String reference, SubmissionResult submission, FaxStatus status) {
        return delivered(reference, "", submission, status);
    }

    private static Delivery delivered(String reference, String source, SubmissionResult submission, FaxStatus status) {
        Delivery planned = Deliveries.of(1, 1);
        FaxOrder order = planned.order();
        return Delivery.of(
                        new FaxOrder(
                                order.documents(), order.numbers(), order.email(), order.sender(), source, reference),
                        FakeClock.START,
                        Duration.ofHours(1),
                        PollingSchedule.DEFAULT)
                .markSubmitting(0, FakeClock.START)
                .applySubmission(0, submission, FakeClock.START)
                .applyStatus(0, new StatusResult.Known(List.of(status)), Deliveries.after(10));
    }

    private static FaxStatus status(String field, String value, FaxStatus.Builder status) {
        FaxStatus.Builder reported =
                switch (field) {
                    case "CreateDateTime" -> status.created(value);
                    case "FaxFileName" -> status.reference(value);
                    case "RemoteTSI" -> status.remoteTsi(value);
                    default -> throw new IllegalArgumentException(field);
                };
        return reported.build();
    }

    private static Map<Check.Kind, Check.Result> results(Delivery delivery) {
        return Check.of(delivery.order(), delivery.transmissions().get(0)).stream()
                .collect(Collectors.toMap(Check::kind, Check::result));
    }

    private Delivery delivered(TestNumber number) throws InterruptedException {
        FaxOrder order = new FaxOrder(
                List.of(Pdfs.document("report.pdf", 2)),
                List.of(new Recipient(
                        new FaxNumber(number.number()), "", "", "", "", "Impressum muster.example, 2026-11-20")),
                "ci@example.org",
                "CI",
                "00493023125000",
                "",
                List.of(),
                "");
        try (FaxnummerSandbox sandbox = FaxnummerSandbox.builder().clock(time).start();
                FaxnummerClient client = FaxnummerClient.builder(
                                new Account(sandbox.login(), new Password(sandbox.password())))
                        .endpoint(new Endpoint(sandbox.endpoint().toString()))
                        .build()) {
            return new DeliveryRunner(client, path -> Pdfs.content(Pdfs.pages(2)), time, time, new SilentObserver(), 1)
                    .run(Delivery.of(order, time.now(), Duration.ofMinutes(30), PollingSchedule.DEFAULT));
        }
    }

    private static final class SilentObserver implements DeliveryObserver {
        @Override
        public void changed(Delivery delivery, Transmission before, Transmission after) {}

        @Override
        public void statusUnavailable(Transmission transmission, Message why) {}
    }
}
