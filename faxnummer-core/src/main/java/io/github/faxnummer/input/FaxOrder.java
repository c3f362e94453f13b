package io.github.faxnummer.input;

import io.github.faxnummer.document.Document;
import java.io.Serializable;
import java.util.List;

/**
 * Checked input: every document goes to every recipient. Made by {@link OrderInput#check}.
 *
 * @param sender empty: none
 * @param source {@code 00…}; empty: the provider chooses
 * @param reference empty: each document's file name
 */
public record FaxOrder(
        List<Document> documents,
        List<FaxNumber> recipients,
        String email,
        String sender,
        String source,
        String reference)
        implements Serializable {

    public FaxOrder {
        documents = List.copyOf(documents);
        recipients = List.copyOf(recipients);
    }

    /** What the provider's status answers and mails call a fax of this document. */
    public String referenceFor(Document document) {
        return reference.isEmpty() ? document.name() : reference;
    }
}
