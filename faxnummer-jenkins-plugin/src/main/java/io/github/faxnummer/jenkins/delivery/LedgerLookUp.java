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
import io.github.faxnummer.provider.Endpoint;
import java.time.Clock;
import java.util.List;
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

    /** A fax, and the delivery that sent it. */
    private record Sent(DeliveryRecord record, Transmission fax, Document document) {

        static Optional<Sent> of(DeliveryRecord record, Transmission fax) {
            return record.delivery().document(fax).map(it -> new Sent(record, fax, it));
        }

        /** The fax that has the same job, for one that was only followed. */
        static Optional<Sent> in(List<DeliveryRecord> records, Transmission followed) {
            return records.stream()
                    .flatMap(record -> record.delivery().transmissions().stream()
                            .filter(it -> it.jobId().isPresent() && it.jobId().equals(followed.jobId()))
                            .flatMap(it -> of(record, it).stream()))
                    .findFirst();
        }
    }

    /**
     * Enters a result. Waits until it is certain that no other process is submitting the fax.
     *
     * @param records all of the build, of which one may have sent what another one followed
     * @throws RefusedException if the fax cannot be found in the ledger, or that cannot be read or written
     */
    public static void enter(
            Run<?, ?> run,
            List<DeliveryRecord> records,
            DeliveryRecord looked,
            Transmission fax,
            LookUpResult result,
            Clock clock)
            throws RefusedException, InterruptedException {
        Optional<Sent> sent = Sent.of(looked, fax).or(() -> Sent.in(records, fax));
        if (result == LookUpResult.NOT_FOUND
                || sent.isEmpty()
                || sent.get().record().once().isOff()) {
            return;
        }
        DeliveryRecord record = sent.get().record();
        Validated<AccountCredentials.Found> account =
                new AccountCredentials(record.credentialsId(), new Endpoint(record.endpoint())).find(run);
        if (account.value().isEmpty()) {
            throw new RefusedException(Messages.LookUps_account(record.credentialsId(), run.getFullDisplayName()));
        }
        String login = account.value().get().account().login();
        try (LedgerGate gate = record.once().gate(SharedLedger.get().open(), clock)) {
            boolean agrees = gate.lookedUp(
                    record.once()
                            .identities(record.endpoint(), login)
                            .of(sent.get().document(), sent.get().fax().recipient()),
                    fax.jobId(),
                    result == LookUpResult.DELIVERED ? LedgerResult.DELIVERED : LedgerResult.FAILED);
            if (!agrees) {
                throw new RefusedException(Messages.LookUps_unrecorded(run.getFullDisplayName()));
            }
        } catch (LedgerException e) {
            ServiceHealth.get().ledgerFailed(e.problem());
            throw new RefusedException(Messages.LookUps_ledger(e.problem().in(LocaleProvider.getLocale())));
        }
    }
}
