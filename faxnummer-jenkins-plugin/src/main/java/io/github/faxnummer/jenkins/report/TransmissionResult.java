package io.github.faxnummer.jenkins.report;

import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.message.Sanitizer;
import io.github.faxnummer.order.Recipient;
import io.github.faxnummer.provider.FaxStatus;
import io.github.faxnummer.provider.Q850Cause;
import io.github.faxnummer.report.DeliveryText;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jenkinsci.plugins.scriptsecurity.sandbox.whitelists.Whitelisted;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * What is known of one document on its way to one recipient, as a Pipeline, the build's page and the remote API show
 * it. Foreign text in it is sanitized for consoles, and not escaped for HTML.
 */
@ExportedBean(defaultVisibility = 3)
public final class TransmissionResult implements Serializable {

    private static final long serialVersionUID = 1;
    private static final int LONGEST_TEXT = 200;

    private final String document;
    private final String recipient;
    // Null in results that an earlier version saved.
    private final @Nullable String recipientName;
    private final String reference;
    private final String outcome;
    private final @Nullable String jobId;
    private final String status;
    private final @Nullable Integer triesRemaining;
    private final @Nullable Integer cause;
    private final String reason;
    private final @Nullable Integer pagesSent;
    private final @Nullable Long duration;
    private final String remoteTsi;
    private final @Nullable Integer documentPages;
    private final int missingPages;
    private final @Nullable String report;
    private final @Nullable String picture;
    // Null in results that an earlier version saved.
    private final @Nullable ArrayList<TransmissionResult> failedAttempts;

    /** @param known what is known of its recipient */
    public TransmissionResult(Transmission transmission, DeliveryText text, Optional<Recipient> known) {
        this(transmission, text, known, Optional.empty(), Optional.empty(), NumberMask.NONE);
    }

    /**
     * With what is known of its recipient, and where its page of the transmission report and the picture of its first page
     * are, relative to the page of the build's faxes.
     */
    public TransmissionResult(
            Transmission transmission,
            DeliveryText text,
            Optional<Recipient> known,
            Optional<String> report,
            Optional<String> picture,
            NumberMask mask) {
        this(transmission, text, known, report, picture, mask, failedAttempts(transmission, text, known, mask));
    }

    // An attempt has no attempts of its own: each of them has those before it, and their number would double each time.
    private static List<TransmissionResult> failedAttempts(
            Transmission transmission, DeliveryText text, Optional<Recipient> known, NumberMask mask) {
        List<Transmission> attempts = transmission.attempts();
        return attempts.subList(0, attempts.size() - 1).stream()
                .map(it -> new TransmissionResult(it, text, known, Optional.empty(), Optional.empty(), mask, List.of()))
                .toList();
    }

    private TransmissionResult(
            Transmission transmission,
            DeliveryText text,
            Optional<Recipient> known,
            Optional<String> report,
            Optional<String> picture,
            NumberMask mask,
            List<TransmissionResult> failedAttempts) {
        this.report = mask.hides() ? null : report.orElse(null);
        this.picture = mask.hides() ? null : picture.orElse(null);
        documentPages = transmission.documentPages() == 0 ? null : transmission.documentPages();
        missingPages = transmission.missingPages();
        Optional<FaxStatus> reported = transmission.status();
        document = mask.text(clean(transmission.documentName()));
        recipient = mask.text(clean(transmission.recipient()));
        recipientName = mask.personal(clean(known.map(Recipient::label).orElse("")));
        boolean isPersonal = known.filter(it -> !it.reference().isEmpty()).isPresent();
        reference = isPersonal
                ? mask.personal(clean(transmission.sentReference()))
                : mask.text(clean(transmission.sentReference()));
        outcome = transmission.outcome().label();
        jobId = transmission.jobId().map(Object::toString).orElse(null);
        status = reported.map(it -> clean(it.stateText())).orElse("");
        triesRemaining = reported.map(FaxStatus::triesRemaining)
                .filter(OptionalInt::isPresent)
                .map(OptionalInt::getAsInt)
                .orElse(null);
        cause = reported.flatMap(FaxStatus::cause).map(Q850Cause::code).orElse(null);
        reason = mask.text(text.reason(transmission));
        pagesSent = reported.map(FaxStatus::pagesSent)
                .filter(OptionalInt::isPresent)
                .map(OptionalInt::getAsInt)
                .orElse(null);
        duration = reported.flatMap(FaxStatus::connectionDuration)
                .map(Duration::toSeconds)
                .orElse(null);
        this.failedAttempts = new ArrayList<>(failedAttempts);
        remoteTsi = mask.personal(reported.map(it -> clean(it.remoteTsi())).orElse(""));
    }

