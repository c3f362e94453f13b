package io.github.faxnummer.ledger;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.DeliveryObserver;
import io.github.faxnummer.delivery.Outcome;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.delivery.TransmissionState;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.message.Sanitizer;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.provider.FaxStatus;
import io.github.faxnummer.provider.JobId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Records in a ledger how jobs ended that another execution or step submitted. An end counts only if the provider reports
 * the recipient, and of a delivered fax the number of pages, that the ledger expects of the job.
 */
public final class StatusRecorder {

    private static final int LONGEST_REPORT = 100;

    private final FaxLedger ledger;

    /** Does not close the ledger. */
    public StatusRecorder(FaxLedger ledger) {
        this.ledger = ledger;
    }

    /**
     * An observer that records ends before the next one hears of them.
     *
     * @param warnings hears of what could not be recorded, and of what the ledger does not expect
     */
    public DeliveryObserver recording(DeliveryObserver next, InstantSource clock, Consumer<Message> warnings) {
        return new DeliveryObserver() {
            @Override
            public void changed(Delivery delivery, Transmission before, Transmission after) {
                if (after.outcome() != before.outcome()) {
                    try {
                        record(after, clock.instant(), warnings);
                    } catch (LedgerException e) {
                        warnings.accept(Message.of("ledger.end-not-recorded", e.problem()));
                    }
                }
                next.changed(delivery, before, after);
            }

            @Override
            public void statusUnavailable(Transmission transmission, Message why) {
                next.statusUnavailable(transmission, why);
            }
        };
    }

    /**
     * Records the end of a job that is followed, if it has ended and the ledger knows it as submitted.
     *
     * @return whether it is final in the ledger now and was not before
     */
    boolean record(Transmission transmission, Instant now, Consumer<Message> warnings) throws LedgerException {
        return transmission.progress() instanceof TransmissionState.Done done
                && done.finished().faxes().size() == 1
                && record(
                        done.finished().id(),
                        done.finished().faxes().get(0),
                        done.outcome() == Outcome.DONE_OK,
                        now,
                        warnings);
    }

    private boolean record(JobId job, FaxStatus status, boolean isDelivered, Instant now, Consumer<Message> warnings)
            throws LedgerException {
        Set<AttemptKey> attempts = ledger.withJob(job);
        if (attempts.size() != 1) {
            return false;
        }
        LedgerKey fax = attempts.iterator().next().fax();
        for (LedgerAttempt attempt : LedgerAttempt.of(ledger.records(fax))) {
            if (attempt.state() == LedgerAttempt.State.SUBMITTED
                    && attempt.jobId().equals(Optional.of(job.value()))) {
                if (!isExpected(attempt, status, isDelivered)) {
                    if (isContradicted(attempt, status, isDelivered)) {
                        warnings.accept(Message.of("ledger.end-not-expected", job, reported(status)));
                    }
                    return false;
                }
                LedgerResult result = isDelivered ? LedgerResult.DELIVERED : LedgerResult.FAILED;
                return ledger.add(fax, end(attempt, result, now));
            }
        }
        return false;
    }

    /** Where one side says nothing, nothing is contradicted. */
    private static boolean isContradicted(LedgerAttempt attempt, FaxStatus status, boolean isDelivered) {
        return attempt.expected().isPresent()
                && !status.destination().isBlank()
                && (!isDelivered || status.pagesSent().isPresent());
    }

    private static String reported(FaxStatus status) {
        String pages = status.pagesSent().isPresent()
                ? "PagesSent " + status.pagesSent().getAsInt()
                : "";
        return Sanitizer.line((status.stateText() + " " + status.destination() + " " + pages).strip(), LONGEST_REPORT);
    }

    private boolean isExpected(LedgerAttempt attempt, FaxStatus status, boolean isDelivered) throws LedgerException {
        if (isDelivered && status.pagesSent().isEmpty()) {
            return false;
        }
        List<String> expected =
                attempt.expected().map(it -> List.of(it.split(" ", -1))).orElse(List.of());
        int pages = isDelivered ? status.pagesSent().getAsInt() : 0;
        int position = isDelivered ? 1 : 0;
        if (expected.size() != 2) {
            return false;
        }
        for (String recipient : FaxNumber.readings(status.destination())) {
            if (ledger.pagesKey(recipient, pages).hex().equals(expected.get(position))) {
                return true;
            }
        }
        return false;
    }

    private static LedgerRecord end(LedgerAttempt attempt, LedgerResult result, Instant now) {
        return new LedgerRecord(
                attempt.number(),
                LedgerStep.ENDED,
                LedgerGate.newToken(),
                attempt.first().run(),
                attempt.first().runName(),
                Optional.empty(),
                Optional.of(result),
                Optional.empty(),
                now,
                Optional.empty(),
                OnceScope.OFF);
    }
}
