package io.github.faxnummer.delivery;

import static io.github.faxnummer.delivery.Deliveries.START;
import static io.github.faxnummer.delivery.Deliveries.TIMEOUT;
import static io.github.faxnummer.delivery.Deliveries.accepted;
import static io.github.faxnummer.delivery.Deliveries.after;
import static io.github.faxnummer.delivery.Deliveries.notSent;
import static io.github.faxnummer.delivery.Deliveries.reported;
import static io.github.faxnummer.delivery.Deliveries.unavailable;
import static io.github.faxnummer.delivery.Deliveries.unknown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.order.SameNumber;
import io.github.faxnummer.pdf.LineSeconds;
import io.github.faxnummer.pdf.PdfFacts;
import io.github.faxnummer.policy.FailurePolicy;
import io.github.faxnummer.provider.EarlierSubmission;
import io.github.faxnummer.provider.FailureReason;
import io.github.faxnummer.provider.FaxStatus;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.Rejection;
import io.github.faxnummer.provider.StatusResult;
import io.github.faxnummer.provider.SubmissionResult;
import io.github.faxnummer.report.BuildConclusion;
import io.github.faxnummer.report.DeliveryText;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryTest {

    @Test
    void plansDocumentsTimesRecipientsInOrder() {
        assertThat(Deliveries.of(2, 2).transmissions().stream()
                        .map(it -> it.documentName() + " " + it.recipient() + " " + it.reference()))
                .containsExactly(
                        "a.pdf 00493023125010 a.pdf",
                        "a.pdf 00493023125011 a.pdf",
                        "b.pdf 00493023125010 b.pdf",
                        "b.pdf 00493023125011 b.pdf");
    }

    @Test
    void isFinishedWhenEmpty() {
        assertThat(Deliveries.of(0, 1).nextAction(START)).isEqualTo(new DeliveryAction.Finished());
        assertThat(Deliveries.of(0, 1).isFinished()).isTrue();
    }

    @Test
    void submitsInOrderBeforePolling() {
        Delivery delivery = Deliveries.of(1, 2);
        assertThat(delivery.nextAction(START)).isEqualTo(new DeliveryAction.Submit(0));
        delivery = delivery.markSubmitting(0, START).applySubmission(0, accepted(0), START);
        assertThat(delivery.nextAction(after(600))).isEqualTo(new DeliveryAction.Submit(1));
        assertThat(delivery.isSubmissionComplete()).isFalse();
        delivery = delivery.markSubmitting(1, after(600)).applySubmission(1, accepted(1), after(600));
        assertThat(delivery.isSubmissionComplete()).isTrue();
        assertThat(delivery.nextAction(after(600))).isEqualTo(new DeliveryAction.Poll(0));
    }

    @Test
    void pollsLongestDueFirst() {
        Delivery delivery = Deliveries.of(1, 2)
                .markSubmitting(0, START)
                .applySubmission(0, accepted(0), START)
                .markSubmitting(1, after(1))
                .applySubmission(1, accepted(1), after(1));
        assertThat(delivery.nextAction(after(100))).isEqualTo(new DeliveryAction.Poll(0));
        delivery = delivery.applyStatus(0, reported("RUNNING"), after(100));
        assertThat(delivery.nextAction(after(100))).isEqualTo(new DeliveryAction.Poll(1));
        delivery = delivery.applyStatus(1, reported("RUNNING"), after(101));
        assertThat(delivery.nextAction(after(101))).isInstanceOf(DeliveryAction.Wait.class);
    }

    @Test
    void pollsWhileSubmittingEvenAtDeadline() {
        Delivery delivery = Deliveries.of(1, 2)
                .markSubmitting(1, START)
                .markSubmitting(0, START)
                .applySubmission(0, accepted(0), START);
        Instant deadline = START.plus(TIMEOUT);
        delivery = delivery.applyStatus(0, unavailable(), deadline.minusSeconds(1));
        assertThat(delivery.nextAction(deadline)).isEqualTo(new DeliveryAction.Poll(0));
    }

    @Test
    void pollsBySchedule() {
        Delivery delivery = Deliveries.submitted();
        Instant now = START;
        for (int polled = 0; polled < 8; polled++) {
            Job job = delivery.transmissions().get(0).progress().job().orElseThrow();
            now = now.plus(delivery.schedule()
                    .interval(job, delivery.transmissions().get(0).documentPages(), polled, now));
            assertThat(delivery.nextAction(now.minusNanos(1))).isEqualTo(new DeliveryAction.Wait(now));
            assertThat(delivery.nextAction(now)).isEqualTo(new DeliveryAction.Poll(0));
            delivery = delivery.applyStatus(0, reported("RUNNING"), now);
        }
    }

    @Test
    void pollsAfterPredictedTimeOnTheLine() {
        Document report = Deliveries.of(1, 1).order().documents().get(0);
        PdfFacts known = report.facts();
        PdfFacts facts = new PdfFacts(
                known.sha256(),
                known.bytes(),
                known.version(),
                known.pages(),
                known.findings(),
                List.of(new LineSeconds(100, 90, 110)));
        FaxOrder order = new FaxOrder(
                List.of(new Document(report.path(), report.name(), facts)),
                List.of(new FaxNumber("00493023125016")),
                "a@example.com",
                "",
                "",
                "");
        Delivery delivery = Delivery.of(order, START, TIMEOUT, PollingSchedule.DEFAULT)
                .markSubmitting(0, START)
                .applySubmission(0, accepted(0), START);
        delivery = delivery.applyStatus(0, reported("RUNNING"), after(10));
        delivery = delivery.applyStatus(0, reported("RUNNING"), after(25));

        // 15 s until it is connected, 13.3 s for the call and 90 s for the page, of which a minute at most is one
        // interval.
        assertThat(delivery.nextAction(after(78))).isInstanceOf(DeliveryAction.Wait.class);
        delivery = delivery.applyStatus(0, reported("RUNNING"), after(85));
        assertThat(delivery.nextAction(after(105))).isInstanceOf(DeliveryAction.Wait.class);
        assertThat(delivery.nextAction(after(119))).isEqualTo(new DeliveryAction.Poll(0));
    }

    @Test
    void reportsProgressOnlyForNewStatus() {
        Transmission submitted = Deliveries.submitted().transmissions().get(0);
        Transmission running = next(submitted, reported("RUNNING"));
        Transmission finished = next(running, reported("DONE-OK"));

        assertThat(next(submitted, unavailable()).saysMoreThan(submitted)).isFalse();
        assertThat(running.saysMoreThan(submitted)).isTrue();
        assertThat(next(running, reported("RUNNING")).saysMoreThan(running)).isFalse();
        assertThat(next(running, reported("RETRY")).saysMoreThan(running)).isTrue();
        assertThat(finished.saysMoreThan(running)).isTrue();
        assertThat(running.saysMoreThan(Deliveries.of(1, 1).transmissions().get(0)))
                .isTrue();
    }

    private static Transmission next(Transmission transmission, StatusResult answer) {
        Delivery delivery = Deliveries.submitted();
        return delivery.withTransmissions(List.of(transmission))
                .applyStatus(0, answer, after(100))
                .transmissions()
                .get(0);
    }

    @Test
    void pollsAtDeadline() {
        Instant deadline = START.plus(TIMEOUT);
        Delivery delivery = Deliveries.submitted().applyStatus(0, reported("RUNNING"), deadline.minusSeconds(5));
        assertThat(delivery.nextAction(deadline.minusSeconds(5))).isEqualTo(new DeliveryAction.Wait(deadline));
        assertThat(delivery.expire(deadline).nextAction(deadline)).isEqualTo(new DeliveryAction.Poll(0));

        assertThat(outcome(delivery.applyStatus(0, reported("DONE-OK"), deadline)))
                .isEqualTo(Outcome.DONE_OK);
        assertThat(outcome(delivery.applyStatus(0, reported("DONE-ERROR"), deadline.plusSeconds(9))))
                .isEqualTo(Outcome.DONE_ERROR);
        for (StatusResult other : List.of(reported("RUNNING"), reported(), unavailable(), refused("Job not found"))) {
            Delivery over = delivery.applyStatus(0, other, deadline);
            assertThat(outcome(over)).isEqualTo(Outcome.TIMED_OUT);
            assertThat(over.transmissions().get(0).jobId()).contains(new JobId("job-0"));
            assertThat(over.nextAction(deadline)).isEqualTo(new DeliveryAction.Finished());
        }
        assertThat(outcome(delivery.applyStatus(0, reported("RUNNING"), deadline.minusNanos(1))))
                .isEqualTo(Outcome.SUBMITTED);
    }

    @Test
    void reportsNotSentAfterDeadline() {
        Instant deadline = START.plus(TIMEOUT);
        Delivery delivery = Deliveries.of(1, 2).markSubmitting(0, START).applySubmission(0, accepted(0), START);
        assertThat(delivery.expire(deadline.minusNanos(1))).isEqualTo(delivery);
        Delivery late = delivery.expire(deadline);
        assertThat(outcomes(late)).containsExactly(Outcome.SUBMITTED, Outcome.NOT_SENT);
        assertThatThrownBy(() -> late.markSubmitting(1, deadline)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void triesRetryableFailureThreeTimesAtMost() {
        Delivery delivery = Deliveries.of(1, 1).markSubmitting(0, START).applySubmission(0, notSent(true), START);
        assertThat(delivery.nextAction(START)).isEqualTo(new DeliveryAction.Wait(after(5)));
        assertThat(delivery.nextAction(after(5))).isEqualTo(new DeliveryAction.Submit(0));
        delivery = delivery.markSubmitting(0, after(5)).applySubmission(0, notSent(true), after(6));
        assertThat(delivery.nextAction(after(6))).isEqualTo(new DeliveryAction.Wait(after(21)));
        delivery = delivery.markSubmitting(0, after(21)).applySubmission(0, notSent(true), after(21));
        assertThat(outcome(delivery)).isEqualTo(Outcome.NOT_SENT);
        assertThat(delivery.nextAction(after(21))).isEqualTo(new DeliveryAction.Finished());
    }

    @Test
    void succeedsAtLaterAttempt() {
        Delivery delivery = Deliveries.of(1, 1)
                .markSubmitting(0, START)
                .applySubmission(0, notSent(true), START)
                .markSubmitting(0, after(5))
                .applySubmission(0, accepted(7), after(5));
        assertThat(delivery.transmissions().get(0).jobId()).contains(new JobId("job-7"));
    }

    @Test
    void reportsPermanentFailureAtOnce() {
        Delivery delivery = Deliveries.of(1, 1).markSubmitting(0, START).applySubmission(0, notSent(false), START);
        assertThat(outcome(delivery)).isEqualTo(Outcome.NOT_SENT);
    }

    @Test
    void doesNotRetryAfterDeadline() {
        Instant late = START.plus(TIMEOUT).minusSeconds(5);
        Delivery delivery = Deliveries.of(1, 1).markSubmitting(0, late).applySubmission(0, notSent(true), late);
        assertThat(outcome(delivery)).isEqualTo(Outcome.NOT_SENT);
        assertThat(delivery.transmissions().get(0).progress().reason())
                .hasValueSatisfying(text -> assertThat(text.key()).isEqualTo("network.refused"));
    }

    @ParameterizedTest
    @EnumSource
    void stopsSubmissionsOnlyWhenAccountIsRejected(FailureReason reason) {
        Delivery delivery = Deliveries.of(1, 2)
                .markSubmitting(0, START)
                .applySubmission(0, new SubmissionResult.Rejected(new Rejection(reason, "x")), START);
        boolean account =
                reason == FailureReason.PRODUCT_CODE_INVALID || reason == FailureReason.NOT_AVAILABLE_FOR_ACCOUNT;
        assertThat(outcomes(delivery)).containsExactly(Outcome.REJECTED, account ? Outcome.NOT_SENT : Outcome.PLANNED);
    }

    @ParameterizedTest
    @EnumSource
    void continuesAfterRejectionWhenAccountHadFaxAccepted(FailureReason reason) {
        Delivery delivery = Deliveries.of(1, 3)
                .markSubmitting(0, START)
                .applySubmission(0, accepted(0), START)
                .markSubmitting(1, START)
                .applySubmission(1, new SubmissionResult.Rejected(new Rejection(reason, "x")), START);
        assertThat(outcomes(delivery)).containsExactly(Outcome.SUBMITTED, Outcome.REJECTED, Outcome.PLANNED);
    }

    @ParameterizedTest
    @EnumSource(names = {"DELIVERED", "SUBMITTED"})
    void triesWrongPasswordOnceAlsoAfterFaxOfEarlierRun(EarlierSubmission.State state) {
        EarlierSubmission earlier = new EarlierSubmission(1, state, START, "run 1", Optional.of(new JobId("job-0")));
        Delivery delivery = Deliveries.of(1, 4)
                .resumeFromLedger(Map.of(0, earlier), START)
                .markSubmitting(1, START)
                .applySubmission(1, wrongPassword(), START);
        assertThat(outcomes(delivery))
                .endsWith(Outcome.REJECTED, Outcome.NOT_SENT, Outcome.NOT_SENT)
                .hasSize(4);
    }

    @Test
    void triesWrongPasswordOnceAlsoAfterRedialOfEarlierRun() {
        Job failed = new Job(new JobId("job-0"), START, START, List.of(Deliveries.status("DONE-ERROR")), "run 1");
        Delivery planned = Deliveries.of(1, 3);
        Delivery delivery = planned.withTransmissions(List.of(
                        planned.transmissions().get(0).withRedialled(List.of(failed)),
                        planned.transmissions().get(1),
                        planned.transmissions().get(2)))
                .markSubmitting(1, START)
                .applySubmission(1, wrongPassword(), START);
        assertThat(outcomes(delivery)).doesNotContain(Outcome.PLANNED);
    }

    @Test
    void faxWhoseStatusIsRefusedForTheAccountDoesNotProveIt() {
        Delivery delivery = Deliveries.of(1, 3)
                .markSubmitting(0, START)
                .applySubmission(0, accepted(0), START)
                .applyStatus(0, refused("Productcode invalid"), after(10))
                .markSubmitting(1, after(11))
                .applySubmission(1, wrongPassword(), after(11));
        assertThat(outcomes(delivery)).containsExactly(Outcome.UNKNOWN, Outcome.REJECTED, Outcome.NOT_SENT);
    }

    private static SubmissionResult wrongPassword() {
        return new SubmissionResult.Rejected(new Rejection(FailureReason.PRODUCT_CODE_INVALID, "Productcode invalid"));
    }

    @Test
    void continuesAfterUnknownSubmission() {
        Delivery delivery = Deliveries.of(1, 2).markSubmitting(0, START).applySubmission(0, unknown(), after(9));
        assertThat(outcomes(delivery)).containsExactly(Outcome.UNKNOWN, Outcome.PLANNED);
        assertThat(delivery.nextAction(after(9))).isEqualTo(new DeliveryAction.Submit(1));
        assertThat(delivery.transmissions().get(0).progress())
                .isInstanceOfSatisfying(
                        TransmissionState.Unknown.class,
                        it -> assertThat(it.at()).isEqualTo(START));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NEW", "RUNNING", "RETRY", "PAUSED", "", "done-ok", "DONE", "OK"})
    void treatsNonFinalStatusAsUnderWay(String status) {
        Delivery delivery = Deliveries.submitted().applyStatus(0, reported(status), after(10));
        assertThat(outcome(delivery)).isEqualTo(Outcome.SUBMITTED);
        assertThat(delivery.transmissions().get(0).status()).contains(Deliveries.status(status));
    }

    @Test
    void treatsEmptyStatusListAsUnderWay() {
        assertThat(outcome(Deliveries.submitted().applyStatus(0, reported(), after(10))))
                .isEqualTo(Outcome.SUBMITTED);
    }

    @ParameterizedTest
    @CsvSource({
        "DONE-OK DONE-OK, DONE_OK, DONE-OK",
        "DONE-OK DONE-ERROR, DONE_ERROR, DONE-ERROR",
        "DONE-ERROR DONE-OK, DONE_ERROR, DONE-ERROR",
        "DONE-OK RUNNING, SUBMITTED, RUNNING",
        "DONE-ERROR RUNNING, SUBMITTED, DONE-ERROR",
        "RETRY DONE-OK, SUBMITTED, RETRY",
        "DONE-OK PAUSED, SUBMITTED, PAUSED",
    })
    void isDoneWhenAllFaxesOfJobAreDone(String statuses, Outcome outcome, String decisive) {
        Delivery delivery = Deliveries.submitted().applyStatus(0, reported(statuses.split(" ", -1)), after(10));
        assertThat(outcome(delivery)).isEqualTo(outcome);
        assertThat(delivery.transmissions().get(0).status().map(FaxStatus::stateText))
                .contains(decisive);
    }

    @Test
    void reportsUnknownAfterFiveRefusedPolls() {
        Delivery delivery = Deliveries.submitted();
        for (int i = 1; i <= 4; i++) {
            delivery = delivery.applyStatus(0, refused("Job not found"), after(10L * i));
            assertThat(outcome(delivery)).isEqualTo(Outcome.SUBMITTED);
        }
        Delivery found = delivery.applyStatus(0, reported("RUNNING"), after(50));
        assertThat(outcome(found.applyStatus(0, refused("Job not found"), after(60))))
                .isEqualTo(Outcome.SUBMITTED);
        delivery = delivery.applyStatus(0, refused("Job not found"), after(50));
        assertThat(outcome(delivery)).isEqualTo(Outcome.UNKNOWN);
        assertThat(delivery.transmissions().get(0).jobId()).contains(new JobId("job-0"));
    }

    /** Such as a database that restarts. */
    @Test
    void followsFaxThatWasSeenWhateverIsRefused() {
        Delivery delivery = Deliveries.submitted().applyStatus(0, reported("RUNNING"), after(10));
        for (int i = 2; i <= 20; i++) {
            delivery = delivery.applyStatus(0, refused("Database error"), after(10L * i));
            assertThat(outcome(delivery)).isEqualTo(Outcome.SUBMITTED);
        }
        assertThat(outcome(delivery.applyStatus(0, reported("DONE-OK"), after(300))))
                .isEqualTo(Outcome.DONE_OK);
        Delivery end = delivery.applyStatus(0, refused("Database error"), delivery.deadline());
        assertThat(end.transmissions().get(0).progress()).isInstanceOf(TransmissionState.StatusUnavailable.class);
    }

    @Test
    void pollsJobIdOfUserTwiceAndItsOwnFiveTimesWhenRefused() {
        Delivery given = Delivery.following(List.of(new JobId("job-0")), START, TIMEOUT, PollingSchedule.DEFAULT);
        Delivery own = Deliveries.submitted();
        for (int i = 1; i <= 5; i++) {
            given = i <= 2 ? given.applyStatus(0, refused("Not found"), after(10L * i)) : given;
            own = own.applyStatus(0, refused("Not found"), after(10L * i));
            assertThat(outcome(given).isFinal()).as("given, %s refusals", i).isEqualTo(i >= 2);
            assertThat(outcome(own).isFinal()).as("own, %s refusals", i).isEqualTo(i == 5);
        }
    }

    @Test
    void doesNotRepeatPollWhenAccountIsRejected() {
        assertThat(outcome(Deliveries.submitted().applyStatus(0, refused("Productcode invalid"), after(10))))
                .isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void repeatsUnansweredPoll() {
        Delivery delivery = Deliveries.submitted().applyStatus(0, reported("RUNNING"), after(10));
        delivery = delivery.applyStatus(0, unavailable(), after(25));
        assertThat(outcome(delivery)).isEqualTo(Outcome.SUBMITTED);
        assertThat(delivery.transmissions().get(0).status()).contains(Deliveries.status("RUNNING"));
    }

    @Test
    void ignoresStatusAfterEnd() {
        Delivery done = Deliveries.submitted().applyStatus(0, reported("DONE-OK"), after(10));
        assertThat(done.applyStatus(0, reported("DONE-ERROR"), after(20))).isEqualTo(done);
        assertThat(done.expire(START.plus(TIMEOUT))).isEqualTo(done);
        assertThat(Deliveries.of(1, 1).applyStatus(0, reported("DONE-OK"), START))
                .isEqualTo(Deliveries.of(1, 1));
    }

    @ParameterizedTest
    @MethodSource("inEveryState")
    void submitsOnlyPlannedTransmissions(Delivery delivery) {
        if (outcome(delivery) == Outcome.PLANNED) {
            assertThat(outcome(delivery.markSubmitting(0, START))).isEqualTo(Outcome.SUBMITTING);
        } else {
            assertThatThrownBy(() -> delivery.markSubmitting(0, START)).isInstanceOf(IllegalStateException.class);
        }
        if (outcome(delivery) != Outcome.SUBMITTING) {
            assertThatThrownBy(() -> delivery.applySubmission(0, accepted(1), START))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("inEveryState")
    void marksInterruptedSubmissionUnknownAfterCrash(Delivery delivery) {
        Delivery recovered = delivery.recovered();
        if (outcome(delivery) == Outcome.SUBMITTING) {
            assertThat(outcome(recovered)).isEqualTo(Outcome.UNKNOWN);
            assertThatThrownBy(() -> recovered.markSubmitting(0, START)).isInstanceOf(IllegalStateException.class);
        } else {
            assertThat(recovered).isEqualTo(delivery);
        }
    }

    @ParameterizedTest
    @MethodSource("inEveryState")
    void survivesJournalInEveryState(Delivery delivery) throws Exception {
        Delivery read = Journals.read(Journals.write(delivery));
        assertThat(read).isEqualTo(delivery).isNotSameAs(delivery);
        assertThat(read.nextAction(after(3))).isEqualTo(delivery.nextAction(after(3)));
    }

    @Test
    void cancelsPlannedTransmissionsOnly() {
        Delivery delivery = Deliveries.of(1, 2).markSubmitting(0, START).applySubmission(0, accepted(0), START);
        assertThat(outcomes(delivery.cancelPlanned(io.github.faxnummer.message.Message.of("delivery.aborted"), START)))
                .containsExactly(Outcome.SUBMITTED, Outcome.NOT_SENT);
    }

    @Test
    void excludesPlannedTransmissionsOnly() {
        Delivery delivery = Deliveries.of(1, 3).markSubmitting(0, START).applySubmission(0, accepted(0), START);
        assertThat(delivery.excluding(it -> true).transmissions()).hasSize(1);
        assertThat(delivery.excluding(it -> it.recipient().endsWith("1")).transmissions())
                .extracting(Transmission::recipient)
                .containsExactly("00493023125010", "00493023125012");
    }

    @Test
    void ledgerChangesPlannedTransmissionsOnly() {
        Delivery submitted = Deliveries.submitted();
        EarlierSubmission earlier = new EarlierSubmission(
                1, EarlierSubmission.State.DELIVERED, START, "run 1", Optional.of(new JobId("job-9")));

        assertThat(submitted.resumeFromLedger(Map.of(0, earlier), START)).isEqualTo(submitted);
    }

    @Test
    void knowsWhatEarlierRunSubmitted() {
        Transmission own = Deliveries.submitted().transmissions().get(0);
        Transmission unknown = ofEarlierRun(EarlierSubmission.State.UNKNOWN, Optional.empty());
        Transmission delivered = ofEarlierRun(EarlierSubmission.State.DELIVERED, Optional.of(new JobId("job-9")));
        Transmission lookedUp = ofEarlierRun(EarlierSubmission.State.DELIVERED, Optional.empty());

        assertThat(List.of(own, unknown, delivered, lookedUp).stream().map(Transmission::isOfEarlierRun))
                .containsExactly(false, true, true, true);
        // Where there is no job, the outcome is that of the earlier submission.
        assertThat(List.of(own, unknown, delivered, lookedUp).stream().map(Transmission::isRepeated))
                .containsExactly(false, true, false, true);
        assertThat(List.of(own, unknown, delivered, lookedUp).stream().map(Transmission::isFollowedOnly))
                .containsOnly(false);
        assertThat(delivered.history().get(1).reason().map(Message::key)).contains("report.history.resumed");
    }

    @Test
    void distinguishesStatusOfLedgerFromStatusOfProvider() {
        Transmission known = ofEarlierRun(EarlierSubmission.State.DELIVERED, Optional.of(new JobId("job-9")));
        Job ledgers = known.progress().job().orElseThrow();
        Job polled = ledgers.applyStatus(
                List.of(FaxStatus.builder("DONE-OK")
                        .jobId("job-9")
                        .pagesSent(OptionalInt.of(2))
                        .build()),
                START);
        Job own = new Job(new JobId("job-9"), START, START, ledgers.faxes());

        assertThat(ledgers.isKnownFromLedgerOnly()).isTrue();
        assertThat(ledgers.applyStatus(
                                List.of(FaxStatus.builder("DONE-OK")
                                        .jobId("job-9")
                                        .build()),
                                START)
                        .isKnownFromLedgerOnly())
                .isTrue();
        assertThat(polled.isKnownFromLedgerOnly()).isFalse();
        assertThat(own.isKnownFromLedgerOnly()).isFalse();
    }

    private static Transmission ofEarlierRun(EarlierSubmission.State state, Optional<JobId> job) {
        return Deliveries.of(1, 1)
                .resumeFromLedger(Map.of(0, new EarlierSubmission(1, state, START, "run 1", job)), after(1))
                .transmissions()
                .get(0);
    }

    @Test
    void followsEarlierJobsAndTakesNamesFromStatus() {
        JobId job = new JobId("job-1");
        Delivery delivery = Delivery.following(List.of(job, job), START, TIMEOUT, PollingSchedule.DEFAULT);
        assertThat(delivery.transmissions()).hasSize(1);
        assertThat(delivery.nextAction(START)).isEqualTo(new DeliveryAction.Poll(0));
        StatusResult answer = new StatusResult.Known(List.of(FaxStatus.builder("DONE-OK")
                .destination("0049202")
                .reference("Ref #1")
                .build()));
        delivery = delivery.applyStatus(0, answer, after(1));
        assertThat(delivery.transmissions()).singleElement().satisfies(it -> {
            assertThat(it.recipient()).isEqualTo("0049202");
            assertThat(it.documentName()).isEqualTo("Ref #1");
            assertThat(it.outcome()).isEqualTo(Outcome.DONE_OK);
        });
    }

    @Test
    void keepsOwnNames() {
        StatusResult answer = new StatusResult.Known(List.of(
                FaxStatus.builder("NEW").destination("0").reference("other").build()));
        Transmission reported = Deliveries.submitted()
                .applyStatus(0, answer, after(10))
                .transmissions()
                .get(0);
        assertThat(reported.recipient()).isEqualTo("00493023125010");
        assertThat(reported.documentName()).isEqualTo("a.pdf");
    }

    @ParameterizedTest
    @CsvSource({
        "DONE_OK, true, false, false",
        "DONE_ERROR, false, true, false",
        "REJECTED, false, true, false",
        "UNKNOWN, false, true, false",
        "NOT_SENT, false, true, false",
        "TIMED_OUT, false, false, true",
        "PLANNED, false, false, false",
        "SUBMITTING, false, false, false",
        "SUBMITTED, false, false, false",
    })
    void decidesWhatFailsBuild(Outcome outcome, boolean delivered, boolean onError, boolean onTimeout) {
        List<Delivery> such =
                inEveryState().filter(it -> outcome(it) == outcome).toList();
        assertThat(such).isNotEmpty().allSatisfy(delivery -> {
            Verdict verdict = Verdict.of(delivery);
            assertThat(verdict.isDelivered()).isEqualTo(delivered);
            assertThat(verdict.failsBuild(new FailurePolicy(true, true, false))).isEqualTo(onError || onTimeout);
            assertThat(verdict.failsBuild(new FailurePolicy(true, false, true))).isEqualTo(onError);
            assertThat(verdict.failsBuild(new FailurePolicy(false, true, true))).isEqualTo(onTimeout);
            assertThat(verdict.failsBuild(new FailurePolicy(false, false, true)))
                    .isFalse();
            assertThat(delivery.isFinished()).isEqualTo(delivered || onError || onTimeout);
        });
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "0, 2", "2, 0", "3, 0", ", 0"})
    void isIncompleteWhenPagesAreMissing(@Nullable Integer pagesSent, int missing) {
        FaxStatus status = FaxStatus.builder("DONE-OK")
                .pagesSent(pagesSent == null ? OptionalInt.empty() : OptionalInt.of(pagesSent))
                .build();
        Delivery delivery = Deliveries.submitted().applyStatus(0, new StatusResult.Known(List.of(status)), after(10));
        Verdict verdict = Verdict.of(delivery);
        assertThat(delivery.transmissions().get(0).missingPages()).isEqualTo(missing);
        assertThat(verdict.incomplete()).hasSize(missing > 0 ? 1 : 0);
        assertThat(verdict.isDelivered()).isEqualTo(missing == 0);
        assertThat(verdict.failsBuild(new FailurePolicy(true, true, false))).isFalse();
        assertThat(verdict.failsBuild(new FailurePolicy(false, false, true))).isEqualTo(missing > 0);
    }

    @Test
    void usesFewestPagesOfSeveralFaxes() {
        List<FaxStatus> faxes = Stream.of(2, 1, 2)
                .map(it -> FaxStatus.builder("DONE-OK")
                        .pagesSent(OptionalInt.of(it))
                        .build())
                .toList();
        Delivery delivery = Deliveries.submitted().applyStatus(0, new StatusResult.Known(faxes), after(10));
        assertThat(delivery.transmissions().get(0).missingPages()).isEqualTo(1);
    }

    @Test
    void jobWithoutAnyPageIsNotDelivered() {
        FaxStatus status =
                FaxStatus.builder("DONE-OK").pagesSent(OptionalInt.of(0)).build();
        Delivery delivery = Delivery.following(List.of(new JobId("job-1")), START, TIMEOUT, PollingSchedule.DEFAULT)
                .applyStatus(0, new StatusResult.Known(List.of(status)), after(1));
        DeliveryText text = new DeliveryText(Locale.ENGLISH);

        assertThat(delivery.transmissions().get(0).missingPages()).isEqualTo(1);
        assertThat(Verdict.of(delivery).isDelivered()).isFalse();
        assertThat(BuildConclusion.ofFollowed(delivery, new FailurePolicy(true, true, true), text)
                        .failure())
                .hasValueSatisfying(it -> assertThat(it).contains("no page sent"));
        assertThat(text.table(delivery).get(1)).doesNotContain("0/0");
    }

    @Test
    void reportsNoMissingPagesForEarlierJob() {
        FaxStatus status =
                FaxStatus.builder("DONE-OK").pagesSent(OptionalInt.of(1)).build();
        Delivery delivery = Delivery.following(List.of(new JobId("job-1")), START, TIMEOUT, PollingSchedule.DEFAULT)
                .applyStatus(0, new StatusResult.Known(List.of(status)), after(1));
        assertThat(delivery.transmissions().get(0).missingPages()).isZero();
        assertThat(delivery.document(delivery.transmissions().get(0))).isEmpty();
        assertThat(Verdict.of(delivery).isDelivered()).isTrue();
    }

    static Stream<Delivery> inEveryState() {
        Delivery planned = Deliveries.of(1, 1);
        Delivery submitting = planned.markSubmitting(0, START);
        Delivery submitted = submitting.applySubmission(0, accepted(0), START);
        FaxStatus full = FaxStatus.builder("RETRY")
                .triesRemaining(OptionalInt.of(4))
                .remoteTsi("\uD83D x")
                .build();
        return Stream.of(
                planned,
                submitting.applySubmission(0, notSent(true), START),
                submitting,
                submitted,
                submitted.applyStatus(0, new StatusResult.Known(List.of(full)), after(10)),
                submitted.applyStatus(0, reported("DONE-OK"), after(10)),
                submitted.applyStatus(0, reported("DONE-ERROR"), after(10)),
                submitted.applyStatus(0, reported("RUNNING"), START.plus(TIMEOUT)),
                submitted.applyStatus(0, refused("Productcode invalid"), after(10)),
                submitting.applySubmission(0, unknown(), after(1)),
                submitting.applySubmission(0, notSent(false), after(1)),
                submitting.applySubmission(
                        0, new SubmissionResult.Rejected(new Rejection(FailureReason.OTHER, "Guthaben")), after(1)));
    }

    private static StatusResult refused(String comment) {
        FailureReason reason =
                comment.equals("Productcode invalid") ? FailureReason.PRODUCT_CODE_INVALID : FailureReason.OTHER;
        return new StatusResult.Refused(new Rejection(reason, comment));
    }

    private static Outcome outcome(Delivery delivery) {
        return delivery.transmissions().get(0).outcome();
    }

    private static List<Outcome> outcomes(Delivery delivery) {
        return delivery.transmissions().stream().map(Transmission::outcome).toList();
    }

    @Test
    void submitsToSameNumberWhenFaxBeforeIsFinal() {
        Delivery delivery = submitted(submitted(Deliveries.of(2, 2), 0), 1);
        assertThat(delivery.nextAction(START)).isInstanceOf(DeliveryAction.Wait.class);
        assertThat(delivery.withSameNumber(SameNumber.PARALLEL).nextAction(START))
                .isEqualTo(new DeliveryAction.Submit(2));

        Delivery secondNumberFree = delivery.applyStatus(1, reported("DONE-OK"), after(60));
        assertThat(secondNumberFree.nextAction(START)).isEqualTo(new DeliveryAction.Submit(3));
        Delivery firstNumberFree = delivery.applyStatus(0, reported("DONE-ERROR"), after(60));
        assertThat(firstNumberFree.nextAction(START)).isEqualTo(new DeliveryAction.Submit(2));
    }

    @Test
    void keepsOrderOfFaxesToSameNumberWhileOneIsTriedAgain() {
        Delivery delivery = Deliveries.of(2, 1).markSubmitting(0, START).applySubmission(0, notSent(true), START);

        assertThat(delivery.nextAction(START)).isEqualTo(new DeliveryAction.Wait(after(5)));
        assertThat(delivery.nextAction(after(5))).isEqualTo(new DeliveryAction.Submit(0));
    }

    @ParameterizedTest
    @EnumSource(
            value = Outcome.class,
            names = {"SUBMITTING", "VERIFYING"})
    void waitsForEndOfDoubtfulSubmissionToSameNumber(Outcome doubtful) {
        Delivery delivery = Deliveries.of(2, 1).markSubmitting(0, START);
        Delivery waiting = doubtful == Outcome.SUBMITTING
                ? delivery
                : delivery.applySubmission(
                        0,
                        new SubmissionResult.Unknown(
                                Message.of("protocol.no-status"), List.of(new JobId("faxsend-acc1-1"))),
                        START);

        assertThat(waiting.transmissions().get(0).outcome()).isEqualTo(doubtful);
        assertThat(waiting.nextAction(START)).isNotEqualTo(new DeliveryAction.Submit(1));
        assertThat(delivery.applySubmission(0, unknown(), START).nextAction(START))
                .isEqualTo(new DeliveryAction.Submit(1));
    }

    @Test
    void waitsForFaxOfEarlierRunToSameNumberWhereverItIsInTheOrder() {
        Delivery resumed = submitted(Deliveries.of(2, 1), 1);

        assertThat(resumed.nextAction(START)).isInstanceOf(DeliveryAction.Wait.class);
        assertThat(resumed.applyStatus(1, reported("DONE-OK"), after(9)).nextAction(after(9)))
                .isEqualTo(new DeliveryAction.Submit(0));
    }

    @Test
    void reportsWhatWaitedForSameNumberAsNotSentAtDeadline() {
        Delivery delivery = submitted(Deliveries.of(2, 1), 0);
        Delivery expired = delivery.expire(delivery.deadline());

        assertThat(outcomes(expired)).containsExactly(Outcome.SUBMITTED, Outcome.NOT_SENT);
        assertThat(expired.transmissions().get(1).progress().reason())
                .contains(Message.of("delivery.too-late.same-number"));
        assertThat(expired.transmissions().get(1).history())
                .last()
                .satisfies(change -> assertThat(change.at()).contains(delivery.deadline()));
    }

    @Test
    void namesNumbersThatSeveralFaxesGoTo() {
        assertThat(Deliveries.of(1, 3).repeatedNumbers()).isEmpty();
        assertThat(Deliveries.of(3, 2).repeatedNumbers()).containsExactly("00493023125010", "00493023125011");
        assertThat(submitted(Deliveries.of(2, 1), 0).repeatedNumbers()).containsExactly("00493023125010");
        assertThat(submitted(submitted(Deliveries.of(2, 1), 0), 1).repeatedNumbers())
                .isEmpty();
    }

    private static Delivery submitted(Delivery delivery, int transmission) {
        return delivery.markSubmitting(transmission, START)
                .applySubmission(transmission, Deliveries.accepted(transmission), START);
    }
}
