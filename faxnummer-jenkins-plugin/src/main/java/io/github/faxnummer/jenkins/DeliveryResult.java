package io.github.faxnummer.jenkins;

import io.github.faxnummer.client.JobId;
import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.Outcome;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.report.DeliveryText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A delivery as the build's page and the remote API show it. */
@ExportedBean(defaultVisibility = 3)
public final class DeliveryResult {

    private final DeliveryRecord record;
    private final boolean followed;
    private final List<TransmissionResult> transmissions;

    private DeliveryResult(DeliveryRecord record, boolean followed, List<TransmissionResult> transmissions) {
        this.record = record;
        this.followed = followed;
        this.transmissions = transmissions;
    }

    /**
     * As it is known now.
     *
     * @param later what steps that followed a job learnt of it
     */
    static DeliveryResult of(DeliveryRecord kept, Map<JobId, Transmission> later, DeliveryText text) {
        Optional<LiveDelivery> live = DeliveryService.get().find(kept.id());
        // What is being submitted while nobody is there to submit it, nobody knows about.
        DeliveryRecord known = live.flatMap(LiveDelivery::record)
                .orElseGet(() -> kept.with(kept.delivery().recovered()));
        Delivery delivery = known.delivery();
        List<Transmission> newest = delivery.transmissions().stream()
                .map(it ->
                        it.outcome() == Outcome.SUBMITTED || it.outcome() == Outcome.TIMED_OUT ? newer(it, later) : it)
                .toList();
        known = known.with(new Delivery(delivery.order(), newest, delivery.deadline(), delivery.schedule()));
        return new DeliveryResult(
                known,
                live.isPresent(),
                known.delivery().transmissions().stream()
                        .map(it -> new TransmissionResult(it, text))
                        .toList());
    }

    private static Transmission newer(Transmission transmission, Map<JobId, Transmission> later) {
        return transmission
                .jobId()
                .map(later::get)
                .map(it -> new Transmission(
                        transmission.document(),
                        transmission.documentName(),
                        transmission.documentPages(),
                        transmission.recipient(),
                        transmission.reference(),
                        it.progress()))
                .orElse(transmission);
    }

    @Exported
    public String getId() {
        return record.id();
    }

    /** {@code SEND} or {@code STATUS}. */
    @Exported
    public String getKind() {
        return record.kind().name();
    }

    @Exported
    public String getStarted() {
        return record.started().toString();
    }

    /** {@code DELIVERED}, {@code FAILED}, {@code TIMED_OUT}, {@code INCOMPLETE} or {@code UNDER_WAY}. */
    @Exported
    public String getOutcome() {
        return FaxResult.outcome(record);
    }

    /** Whether the provider says of every fax that it arrived. */
    @Exported
    public boolean isSuccess() {
        return getOutcome().equals("DELIVERED");
    }

    /** Whether a step waits for it at this moment. */
    @Exported
    public boolean isFollowed() {
        return followed;
    }

    @Exported
    public List<TransmissionResult> getTransmissions() {
        return transmissions;
    }
}
