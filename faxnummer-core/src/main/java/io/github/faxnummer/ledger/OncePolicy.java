package io.github.faxnummer.ledger;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which faxes are not sent again, and where that is kept. Closing it closes the ledger.
 *
 * @param ledger empty if every fax is sent, regardless of earlier submissions
 * @param retention how long attempts are kept that have ended
 * @param advice what a user should hear of
 */
public record OncePolicy(
        OnceScope scope,
        Optional<String> idempotencyKey,
        LedgerGate.Overrides overrides,
        RunIdentity run,
        Optional<FaxLedger> ledger,
        Duration retention,
        List<Message> advice)
        implements AutoCloseable {

    /** Sends every fax. */
    public static final OncePolicy OFF = new OncePolicy(
            OnceScope.OFF,
            Optional.empty(),
            LedgerGate.Overrides.NONE,
            RunIdentity.of("-"),
            Optional.empty(),
            Duration.ofDays(1),
            List.of());

    public OncePolicy {
        advice = List.copyOf(advice);
    }

    /** A key of the user's own names one document. */
    public Optional<Problem> problemWith(int documents) {
        return problemWith(idempotencyKey.orElse(""), documents);
    }

    /** The same for a key that is not part of a policy; empty: there is none. */
    public static Optional<Problem> problemWith(String idempotencyKey, int documents) {
        return Optional.of(idempotencyKey)
                .filter(it -> !it.isBlank() && documents > 1)
                .map(it -> new Problem(
                        OnceParameters.IDEMPOTENCY_KEY.name(),
                        it,
                        Message.of("input.idempotency-key.documents", documents)));
    }

    /** The gate that decides; empty if every fax is sent. */
    public Optional<LedgerGate> gate(Clock clock) {
        return ledger.map(it -> new LedgerGate(it, scope, run, overrides, LedgerTiming.DEFAULT, clock));
    }

    /**
     * Removes from the ledger what ended long ago, once a day. To be called only after the provider has
     * {@linkplain OnceProvider#hasAnswered answered}.
     */
    public void clean(Instant now) throws LedgerException {
        if (ledger.isPresent() && ledger.get().isCleaningDue(now)) {
            ledger.get().clean(now.minus(retention));
        }
    }

    @Override
    public void close() {
        ledger.ifPresent(FaxLedger::close);
    }
}