    /** The document's file name. */
    @Exported
    @Whitelisted
    public String getDocument() {
        return document;
    }

    /** {@code 00…} */
    @Exported
    @Whitelisted
    public String getRecipient() {
        return recipient;
    }

    /** Name, organisation and attention in one line; empty if they are not known. */
    @Exported
    @Whitelisted
    public String getRecipientName() {
        String name = recipientName;
        return name == null ? "" : name;
    }

    /** What the provider's status answers and mails call it. */
    @Exported
    @Whitelisted
    public String getReference() {
        return reference;
    }

    /**
     * How far it is: {@code DONE-OK}, {@code DONE-ERROR}, {@code REJECTED}, {@code UNKNOWN}, {@code SUBMITTED} and so
     * on.
     */
    @Exported
    @Whitelisted
    public String getOutcome() {
        return outcome;
    }

    /** The provider's job; null if there is none. */
    @Exported
    @Whitelisted
    public @Nullable String getJobId() {
        return jobId;
    }

    /** The last status as the provider wrote it; empty if there is none. */
    @Exported
    @Whitelisted
    public String getStatus() {
        return status;
    }

    /** How often the provider will still try; null unless it waits for its next try. */
    @Exported
    @Whitelisted
    public @Nullable Integer getTriesRemaining() {
        return triesRemaining;
    }

    /** The code of the Q.850 cause the call ended with; null as long as there is none. */
    @Exported
    @Whitelisted
    public @Nullable Integer getCause() {
        return cause;
    }

    /** In words why it did not arrive, or a remark on the number of pages; else empty. */
    @Exported
    @Whitelisted
    public String getReason() {
        return reason;
    }

    /** Null until the provider reports it. */
    @Exported
    @Whitelisted
    public @Nullable Integer getPagesSent() {
        return pagesSent;
    }

    /** Connected seconds; null until the provider reports it. */
    @Exported
    @Whitelisted
    public @Nullable Long getDuration() {
        return duration;
    }

    /** How the recipient's machine calls itself; empty if it does not. */
    @Exported
    @Whitelisted
    public String getRemoteTsi() {
        return remoteTsi;
    }

    /** How many pages the document has; null if that is not known. */
    @Exported
    @Whitelisted
    public @Nullable Integer getDocumentPages() {
        return documentPages;
    }

    /** How many of them did not arrive although the provider says that the fax did. */
    @Exported
    @Whitelisted
    public int getMissingPages() {
        return missingPages;
    }

    /** The attempts before the last one, each of which failed; everything else is of the last one. */
    @Exported
    @Whitelisted
    public List<TransmissionResult> getFailedAttempts() {
        List<TransmissionResult> attempts = failedAttempts;
        return attempts == null ? List.of() : new ArrayList<>(attempts);
    }

    /**
     * Its page of the transmission report, relative to the page of the build's faxes; null as long as there is none.
     */
    @Exported
    public @Nullable String getReport() {
        return report;
    }

    /**
     * The first page as the recipient's machine prints it, relative to the page of the build's faxes; null if there is
     * none.
     */
    @Exported
    public @Nullable String getPicture() {
        return picture;
    }

    /** The icon of the outcome. */
    public String getIcon() {
        if (missingPages > 0) {
            return "symbol-status-yellow";
        }
        return switch (outcome) {
            case "DONE-OK" -> "symbol-status-blue";
            case "DONE-ERROR", "REJECTED" -> "symbol-status-red";
            case "NOT_SENT" -> "symbol-status-aborted";
            case "UNKNOWN" -> "symbol-help-circle";
            case "TIMED_OUT" -> "symbol-timer";
            default -> "symbol-hourglass";
        };
    }

    @Override
    public String toString() {
        return document + " -> " + recipient + ": " + outcome;
    }

    private static String clean(String text) {
        return Sanitizer.line(text, LONGEST_TEXT);
    }
}
