package io.github.faxnummer.delivery;

/**
 * Identifies a fax by what its recipient gets.
 *
 * @param sha256 of the document
 * @param recipient {@code 00…}
 */
public record TransmissionKey(String sha256, String recipient) {}
