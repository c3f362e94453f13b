package io.github.faxnummer.provider;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.message.Sanitizer;
import java.util.Locale;

/**
 * The provider rejected the request; nothing was accepted.
 *
 * @param comment the provider's explanation as received; may be empty
 * @param documentBytes length of the document; 0 if none was sent
 */
public record Rejection(FailureReason reason, String comment, long documentBytes) {

    private static final int MAX_COMMENT_LENGTH = 200;
    private static final long MEGABYTE = 1L << 20;

    // PHP's default upload_max_filesize, form fields included. PHP passes on no file of a larger document, or not even
    // the login (post_max_size), and the provider's script can only report these as wrong.
    private static final long LARGE = 2 * MEGABYTE;

    /** A rejection of a request without a document. */
    public Rejection(FailureReason reason, String comment) {
        this(reason, comment, 0);
    }

    /** What the provider said, and what can be done about it. */
    public Message text() {
        Message said = quoted(reason.textKey());
        if (reason == FailureReason.TOO_LARGE) {
            return Message.of("refusal.size", said, megabytes());
        }
        return mayBeTooLarge() ? Message.of("refusal.size-possible", said, megabytes()) : said;
    }

    /** The same of an answer to a question about a status, with which no fax was rejected. */
    public Message statusText() {
        return reason == FailureReason.OTHER ? quoted("refusal.status") : text();
    }

    private Message quoted(String key) {
        String said = Sanitizer.line(comment, MAX_COMMENT_LENGTH);
        return reason == FailureReason.OTHER && said.isEmpty() ? Message.of(key + ".silent") : Message.of(key, said);
    }

    /** Whether a server with usual limits rejects a document of this size with this reason. */
    public boolean mayBeTooLarge() {
        return documentBytes >= LARGE && (reason == FailureReason.FAX_WRONG_FORMAT || reason.concernsAccount());
    }

    private String megabytes() {
        return String.format(Locale.ROOT, "%.1f", (double) documentBytes / MEGABYTE);
    }
}
