package io.github.faxnummer.jenkins.report;

import io.github.faxnummer.report.DeliveryText;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import org.jvnet.localizer.LocaleProvider;

/**
 * What is known of an unconfirmed fax when its build is deleted.
 *
 * @param since when it became unknown, or was submitted, as {@link Instant#parse} reads it; empty if that is not known
 * @param reason in the controller's language
 */
public record KeptFax(String document, String recipient, String reference, String since, String reason) {

    static KeptFax of(UnconfirmedFax fax) {
        return new KeptFax(
                fax.getDocument(),
                fax.getRecipient(),
                fax.getReference(),
                fax.since().map(Instant::toString).orElse(""),
                new DeliveryText(Locale.getDefault()).reason(fax.fax()));
    }

    /** Without the number: the log is not as closed as the page. */
    String inLog() {
        return "reference '" + reference + "', unknown since " + since;
    }

    public String getDocument() {
        return document;
    }

    public String getRecipient() {
        return recipient;
    }

    public String getReference() {
        return reference;
    }

    /** In the controller's zone. */
    public String getTime() {
        DeliveryText text = new DeliveryText(LocaleProvider.getLocale(), ZoneId.systemDefault());
        return since.isEmpty() ? "" : text.time(Instant.parse(since));
    }

    public String getReason() {
        return reason;
    }
}
