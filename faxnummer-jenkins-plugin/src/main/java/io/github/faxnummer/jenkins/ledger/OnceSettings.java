package io.github.faxnummer.jenkins.ledger;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.Sleeper;
import io.github.faxnummer.ledger.FaxIdentities;
import io.github.faxnummer.ledger.FaxLedger;
import io.github.faxnummer.ledger.LedgerException;
import io.github.faxnummer.ledger.LedgerGate;
import io.github.faxnummer.ledger.LedgerKey;
import io.github.faxnummer.ledger.LedgerTiming;
import io.github.faxnummer.ledger.OnceScope;
import io.github.faxnummer.ledger.RunIdentity;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.policy.Spending;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What decides which faxes of a delivery are not sent again; kept with the delivery.
 *
 * @param idempotencyKey the user's own, in place of a document's fingerprint; empty: none
 * @param runId of the run that the build belongs to
 * @param runName the build, as other builds name it
 * @param fingerprints of documents, by the SHA-256 of their file
 * @param seen the attempts that were in the ledger when the delivery was planned: {@code resend} overrides no later ones
 */
public record OnceSettings(
        OnceScope scope,
        String idempotencyKey,
        boolean resend,
        boolean resendUnknown,
        String runId,
        String runName,
        Map<String, String> fingerprints,
        Map<LedgerKey, Integer> seen) {

    /**
     * What is left to send, and how to go on.
     *
     * @param advice a warning about the ledger, to be shown
     */
    public record Look(OnceSettings once, Delivery delivery, Optional<Message> advice) {}

    /** Every fax is sent. */
    public static final OnceSettings OFF =
            new OnceSettings(OnceScope.OFF, "", false, false, "-", "-", Map.of(), Map.of());

    public OnceSettings {
        fingerprints = Map.copyOf(fingerprints);
        seen = Map.copyOf(seen);
    }

    public boolean isOff() {
        return scope == OnceScope.OFF;
    }

    /** By what the faxes of an account are known in the ledger. */
    public FaxIdentities identities(String endpoint, String login) {
        return new FaxIdentities(
                endpoint, login, fingerprints, Optional.of(idempotencyKey).filter(it -> !it.isEmpty()));
    }

    /** Decides by a ledger. Its thread ends when it has nothing to do. */
    public LedgerGate gate(FaxLedger ledger, Clock clock) {
        return gate(ledger, clock, Sleeper.SYSTEM);
    }

    /** The same, which waits for other processes by a sleeper. */
    public LedgerGate gate(FaxLedger ledger, Clock clock, Sleeper sleeper) {
        return new LedgerGate(
                ledger,
                scope,
                new RunIdentity(runId, runName, Optional.empty(), Optional.empty()),
                new LedgerGate.Overrides(resend, resendUnknown),
                LedgerTiming.DEFAULT,
                clock,
                seen,
                sleeper);
    }

    /**
     * What all builds of the run have sent through a service, may have sent or are sending.
     *
     * @throws LedgerException if the ledger cannot be read
     */
    public Spending spent(String endpoint, Clock clock) throws LedgerException {
        try (LedgerGate gate = gate(SharedLedger.get().open(), clock)) {
            return gate.spent(endpoint);
        }
    }

    private OnceSettings withSeen(Map<LedgerKey, Integer> attempts) {
        return new OnceSettings(scope, idempotencyKey, resend, resendUnknown, runId, runName, fingerprints, attempts);
    }

    /**
     * The delivery without faxes that earlier submissions speak against.
     *
     * @throws LedgerException if the ledger cannot be read
     */
    public Look skipEarlier(Delivery planned, String endpoint, String login, Clock clock) throws LedgerException {
        if (isOff()) {
            return new Look(this, planned, Optional.empty());
        }
        Instant now = clock.instant();
        FaxLedger ledger = SharedLedger.get().open();
        Optional<Message> advice = ledger.advice();
        try (LedgerGate gate = gate(ledger, clock)) {
            Delivery skipped = planned.resumeFromLedger(gate.look(planned, identities(endpoint, login)), now);
            return new Look(withSeen(gate.seen()), skipped, advice);
        }
    }
}
