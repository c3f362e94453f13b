package io.github.faxnummer.jenkins;

import io.github.faxnummer.report.DeliveryText;
import java.util.List;
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

    static DeliveryResult of(DeliveryRecord kept, DeliveryText text) {
        Optional<LiveDelivery> live = DeliveryService.get().find(kept.id());
        // What is being submitted while nobody is there to submit it, nobody knows about.
        DeliveryRecord known = live.flatMap(LiveDelivery::record)
                .orElseGet(() -> kept.with(kept.delivery().recovered()));
        return new DeliveryResult(
                known,
                live.isPresent(),
                known.delivery().transmissions().stream()
                        .map(it -> new TransmissionResult(it, text))
                        .toList());
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

    /** {@code DELIVERED}, {@code FAILED}, {@code TIMED_OUT} or {@code UNDER_WAY}. */
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
