package io.github.faxnummer.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.order.SameNumber;
import io.github.faxnummer.pdf.FaxFile;
import io.github.faxnummer.pdf.Rendering;
import io.github.faxnummer.provider.FailureReason;
import io.github.faxnummer.provider.FaxProvider;
import io.github.faxnummer.provider.FaxStatus;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.Rejection;
import io.github.faxnummer.provider.StatusResult;
import io.github.faxnummer.provider.SubmissionResult;
import io.github.faxnummer.report.DeliveryText;
import io.github.faxnummer.testing.FakeClock;
import io.github.faxnummer.testing.InMemoryProvider;
import io.github.faxnummer.testing.Pdfs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A submission whose response was not understood but holds a job id is resolved by polling it. */
@Timeout(30)
class VerifyingTest {

    private static final Instant START = Deliveries.START;
    private static final String NUMBER = "00493023125010";
    private static final String ID = "faxsend-acc1-752601991433cc7de15e";
    private static final String OTHER_ID = "faxsend-acc1-752601991433cc7de15f";
    private static final byte[] PDF = Pdfs.pages(2);

    private final FakeClock time = new FakeClock();

    @Test
    void followsJobThatProviderKnowsForNumber() {
        Delivery delivery = verifying(ID);
        assertThat(outcome(delivery)).isEqualTo(Outcome.VERIFYING);
        assertThat(delivery.isSubmissionComplete()).isFalse();
        assertThat(delivery.nextAction(START)).isEqualTo(new DeliveryAction.Poll(0));

        Delivery known = delivery.applyStatus(0, known("RUNNING", NUMBER), Deliveries.after(1));

        assertThat(outcome(known)).isEqualTo(Outcome.SUBMITTED);
        assertThat(known.transmissions().get(0).jobId()).contains(new JobId(ID));
        assertThat(known.isSubmissionComplete()).isTrue();
        assertThat(outcome(known.applyStatus(0, known("DONE-OK", NUMBER), Deliveries.after(60))))
                .isEqualTo(Outcome.DONE_OK);
        assertThat(outcome(delivery.applyStatus(0, known("DONE-OK", NUMBER), Deliveries.after(1))))
                .isEqualTo(Outcome.DONE_OK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00493023125010", "+493023125010", "493023125010", "030 23125010", "+49 30 23125010"})
    void comparesNormalisedNumbers(String reported) {
        assertThat(outcome(verifying(ID).applyStatus(0, known("RUNNING", reported), START)))
                .isEqualTo(Outcome.SUBMITTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00493023125011", "", "x", "3023125010", "0049302312501"})
    void neverTakesAJobOfAnotherNumberForItsOwn(String reported) {
        Delivery delivery = verifying(ID).applyStatus(0, known("DONE-OK", reported), START);
        assertThat(outcome(delivery)).isEqualTo(Outcome.UNKNOWN);
        assertThat(reason(delivery)).contains(ID);
    }

    /** An error page may quote an earlier fax to the same number; its end would be taken for this one's. */
    @ParameterizedTest
    @CsvSource({
        "DONE-OK, 2020-01-01 00:00:00, ''",
        "DONE-ERROR, 2020-01-01 00:00:00, ''",
        "RUNNING, 2020-01-01 00:00:00, ''",
        "DONE-ERROR, '', another-document.pdf",
        "RETRY, '', another-document.pdf"
    })
    void neverTakesEarlierJobToSameNumberForItsOwn(String status, String created, String reference) {
        StatusResult earlier = new StatusResult.Known(List.of(FaxStatus.builder(status)
                .destination(NUMBER)
                .created(created)
                .reference(reference)
                .build()));

        Delivery delivery = verifying(ID).applyStatus(0, earlier, START);

        assertThat(outcome(delivery)).isEqualTo(Outcome.UNKNOWN);
        assertThat(reason(delivery)).contains(ID);
    }

    @Test
    void reportsUnknownWithIdAfterFiveRefusalsInMinute() {
        Delivery delivery = verifying(ID);
        Instant now = START;
        for (int i = 0; i < 5; i++) {
            assertThat(outcome(delivery)).isEqualTo(Outcome.VERIFYING);
            now = polledAt(delivery, now);
            delivery = delivery.applyStatus(0, refused(), now);
        }
        assertThat(outcome(delivery)).isEqualTo(Outcome.UNKNOWN);
        assertThat(Duration.between(START, now)).isBetween(Duration.ofSeconds(20), Duration.ofMinutes(1));
        assertThat(reason(delivery)).contains(ID, "web page");
        assertThat(delivery.transmissions().get(0).candidateJobIds()).containsExactly(new JobId(ID));
    }

    @Test
    void pollsEachOfTwoCandidatesAsOftenAsSingleOne() {
        Delivery refused = verifying(ID, OTHER_ID);
        Delivery silent = refused;
        Instant refusedAt = START;
        Instant silentAt = START;
        List<Long> seconds = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            assertThat(outcome(refused)).isEqualTo(i < 10 ? Outcome.VERIFYING : Outcome.UNKNOWN);
            assertThat(outcome(silent)).isEqualTo(Outcome.VERIFYING);
            if (i < 10) {
                refusedAt = polledAt(refused, refusedAt);
                refused = refused.applyStatus(0, refused(), refusedAt);
            }
            silentAt = polledAt(silent, silentAt);
            seconds.add(Duration.between(START, silentAt).toSeconds());
            silent = silent.applyStatus(0, Deliveries.unavailable(), silentAt);
        }
        assertThat(outcome(silent)).isEqualTo(Outcome.UNKNOWN);
        assertThat(seconds).startsWith(0L, 2L, 4L, 6L, 10L, 12L, 20L, 22L, 38L, 40L, 70L);
    }

    @Test
    void keepsPollingWhileNoResponseComes() {
        Delivery delivery = verifying(ID);
        Instant now = START;
        for (int i = 0; i < 9; i++) {
            now = polledAt(delivery, now);
            delivery = delivery.applyStatus(0, Deliveries.unavailable(), now);
        }
        assertThat(outcome(delivery)).isEqualTo(Outcome.VERIFYING);
        now = polledAt(delivery, now);
        assertThat(outcome(delivery.applyStatus(0, known("NEW", NUMBER), now))).isEqualTo(Outcome.SUBMITTED);
        assertThat(outcome(delivery.applyStatus(0, Deliveries.unavailable(), now)))
                .isEqualTo(Outcome.UNKNOWN);
        assertThat(Duration.between(START, now)).isLessThan(Duration.ofMinutes(5));
    }

    @Test
    void pollsEachOfSeveralIds() {
        Delivery delivery = verifying(ID, OTHER_ID).applyStatus(0, refused(), START);
        assertThat(delivery.transmissions().get(0).pollId()).contains(new JobId(OTHER_ID));
        Delivery found = delivery.applyStatus(0, known("NEW", NUMBER), Deliveries.after(2));
        assertThat(found.transmissions().get(0).jobId()).contains(new JobId(OTHER_ID));

        Delivery ofAnother = verifying(ID, OTHER_ID).applyStatus(0, known("DONE-OK", "0041443643532"), START);
        assertThat(ofAnother.transmissions().get(0).candidateJobIds()).containsExactly(new JobId(OTHER_ID));
    }

    @Test
    void endsAtDeadline() {
        Instant late = START.plus(Deliveries.TIMEOUT).minusSeconds(1);
        Delivery delivery = Deliveries.of(1, 1)
                .markSubmitting(0, late)
                .applySubmission(0, new SubmissionResult.Unknown(why(), List.of(new JobId(ID))), late)
                .applyStatus(0, refused(), late);
        Instant deadline = delivery.deadline();
        assertThat(delivery.nextAction(late)).isEqualTo(new DeliveryAction.Wait(deadline));
        assertThat(outcome(delivery.applyStatus(0, refused(), deadline))).isEqualTo(Outcome.UNKNOWN);
        assertThat(outcome(delivery.applyStatus(0, known("DONE-OK", NUMBER), deadline)))
                .isEqualTo(Outcome.DONE_OK);
    }

    @Test
    void survivesRestartWithoutResubmission() {
        Delivery delivery = verifying(ID);
        assertThat(delivery.recovered()).isEqualTo(delivery);
        assertThat(delivery.cancelPlanned(Message.of("delivery.aborted"), Deliveries.START))
                .isEqualTo(delivery);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void laterRunResumesWithJournaledId(boolean ended, @TempDir Path folder) throws Exception {
        Delivery delivery = verifying(ID, OTHER_ID);
        if (ended) {
            delivery = delivery.applyStatus(0, known("DONE-OK", "0041443643532"), START)
                    .applyStatus(0, known("DONE-OK", "0041443643532"), START);
            assertThat(outcome(delivery)).isEqualTo(Outcome.UNKNOWN);
        }
        DeliveryJournal.create(
                folder.resolve(DeliveryJournal.FILE),
                new JournaledDelivery("https://fax.example/", START, Map.of(), delivery));
        assertThat(Files.readString(folder.resolve(DeliveryJournal.FILE))).contains("candidateJobIds", OTHER_ID);

        Delivery next = Deliveries.of(1, 1)
                .resumeFrom(DeliveryRecovery.read(folder, "https://fax.example/", "run 1", Deliveries.after(60)));

        assertThat(outcome(next)).isEqualTo(Outcome.VERIFYING);
        assertThat(next.nextAction(Deliveries.after(60))).isEqualTo(new DeliveryAction.Poll(0));
        assertThat(next.transmissions().get(0).candidateJobIds()).contains(new JobId(OTHER_ID));
    }

    @Test
    void ignoresDoneJobOfOtherNumber() {
        Delivery delivery =
                Deliveries.submitted().applyStatus(0, known("DONE-OK", "0041443643532"), Deliveries.after(10));

        assertThat(outcome(delivery)).isEqualTo(Outcome.UNKNOWN);
        assertThat(delivery.transmissions().get(0).jobId()).contains(new JobId("job-0"));
        assertThat(reason(delivery)).contains("0041443643532");
        assertThat(Verdict.of(delivery).failed()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"1, 2, 0", "2, 0, 1", "3, 0, 0", "4, 0, 0"})
    void remarksOnMorePagesThanTheDocumentHas(int sent, int ignored, int missing) {
        FaxStatus status = FaxStatus.builder("DONE-OK")
                .pagesSent(OptionalInt.of(sent))
                .destination(NUMBER)
                .build();
        Delivery delivery =
                Deliveries.submitted().applyStatus(0, new StatusResult.Known(List.of(status)), Deliveries.after(10));
        Transmission it = delivery.transmissions().get(0);
        DeliveryText text = new DeliveryText(Locale.ENGLISH);

        assertThat(it.extraPages()).isEqualTo(Math.max(0, sent - 2));
        if (sent > 2) {
            assertThat(text.line(it)).contains(sent + " pages sent for a document of 2");
            assertThat(text.reason(it)).contains(sent + " pages sent for a document of 2");
            assertThat(Verdict.of(delivery).isDelivered()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void runnerVerifiesWithAndWithoutWaiting(boolean wait) throws Exception {
        InMemoryProvider provider =
                misunderstood(polls -> polls <= 2 ? refused() : known(polls <= 4 ? "RUNNING" : "DONE-OK", NUMBER));
        DeliveryRunner runner = runner(provider);

        Delivery end = wait ? runner.run(delivery(1)) : runner.submit(delivery(1));

        assertThat(outcome(end)).isEqualTo(wait ? Outcome.DONE_OK : Outcome.SUBMITTED);
        assertThat(end.transmissions().get(0).jobId()).contains(new JobId(ID));
        assertThat(provider.submitted()).hasSize(1);
    }

    @Test
    void runnerGivesUpOnIdThatProviderDoesNotKnow() throws Exception {
        InMemoryProvider provider = misunderstood(polls -> refused());

        Delivery end = runner(provider).submit(delivery(1));

        assertThat(outcome(end)).isEqualTo(Outcome.UNKNOWN);
        assertThat(provider.submitted()).hasSize(1);
        assertThat(provider.polled()).hasSize(5).containsOnly(new JobId(ID));
        assertThat(Duration.between(START, time.now())).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void pollsNothingAfterClearResponse() throws Exception {
        AtomicInteger number = new AtomicInteger();
        InMemoryProvider provider =
                new InMemoryProvider(fax -> Deliveries.accepted(number.getAndIncrement()), job -> refused());

        runner(provider).submit(delivery(3).withSameNumber(SameNumber.PARALLEL));

        assertThat(provider.submitted()).hasSize(3);
        assertThat(provider.polled()).isEmpty();
    }

    // Too large

    @Test
    void triesOneSmallerDocumentWhenAccountIsRejectedWithLargeOne() {
        Delivery delivery = sizes(9 << 20, 5 << 20, 1000);
        delivery = refusedWithAccount(delivery, 0);
        assertThat(outcomes(delivery)).containsExactly(Outcome.REJECTED, Outcome.PLANNED, Outcome.PLANNED);
        assertThat(reason(delivery)).contains("9.0 MB", "too large for the provider", "resolution");
        assertThat(delivery.nextAction(START)).isEqualTo(new DeliveryAction.Submit(2));

        Delivery wrongAccount = refusedWithAccount(delivery, 2);
        assertThat(outcomes(wrongAccount)).containsExactly(Outcome.REJECTED, Outcome.NOT_SENT, Outcome.REJECTED);

        Delivery rightAccount = delivery.markSubmitting(2, START).applySubmission(2, Deliveries.accepted(2), START);
        assertThat(rightAccount.nextAction(START)).isEqualTo(new DeliveryAction.Submit(1));
        assertThat(outcomes(refusedWithAccount(rightAccount, 1)))
                .containsExactly(Outcome.REJECTED, Outcome.REJECTED, Outcome.SUBMITTED);
    }

    @Test
    void submitsInOrderAndNotBySizeUntilAccountIsRejected() {
        assertThat(sizes(9 << 20, 1000).nextAction(START)).isEqualTo(new DeliveryAction.Submit(0));
    }

    @Test
    void triesSmallestDocumentThatIsDueWhenAccountIsRejected() {
        Delivery delivery = sizes(9 << 20, 5 << 20, 1000);
        delivery =
                delivery.markSubmitting(2, START).applySubmission(2, new SubmissionResult.NotSent(why(), true), START);
        delivery = refusedWithAccount(delivery, 0);

        assertThat(delivery.nextAction(START)).isEqualTo(new DeliveryAction.Submit(1));
        assertThat(delivery.nextAction(START.plusSeconds(60))).isEqualTo(new DeliveryAction.Submit(2));
    }

    @Test
    void stopsWhenNoSmallerDocumentIsLeft() {
        assertThat(outcomes(refusedWithAccount(sizes(9 << 20, 9 << 20), 0)))
                .containsExactly(Outcome.REJECTED, Outcome.NOT_SENT);
        assertThat(outcomes(refusedWithAccount(sizes(1000, 500), 0)))
                .containsExactly(Outcome.REJECTED, Outcome.NOT_SENT);
    }

    @Test
    void stopsWhenTwoLargeDocumentsWereRejectedAtOnce() {
        Delivery delivery =
                sizes(9 << 20, 5 << 20, 1000).markSubmitting(0, START).markSubmitting(1, START);
        delivery = applyAccountRefusal(delivery, 0, 9 << 20);
        assertThat(outcomes(delivery)).containsExactly(Outcome.REJECTED, Outcome.SUBMITTING, Outcome.PLANNED);

        assertThat(outcomes(applyAccountRefusal(delivery, 1, 5 << 20)))
                .containsExactly(Outcome.REJECTED, Outcome.REJECTED, Outcome.NOT_SENT);
    }

    @Test
    void comparesSizesOfFilesThatAreSent() {
        Delivery original = sizes(1000, 9 << 20, 5 << 20);
        List<Document> documents = original.order().documents();
        Delivery drawn = Delivery.of(
                new FaxOrder(
                        List.of(
                                documents.get(0).as(new FaxFile("a".repeat(64), 8 << 20), Rendering.AUTO),
                                documents.get(1).as(new FaxFile("b".repeat(64), 1000), Rendering.AUTO),
                                documents.get(2)),
                        List.of(new FaxNumber(NUMBER)),
                        "ci@example.org",
                        "",
                        "",
                        ""),
                START,
                Duration.ofHours(1),
                PollingSchedule.DEFAULT);

        Delivery refused = applyAccountRefusal(drawn.markSubmitting(0, START), 0, 8 << 20);

        assertThat(refused.nextAction(START)).isEqualTo(new DeliveryAction.Submit(1));
    }

    @ParameterizedTest
    @CsvSource({"FAX_WRONG_FORMAT, true", "NOT_AVAILABLE_FOR_ACCOUNT, true", "DESTINATION_WRONG_FORMAT, false"})
    void refusalsThatLargeDocumentsGetNameTheirSize(FailureReason reason, boolean named) {
        assertThat(new Rejection(reason, "", 3 << 20).text().in(Locale.ENGLISH).contains("3.0 MB"))
                .isEqualTo(named);
        assertThat(new Rejection(reason, "", 3 << 20).text().in(Locale.GERMAN).contains("3.0 MB"))
                .isEqualTo(named);
        assertThat(new Rejection(reason, "", 1 << 20).text().in(Locale.ENGLISH)).doesNotContain(" MB");
    }

    private static Delivery refusedWithAccount(Delivery delivery, int transmission) {
        long bytes = delivery.document(delivery.transmissions().get(transmission))
                .orElseThrow()
                .facts()
                .bytes();
        return applyAccountRefusal(delivery.markSubmitting(transmission, START), transmission, bytes);
    }

    private static Delivery applyAccountRefusal(Delivery delivery, int transmission, long bytes) {
        Rejection rejection = new Rejection(FailureReason.NOT_AVAILABLE_FOR_ACCOUNT, "", bytes);
        return delivery.applySubmission(transmission, new SubmissionResult.Rejected(rejection), START);
    }

    private static Delivery sizes(int... bytes) {
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < bytes.length; i++) {
            String name = (char) ('a' + i) + ".pdf";
            documents.add(new Document("/ci/" + name, name, Pdfs.facts(bytes[i], "0".repeat(63) + i, 1)));
        }
        return Delivery.of(
                        new FaxOrder(documents, List.of(new FaxNumber(NUMBER)), "ci@example.org", "", "", ""),
                        START,
                        Deliveries.TIMEOUT,
                        PollingSchedule.DEFAULT)
                .withSameNumber(SameNumber.PARALLEL);
    }

    private static Instant polledAt(Delivery delivery, Instant now) {
        return delivery.nextAction(now) instanceof DeliveryAction.Wait wait ? wait.until() : now;
    }

    @Test
    void jobOfAnotherTransmissionConfirmsNothing() {
        Delivery delivery = Deliveries.of(2, 1)
                .markSubmitting(0, START)
                .markSubmitting(1, START)
                .applySubmission(
                        0, new SubmissionResult.Unknown(why(), List.of(new JobId(ID), new JobId(OTHER_ID))), START)
                .applySubmission(1, new SubmissionResult.Accepted(new JobId(ID), Map.of()), START);

        Delivery polled = delivery.applyStatus(0, known("DONE-OK", NUMBER), START);
        assertThat(outcomes(polled)).containsExactly(Outcome.VERIFYING, Outcome.SUBMITTED);
        assertThat(polled.transmissions().get(0).candidateJobIds()).containsExactly(new JobId(OTHER_ID));
        assertThat(outcomes(polled.applyStatus(0, known("DONE-OK", NUMBER), START)))
                .containsExactly(Outcome.DONE_OK, Outcome.SUBMITTED);
    }

    @Test
    void twoTransmissionsDoNotShareAConfirmedJob() {
        Delivery delivery = Deliveries.of(2, 1).markSubmitting(0, START).markSubmitting(1, START);
        for (int i = 0; i < 2; i++) {
            delivery = delivery.applySubmission(i, new SubmissionResult.Unknown(why(), List.of(new JobId(ID))), START);
        }
        for (int i = 0; i < 2; i++) {
            delivery = delivery.applyStatus(i, known("DONE-OK", NUMBER), START);
        }
        assertThat(outcomes(delivery)).containsExactly(Outcome.DONE_OK, Outcome.UNKNOWN);
    }

    @Test
    void jobIdThatProviderReturnsTwiceConfirmsNeitherFax() {
        Delivery delivery = Deliveries.of(2, 1)
                .markSubmitting(0, START)
                .markSubmitting(1, START)
                .applySubmission(0, Deliveries.accepted(1), START);

        Delivery both = delivery.applySubmission(1, Deliveries.accepted(1), START);
        assertThat(outcomes(both)).containsExactly(Outcome.UNKNOWN, Outcome.UNKNOWN);
        assertThat(reason(both)).contains("returned this job id for another fax");

        Delivery finished = delivery.applyStatus(0, Deliveries.reported("DONE-OK"), START);
        assertThat(outcomes(finished.applySubmission(1, Deliveries.accepted(1), START)))
                .containsExactly(Outcome.DONE_OK, Outcome.UNKNOWN);
    }

    @Test
    void jobThatAnotherDeliveryHasConfirmsNeitherFaxOfIt() {
        Delivery delivery = Deliveries.of(2, 1).markSubmitting(0, START);

        Delivery submitted = delivery.applySubmission(0, new SubmissionResult.JobOfAnother(new JobId(ID)), START);
        assertThat(outcomes(submitted)).containsExactly(Outcome.UNKNOWN, Outcome.PLANNED);
        assertThat(reason(submitted)).contains("returned this job id for another fax");
        assertThat(submitted.transmissions().get(0).jobId()).contains(new JobId(ID));

        Delivery reported = delivery.applySubmission(0, Deliveries.accepted(1), START)
                .applyStatus(0, new StatusResult.JobOfAnother(), START);
        assertThat(outcomes(reported)).containsExactly(Outcome.UNKNOWN, Outcome.PLANNED);
        assertThat(reported.transmissions().get(0).jobId()).isPresent();
    }

    @Test
    void idThatIsTheJobOfAnotherDeliveryIsNotPolledAgain() {
        Delivery delivery = verifying(ID, OTHER_ID).applyStatus(0, new StatusResult.JobOfAnother(), START);
        assertThat(delivery.transmissions().get(0).candidateJobIds()).containsExactly(new JobId(OTHER_ID));

        Delivery none = delivery.applyStatus(0, new StatusResult.JobOfAnother(), START);
        assertThat(outcome(none)).isEqualTo(Outcome.UNKNOWN);
        assertThat(reason(none)).contains(OTHER_ID);
    }

    private static Delivery verifying(String... ids) {
        return Deliveries.of(1, 1)
                .markSubmitting(0, START)
                .applySubmission(
                        0,
                        new SubmissionResult.Unknown(
                                why(), Arrays.stream(ids).map(JobId::new).toList()),
                        START);
    }

    private static Message why() {
        return Message.of("protocol.html");
    }

    private static StatusResult known(String status, String number) {
        return new StatusResult.Known(
                List.of(FaxStatus.builder(status).destination(number).build()));
    }

    private static StatusResult refused() {
        return InMemoryProvider.NOT_FOUND;
    }

    private static Outcome outcome(Delivery delivery) {
        return delivery.transmissions().get(0).outcome();
    }

    private static List<Outcome> outcomes(Delivery delivery) {
        return delivery.transmissions().stream().map(Transmission::outcome).toList();
    }

    private static String reason(Delivery delivery) {
        return delivery.transmissions().get(0).progress().reason().orElseThrow().in(Locale.ENGLISH);
    }

    /**
     * A provider whose response to a submission is not understood but holds a job id.
     *
     * @param statuses by the number of polls, from 1
     */
    private static InMemoryProvider misunderstood(IntFunction<StatusResult> statuses) {
        AtomicInteger polls = new AtomicInteger();
        return new InMemoryProvider(
                fax -> new SubmissionResult.Unknown(why(), List.of(new JobId(ID))),
                job -> statuses.apply(polls.incrementAndGet()));
    }

    private DeliveryRunner runner(FaxProvider provider) {
        return new DeliveryRunner(
                provider,
                document -> Pdfs.content(PDF),
                time,
                time,
                new DeliveryObserver() {
                    @Override
                    public void changed(Delivery delivery, Transmission before, Transmission after) {}

                    @Override
                    public void statusUnavailable(Transmission transmission, Message why) {}
                },
                1);
    }

    private Delivery delivery(int documents) {
        List<Document> files = new ArrayList<>();
        for (int i = 0; i < documents; i++) {
            files.add(Pdfs.document((char) ('a' + i) + ".pdf", 2));
        }
        return Delivery.of(
                new FaxOrder(files, List.of(new FaxNumber(NUMBER)), "ci@example.org", "CI", "", ""),
                time.now(),
                Duration.ofHours(1),
                PollingSchedule.DEFAULT);
    }
}
