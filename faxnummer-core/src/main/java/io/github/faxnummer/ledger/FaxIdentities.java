package io.github.faxnummer.ledger;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.FaxParameters;
import io.github.faxnummer.order.Validated;
import io.github.faxnummer.pdf.ContentFingerprint;
import io.github.faxnummer.pdf.Finding;
import io.github.faxnummer.pdf.PdfLimits;
import io.github.faxnummer.pdf.UnreadablePdfException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
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
     * @throws IOException if one cannot be read, has changed since it was checked, or needs more time or memory than it may
     *     take
     */
    public static FaxIdentities byContent(
            String endpoint, String login, Optional<String> idempotencyKey, List<Document> documents, PdfLimits limits)
            throws IOException {
        return byContent(endpoint, login, idempotencyKey, documents, limits, Map.of());
    }

    /**
     * The same, with fingerprints that are known already.
     *
     * @param known of files, by their SHA-256
     */
    public static FaxIdentities byContent(
            String endpoint,
            String login,
            Optional<String> idempotencyKey,
            List<Document> documents,
            PdfLimits limits,
            Map<String, String> known)
            throws IOException {
        Map<String, String> fingerprints = new HashMap<>();
        if (idempotencyKey.isEmpty()) {
            for (Document document : documents) {
                String sha256 = document.facts().sha256();
                // Of a composed one it is more than that of its file.
                if (known.containsKey(sha256) && !document.isComposed()) {
                    fingerprints.put(sha256, known.getOrDefault(sha256, ""));
                    continue;
                }
                Validated<Optional<String>> fingerprint = fingerprint(document, limits);
                if (fingerprint.value().isEmpty()) {
                    throw new IOException(fingerprint.problems().get(0).in(Locale.ENGLISH));
                }
                fingerprint.value().get().ifPresent(it -> fingerprints.put(sha256, it));
            }
        }
        return new FaxIdentities(endpoint, login, fingerprints, idempotencyKey);
    }

    /**
     * By what a document is known.
     *
     * @param document a file of this machine
     * @return its fingerprint; empty if it is known by the hash of its file; a problem if it changed since it was checked,
     *     or needs more time or memory than it may take
     * @throws IOException if the file cannot be read
     */
    public static Validated<Optional<String>> fingerprint(Document document, PdfLimits limits) throws IOException {
        try {
            ContentFingerprint fingerprint = document.fingerprint(limits);
            return fingerprint.sha256().equals(document.facts().sha256())
                    ? Validated.valid(Optional.of(fingerprint.value()))
                    : Validated.invalid(
                            FaxParameters.DOCUMENTS.name(), document.path(), Message.of("network.document.changed"));
        } catch (UnreadablePdfException e) {
            Finding.Kind kind = e.finding().kind();
            if (kind == Finding.Kind.TOO_MUCH_TIME || kind == Finding.Kind.TOO_MUCH_MEMORY) {
                // Another machine, or this one at another time, may manage it: there the fax would be another one.
                return Validated.invalid(List.of(Document.problem(document.path(), e.finding())));
            }
            // What else makes a file unreadable is in its bytes: they are known by their own hash every time.
            return Validated.valid(Optional.empty());
        }
    }

    public FaxIdentity of(Document document, String recipient) {
        String content = fingerprints.getOrDefault(document.facts().sha256(), document.keySha256());
        return FaxIdentity.of(endpoint, login, recipient, content, idempotencyKey)
                .withPages(document.pages());
    }
}
