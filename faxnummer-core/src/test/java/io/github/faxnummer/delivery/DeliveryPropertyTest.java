package io.github.faxnummer.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.SameNumber;
import io.github.faxnummer.provider.FailureReason;
import io.github.faxnummer.provider.FaxStatus;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.Rejection;
import io.github.faxnummer.provider.StatusResult;
import io.github.faxnummer.provider.SubmissionResult;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever happens in whatever order, sensible or not: the rules of the house hold. */
class DeliveryPropertyTest {

    private static final int TRANSMISSIONS = 3;

    /** Kinds of events: 0 begins a submission, then come its results, then statuses, then what concerns all. */
    private static final int LAST_SUBMISSION = 8;

    private static final int LAST_STATUS = 20;

    /** What happens to a transmission, some seconds after what happened before. */
    record Event(int kind, int transmission, int seconds) {}

    @Property(tries = 3000)
    void resubmitsOnlyWhatCertainlyWasNotSent(@ForAll("events") List<Event> events) {
        Delivery delivery = Deliveries.of(1, TRANSMISSIONS);
        Instant now = Deliveries.START;
        int[] submissions = new int[TRANSMISSIONS];
        boolean[] mayHaveLeft = new boolean[TRANSMISSIONS];
        boolean[] saidOk = new boolean[TRANSMISSIONS];
        for (Event event : events) {
            now = now.plusSeconds(event.seconds());
            int i = event.transmission();
            Outcome before = delivery.transmissions().get(i).outcome();
            Delivery state = delivery;
            Instant time = now;
            if (event.kind() == 0) {
                if (before == Outcome.PLANNED) {
                    assertThat(mayHaveLeft[i]).isFalse();
                    delivery = delivery.markSubmitting(i, now);
                    submissions[i]++;
                    mayHaveLeft[i] = true;
                } else {
                    assertThatThrownBy(() -> state.markSubmitting(i, time)).isInstanceOf(IllegalStateException.class);
                }
            } else if (event.kind() <= LAST_SUBMISSION) {
                SubmissionResult result = submissionResult(event.kind());
                if (before == Outcome.SUBMITTING) {
                    mayHaveLeft[i] = !(result instanceof SubmissionResult.NotSent);
                    delivery = delivery.applySubmission(i, result, now);
                } else {
                    assertThatThrownBy(() -> state.applySubmission(i, result, time))
                            .isInstanceOf(IllegalStateException.class);
                }
            } else if (event.kind() <= LAST_STATUS) {
                StatusResult result =
                        statusResult(event.kind(), delivery.transmissions().get(i));
                delivery = delivery.applyStatus(i, result, now);
                if (before == Outcome.SUBMITTED
                        || (before == Outcome.VERIFYING
                                && delivery.transmissions().get(i).jobId().isPresent())) {
                    saidOk[i] = result instanceof StatusResult.Known known
                            && !known.faxes().isEmpty()
                            && known.faxes().stream()
                                    .allMatch(fax -> fax.stateText().equals("DONE-OK"));
                }
            } else {
                delivery = switch (event.kind()) {
                    case LAST_STATUS + 1 -> delivery.expire(now);
                    case LAST_STATUS + 2 -> delivery.recovered();
                    default -> delivery.cancelPlanned(Message.of("delivery.aborted"), now);
                };
            }
            rulesHold(state, delivery, now, saidOk);
        }
        assertThat(Arrays.stream(submissions)).allMatch(count -> count <= 3);
    }

    private static void rulesHold(Delivery before, Delivery delivery, Instant now, boolean[] saidOk) {
        boolean allFinal =
                delivery.transmissions().stream().allMatch(it -> it.outcome().isFinal());
        assertThat(delivery.isFinished()).isEqualTo(allFinal);
        assertThat(delivery.nextAction(now) instanceof DeliveryAction.Finished).isEqualTo(allFinal);
        assertThat(Verdict.of(delivery).isDelivered())
                .isEqualTo(delivery.transmissions().stream().allMatch(it -> it.outcome() == Outcome.DONE_OK));
        for (int i = 0; i < TRANSMISSIONS; i++) {
            Transmission was = before.transmissions().get(i);
            Transmission is = delivery.transmissions().get(i);
            assertThat(is.outcome() == Outcome.DONE_OK).isEqualTo(saidOk[i]);
            if (was.outcome().isFinal()) {
                assertThat(is).isEqualTo(was);
            }
            if (was.jobId().isPresent()) {
                assertThat(is.jobId()).isEqualTo(was.jobId());
            }
            if (was.outcome() == Outcome.SUBMITTING) {
                assertThat(is.outcome()).isNotEqualTo(Outcome.TIMED_OUT);
            }
            if (was.outcome() == Outcome.VERIFYING) {
                // A number that the provider confirmed, or a person has to look: nothing says that it was not sent.
                assertThat(is.outcome())
                        .isNotIn(Outcome.PLANNED, Outcome.SUBMITTING, Outcome.REJECTED, Outcome.NOT_SENT);
                if (is.jobId().isPresent()) {
                    assertThat(was.candidateJobIds()).contains(is.jobId().get());
                } else {
                    assertThat(was.candidateJobIds()).containsAll(is.candidateJobIds());
                    assertThat(is.candidateJobIds()).isNotEmpty();
                }
            }
        }
        DeliveryAction next = delivery.nextAction(now);
        if (next instanceof DeliveryAction.Submit submit) {
            assertThat(delivery.transmissions().get(submit.transmission()).outcome())
                    .isEqualTo(Outcome.PLANNED);
        } else if (next instanceof DeliveryAction.Poll poll) {
            assertThat(delivery.transmissions().get(poll.transmission()).outcome())
                    .isIn(Outcome.SUBMITTED, Outcome.VERIFYING);
        } else if (next instanceof DeliveryAction.Wait wait
                && delivery.transmissions().stream().noneMatch(it -> it.outcome() == Outcome.SUBMITTING)) {
            assertThat(wait.until()).isAfter(now).isBeforeOrEqualTo(now.plusSeconds(120));
        }
    }

