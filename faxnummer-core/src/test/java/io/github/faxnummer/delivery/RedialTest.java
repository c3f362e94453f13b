package io.github.faxnummer.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.pdf.LineSeconds;
import io.github.faxnummer.pdf.PdfFacts;
import io.github.faxnummer.policy.Spending;
import io.github.faxnummer.provider.EarlierSubmission;
import io.github.faxnummer.provider.FaxStatus;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.StatusResult;
import io.github.faxnummer.provider.SubmissionResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedialTest {

    private static final int BUSY = 17;
    private static final String NUMBER = "00493023125010";
    private static final Duration PAUSE = Duration.ofMinutes(5);
    private static final RedialPolicy TWICE = policy("2", "");
    private static final Instant FAILED = Deliveries.after(60);
    private static final Instant DUE = FAILED.plus(PAUSE);

    @Test
    void submitsAgainAfterPause() {
        Delivery failed = failed(BUSY);

        assertThat(failed.transmissions().get(0).outcome()).isEqualTo(Outcome.PLANNED);
        assertThat(failed.isFinished()).isFalse();
        assertThat(failed.nextAction(FAILED)).isEqualTo(new DeliveryAction.Wait(DUE));
        assertThat(failed.expire(DUE).nextAction(DUE)).isEqualTo(new DeliveryAction.Submit(0));
    }

    @Test
    void outcomeIsLastAttempts() {
        Delivery delivered =
                submitted(failed(BUSY), 1, DUE).applyStatus(0, Deliveries.reported("DONE-OK"), DUE.plusSeconds(60));

        Transmission fax = delivered.transmissions().get(0);
        assertThat(fax.outcome()).isEqualTo(Outcome.DONE_OK);
        assertThat(fax.jobId()).hasValue(new JobId("job-1"));
        assertThat(Verdict.of(delivered).isDelivered()).isTrue();
        assertThat(fax.attempts().stream().map(it -> it.jobId().orElseThrow().value()))
                .containsExactly("job-0", "job-1");
        assertThat(fax.attempts().get(0).outcome()).isEqualTo(Outcome.DONE_ERROR);
        assertThat(fax.history().stream().map(StateChange::outcome))
                .containsSubsequence(
                        Outcome.SUBMITTED, Outcome.DONE_ERROR, Outcome.PLANNED, Outcome.SUBMITTED, Outcome.DONE_OK);
    }

    @Test
    void redialsAsOftenAsAllowed() {
        Delivery delivery = failed(BUSY);
        Instant now = DUE;
        for (int job = 1; job <= 2; job++) {
            assertThat(delivery.nextAction(now)).isEqualTo(new DeliveryAction.Submit(0));
            delivery = submitted(delivery, job, now).applyStatus(0, ended(BUSY, 0), now);
            now = now.plus(PAUSE);
        }

        Transmission fax = delivery.transmissions().get(0);
        assertThat(fax.outcome()).isEqualTo(Outcome.DONE_ERROR);
        assertThat(fax.jobId()).hasValue(new JobId("job-2"));
        assertThat(fax.attempts()).hasSize(3);
        assertThat(delivery.isFinished()).isTrue();
    }

    @Test
    void doesNotRedialOtherCauses() {
        for (int cause : List.of(1, 16, 21, 22, 27, 28, 88)) {
            assertThat(failed(cause).transmissions().get(0).outcome())
                    .as("cause %d", cause)
                    .isEqualTo(Outcome.DONE_ERROR);
        }
        Delivery withoutCause = delivery(TWICE).applyStatus(0, Deliveries.reported("DONE-ERROR"), FAILED);
        assertThat(withoutCause.isFinished()).isTrue();
    }

    @Test
    void redialsNamedCausesOnly() {
        Delivery delivery = delivery(policy("1", "1, 27"));

        assertThat(delivery.applyStatus(0, ended(1, 0), FAILED).isFinished()).isFalse();
        assertThat(delivery.applyStatus(0, ended(27, 0), FAILED).isFinished()).isFalse();
        assertThat(delivery.applyStatus(0, ended(BUSY, 0), FAILED).isFinished()).isTrue();
    }

    @Test
    void redialsAfterSomePagesOnlyIfNamed() {
        assertThat(delivery(TWICE).applyStatus(0, ended(BUSY, 1), FAILED).isFinished())
                .isTrue();
        assertThat(delivery(policy("2", "17,missing-pages"))
                        .applyStatus(0, ended(BUSY, 1), FAILED)
                        .isFinished())
                .isFalse();
    }

    @Test
    void redialsOnlyUnansweredFaxWithoutNumberOfPages() {
        for (int cause : List.of(17, 18, 19, 34, 41, 42, 44)) {
            StatusResult ended = new StatusResult.Known(List.of(FaxStatus.builder("DONE-ERROR")
                    .destination(NUMBER)
                    .cause(OptionalInt.of(cause))
                    .build()));
            assertThat(delivery(TWICE).applyStatus(0, ended, FAILED).isFinished())
                    .as("cause %d", cause)
                    .isEqualTo(List.of(41, 42, 44).contains(cause));
            assertThat(delivery(policy("2", cause + ",missing-pages"))
                            .applyStatus(0, ended, FAILED)
                            .isFinished())
                    .isFalse();
        }
    }

    @Test
    void exceptionsAloneKeepDefaultCauses() {
        assertThat(policy("2", "missing-pages").causes())
                .contains("missing-pages")
                .containsAll(TWICE.causes());
        assertThat(policy("2", "premium,missing-pages,20").causes()).doesNotContain("17");
    }

    @Test
    void redialsPremiumRateNumberOnlyIfNamed() {
        assertThat(TWICE.isFor("004990012345")).isFalse();
        assertThat(policy("2", "17,premium").isFor("004990012345")).isTrue();
        assertThat(TWICE.isFor("004920269555")).isTrue();
    }

    @Test
    void doesNotRedialJobThatReachedSomeRecipient() {
        StatusResult one = new StatusResult.Known(List.of(status("DONE-OK", BUSY, 2), status("DONE-ERROR", BUSY, 0)));

        assertThat(delivery(TWICE).applyStatus(0, one, FAILED).isFinished()).isTrue();
    }

    @Test
    void doesNotRedialAfterFailureThatMayBeOfAnotherFax() {
        FaxStatus.Builder busy = FaxStatus.builder("DONE-ERROR").cause(OptionalInt.of(BUSY));
        for (FaxStatus status : List.of(
                busy.build(),
                busy.destination(NUMBER).jobId("job-9").build(),
                busy.destination(NUMBER)
                        .jobId("")
                        .created("2020-01-01 00:00:00")
                        .build(),
                busy.jobId("job-0").build())) {
            assertThat(delivery(TWICE)
                            .applyStatus(0, new StatusResult.Known(List.of(status)), FAILED)
                            .isFinished())
                    .as("%s", status)
                    .isTrue();
        }
    }

    @Test
    void doesNotRedialUnknownOrRejectedFaxes() {
        Delivery due = failed(BUSY).markSubmitting(0, DUE);

        Delivery unknown = due.applySubmission(0, Deliveries.unknown(), DUE);
        assertThat(unknown.transmissions().get(0).outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(unknown.isFinished()).isTrue();
        assertThat(due.recovered().transmissions().get(0).outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(due.recovered().isFinished()).isTrue();
    }

    @Test
    void keepsLastOutcomeIfRedialWasNotSent() {
        Transmission fax = failed(BUSY)
                .markSubmitting(0, DUE)
                .applySubmission(0, Deliveries.notSent(false), DUE)
                .transmissions()
                .get(0);

        assertThat(fax.outcome()).isEqualTo(Outcome.DONE_ERROR);
        assertThat(fax.jobId()).hasValue(new JobId("job-0"));
        assertThat(fax.redialled()).isEmpty();
        assertThat(fax.progress().reason()).map(Message::key).hasValue("delivery.redial.not-sent");
    }

    @Test
    void oneJobCannotConfirmTwoAttempts() {
        Delivery same = submitted(failed(BUSY), 0, DUE);

        assertThat(same.transmissions().get(0).outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void failedJobThatLedgerNamesAgainIsNoNewAttempt() {
        EarlierSubmission first = new EarlierSubmission(
                1, EarlierSubmission.State.SUBMITTED, Deliveries.START, "run 1", Optional.of(new JobId("job-0")));
        Delivery again = failed(BUSY)
                .markSubmitting(0, DUE)
                .applySubmission(0, new SubmissionResult.AlreadySubmitted(first), DUE)
                .applyStatus(0, ended(BUSY, 0), DUE);

        assertThat(again.transmissions().get(0).redialled()).hasSize(1);
        assertThat(again.nextAction(DUE)).isEqualTo(new DeliveryAction.Wait(DUE.plus(PAUSE)));
    }

    @Test
    void doesNotBeginWhatDoesNotFitDeadline() {
        Instant late = Deliveries.START.plus(Deliveries.TIMEOUT).minus(PAUSE);
        Transmission fax = delivery(TWICE)
                .applyStatus(0, ended(BUSY, 0), late)
                .transmissions()
                .get(0);

        assertThat(fax.outcome()).isEqualTo(Outcome.DONE_ERROR);
        assertThat(fax.progress().reason()).map(Message::key).hasValue("delivery.redial.too-late");
    }

    @Test
    void givesUpRedialThatWasKeptFromItsTime() {
        Instant deadline = Deliveries.START.plus(Deliveries.TIMEOUT);

        Transmission fax =
                failed(BUSY).expire(deadline.minusSeconds(1)).transmissions().get(0);

        assertThat(fax.outcome()).isEqualTo(Outcome.DONE_ERROR);
        assertThat(fax.progress().reason()).map(Message::key).hasValue("delivery.redial.too-late");
    }

    @Test
    void abortKeepsOutcomeOfLastAttempt() {
        Transmission fax = failed(BUSY)
                .cancelPlanned(Message.of("delivery.aborted"), FAILED)
                .transmissions()
                .get(0);

        assertThat(fax.outcome()).isEqualTo(Outcome.DONE_ERROR);
    }

    @Test
    void submitsOthersToSameNumberInPause() {
        Delivery two = Deliveries.of(2, 1).withRedial(TWICE);
        Delivery failed = submitted(two, 0, Deliveries.START).applyStatus(0, ended(BUSY, 0), FAILED);

        assertThat(failed.nextAction(FAILED)).isEqualTo(new DeliveryAction.Submit(1));
        Delivery second = failed.markSubmitting(1, FAILED).applySubmission(1, Deliveries.accepted(1), FAILED);
        Instant redial = DUE.plusSeconds(1);
        assertThat(second.nextAction(redial)).isEqualTo(new DeliveryAction.Poll(1));
        assertThat(second.applyStatus(1, Deliveries.reported("RUNNING"), redial).nextAction(redial))
                .isInstanceOf(DeliveryAction.Wait.class);
    }

    @Test
    void followedJobsAreNotRedialled() {
        Delivery followed = Delivery.following(
                        List.of(new JobId("job-0")), Deliveries.START, Deliveries.TIMEOUT, PollingSchedule.DEFAULT)
                .withRedial(TWICE);

        assertThat(followed.applyStatus(0, ended(BUSY, 0), FAILED).isFinished()).isTrue();
    }

    @Test
    void cannotRedialWithoutWaiting() {
        assertThat(TWICE.whereWaiting(false)).isEqualTo(RedialPolicy.NONE);
        assertThat(TWICE.whereWaiting(true)).isEqualTo(TWICE);
    }

    @Test
    void limitsCountEveryAllowedRedial() {
        Delivery planned = Deliveries.of(1, 2).withRedial(TWICE);
        assertThat(planned.spending(Deliveries.START)).isEqualTo(new Spending(2, 4));
        assertThat(planned.maxSpending(Deliveries.START)).isEqualTo(new Spending(6, 12, 4));

        Delivery failed = failed(BUSY);
        assertThat(failed.spending(Deliveries.START)).isEqualTo(new Spending(2, 4, 1));
        assertThat(failed.maxSpending(Deliveries.START)).isEqualTo(new Spending(3, 6, 2));

        Delivery ended = failed.cancelPlanned(Message.of("delivery.aborted"), FAILED);
        assertThat(ended.maxSpending(Deliveries.START)).isEqualTo(new Spending(1, 2));
    }

    @Test
    void limitsDoNotCountAttemptsBeforeStart() {
        // The next attempt, and no earlier one.
        assertThat(failed(BUSY).spending(Deliveries.after(1))).isEqualTo(new Spending(1, 2));
    }

    @Test
    void journalKeepsPolicyAttemptsAndTimeOfNextOne(@TempDir Path folder) throws Exception {
        Path file = folder.resolve(DeliveryJournal.FILE);
        Delivery begun = delivery(policy("3", "17,27,missing-pages,premium"));
        DeliveryJournal journal =
                DeliveryJournal.create(file, new JournaledDelivery("https://x/", Deliveries.START, Map.of(), begun));
        Delivery failed = begun.applyStatus(0, ended(BUSY, 0), FAILED);
        journal.append(failed);
        assertThat(DeliveryJournal.read(file).delivery()).isEqualTo(failed);

        Delivery ended = failed.cancelPlanned(Message.of("delivery.aborted"), FAILED);
        journal.append(ended);
        assertThat(DeliveryJournal.read(file).delivery()).isEqualTo(ended);
        DeliveryJournal.create(
                folder.resolve("whole"), new JournaledDelivery("https://x/", Deliveries.START, Map.of(), failed));
        for (String name : List.of(DeliveryJournal.FILE, "whole")) {
            for (String line : Files.readAllLines(folder.resolve(name))) {
                assertThat(DeliveryJournalTest.schema().validate(line, InputFormat.JSON))
                        .isEmpty();
            }
        }
    }

    @Test
    void resumesPendingRedialAtItsTime(@TempDir Path folder) throws Exception {
        Delivery failed = failed(BUSY);
        DeliveryJournal.create(
                folder.resolve(DeliveryJournal.FILE),
                new JournaledDelivery("https://x/", Deliveries.START, Map.of(), failed));
        Map<TransmissionKey, Transmission> earlier = DeliveryRecovery.read(folder, "https://x/", "run 1", FAILED);

        Delivery resumed = Deliveries.of(1, 1).withRedial(TWICE).resumeFrom(earlier);
        assertThat(resumed.nextAction(FAILED.plusSeconds(1))).isEqualTo(new DeliveryAction.Wait(DUE));
        assertThat(resumed.transmissions().get(0).redialled()).hasSize(1);

        Delivery without = Deliveries.of(1, 1).resumeFrom(earlier);
        assertThat(without.nextAction(FAILED)).isEqualTo(new DeliveryAction.Submit(0));
    }

    @Test
    void resumesLastAllowedRedialAndNoneBeyond() {
        Transmission pending = failed(BUSY).transmissions().get(0);
        Delivery planned = Deliveries.of(1, 1);
        Map<TransmissionKey, Transmission> earlier =
                Map.of(planned.key(planned.transmissions().get(0)).orElseThrow(), pending);

        assertThat(planned.withRedial(policy("1", "")).resumeFrom(earlier).nextAction(FAILED))
                .isEqualTo(new DeliveryAction.Wait(DUE));
        assertThat(planned.resumeFrom(earlier).nextAction(FAILED)).isEqualTo(new DeliveryAction.Submit(0));
    }

    @Test
    void doesNotBeginCallThatEndsAfterDeadlineAsPredicted() {
        Document report = Deliveries.of(1, 1).order().documents().get(0);
        PdfFacts known = report.facts();
        PdfFacts slow = new PdfFacts(
                known.sha256(),
                known.bytes(),
                known.version(),
                known.pages(),
                known.findings(),
                List.of(new LineSeconds(700, 600, 800)));
        FaxOrder order = new FaxOrder(
                List.of(new Document(report.path(), report.name(), slow)),
                List.of(new FaxNumber(NUMBER)),
                "a@example.com",
                "",
                "",
                "");
        Delivery delivery = submitted(
                Delivery.of(order, Deliveries.START, Deliveries.TIMEOUT, PollingSchedule.DEFAULT)
                        .withRedial(TWICE),
                0,
                Deliveries.START);

        // A pause of 5 minutes and a call of more than 10 fit into the last 20, and not into the last 15.
        Instant deadline = Deliveries.START.plus(Deliveries.TIMEOUT);
        assertThat(delivery.applyStatus(0, ended(BUSY, 0), deadline.minus(Duration.ofMinutes(20)))
                        .isFinished())
                .isFalse();
        assertThat(delivery.applyStatus(0, ended(BUSY, 0), deadline.minus(Duration.ofMinutes(15)))
                        .isFinished())
                .isTrue();
    }

    @Test
    void historyCountsRedials() {
        Delivery twice = submitted(failed(BUSY), 1, DUE).applyStatus(0, ended(BUSY, 0), DUE);

        assertThat(twice.transmissions().get(0).history().stream()
                        .flatMap(it -> it.reason().stream())
                        .filter(it -> it.key().equals("report.history.redial"))
                        .map(it ->
                                it.arguments().get(0) + " of " + it.arguments().get(1)))
                .containsExactly("1 of 2", "2 of 2");
    }

    @Test
    void takesTimesAndCausesUpToTheirLimits() {
        assertThat(RedialPolicy.NONE.maxSubmissions()).isEqualTo(1);
        assertThat(TWICE.maxSubmissions()).isEqualTo(3);
        assertThat(policy("20", "1,127").causes()).containsExactlyInAnyOrder("1", "127");
        assertThat(RedialPolicy.NONE.isFor(NUMBER)).isFalse();
    }

    @Test
    void checksParameters() {
        assertThat(RedialPolicy.check("", "", "").value().orElseThrow())
                .isEqualTo(
                        new RedialPolicy(0, Duration.ofMinutes(15), Set.of("17", "18", "19", "34", "41", "42", "44")));
        assertThat(RedialPolicy.check("21", "0s", "17,0,128,busy").problems().stream()
                        .map(it -> it.parameter() + " " + it.value()))
                .containsExactly(
                        "redial 21", "redialPause 0s", "redialCauses 0", "redialCauses 128", "redialCauses busy");
    }

    private static RedialPolicy policy(String times, String causes) {
        return RedialPolicy.check(times, "5m", causes).value().orElseThrow();
    }

    /** One fax, accepted as job-0 at the start. */
    private static Delivery delivery(RedialPolicy policy) {
        return Deliveries.submitted().withRedial(policy);
    }

    private static Delivery failed(int cause) {
        return delivery(TWICE).applyStatus(0, ended(cause, 0), FAILED);
    }

    private static Delivery submitted(Delivery delivery, int job, Instant now) {
        return delivery.markSubmitting(0, now).applySubmission(0, Deliveries.accepted(job), now);
    }

    private static StatusResult ended(int cause, int pages) {
        return new StatusResult.Known(List.of(status("DONE-ERROR", cause, pages)));
    }

    private static FaxStatus status(String status, int cause, int pages) {
        return FaxStatus.builder(status)
                .destination(NUMBER)
                .cause(OptionalInt.of(cause))
                .pagesSent(OptionalInt.of(pages))
                .build();
    }
}
