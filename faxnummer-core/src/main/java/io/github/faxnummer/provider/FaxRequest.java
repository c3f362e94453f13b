package io.github.faxnummer.provider;

import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.DocumentContent;
import io.github.faxnummer.order.FaxNumber;

/**
 * One submission: one document to one recipient. Build it from validated input only.
 *
 * @param email gets the provider's status mails
 * @param document the PDF and its name in the upload; exactly the inspected bytes are sent, or nothing
 * @param sender at most 20 printable ASCII characters; empty: none
 * @param source the number it is sent from, which must belong to the account; empty: the provider chooses
 * @param reference comes back in status answers and mails
 * @param permit requested before the first byte is sent
 */
public record FaxRequest(
        FaxNumber destination,
        String email,
        Document document,
        DocumentContent content,
        String sender,
        String source,
        String reference,
        SubmissionPermit permit) {

    /** A request that needs no permit. */
    public FaxRequest(
            FaxNumber destination,
            String email,
            Document document,
            DocumentContent content,
            String sender,
            String source,
            String reference) {
        this(destination, email, document, content, sender, source, reference, SubmissionPermit.ALWAYS);
    }

    /** The same request with another permit. */
    public FaxRequest withPermit(SubmissionPermit other) {
        return new FaxRequest(destination, email, document, content, sender, source, reference, other);
    }
}
