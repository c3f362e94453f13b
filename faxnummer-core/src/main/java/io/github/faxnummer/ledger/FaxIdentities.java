package io.github.faxnummer.ledger;

import io.github.faxnummer.order.Document;
import io.github.faxnummer.pdf.ContentFingerprint;
import io.github.faxnummer.pdf.PdfLimits;
import io.github.faxnummer.pdf.UnreadablePdfException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * By what the faxes of one account are known in a ledger.
 *
 * @param endpoint the address of the service
 * @param fingerprints of documents, by the SHA-256 of their file; one without a fingerprint is known by that
 * @param idempotencyKey the user's own key, which takes the place of the fingerprint
 */
public record FaxIdentities(
        String endpoint, String login, Map<String, String> fingerprints, Optional<String> idempotencyKey) {

    public FaxIdentities {
        fingerprints = Map.copyOf(fingerprints);
    }

    /**
     * Documents are the same if they look the same on paper.
     *
     * @param documents files of this machine
     * @throws IOException if one cannot be read
     */
    public static FaxIdentities byContent(
            String endpoint, String login, Optional<String> idempotencyKey, List<Document> documents, PdfLimits limits)
            throws IOException {
        Map<String, String> fingerprints = new HashMap<>();
        if (idempotencyKey.isEmpty()) {
            for (Document document : documents) {
                try {
                    fingerprints.put(
                            document.facts().sha256(),
                            ContentFingerprint.of(Path.of(document.path()), limits)
                                    .value());
                } catch (UnreadablePdfException e) {
                    // Of the same bytes it cannot be had the next time, either: they are known by their own hash.
                }
            }
        }
        return new FaxIdentities(endpoint, login, fingerprints, idempotencyKey);
    }

    public FaxIdentity of(Document document, String recipient) {
        String sha256 = document.facts().sha256();
        return FaxIdentity.of(endpoint, login, recipient, fingerprints.getOrDefault(sha256, sha256), idempotencyKey);
    }
}
