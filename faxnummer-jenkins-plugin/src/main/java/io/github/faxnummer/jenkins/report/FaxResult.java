package io.github.faxnummer.jenkins.report;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.Outcome;
import io.github.faxnummer.delivery.Verdict;
import io.github.faxnummer.jenkins.delivery.DeliveryRecord;
import io.github.faxnummer.report.DeliveryText;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jenkinsci.plugins.scriptsecurity.sandbox.whitelists.Whitelisted;
import org.jspecify.annotations.Nullable;

/** What {@code faxSend} and {@code faxStatus} give back. */
public final class FaxResult implements Serializable {

    private static final long serialVersionUID = 1;

    private final boolean success;
    private final String outcome;
    private final String reportDirectory;
    private final ArrayList<TransmissionResult> transmissions;
    // Null in a Pipeline that an earlier version of the plugin suspended.
    private final @Nullable String summary;

    public FaxResult(DeliveryRecord record) {
        DeliveryText text = new DeliveryText(Locale.getDefault());
        Delivery delivery = record.delivery();
        outcome = outcome(record);
        reportDirectory = record.reportDirectory();
        success = outcome.equals("DELIVERED");
        summary = text.summary(delivery.transmissions());
        transmissions = delivery.transmissions().stream()
                .map(it -> new TransmissionResult(it, text, delivery.order().recipient(it.recipient())))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** The whole delivery in a word: the worst result decides. */
    public static String outcome(DeliveryRecord record) {
        Verdict verdict = Verdict.of(record.delivery());
        if (record.dryRun()) {
            return "DRY_RUN";
        }
        if (!verdict.failed().isEmpty()) {
            return "FAILED";
        }
        if (!verdict.timedOut().isEmpty()) {
            return "TIMED_OUT";
        }
        if (!verdict.incomplete().isEmpty()) {
            return "INCOMPLETE";
        }
        return verdict.isDelivered() ? "DELIVERED" : "UNDER_WAY";
    }

    /** Whether the provider says of every fax that it arrived, with all pages. */
    @Whitelisted
    public boolean isSuccess() {
        return success;
    }

    /**
     * {@code DELIVERED}, {@code FAILED}, {@code TIMED_OUT}, {@code INCOMPLETE}, {@code UNDER_WAY} or {@code DRY_RUN}.
     */
    @Whitelisted
    public String getOutcome() {
        return outcome;
    }

    /** Where in the workspace the reports are; empty for {@code faxStatus}. */
    @Whitelisted
    public String getReportDirectory() {
        return reportDirectory;
    }

    /** All faxes in one line, such as {@code 2 faxes: 1 delivered, 1 busy}. */
    @Whitelisted
    public String getSummary() {
        return summary == null ? outcome : summary;
    }

    /** The faxes of which the provider says that they arrived, with all pages. */
    @Whitelisted
    public List<TransmissionResult> getDelivered() {
        return transmissions.stream().filter(FaxResult::isDelivered).collect(Collectors.toCollection(ArrayList::new));
    }

    /** All other faxes: not sent, not delivered, not finished or not known. */
    @Whitelisted
    public List<TransmissionResult> getUnconfirmed() {
        return transmissions.stream().filter(it -> !isDelivered(it)).collect(Collectors.toCollection(ArrayList::new));
    }

    private static boolean isDelivered(TransmissionResult fax) {
        return fax.getOutcome().equals(Outcome.DONE_OK.label()) && fax.getMissingPages() == 0;
    }

    @Whitelisted
    public List<TransmissionResult> getTransmissions() {
        return new ArrayList<>(transmissions);
    }

    /** The job ids that are known, for {@code faxStatus}. */
    @Whitelisted
    public List<String> getJobIds() {
        return transmissions.stream()
                .map(TransmissionResult::getJobId)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    @Override
    public String toString() {
        return outcome + " " + transmissions;
    }
}
