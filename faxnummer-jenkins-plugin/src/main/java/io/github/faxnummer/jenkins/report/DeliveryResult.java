package io.github.faxnummer.jenkins.report;

import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.jenkins.Messages;
import io.github.faxnummer.jenkins.delivery.DeliveryRecord;
import io.github.faxnummer.jenkins.delivery.DeliveryService;
import io.github.faxnummer.jenkins.delivery.DeliveryTask;
import io.github.faxnummer.jenkins.delivery.JobCorrelation;
import io.github.faxnummer.order.Recipient;
import io.github.faxnummer.report.DeliveryText;
import io.github.faxnummer.report.ReportFormat;
import io.github.faxnummer.signature.SignatureLevel;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
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
    private final BuildReports evidence;
    private final DeliveryText text;
    private final NumberMask mask;

    private DeliveryResult(
            DeliveryRecord record, boolean followed, BuildReports evidence, DeliveryText text, NumberMask mask) {
        this.record = record;
        this.followed = followed;
        this.evidence = evidence;
        this.text = text;
        this.mask = mask;
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
        return new DeliveryResult(known, live.isPresent(), evidence, text, mask);
    }

    /** All that is known. */
    DeliveryRecord record() {
        return record;
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

    /** Looks at the files of the delivery, and makes the texts of each fax: what only counts faxes does not need it. */
    @Exported
    public List<TransmissionResult> getTransmissions() {
        Map<String, Recipient> recipients = new HashMap<>();
        record.delivery()
                .order()
                .recipients()
                .forEach(it -> recipients.putIfAbsent(it.number().digits(), it));
        BuildReports.Shown shown = evidence.shown(record.delivery());
        List<TransmissionResult> results = new ArrayList<>();
        List<Transmission> transmissions = record.delivery().transmissions();
        for (int i = 0; i < transmissions.size(); i++) {
            results.add(new TransmissionResult(
                    transmissions.get(i),
                    text,
                    Optional.ofNullable(recipients.get(transmissions.get(i).recipient())),
                    shown.transmissionReport(i),
                    shown.firstPage(transmissions.get(i)),
                    mask));
        }
        return results;
    }

    /**
     * The reports without the pictures: where each is, relative to the page of the build's faxes, and its file's name.
     */
    public Map<String, String> getReports() {
        Map<String, String> reports = new LinkedHashMap<>();
        List<String> files = getFiles();
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
        return evidence.signature()
                .flatMap(ReportSignature::level)
                .map(SignatureLevel::name)
                .orElse(null);
    }

    /** The level of the signature, and whether something is missing; empty if the report is not to be signed. */
    public String getSignatureText() {
        Optional<ReportSignature> signature = evidence.signature();
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
        return ArchivedReport.read(evidence.folder()).map(this::archiveText).orElse("");
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
        return mask.hides() ? List.of() : evidence.files();
    }
}
