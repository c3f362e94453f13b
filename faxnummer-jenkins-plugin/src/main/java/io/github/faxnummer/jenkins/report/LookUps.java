package io.github.faxnummer.jenkins.report;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Run;
import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.LookUpResult;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.jenkins.Messages;
import io.github.faxnummer.jenkins.delivery.DeliveryRecord;
import io.github.faxnummer.jenkins.delivery.DeliveryService;
import io.github.faxnummer.jenkins.delivery.DeliveryStore;
import io.github.faxnummer.jenkins.delivery.JobCorrelation;
import io.github.faxnummer.jenkins.delivery.LedgerLookUp;
import io.github.faxnummer.order.Document;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/** Enters what administrators found out about unconfirmed faxes: in the ledger, the records of the build and its reports. */
@Extension
public final class LookUps {

    private static final Logger LOGGER = Logger.getLogger(LookUps.class.getName());

    static LookUps get() {
        return ExtensionList.lookupSingleton(LookUps.class);
    }

    /** The faxes of a build that are still unconfirmed. */
    static List<UnconfirmedFax> open(Run<?, ?> run) {
        return open(run, DeliveryStore.of(run).all().records());
    }

    /** @param records all of the build */
    static List<UnconfirmedFax> open(Run<?, ?> run, List<DeliveryRecord> records) {
        List<UnconfirmedFax> open = new ArrayList<>();
        JobCorrelation followed = JobCorrelation.in(records);
        for (DeliveryRecord record : records) {
            List<Transmission> transmissions = known(record).transmissions();
            for (int i = 0; i < transmissions.size(); i++) {
                if (UnconfirmedFaxes.isUnconfirmed(transmissions.get(i), followed)) {
                    open.add(new UnconfirmedFax(run, record.id(), i, transmissions.get(i)));
                }
            }
        }
        return open;
    }

    /** What a step that waits is submitting is not unknown. */
    private static Delivery known(DeliveryRecord record) {
        return DeliveryService.get().find(record.id()).isPresent()
                ? record.delivery()
                : record.delivery().recovered();
    }

    /**
     * Enters a result for a fax, and for those of the same build that are unknown because of it. Only other
     * entries of results wait meanwhile.
     */
    synchronized void enter(Run<?, ?> run, String delivery, int fax, LookUpResult result, Clock clock)
            throws LedgerLookUp.RefusedException, IOException, InterruptedException {
        DeliveryStore store = DeliveryStore.of(run);
        List<DeliveryRecord> records = store.all().records();
        DeliveryRecord looked = records.stream()
                .filter(it -> it.id().equals(delivery))
                .findFirst()
                .orElseThrow(() -> new LedgerLookUp.RefusedException(Messages.LookUps_known()));
        List<Transmission> transmissions = known(looked).transmissions();
        if (fax < 0
                || fax >= transmissions.size()
                || !UnconfirmedFaxes.isUnconfirmed(transmissions.get(fax), JobCorrelation.in(records))) {
            throw new LedgerLookUp.RefusedException(Messages.LookUps_known());
        }
        if (run.isBuilding()
                || records.stream()
                        .anyMatch(it -> DeliveryService.get().find(it.id()).isPresent())) {
            throw new LedgerLookUp.RefusedException(Messages.LookUps_building(run.getFullDisplayName()));
        }
        Transmission subject = transmissions.get(fax);
        Instant now = clock.instant();
        String by = Jenkins.getAuthentication2().getName();
        // First, because a later build must not send what was delivered.
        LedgerLookUp.enter(run, records, looked, subject, result, clock);
        for (DeliveryRecord record : records) {
            Delivery before = record.delivery().recovered();
            List<Transmission> after = new ArrayList<>(before.transmissions());
            for (int i = 0; i < after.size(); i++) {
                boolean isSubject = record.equals(looked) && i == fax;
                if (isSubject || isSame(looked, subject, record, after.get(i))) {
                    after.set(i, after.get(i).lookedUp(result, by, now));
                }
            }
            if (!after.equals(before.transmissions())) {
                DeliveryRecord entered = record.with(before.withTransmissions(after));
                store.save(entered);
                try {
                    ReportWriter.rewrite(run, entered, now);
                } catch (IOException | RuntimeException | LinkageError e) {
                    // What was entered counts all the same.
                    LOGGER.log(Level.WARNING, e, () -> "Cannot write the reports of " + record.id() + " again");
                }
            }
        }
        Optional.ofNullable(run.getAction(FaxDeliveriesAction.class)).ifPresent(FaxDeliveriesAction::changed);
        UnconfirmedFaxes.get().check(run);
        LOGGER.log(Level.INFO, "{0} has looked up fax {1} of {2} in {3}: {4}", new Object[] {
            by, fax + 1, delivery, run, result
        });
    }

    private static boolean isSame(
            DeliveryRecord looked, Transmission subject, DeliveryRecord record, Transmission transmission) {
        Optional<Document> document = looked.delivery().document(subject);
        return UnconfirmedFaxes.isUnconfirmed(transmission)
                && document.isPresent()
                && record.delivery()
                        .document(transmission)
                        .filter(it -> it.keySha256().equals(document.get().keySha256()))
                        .isPresent()
                && transmission.jobId().equals(subject.jobId())
                && transmission.recipient().equals(subject.recipient())
                && record.hasFaxesOf(looked);
    }
}
