package io.github.faxnummer.client;

import io.github.faxnummer.document.DocumentContent;
import io.github.faxnummer.input.FaxNumber;

/**
 * One {@code SendFax}: one document to one recipient. Build it from checked input only.
 *
 * @param email gets the provider's status mails
 * @param fileName name of the PDF in the upload
 * @param sender at most 20 printable ASCII characters; empty: none
 * @param source the number it is sent from, which must belong to the account; empty: the provider chooses
 * @param reference comes back in status answers and mails
 */
public record FaxRequest(
        FaxNumber destination,
        String email,
        String fileName,
        DocumentContent content,
        String sender,
        String source,
        String reference) {}
