package io.github.faxnummer.jenkins.delivery;

import hudson.model.Run;
import io.github.faxnummer.delivery.LookUpResult;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.jenkins.Messages;
import io.github.faxnummer.jenkins.config.AccountCredentials;
import io.github.faxnummer.jenkins.ledger.SharedLedger;
import io.github.faxnummer.ledger.LedgerException;
import io.github.faxnummer.ledger.LedgerGate;
import io.github.faxnummer.ledger.LedgerResult;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.Validated;
import io.github.faxnummer.provider.faxnummerde.Endpoint;
import java.time.Clock;
import java.util.Optional;
import org.jvnet.localizer.LocaleProvider;

/** Tells the ledger what a person found out about a fax that was unknown. */
public final class LedgerLookUp {

    /** Why a result cannot be entered, for the person who entered it. */
    public static final class RefusedException extends Exception {

        private static final long serialVersionUID = 1;

        public RefusedException(String why) {
            super(why);
        }
    }

    private LedgerLookUp() {}

    /**
     * Enters a result. Waits until it is certain that no other process is submitting the fax.
     *
     * @throws RefusedException if the fax cannot be found in the ledger, or that cannot be read or written
     */
    public static void enter(Run<?, ?> run, DeliveryRecord record, Transmission fax, LookUpResult result, Clock clock)
            throws RefusedException, InterruptedException {
        Optional<Document> document = record.delivery().document(fax);
        if (result == LookUpResult.NOT_FOUND || record.once().isOff() || document.isEmpty()) {
            return;
        }
        Validated<AccountCredentials.Found> account =
                new AccountCredentials(record.credentialsId(), new Endpoint(record.endpoint())).find(run);
        if (account.value().isEmpty()) {
            throw new RefusedException(Messages.LookUps_account(record.credentialsId(), run.getFullDisplayName()));
        }
        String login = account.value().get().account().login();
        try (LedgerGate gate = record.once().gate(SharedLedger.get().open(), clock)) {
            gate.lookedUp(
                    record.once().identities(record.endpoint(), login).of(document.get(), fax.recipient()),
                    result == LookUpResult.DELIVERED ? LedgerResult.DELIVERED : LedgerResult.FAILED);
        } catch (LedgerException e) {
            ServiceHealth.get().ledgerFailed(e.problem());
            throw new RefusedException(Messages.LookUps_ledger(e.problem().in(LocaleProvider.getLocale())));
        }
    }
}
