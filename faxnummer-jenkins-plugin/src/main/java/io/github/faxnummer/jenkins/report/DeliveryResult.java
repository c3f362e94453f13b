package io.github.faxnummer.jenkins.report;

import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.jenkins.Messages;
import io.github.faxnummer.jenkins.delivery.DeliveryRecord;
import io.github.faxnummer.jenkins.delivery.DeliveryService;
import io.github.faxnummer.jenkins.delivery.DeliveryTask;
import io.github.faxnummer.jenkins.delivery.JobCorrelation;
import io.github.faxnummer.report.DeliveryText;
import io.github.faxnummer.report.ReportFormat;
import io.github.faxnummer.signature.SignatureLevel;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.jvnet.localizer.LocaleProvider;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A delivery as the build's page and the remote API show it. */
@ExportedBean(defaultVisibility = 3)
public final class DeliveryResult {

    private final DeliveryRecord record;
    private final boolean followed;
    private final NumberMask mask;
    private final List<TransmissionResult> transmissions;
    private final List<String> files;
    private final Optional<ReportSignature> signature;
    private final Optional<ArchivedReport> archived;

    private DeliveryResult(
            DeliveryRecord record,
            boolean followed,
            NumberMask mask,
            List<TransmissionResult> transmissions,
            List<String> files,
            Optional<ReportSignature> signature,
            Optional<ArchivedReport> archived) {
        this.record = record;
        this.mask = mask;
        this.followed = followed;
        this.transmissions = transmissions;
        this.files = files;
        this.signature = signature;
        this.archived = archived;
    }

    /**
     * As it is known now.
     *
     * @param later what steps that followed a job learnt of it
     * @param evidence its files
     * @param mask what the reader sees of it
     */
    public static DeliveryResult of(
            DeliveryRecord kept, JobCorrelation later, BuildReports evidence, DeliveryText text, NumberMask mask) {
        Optional<DeliveryTask> live = DeliveryService.get().find(kept.id());
        // A submission without a process that makes it has an unknown result.
        DeliveryRecord known = live.flatMap(DeliveryTask::record)
                .orElseGet(() -> kept.with(kept.delivery().recovered()));
        known = known.with(later.newest(known.delivery()));
        return new DeliveryResult(
                known,
                live.isPresent(),
                mask,
                results(known, evidence, text, mask),
                mask.hides() ? List.of() : evidence.files(),
                evidence.signature(),
                ArchivedReport.read(evidence.folder()));
    }

    /** All that is known. */
    DeliveryRecord record() {
        return record;
    }

    private static List<TransmissionResult> results(
            DeliveryRecord record, BuildReports evidence, DeliveryText text, NumberMask mask) {
        List<TransmissionResult> results = new ArrayList<>();
        List<Transmission> transmissions = record.delivery().transmissions();
        for (int i = 0; i < transmissions.size(); i++) {
            results.add(new TransmissionResult(
                    transmissions.get(i),
                    text,
                    record.delivery().order().recipient(transmissions.get(i).recipient()),
                    evidence.transmissionReport(i),
                    evidence.firstPage(record.delivery(), transmissions.get(i)),
                    mask));
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
        return new DeliveryText(LocaleProvider.getLocale())
                .notes(record.delivery(), record.started()).stream()
                        .map(mask::text)
                        .toList();
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

    /**
     * The reports without the pictures: where each is, relative to the page of the build's faxes, and its file's name.
     */
    public Map<String, String> getReports() {
        Map<String, String> reports = new LinkedHashMap<>();
        for (ReportFormat format : BuildReports.REPORTS) {
            files.stream()
                    .filter(it -> it.endsWith("/" + format.fileName()))
                    .forEach(it -> reports.put(it, format.fileName()));
        }
        return reports;
    }

    /** {@code B}, {@code T} or {@code LT}: the level of the transmission report's signature; null if it is unsigned. */
    @Exported
    public @Nullable String getSignature() {
        return signature
                .flatMap(ReportSignature::level)
                .map(SignatureLevel::name)
                .orElse(null);
    }

    /** The level of the signature, and whether something is missing; empty if the report is not to be signed. */
    public String getSignatureText() {
        Stream<String> level = signature.flatMap(ReportSignature::level).stream()
                .map(it -> it.text().in(LocaleProvider.getLocale()));
        Stream<String> missing =
                signature.stream().filter(it -> !it.isComplete()).map(this::missing);
        return Stream.concat(level, missing).collect(Collectors.joining("; "));
    }

    /** Servers are named in the reason, so it is for those only who may see reports. */
    private String missing(ReportSignature known) {
        if (known.isSigned()) {
            return mask.hides()
                    ? Messages.DeliveryResult_signatureIncomplete()
                    : Messages.DeliveryResult_signatureNote(known.note());
        }
        return mask.hides() || known.problem().isEmpty()
                ? Messages.DeliveryResult_signatureMissing()
                : Messages.DeliveryResult_signatureProblem(known.problem());
    }

    /** Where the report is in the archive, or why it is not there; empty if it is not to be there. */
    public String getArchiveText() {
        return archived.map(this::archiveText).orElse("");
    }

    /** Documents are named in the reason, so it is for those only who may see reports. */
    private String archiveText(ArchivedReport known) {
        String problem = mask.hides() ? "" : known.problem();
        if (known.entry().isPresent()) {
            String entry = String.valueOf(known.entry().get().number());
            return problem.isEmpty()
                    ? Messages.DeliveryResult_archived(entry)
                    : Messages.DeliveryResult_archivedProblem(entry, problem);
        }
        return problem.isEmpty()
                ? Messages.DeliveryResult_archiveMissing()
                : Messages.DeliveryResult_archiveProblem(problem);
    }

    /** When it began, in the controller's zone. */
    public String getStartedText() {
        return new DeliveryText(LocaleProvider.getLocale(), ZoneId.systemDefault()).time(record.started());
    }

    /** Reports and pictures, relative to the page of the build's faxes. */
    @Exported
    public List<String> getFiles() {
        return files;
    }
}
