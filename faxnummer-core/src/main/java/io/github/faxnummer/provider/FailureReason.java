package io.github.faxnummer.provider;

import java.util.Arrays;
import java.util.Locale;

/** Why the provider refused a request (documentation, "Rückgabewerte für SendFax"). */
public enum FailureReason {
    FAILED_TO_SEND("Failed to send Fax"),
    FAX_WRONG_FORMAT("Fax wrong format"),
    DESTINATION_WRONG_FORMAT("Destination wrong format"),
    EMAIL_WRONG_FORMAT("Email wrong format"),
    /** The password is wrong. */
    PRODUCT_CODE_INVALID("Productcode invalid"),
    /** The login is wrong, or its tariff has no API. */
    NOT_AVAILABLE_FOR_ACCOUNT("Webrequest is not available for this account"),
    /** The server answered HTTP 413 before it ran anything: the request exceeds its limit. */
    TOO_LARGE(""),
    /** A comment that is not documented. */
    OTHER("");

    private final String comment;

    FailureReason(String comment) {
        this.comment = comment;
    }

    public static FailureReason of(String comment) {
        // The documentation prints an explanation in brackets behind each comment and leaves open whether it is sent.
        int bracket = comment.indexOf(" (");
        String said = (bracket > 0 ? comment.substring(0, bracket) : comment).strip();
        return Arrays.stream(values())
                .filter(reason -> !reason.comment.isEmpty() && reason.comment.equalsIgnoreCase(said))
                .findFirst()
                .orElse(OTHER);
    }

    /** Whether every further request of the same account will be rejected as well. */
    public boolean concernsAccount() {
        return this == PRODUCT_CODE_INVALID || this == NOT_AVAILABLE_FOR_ACCOUNT;
    }

    String textKey() {
        return "refusal." + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
