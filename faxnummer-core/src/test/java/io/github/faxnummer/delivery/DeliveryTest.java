package io.github.faxnummer.delivery;

import static io.github.faxnummer.delivery.Deliveries.START;
import static io.github.faxnummer.delivery.Deliveries.TIMEOUT;
import static io.github.faxnummer.delivery.Deliveries.accepted;
import static io.github.faxnummer.delivery.Deliveries.after;
import static io.github.faxnummer.delivery.Deliveries.notSent;
import static io.github.faxnummer.delivery.Deliveries.told;
import static io.github.faxnummer.delivery.Deliveries.unavailable;
import static io.github.faxnummer.delivery.Deliveries.unknown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.faxnummer.client.FaxStatus;
import io.github.faxnummer.client.JobId;
import io.github.faxnummer.client.Refusal;
import io.github.faxnummer.client.RefusalReason;
import io.github.faxnummer.client.StatusResult;
import io.github.faxnummer.client.SubmissionResult;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryTest {

    @Test
    void everyDocumentGoesToEveryRecipientInTheirOrder() {
        assertThat(Deliveries.of(2, 2).transmissions().stream()
                        .map(it -> it.documentName() + " " + it.recipient() + " " + it.reference()))
                .containsExactly(
                        "a.pdf 00493023125010 a.pdf",
                        "a.pdf 00493023125011 a.pdf",
                        "b.pdf 00493023125010 b.pdf",
                        "b.pdf 00493023125011 b.pdf");
    }

    @Test
    void aDeliveryOfNothingIsFinished() {
        assertThat(Deliveries.of(0, 1).next(START)).isEqualTo(new NextStep.Finished());
        assertThat(Deliveries.of(0, 1).isFinished()).isTrue();
    }

    @Test
    void submissionsComeInOrderAndBeforeQuestions() {
        Delivery delivery = Deliveries.of(1, 2);
        assertThat(delivery.next(START)).isEqualTo(new NextStep.Submit(0));
        delivery = delivery.submitting(0, START).submitted(0, accepted(0), START);
        assertThat(delivery.next(after(600))).isEqualTo(new NextStep.Submit(1));
        assertThat(delivery.isHandedOver()).isFalse();
        delivery = delivery.submitting(1, after(600)).submitted(1, accepted(1), after(600));
        assertThat(delivery.isHandedOver()).isTrue();
        assertThat(delivery.next(after(600))).isEqualTo(new NextStep.Ask(0));
    }

    @Test
    void whatIsDueLongestIsAskedFirst() {
        Delivery delivery = Deliveries.of(1, 2)
                .submitting(0, START)
                .submitted(0, accepted(0), START)
                .submitting(1, after(1))
                .submitted(1, accepted(1), after(1));
        assertThat(delivery.next(after(100))).isEqualTo(new NextStep.Ask(0));
        delivery = delivery.told(0, told("RUNNING"), after(100));
        assertThat(delivery.next(after(100))).isEqualTo(new NextStep.Ask(1));
        delivery = delivery.told(1, told("RUNNING"), after(101));
        assertThat(delivery.next(after(101))).isInstanceOf(NextStep.Wait.class);
    }

    @Test
    void questionsAreAskedWhileSomethingElseIsBeingSubmittedEvenAtTheDeadline() {
        Delivery delivery =
                Deliveries.of(1, 2).submitting(1, START).submitting(0, START).submitted(0, accepted(0), START);
        Instant deadline = START.plus(TIMEOUT);
        delivery = delivery.told(0, unavailable(), deadline.minusSeconds(1));
        assertThat(delivery.next(deadline)).isEqualTo(new NextStep.Ask(0));
    }

    @Test
    void askingFollowsTheSchedule() {
        Delivery delivery = Deliveries.submitted();
        Instant now = START;
        for (int asked = 0; asked < 8; asked++) {
            Job job = delivery.transmissions().get(0).progress().job().orElseThrow();
            now = now.plus(delivery.schedule()
                    .interval(job, delivery.transmissions().get(0).documentPages(), asked, now));
            assertThat(delivery.next(now.minusNanos(1))).isEqualTo(new NextStep.Wait(now));
            assertThat(delivery.next(now)).isEqualTo(new NextStep.Ask(0));
            delivery = delivery.told(0, told("RUNNING"), now);
        }
    }

    @Test
    void onlyAnAnswerThatTellsSomethingNewSaysMore() {
        Transmission submitted = Deliveries.submitted().transmissions().get(0);
        Transmission running = next(submitted, told("RUNNING"));
        Transmission finished = next(running, told("DONE-OK"));

        assertThat(next(submitted, unavailable()).saysMoreThan(submitted)).isFalse();
        assertThat(running.saysMoreThan(submitted)).isTrue();
        assertThat(next(running, told("RUNNING")).saysMoreThan(running)).isFalse();
        assertThat(next(running, told("RETRY")).saysMoreThan(running)).isTrue();
        assertThat(finished.saysMoreThan(running)).isTrue();
        assertThat(running.saysMoreThan(Deliveries.of(1, 1).transmissions().get(0)))
                .isTrue();
    }

    private static Transmission next(Transmission transmission, StatusResult answer) {
        Delivery delivery = Deliveries.submitted();
        return new Delivery(delivery.order(), List.of(transmission), delivery.deadline(), delivery.schedule())
                .told(0, answer, after(100))
                .transmissions()
                .get(0);
    }

    @Test
    void theDeadlineIsATimeToAsk() {
        Instant deadline = START.plus(TIMEOUT);
        Delivery delivery = Deliveries.submitted().told(0, told("RUNNING"), deadline.minusSeconds(5));
        assertThat(delivery.next(deadline.minusSeconds(5))).isEqualTo(new NextStep.Wait(deadline));
        assertThat(delivery.at(deadline).next(deadline)).isEqualTo(new NextStep.Ask(0));

        assertThat(outcome(delivery.told(0, told("DONE-OK"), deadline))).isEqualTo(Outcome.DONE_OK);
        assertThat(outcome(delivery.told(0, told("DONE-ERROR"), deadline.plusSeconds(9))))
                .isEqualTo(Outcome.DONE_ERROR);
        for (StatusResult other : List.of(told("RUNNING"), told(), unavailable(), refused("Job not found"))) {
            Delivery over = delivery.told(0, other, deadline);
            assertThat(outcome(over)).isEqualTo(Outcome.TIMED_OUT);
            assertThat(over.transmissions().get(0).jobId()).contains(new JobId("job-0"));
            assertThat(over.next(deadline)).isEqualTo(new NextStep.Finished());
        }
        assertThat(outcome(delivery.told(0, told("RUNNING"), deadline.minusNanos(1))))
                .isEqualTo(Outcome.SUBMITTED);
    }

    @Test
    void whatWasNotSubmittedByTheDeadlineIsNotSent() {
        Instant deadline = START.plus(TIMEOUT);
        Delivery delivery = Deliveries.of(1, 2).submitting(0, START).submitted(0, accepted(0), START);
        assertThat(delivery.at(deadline.minusNanos(1))).isEqualTo(delivery);
        Delivery late = delivery.at(deadline);
        assertThat(outcomes(late)).containsExactly(Outcome.SUBMITTED, Outcome.NOT_SENT);
        assertThatThrownBy(() -> late.submitting(1, deadline)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatCertainlyWasNotSentIsTriedThreeTimesAtMostIfTheTroubleMayPass() {
        Delivery delivery = Deliveries.of(1, 1).submitting(0, START).submitted(0, notSent(true), START);
        assertThat(delivery.next(START)).isEqualTo(new NextStep.Wait(after(5)));
        assertThat(delivery.next(after(5))).isEqualTo(new NextStep.Submit(0));
        delivery = delivery.submitting(0, after(5)).submitted(0, notSent(true), after(6));
        assertThat(delivery.next(after(6))).isEqualTo(new NextStep.Wait(after(21)));
        delivery = delivery.submitting(0, after(21)).submitted(0, notSent(true), after(21));
        assertThat(outcome(delivery)).isEqualTo(Outcome.NOT_SENT);
        assertThat(delivery.next(after(21))).isEqualTo(new NextStep.Finished());
    }

    @Test
    void aLaterAttemptCanSucceed() {
        Delivery delivery = Deliveries.of(1, 1)
                .submitting(0, START)
                .submitted(0, notSent(true), START)
                .submitting(0, after(5))
                .submitted(0, accepted(7), after(5));
        assertThat(delivery.transmissions().get(0).jobId()).contains(new JobId("job-7"));
    }

    @Test
    void troubleThatDoesNotPassIsFinalAtOnce() {
        Delivery delivery = Deliveries.of(1, 1).submitting(0, START).submitted(0, notSent(false), START);
        assertThat(outcome(delivery)).isEqualTo(Outcome.NOT_SENT);
    }

    @Test
    void anAttemptThatWouldComeAfterTheDeadlineIsNotWaitedForAndTheCauseIsKept() {
        Instant late = START.plus(TIMEOUT).minusSeconds(5);
        Delivery delivery = Deliveries.of(1, 1).submitting(0, late).submitted(0, notSent(true), late);
        assertThat(outcome(delivery)).isEqualTo(Outcome.NOT_SENT);
        assertThat(delivery.transmissions().get(0).progress().reason())
                .hasValueSatisfying(text -> assertThat(text.key()).isEqualTo("network.refused"));
    }

    @ParameterizedTest
    @EnumSource
    void onlyARefusalOfTheAccountStopsFurtherSubmissions(RefusalReason reason) {
        Delivery delivery = Deliveries.of(1, 2)
                .submitting(0, START)
                .submitted(0, new SubmissionResult.Rejected(new Refusal(reason, "x")), START);
        boolean account =
                reason == RefusalReason.PRODUCT_CODE_INVALID || reason == RefusalReason.NOT_AVAILABLE_FOR_ACCOUNT;
        assertThat(outcomes(delivery)).containsExactly(Outcome.REJECTED, account ? Outcome.NOT_SENT : Outcome.PLANNED);
    }

    @ParameterizedTest
    @EnumSource
    void noRefusalStopsFurtherSubmissionsOnceTheAccountHadAFaxAccepted(RefusalReason reason) {
        Delivery delivery = Deliveries.of(1, 3)
                .submitting(0, START)
                .submitted(0, accepted(0), START)
                .submitting(1, START)
                .submitted(1, new SubmissionResult.Rejected(new Refusal(reason, "x")), START);
        assertThat(outcomes(delivery)).containsExactly(Outcome.SUBMITTED, Outcome.REJECTED, Outcome.PLANNED);
    }

    @Test
    void anUnknownSubmissionIsFinalAndOthersGoOn() {
        Delivery delivery = Deliveries.of(1, 2).submitting(0, START).submitted(0, unknown(), after(9));
        assertThat(outcomes(delivery)).containsExactly(Outcome.UNKNOWN, Outcome.PLANNED);
        assertThat(delivery.next(after(9))).isEqualTo(new NextStep.Submit(1));
        assertThat(delivery.transmissions().get(0).progress())
                .isInstanceOfSatisfying(
                        Progress.Unknown.class, it -> assertThat(it.at()).isEqualTo(START));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NEW", "RUNNING", "RETRY", "PAUSED", "", "done-ok", "DONE", "OK"})
    void anyStatusButTheTwoFinalOnesIsUnderWay(String status) {
        Delivery delivery = Deliveries.submitted().told(0, told(status), after(10));
        assertThat(outcome(delivery)).isEqualTo(Outcome.SUBMITTED);
        assertThat(delivery.transmissions().get(0).status()).contains(Deliveries.status(status));
    }

    @Test
    void anAnswerWithoutEntriesIsNoSuccess() {
        assertThat(outcome(Deliveries.submitted().told(0, told(), after(10)))).isEqualTo(Outcome.SUBMITTED);
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
    void aJobWithSeveralFaxesIsDoneWhenAllAre(String statuses, Outcome outcome, String decisive) {
        Delivery delivery = Deliveries.submitted().told(0, told(statuses.split(" ", -1)), after(10));
        assertThat(outcome(delivery)).isEqualTo(outcome);
        assertThat(delivery.transmissions().get(0).status().map(FaxStatus::statusText))
                .contains(decisive);
    }

    @Test
    void aJobThatIsRefusedFiveTimesInARowIsUnknownAndKeepsItsId() {
        Delivery delivery = Deliveries.submitted();
        for (int i = 1; i <= 4; i++) {
            delivery = delivery.told(0, refused("Job not found"), after(10L * i));
            assertThat(outcome(delivery)).isEqualTo(Outcome.SUBMITTED);
        }
        Delivery found = delivery.told(0, told("RUNNING"), after(50));
        assertThat(outcome(found.told(0, refused("Job not found"), after(60)))).isEqualTo(Outcome.SUBMITTED);
        delivery = delivery.told(0, refused("Job not found"), after(50));
        assertThat(outcome(delivery)).isEqualTo(Outcome.UNKNOWN);
        assertThat(delivery.transmissions().get(0).jobId()).contains(new JobId("job-0"));
    }

    @Test
    void aQuestionRefusedToTheAccountIsNotRepeated() {
        assertThat(outcome(Deliveries.submitted().told(0, refused("Productcode invalid"), after(10))))
                .isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void aQuestionThatIsNotAnsweredIsAskedAgain() {
        Delivery delivery = Deliveries.submitted().told(0, told("RUNNING"), after(10));
        delivery = delivery.told(0, unavailable(), after(25));
        assertThat(outcome(delivery)).isEqualTo(Outcome.SUBMITTED);
        assertThat(delivery.transmissions().get(0).status()).contains(Deliveries.status("RUNNING"));
    }

    @Test
    void lateNewsChangesNothing() {
        Delivery done = Deliveries.submitted().told(0, told("DONE-OK"), after(10));
        assertThat(done.told(0, told("DONE-ERROR"), after(20))).isEqualTo(done);
        assertThat(done.at(START.plus(TIMEOUT))).isEqualTo(done);
        assertThat(Deliveries.of(1, 1).told(0, told("DONE-OK"), START)).isEqualTo(Deliveries.of(1, 1));
    }

    @ParameterizedTest
    @MethodSource("inEveryState")
    void onlyWhatIsPlannedCanBeSubmitted(Delivery delivery) {
        if (outcome(delivery) == Outcome.PLANNED) {
            assertThat(outcome(delivery.submitting(0, START))).isEqualTo(Outcome.SUBMITTING);
        } else {
            assertThatThrownBy(() -> delivery.submitting(0, START)).isInstanceOf(IllegalStateException.class);
        }
        if (outcome(delivery) != Outcome.SUBMITTING) {
            assertThatThrownBy(() -> delivery.submitted(0, accepted(1), START))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("inEveryState")
    void afterACrashWhatWasBeingSubmittedIsUnknownAndNothingElseChanges(Delivery delivery) {
        Delivery recovered = delivery.recovered();
        if (outcome(delivery) == Outcome.SUBMITTING) {
            assertThat(outcome(recovered)).isEqualTo(Outcome.UNKNOWN);
            assertThatThrownBy(() -> recovered.submitting(0, START)).isInstanceOf(IllegalStateException.class);
        } else {
            assertThat(recovered).isEqualTo(delivery);
        }
    }

    @ParameterizedTest
    @MethodSource("inEveryState")
    void aDeliverySurvivesSerialisationInEveryState(Delivery delivery) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(delivery);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            Object read = in.readObject();
            assertThat(read).isEqualTo(delivery).isNotSameAs(delivery);
            assertThat(((Delivery) read).next(after(3))).isEqualTo(delivery.next(after(3)));
        }
    }

    @Test
    void whatIsNotSubmittedAnyMoreLeavesTheRestAlone() {
        Delivery delivery = Deliveries.of(1, 2).submitting(0, START).submitted(0, accepted(0), START);
        assertThat(outcomes(delivery.notSubmitting(io.github.faxnummer.text.Text.of("delivery.aborted"))))
                .containsExactly(Outcome.SUBMITTED, Outcome.NOT_SENT);
    }

    @Test
    void onlyWhatIsPlannedCanBeLeftOut() {
        Delivery delivery = Deliveries.of(1, 3).submitting(0, START).submitted(0, accepted(0), START);
        assertThat(delivery.without(it -> true).transmissions()).hasSize(1);
        assertThat(delivery.without(it -> it.recipient().endsWith("1")).transmissions())
                .extracting(Transmission::recipient)
                .containsExactly("00493023125010", "00493023125012");
    }

    @Test
    void jobsOfEarlierAreAskedForAtOnceAndTakeTheirNamesFromTheAnswer() {
        JobId job = new JobId("job-1");
        Delivery delivery = Delivery.following(List.of(job, job), START, TIMEOUT, PollingSchedule.DEFAULT);
        assertThat(delivery.transmissions()).hasSize(1);
        assertThat(delivery.next(START)).isEqualTo(new NextStep.Ask(0));
        StatusResult answer = new StatusResult.Known(List.of(
                new FaxStatus(Map.of("Status", "DONE-OK", "DestinationNumber", "0049202", "FaxFileName", "Ref #1"))));
        delivery = delivery.told(0, answer, after(1));
        assertThat(delivery.transmissions()).singleElement().satisfies(it -> {
            assertThat(it.recipient()).isEqualTo("0049202");
            assertThat(it.documentName()).isEqualTo("Ref #1");
            assertThat(it.outcome()).isEqualTo(Outcome.DONE_OK);
        });
    }

    @Test
    void namesOfOnesOwnAreNotTakenFromTheAnswer() {
        StatusResult answer = new StatusResult.Known(
                List.of(new FaxStatus(Map.of("Status", "NEW", "DestinationNumber", "0", "FaxFileName", "other"))));
        Transmission told = Deliveries.submitted()
                .told(0, answer, after(10))
                .transmissions()
                .get(0);
        assertThat(told.recipient()).isEqualTo("00493023125010");
        assertThat(told.documentName()).isEqualTo("a.pdf");
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
    void theVerdictSaysWhatFailsABuild(Outcome outcome, boolean delivered, boolean onError, boolean onTimeout) {
        List<Delivery> such =
                inEveryState().filter(it -> outcome(it) == outcome).toList();
        assertThat(such).isNotEmpty().allSatisfy(delivery -> {
            Verdict verdict = Verdict.of(delivery);
            assertThat(verdict.isDelivered()).isEqualTo(delivered);
            assertThat(verdict.failsBuild(true, true, false)).isEqualTo(onError || onTimeout);
            assertThat(verdict.failsBuild(true, false, true)).isEqualTo(onError);
            assertThat(verdict.failsBuild(false, true, true)).isEqualTo(onTimeout);
            assertThat(verdict.failsBuild(false, false, true)).isFalse();
            assertThat(delivery.isFinished()).isEqualTo(delivered || onError || onTimeout);
        });
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "0, 2", "2, 0", "3, 0", "x, 0", "'', 0"})
    void whatArrivedWithFewerPagesThanTheDocumentHasIsIncomplete(String pagesSent, int missing) {
        FaxStatus status = new FaxStatus(Map.of("Status", "DONE-OK", "PagesSent", pagesSent));
        Delivery delivery = Deliveries.submitted().told(0, new StatusResult.Known(List.of(status)), after(10));
        Verdict verdict = Verdict.of(delivery);
        assertThat(delivery.transmissions().get(0).missingPages()).isEqualTo(missing);
        assertThat(verdict.incomplete()).hasSize(missing > 0 ? 1 : 0);
        assertThat(verdict.isDelivered()).isEqualTo(missing == 0);
        assertThat(verdict.failsBuild(true, true, false)).isFalse();
        assertThat(verdict.failsBuild(false, false, true)).isEqualTo(missing > 0);
    }

    @Test
    void ofSeveralFaxesOfOneJobThatWithTheFewestPagesDecides() {
        List<FaxStatus> faxes = Stream.of("2", "1", "2")
                .map(it -> new FaxStatus(Map.of("Status", "DONE-OK", "PagesSent", it)))
                .toList();
        Delivery delivery = Deliveries.submitted().told(0, new StatusResult.Known(faxes), after(10));
        assertThat(delivery.transmissions().get(0).missingPages()).isEqualTo(1);
    }

    @Test
    void howManyPagesAreMissingOfAJobOfEarlierNobodyKnows() {
        FaxStatus status = new FaxStatus(Map.of("Status", "DONE-OK", "PagesSent", "1"));
        Delivery delivery = Delivery.following(List.of(new JobId("job-1")), START, TIMEOUT, PollingSchedule.DEFAULT)
                .told(0, new StatusResult.Known(List.of(status)), after(1));
        assertThat(delivery.transmissions().get(0).missingPages()).isZero();
        assertThat(delivery.document(delivery.transmissions().get(0))).isEmpty();
        assertThat(Verdict.of(delivery).isDelivered()).isTrue();
    }

    static Stream<Delivery> inEveryState() {
        Delivery planned = Deliveries.of(1, 1);
        Delivery submitting = planned.submitting(0, START);
        Delivery submitted = submitting.submitted(0, accepted(0), START);
        FaxStatus full = new FaxStatus(Map.of("Status", "RETRY", "SendTriesRemaining", "4", "RemoteTSI", "\uD83D x"));
        return Stream.of(
                planned,
                submitting.submitted(0, notSent(true), START),
                submitting,
                submitted,
                submitted.told(0, new StatusResult.Known(List.of(full)), after(10)),
                submitted.told(0, told("DONE-OK"), after(10)),
                submitted.told(0, told("DONE-ERROR"), after(10)),
                submitted.told(0, told("RUNNING"), START.plus(TIMEOUT)),
                submitted.told(0, refused("Productcode invalid"), after(10)),
                submitting.submitted(0, unknown(), after(1)),
                submitting.submitted(0, notSent(false), after(1)),
                submitting.submitted(
                        0, new SubmissionResult.Rejected(new Refusal(RefusalReason.OTHER, "Guthaben")), after(1)));
    }

    private static StatusResult refused(String comment) {
        RefusalReason reason =
                comment.equals("Productcode invalid") ? RefusalReason.PRODUCT_CODE_INVALID : RefusalReason.OTHER;
        return new StatusResult.Refused(new Refusal(reason, comment));
    }

    private static Outcome outcome(Delivery delivery) {
        return delivery.transmissions().get(0).outcome();
    }

    private static List<Outcome> outcomes(Delivery delivery) {
        return delivery.transmissions().stream().map(Transmission::outcome).toList();
    }
}
