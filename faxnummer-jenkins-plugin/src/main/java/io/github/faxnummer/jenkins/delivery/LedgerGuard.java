package io.github.faxnummer.jenkins.delivery;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.DeliveryObserver;
import io.github.faxnummer.delivery.DeliveryRunner;
import io.github.faxnummer.jenkins.config.AccountCredentials;
import io.github.faxnummer.jenkins.ledger.OnceSettings;
import io.github.faxnummer.jenkins.ledger.SharedLedger;
import io.github.faxnummer.ledger.FaxLedger;
import io.github.faxnummer.ledger.LedgerException;
import io.github.faxnummer.ledger.OnceProvider;
import io.github.faxnummer.ledger.StatusRecorder;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.DocumentContent;
import io.github.faxnummer.provider.Endpoint;
import io.github.faxnummer.provider.FaxProvider;
import io.github.faxnummer.provider.FaxRequest;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.StatusResult;
import io.github.faxnummer.provider.SubmissionResult;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lets a delivery submit only what the ledger allows, and records there what becomes of it. */
final class LedgerGuard {

    private final Clock clock;
    private final Consumer<Message> warnings;
    // Used by the one thread that does the delivery's work.
    private @Nullable LeasedProvider leased;
    private @Nullable OnceProvider once;

    /** @param warnings hears of what could not be recorded of a fax that was submitted */
    LedgerGuard(Clock clock, Consumer<Message> warnings) {
        this.clock = clock;
        this.warnings = warnings;
    }

    /** How the ledger is opened. */
    interface Ledger {
        FaxLedger open() throws LedgerException, InterruptedException;
    }

    /** Whether a runner for an account opens the ledger. */
    boolean needsLedger(DeliveryRecord record, AccountCredentials.Found account) {
        if (record.once().isOff()) {
            return record.kind() == DeliveryRecord.Kind.STATUS;
        }
        LeasedProvider provider = leased;
        return once == null || provider == null || !provider.isFor(account);
    }

    /** A runner that uses the account that the credentials hold now. */
    DeliveryRunner runner(
            DeliveryRecord record,
            AccountCredentials.Found account,
            Ledger ledger,
            Function<String, DocumentContent> contents,
            DeliveryObserver observer)
            throws InterruptedException {
        LeasedProvider provider = leased;
        if (provider == null || !provider.isFor(account)) {
            provider = new LeasedProvider(account, new Endpoint(record.endpoint()));
            leased = provider;
            once = null;
        }
        OnceSettings settings = record.once();
        if (settings.isOff()) {
            return runner(provider, contents, recordingEnds(record, ledger, observer));
        }
        OnceProvider guarded = once;
        if (guarded != null && guarded.hasAnswered()) {
            SharedLedger.get().answered();
        }
        if (guarded == null) {
            try {
                guarded = new OnceProvider(
                        provider,
                        settings.gate(ledger.open(), clock, DeliveryService.get()::sleepAside),
                        settings.identities(record.endpoint(), account.account().login()),
                        warnings);
                guarded.follow(record.delivery());
            } catch (LedgerException e) {
                ServiceHealth.get().ledgerFailed(e.problem());
                return runner(
                        new Refusing(provider, record.delivery(), clock, e.problem(), warnings), contents, observer);
            }
            once = guarded;
        }
        return runner(guarded, contents, guarded.recording(observer));
    }

    /** Of jobs that another step submitted, the end is recorded where the ledger knows them. */
    private DeliveryObserver recordingEnds(DeliveryRecord record, Ledger ledger, DeliveryObserver observer)
            throws InterruptedException {
        if (record.kind() != DeliveryRecord.Kind.STATUS) {
            return observer;
        }
        try {
            return new StatusRecorder(ledger.open()).recording(observer, clock, warnings);
        } catch (LedgerException e) {
            warnings.accept(Message.of("ledger.end-not-recorded", e.problem()));
            return observer;
        }
    }

    private DeliveryRunner runner(
            FaxProvider provider, Function<String, DocumentContent> contents, DeliveryObserver observer) {
        return new DeliveryRunner(provider, contents, clock, observer, 1);
    }

    /**
     * Submits nothing for now, and polls nothing before the last poll: an end could not be recorded, nor a job recognized
     * that belongs to another fax.
     */
    private record Refusing(
            FaxProvider provider, Delivery delivery, Clock clock, Message why, Consumer<Message> warnings)
            implements FaxProvider {

        @Override
        public SubmissionResult submit(FaxRequest fax) {
            return new SubmissionResult.NotSent(Message.of("ledger.not-sent", why), true);
        }

        @Override
        public StatusResult status(JobId job) {
            boolean isCandidate = delivery.transmissions().stream()
                    .anyMatch(it -> it.candidateJobIds().contains(job));
            if (isCandidate || clock.instant().isBefore(delivery.deadline())) {
                return new StatusResult.Unavailable(why);
            }
            StatusResult result = provider.status(job);
            if (result instanceof StatusResult.Known known
                    && !known.faxes().isEmpty()
                    && known.faxes().stream().allMatch(it -> it.state().isFinal())) {
                warnings.accept(Message.of("ledger.end-not-recorded", why));
            }
            return result;
        }

        @Override
        public Optional<Message> checkAccount() {
            return provider.checkAccount();
        }

        @Override
        public void close() {
            provider.close();
        }
    }
}
