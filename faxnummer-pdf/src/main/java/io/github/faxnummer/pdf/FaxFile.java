package io.github.faxnummer.pdf;

import java.io.Serializable;

/**
 * A file that a fax service gets.
 *
 * @param sha256 64 hexadecimal digits in lower case
 * @param bytes its length
 */
public record FaxFile(String sha256, long bytes) implements Serializable {}
