package io.github.faxnummer.order;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.message.Sanitizer;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checked input: every document goes to every recipient. Made by {@link OrderParameters#check}.
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
        return reference.isEmpty() ? Sanitizer.name(document.name()) : reference;
    }

    /** What may go wrong, and what to do; nothing of it keeps the order from being sent. */
    public List<Message> warnings() {
        return Stream.concat(
                        OrderParameters.emailWarning(email)
                                .map(it -> Message.of("input.email.warning", email, it))
                                .stream(),
                        documents.stream().flatMap(it -> it.warnings().stream()))
                .toList();
    }
}
