package io.github.faxnummer.jenkins.report;

import hudson.model.Run;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.message.Sanitizer;
import io.github.faxnummer.report.DeliveryText;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.jvnet.localizer.LocaleProvider;

/**
 * A fax that a person has to look up, with what the customer centre shows of it.
 *
 * @param delivery its id
 * @param position among the faxes of the delivery, from 0
 */
public record UnconfirmedFax(Run<?, ?> run, String delivery, int position, Transmission fax) {

    private static final int MAX_TEXT_LENGTH = 200;

    public Run<?, ?> getRun() {
        return run;
    }

    public String getDelivery() {
        return delivery;
    }

    /** As text: languages write large numbers differently. */
    public String getPosition() {
        return String.valueOf(position);
    }

    public String getDocument() {
        return Sanitizer.line(fax.documentName(), MAX_TEXT_LENGTH);
    }

    public String getRecipient() {
        return Sanitizer.line(fax.recipient(), MAX_TEXT_LENGTH);
    }

    public String getReference() {
        return Sanitizer.line(fax.reference(), MAX_TEXT_LENGTH);
    }

    /** When it became unknown, in the controller's zone; empty if that is not known. */
    public String getTime() {
        DeliveryText text = new DeliveryText(LocaleProvider.getLocale(), ZoneId.systemDefault());
        return fax.history().isEmpty()
                ? ""
                : text.time(fax.history().get(fax.history().size() - 1));
    }

    /** When it became unknown, or was submitted. */
    Optional<Instant> since() {
        return fax.history().isEmpty()
                ? fax.submittedAt()
                : fax.history().get(fax.history().size() - 1).at();
    }

    public String getReason() {
        return new DeliveryText(LocaleProvider.getLocale()).reason(fax);
    }
}
