package io.github.faxnummer.ledger;

import io.github.faxnummer.order.Document;
import java.util.Optional;
import java.util.function.Function;

/**
 * By what the faxes of one account are known in a ledger.
 *
 * @param endpoint the address of the service
 * @param fingerprint of a document: the same for documents that look the same on paper
 * @param idempotencyKey the user's own key, which takes the place of the fingerprint
 */
public record FaxIdentities(
        String endpoint, String login, Function<Document, String> fingerprint, Optional<String> idempotencyKey) {

    /** Documents are the same if their bytes are. */
    public static FaxIdentities bytewise(String endpoint, String login, Optional<String> idempotencyKey) {
        return new FaxIdentities(endpoint, login, it -> it.facts().sha256(), idempotencyKey);
    }

    public FaxIdentity of(Document document, String recipient) {
        return FaxIdentity.of(endpoint, login, recipient, fingerprint.apply(document), idempotencyKey);
    }
}
