package io.github.faxnummer.provider;

import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.DocumentContent;
import io.github.faxnummer.order.FaxNumber;
import java.util.OptionalInt;

/**
 * One submission: one document to one recipient. Build it from validated input only.
 *
 * @param email gets the provider's status mails
 * @param document the PDF and its name in the upload; exactly the inspected bytes are sent, or nothing
 * @param sender at most 20 printable ASCII characters; empty: none
 * @param source the number it is sent from, which must belong to the account; empty: the provider chooses
 * @param reference comes back in status answers and mails
 * @param permit requested before the first byte is sent
 * @param maxSubmissions how often the run may submit this fax in all, if this is a redial
 */
public record FaxRequest(
        FaxNumber destination,
        String email,
        Document document,
        DocumentContent content,
        String sender,
        String source,
        String reference,
        SubmissionPermit permit,
        OptionalInt maxSubmissions) {

    /** A request that needs no permit. */
    public FaxRequest(
            FaxNumber destination,
            String email,
            Document document,
            DocumentContent content,
            String sender,
            String source,
            String reference) {
        this(
                destination,
                email,
                document,
                content,
                sender,
                source,
                reference,
                SubmissionPermit.ALWAYS,
                OptionalInt.empty());
    }

    /** The same request with another permit. */
    public FaxRequest withPermit(SubmissionPermit other) {
        return new FaxRequest(destination, email, document, content, sender, source, reference, other, maxSubmissions);
    }

    /** The same request as a redial. */
    public FaxRequest asRedial(int max) {
        return new FaxRequest(
                destination, email, document, content, sender, source, reference, permit, OptionalInt.of(max));
    }
}
