package io.github.faxnummer.order;

import io.github.faxnummer.message.Message;
import java.util.Optional;

/** Decides which numbers may be dialled. */
public interface RecipientRule {

    /** Why no fax may go to a number; empty if one may. */
    Optional<Message> objection(FaxNumber number);

    /** The number that gets every fax in place of the recipients. */
    Optional<FaxNumber> redirectTo();
}
