package io.github.faxnummer.jenkins.report;

import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.jenkins.delivery.DeliveryRecord;
import io.github.faxnummer.jenkins.delivery.DeliveryService;
import io.github.faxnummer.jenkins.delivery.DeliveryTask;
import io.github.faxnummer.jenkins.delivery.JobCorrelation;
import io.github.faxnummer.report.DeliveryText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jvnet.localizer.LocaleProvider;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A delivery as the build's page and the remote API show it. */
@ExportedBean(defaultVisibility = 3)
public final class DeliveryResult {

    private final DeliveryRecord record;
    private final boolean followed;
    private final List<TransmissionResult> transmissions;
    private final List<String> files;

    private DeliveryResult(
            DeliveryRecord record, boolean followed, List<TransmissionResult> transmissions, List<String> files) {
        this.record = record;
        this.followed = followed;
        this.transmissions = transmissions;
        this.files = files;
    }

    /**
     * As it is known now.
     *
     * @param later what steps that followed a job learnt of it
     * @param evidence its files
     */
    public static DeliveryResult of(
            DeliveryRecord kept, JobCorrelation later, BuildReports evidence, DeliveryText text) {
        Optional<DeliveryTask> live = DeliveryService.get().find(kept.id());
        // What is being submitted while nobody is there to submit it, nobody knows about.
        DeliveryRecord known = live.flatMap(DeliveryTask::record)
                .orElseGet(() -> kept.with(kept.delivery().recovered()));
        known = known.with(later.newest(known.delivery()));
        return new DeliveryResult(known, live.isPresent(), results(known, evidence, text), evidence.files());
    }

    private static List<TransmissionResult> results(DeliveryRecord record, BuildReports evidence, DeliveryText text) {
        List<TransmissionResult> results = new ArrayList<>();
        List<Transmission> transmissions = record.delivery().transmissions();
        for (int i = 0; i < transmissions.size(); i++) {
            results.add(new TransmissionResult(
                    transmissions.get(i),
                    text,
                    evidence.transmissionReport(i),
                    evidence.firstPage(record.delivery(), transmissions.get(i))));
        }
        return results;
    }

    @Exported
    public String getId() {
        return record.id();
    }

    /** That the faxes are redirected, and what they are expected to cost, in the reader's language. */
    @Exported
    public List<String> getNotes() {
        return new DeliveryText(LocaleProvider.getLocale()).notes(record.delivery(), record.started());
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

    /** Reports and pictures, relative to the page of the build's faxes. */
    @Exported
    public List<String> getFiles() {
        return files;
    }
}
