package io.github.faxnummer.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.faxnummer.client.Refusal;
import io.github.faxnummer.client.RefusalReason;
import io.github.faxnummer.client.StatusResult;
import io.github.faxnummer.client.SubmissionResult;
import io.github.faxnummer.text.Text;
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

    /** What happens to a transmission, some seconds after what happened before. */
    record Event(int kind, int transmission, int seconds) {}

    @Property(tries = 3000)
    void noFaxIsSubmittedAgainUnlessItCertainlyWasNotSent(@ForAll("events") List<Event> events) {
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
                    delivery = delivery.submitting(i, now);
                    submissions[i]++;
                    mayHaveLeft[i] = true;
                } else {
                    assertThatThrownBy(() -> state.submitting(i, time)).isInstanceOf(IllegalStateException.class);
                }
            } else if (event.kind() <= 6) {
                SubmissionResult result = submissionResult(event.kind());
                if (before == Outcome.SUBMITTING) {
                    mayHaveLeft[i] = !(result instanceof SubmissionResult.NotSent);
                    delivery = delivery.submitted(i, result, now);
                } else {
                    assertThatThrownBy(() -> state.submitted(i, result, time))
                            .isInstanceOf(IllegalStateException.class);
                }
            } else if (event.kind() <= 14) {
                StatusResult result = statusResult(event.kind());
                delivery = delivery.told(i, result, now);
                if (before == Outcome.SUBMITTED) {
                    saidOk[i] = result instanceof StatusResult.Known known
                            && !known.faxes().isEmpty()
                            && known.faxes().stream()
                                    .allMatch(fax -> fax.statusText().equals("DONE-OK"));
                }
            } else {
                delivery = switch (event.kind()) {
                    case 15 -> delivery.at(now);
                    case 16 -> delivery.recovered();
                    default -> delivery.notSubmitting(Text.of("delivery.aborted"));
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
        assertThat(delivery.next(now) instanceof NextStep.Finished).isEqualTo(allFinal);
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
        }
        NextStep next = delivery.next(now);
        if (next instanceof NextStep.Submit submit) {
            assertThat(delivery.transmissions().get(submit.transmission()).outcome())
                    .isEqualTo(Outcome.PLANNED);
        } else if (next instanceof NextStep.Ask ask) {
            assertThat(delivery.transmissions().get(ask.transmission()).outcome())
                    .isEqualTo(Outcome.SUBMITTED);
        } else if (next instanceof NextStep.Wait wait
                && delivery.transmissions().stream().noneMatch(it -> it.outcome() == Outcome.SUBMITTING)) {
            assertThat(wait.until()).isAfter(now).isBeforeOrEqualTo(now.plusSeconds(60));
        }
    }

    @Property(tries = 500)
    void aDriverThatDoesAsItIsToldComesToAnEnd(@ForAll("events") List<Event> events) {
        Delivery delivery = Deliveries.of(1, TRANSMISSIONS);
        Instant now = Deliveries.START;
        int steps = 0;
        while (true) {
            assertThat(steps++).isLessThan(1000);
            delivery = delivery.at(now);
            Event event = events.get(steps % events.size());
            NextStep next = delivery.next(now);
            if (next instanceof NextStep.Finished) {
                break;
            } else if (next instanceof NextStep.Submit submit) {
                delivery = delivery.submitting(submit.transmission(), now)
                        .submitted(submit.transmission(), submissionResult(1 + event.kind() % 6), now);
            } else if (next instanceof NextStep.Ask ask) {
                delivery = delivery.told(ask.transmission(), statusResult(7 + event.kind() % 8), now);
            } else if (next instanceof NextStep.Wait wait) {
                assertThat(wait.until()).isAfter(now);
                now = wait.until();
            }
        }
        assertThat(delivery.isFinished()).isTrue();
        assertThat(now).isBeforeOrEqualTo(Deliveries.START.plus(Deliveries.TIMEOUT));
    }

    private static SubmissionResult submissionResult(int kind) {
        return switch (kind) {
            case 1 -> Deliveries.accepted(1);
            case 2 -> Deliveries.unknown();
            case 3 -> Deliveries.notSent(false);
            case 4 -> new SubmissionResult.Rejected(new Refusal(RefusalReason.FAILED_TO_SEND, ""));
            case 5 -> Deliveries.accepted(2);
            default -> Deliveries.notSent(true);
        };
    }

    private static StatusResult statusResult(int kind) {
        return switch (kind) {
            case 7 -> Deliveries.told("DONE-OK");
            case 8 -> Deliveries.told("DONE-OK", "RUNNING");
            case 9 -> Deliveries.told("RETRY");
            case 10 -> Deliveries.told("DONE-ERROR", "DONE-OK");
            case 11 -> Deliveries.told();
            case 12 -> Deliveries.unavailable();
            case 13 -> new StatusResult.Refused(new Refusal(RefusalReason.OTHER, "Job not found"));
            default -> Deliveries.told("PAUSED");
        };
    }

    @Provide
    Arbitrary<List<Event>> events() {
        return Combinators.combine(
                        Arbitraries.frequencyOf(
                                net.jqwik.api.Tuple.of(3, Arbitraries.just(0)),
                                net.jqwik.api.Tuple.of(4, Arbitraries.integers().between(1, 6)),
                                net.jqwik.api.Tuple.of(3, Arbitraries.integers().between(7, 14)),
                                net.jqwik.api.Tuple.of(1, Arbitraries.integers().between(15, 17))),
                        Arbitraries.integers().between(0, TRANSMISSIONS - 1),
                        Arbitraries.of(0, 0, 1, 5, 15, 60, 700))
                .as(Event::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(40);
    }
}
