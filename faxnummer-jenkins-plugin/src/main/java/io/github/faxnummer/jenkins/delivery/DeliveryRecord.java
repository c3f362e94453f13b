package io.github.faxnummer.jenkins.delivery;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.Outcome;
import io.github.faxnummer.delivery.TransmissionState;
import io.github.faxnummer.jenkins.agent.Workspace;
import io.github.faxnummer.jenkins.ledger.OnceSettings;
import java.time.Instant;

/**
 * Everything that is kept of a delivery on disk, so that it can go on after a restart. There is no secret in it: of the
 * account only the id of its credentials.
 *
 * @param id unique in the build; also the file's name
 * @param workspace where the documents are
 * @param waits whether a step waits for the end of the faxes
 * @param reportDirectory in the workspace, for the reports; empty: none are wanted there
 * @param dryRun nothing is sent; such a record is never written
 * @param aborted whether the build was aborted before the end
 * @param once which faxes are not sent again
 */
public record DeliveryRecord(
        String id,
        Kind kind,
        Instant started,
        String endpoint,
        String credentialsId,
        Workspace workspace,
        boolean waits,
        boolean failOnError,
        boolean failOnTimeout,
        boolean failOnMissingPages,
        String reportDirectory,
        boolean dryRun,
        boolean aborted,
        OnceSettings once,
        Delivery delivery) {

    /** What a delivery is for. */
    public enum Kind {
        SEND,
        STATUS
    }

    public DeliveryRecord with(Delivery changed) {
        return with(changed, aborted);
    }

    public DeliveryRecord aborted(Delivery known) {
        return with(known, true);
    }

    private DeliveryRecord with(Delivery changed, boolean nowAborted) {
        return new DeliveryRecord(
                id,
                kind,
                started,
                endpoint,
                credentialsId,
                workspace,
                waits,
                failOnError,
                failOnTimeout,
                failOnMissingPages,
                reportDirectory,
                dryRun,
                nowAborted,
                once,
                changed);
    }

    /** Whether all is known that the step waits for. */
    public boolean isEnough() {
        if (dryRun || aborted || delivery.isFinished()) {
            return true;
        }
        if (waits) {
            return false;
        }
        return kind == Kind.SEND
                ? delivery.isSubmittedAndPolled()
                : delivery.transmissions().stream()
                        .allMatch(it -> it.outcome().isFinal()
                                || (it.progress() instanceof TransmissionState.Submitted submitted
                                        && submitted.polled() > 0));
    }

    /** Whether the ledger knows the same document to the same number as the same fax in both. */
    public boolean hasFaxesOf(DeliveryRecord other) {
        return endpoint.equals(other.endpoint)
                && credentialsId.equals(other.credentialsId)
                && once.idempotencyKey().equals(other.once.idempotencyKey());
    }

    /** Whether the provider still has faxes, which another step can follow. */
    public boolean isInProgress() {
        return underWay() > 0 || delivery.transmissions().stream().anyMatch(it -> it.outcome() == Outcome.TIMED_OUT);
    }

    /** How many faxes the provider has and has not finished. */
    public long underWay() {
        return delivery.transmissions().stream()
                .filter(it -> it.outcome() == Outcome.SUBMITTED || it.outcome() == Outcome.VERIFYING)
                .count();
    }
}
