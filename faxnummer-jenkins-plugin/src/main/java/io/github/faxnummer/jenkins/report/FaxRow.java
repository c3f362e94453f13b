package io.github.faxnummer.jenkins.report;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.Outcome;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.message.Sanitizer;
import io.github.faxnummer.report.DeliveryText;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One fax in the table of a build, in words of the reader's language. */
public final class FaxRow {

    private static final int MAX_CELL_LENGTH = 60;

    private final TransmissionResult fax;
    private final String key;
    private final String result;
    private final String category;
    private final String pages;
    private final String duration;

    FaxRow(Delivery delivery, Transmission transmission, TransmissionResult fax, DeliveryText text) {
        this.fax = fax;
        key = transmission.missingPages() > 0
                ? "MISSING_PAGES"
                : transmission.outcome().name();
        category = text.result(transmission);
        result = text.status(transmission);
        pages = text.pageCount(transmission);
        Long seconds = fax.getDuration();
        Optional<String> expected = transmission.outcome().isFinal() && transmission.outcome() != Outcome.TIMED_OUT
                ? Optional.empty()
                : delivery.document(transmission).flatMap(text::expectedDuration);
        duration = seconds == null ? expected.orElse("") : text.duration(java.time.Duration.ofSeconds(seconds));
    }

    /** Of the outcome, for filters. */
    public String getKey() {
        return key;
    }

    /** The outcome for filters in words. */
    public String getCategory() {
        return category;
    }

    /** The outcome or what the provider does with the fax. */
    public String getResult() {
        return result;
    }

    /** The words of the API. */
    public String getCode() {
        String status = fax.getStatus();
        return status.isEmpty() || status.equals(fax.getOutcome()) ? fax.getOutcome() : fax.getOutcome() + " " + status;
    }

    public String getDocument() {
        return fax.getDocument();
    }

    /** Short enough for a table; the same as the whole if that is short. */
    public String getShortDocument() {
        return Sanitizer.line(fax.getDocument(), MAX_CELL_LENGTH);
    }

    public String getRecipient() {
        return fax.getRecipient();
    }

    public String getRecipientName() {
        return fax.getRecipientName();
    }

    public String getRemoteTsi() {
        return fax.getRemoteTsi();
    }

    public String getReason() {
        return fax.getReason();
    }

    /** Short enough for a table; the same as the whole if that is short. */
    public String getShortReason() {
        return Sanitizer.line(fax.getReason(), MAX_CELL_LENGTH);
    }

    public String getPages() {
        return pages;
    }

    /** How long it took, or how long a call is expected to take. */
    public String getDuration() {
        return duration;
    }

    public @Nullable String getJobId() {
        return fax.getJobId();
    }

    public @Nullable Integer getTriesRemaining() {
        return isUnderWay() ? fax.getTriesRemaining() : null;
    }

    /** Whether the provider has it and has not finished. */
    public boolean isUnderWay() {
        return fax.getOutcome().equals(Outcome.SUBMITTED.label());
    }

    public @Nullable String getReport() {
        return fax.getReport();
    }

    public @Nullable String getPicture() {
        return fax.getPicture();
    }

    public String getIcon() {
        return fax.getIcon();
    }

    int seconds() {
        Long seconds = fax.getDuration();
        return seconds == null ? -1 : seconds.intValue();
    }

    int sent() {
        Integer sent = fax.getPagesSent();
        return sent == null ? -1 : sent;
    }
}
