package io.github.faxnummer.client;

import io.github.faxnummer.text.Cleaned;
import io.github.faxnummer.text.Text;
import java.io.Serializable;

/**
 * An answer with {@code WR_Status=failed}: nothing was accepted.
 *
 * @param comment {@code WR_Comment} as it came; may be empty
 */
public record Refusal(RefusalReason reason, String comment) implements Serializable {

    static Refusal of(String comment) {
        return new Refusal(RefusalReason.of(comment), comment);
    }

    /** What the provider said, and what can be done about it. */
    public Text text() {
        return Text.of(reason.textKey(), Cleaned.line(comment, 200));
    }
}
