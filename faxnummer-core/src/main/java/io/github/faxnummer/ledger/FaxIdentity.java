package io.github.faxnummer.ledger;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Identifies a fax by what its recipient gets. A ledger stores keyed hashes of it only.
 *
 * @param account who sends, and through which service
 * @param recipient {@code 00…}
 * @param content the document's fingerprint, or the user's own idempotency key
 * @param pages of the document, which the provider must report as sent; 0: not known. No part of the hash
 */
public record FaxIdentity(String account, String recipient, String content, int pages) {

    /**
     * The identity of a document sent by an account.
     *
     * @param endpoint the address of the service: submissions to another one, such as a sandbox, are different faxes
     * @param idempotencyKey takes the place of the fingerprint
     */
    public static FaxIdentity of(
            String endpoint, String login, String recipient, String fingerprint, Optional<String> idempotencyKey) {
        String content = idempotencyKey.isPresent() ? "key " + idempotencyKey.get() : "document " + fingerprint;
        return new FaxIdentity(login + " " + endpoint, recipient, content, 0);
    }

    /** The address of the service. */
    String service() {
        return account.substring(account.lastIndexOf(' ') + 1);
    }

    FaxIdentity withPages(int number) {
        return new FaxIdentity(account, recipient, content, number);
    }

    /** Each part preceded by its length, so that no two identities have the same bytes. */
    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String part : new String[] {account, recipient, content}) {
            byte[] utf8 = part.getBytes(StandardCharsets.UTF_8);
            bytes.writeBytes((utf8.length + ":").getBytes(StandardCharsets.US_ASCII));
            bytes.writeBytes(utf8);
        }
        return bytes.toByteArray();
    }

    // As in LedgerKey.
    @Override
    public boolean equals(Object other) {
        return other instanceof FaxIdentity fax
                && account.equals(fax.account)
                && recipient.equals(fax.recipient)
                && content.equals(fax.content)
                && pages == fax.pages;
    }

    @Override
    public int hashCode() {
        return 31 * (31 * account.hashCode() + recipient.hashCode()) + content.hashCode();
    }
}
