package io.github.faxnummer.signature;

import io.github.faxnummer.message.Message;
import java.util.List;
import java.util.Optional;

/**
 * What a report has after it was to be signed.
 *
 * @param level as read back from the file; empty if it is unsigned
 * @param problem why there is no signature, or none with the time stamp that was asked for
 * @param notes why a signature has no validation data
 */
public record SigningResult(Optional<SignatureLevel> level, Optional<Message> problem, List<Message> notes) {

    public SigningResult {
        notes = List.copyOf(notes);
    }
}
