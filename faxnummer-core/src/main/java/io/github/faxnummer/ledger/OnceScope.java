package io.github.faxnummer.ledger;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Validated;
import java.util.Locale;

/** Which earlier submissions of a fax keep it from being submitted again. */
public enum OnceScope {
    /** Those of the same run of the CI system. */
    RUN,
    /** Those of all runs. */
    CONTENT,
    /** None. */
    OFF;

    public static final String DEFAULT = "run";

    private static final String PARAMETER = "once";

    public static Validated<OnceScope> check(String written) {
        return switch (written.strip().toLowerCase(Locale.ROOT)) {
            case "run" -> Validated.valid(RUN);
            case "content" -> Validated.valid(CONTENT);
            case "off" -> Validated.valid(OFF);
            default -> Validated.invalid(PARAMETER, written, Message.of("input.once"));
        };
    }
}
