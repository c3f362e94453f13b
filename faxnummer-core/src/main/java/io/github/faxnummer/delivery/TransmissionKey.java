package io.github.faxnummer.delivery;

/**
 * What makes a fax the same for whoever gets it.
 *
 * @param sha256 of the document
 * @param recipient {@code 00…}
 */
public record TransmissionKey(String sha256, String recipient) {}