    @Property(tries = 500)
    void terminatesForAnyEvents(@ForAll("events") List<Event> events, @ForAll SameNumber rule) {
        Delivery delivery = Deliveries.of(3, 2).withSameNumber(rule);
        Instant now = Deliveries.START;
        int steps = 0;
        while (true) {
            assertThat(steps++).isLessThan(1000);
            delivery = delivery.expire(now);
            Event event = events.get(steps % events.size());
            DeliveryAction next = delivery.nextAction(now);
            if (next instanceof DeliveryAction.Finished) {
                break;
            } else if (next instanceof DeliveryAction.Submit submit) {
                Delivery submitting = delivery.markSubmitting(submit.transmission(), now);
                assertThat(faxesUnderWay(submitting, submitting.transmissions().get(submit.transmission())))
                        .isLessThanOrEqualTo(rule == SameNumber.SERIAL ? 1 : 3);
                delivery = submitting.applySubmission(
                        submit.transmission(), submissionResult(1 + event.kind() % LAST_SUBMISSION), now);
            } else if (next instanceof DeliveryAction.Poll poll) {
                int kind = LAST_SUBMISSION + 1 + event.kind() % (LAST_STATUS - LAST_SUBMISSION);
                Transmission polled = delivery.transmissions().get(poll.transmission());
                delivery = delivery.applyStatus(poll.transmission(), statusResult(kind, polled), now);
            } else if (next instanceof DeliveryAction.Wait wait) {
                assertThat(wait.until()).isAfter(now);
                now = wait.until();
            }
        }
        assertThat(delivery.isFinished()).isTrue();
        assertThat(now).isBeforeOrEqualTo(Deliveries.START.plus(Deliveries.TIMEOUT));
    }

    private static long faxesUnderWay(Delivery delivery, Transmission sameNumber) {
        return delivery.transmissions().stream()
                .filter(it -> it.recipient().equals(sameNumber.recipient()))
                .filter(it -> !it.outcome().isFinal() && it.outcome() != Outcome.PLANNED)
                .count();
    }

    private static SubmissionResult submissionResult(int kind) {
        return switch (kind) {
            case 1 -> Deliveries.accepted(1);
            case 2 -> Deliveries.unknown();
            case 3 -> Deliveries.notSent(false);
            case 4 -> new SubmissionResult.Rejected(new Rejection(FailureReason.FAILED_TO_SEND, ""));
            case 5 -> Deliveries.accepted(2);
            case 6 -> unclear("job-1");
            case 7 -> unclear("job-1", "job-2", "job-3");
            default -> Deliveries.notSent(true);
        };
    }

    private static SubmissionResult unclear(String... candidates) {
        return new SubmissionResult.Unknown(
                Message.of("protocol.no-status"),
                Arrays.stream(candidates).map(JobId::new).toList());
    }

    /** Statuses with and without a number; of another number only before the job is known to be this transmission's. */
    private static StatusResult statusResult(int kind, Transmission transmission) {
        boolean isVerified = transmission.outcome() != Outcome.VERIFYING;
        return switch (kind) {
            case 15 -> ofNumber(transmission.recipient(), "DONE-OK");
            case 16 -> ofNumber(transmission.recipient(), "RUNNING");
            case 17 -> isVerified ? Deliveries.reported("NEW") : ofNumber("0041443643532", "DONE-OK");
            case 18 -> new StatusResult.Refused(new Rejection(FailureReason.PRODUCT_CODE_INVALID, ""));
            case 19 -> Deliveries.reported();
            case 20 -> Deliveries.reported("PAUSED");
            case 9 -> Deliveries.reported("DONE-OK");
            case 10 -> Deliveries.reported("DONE-OK", "RUNNING");
            case 11 -> Deliveries.reported("RETRY");
            case 12 -> Deliveries.reported("DONE-ERROR", "DONE-OK");
            case 13 -> Deliveries.unavailable();
            case 14 -> new StatusResult.Refused(new Rejection(FailureReason.OTHER, "Job not found"));
            default -> throw new IllegalArgumentException("kind " + kind);
        };
    }

    private static StatusResult ofNumber(String number, String state) {
        return new StatusResult.Known(
                List.of(FaxStatus.builder(state).destination(number).build()));
    }

    @Provide
    Arbitrary<List<Event>> events() {
        return Combinators.combine(
                        Arbitraries.frequencyOf(
                                net.jqwik.api.Tuple.of(3, Arbitraries.just(0)),
                                net.jqwik.api.Tuple.of(4, Arbitraries.integers().between(1, LAST_SUBMISSION)),
                                net.jqwik.api.Tuple.of(
                                        4, Arbitraries.integers().between(LAST_SUBMISSION + 1, LAST_STATUS)),
                                net.jqwik.api.Tuple.of(
                                        1, Arbitraries.integers().between(LAST_STATUS + 1, LAST_STATUS + 3))),
                        Arbitraries.integers().between(0, TRANSMISSIONS - 1),
                        Arbitraries.of(0, 0, 1, 5, 15, 60, 700))
                .as(Event::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(40);
    }
}
