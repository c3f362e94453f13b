package io.github.faxnummer.sandbox.scenario;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import okio.ByteString;

/**
 * A fax that the sandbox accepted.
 *
 * @param jobId the {@code WR_Request_UUID} it was answered with
 * @param fields the text fields of the request in the order received, without the password
 * @param pdf the document
 * @param pages the document's pages
 * @param fileName the file name of the {@code sFax} part, empty if it had none
 * @param contentType the content type of the {@code sFax} part, empty if it had none
 * @param receivedAt when it was accepted, by the sandbox's clock
 */
public record ReceivedFax(
        String jobId,
        Map<String, String> fields,
        ByteString pdf,
        int pages,
        String fileName,
        String contentType,
        Instant receivedAt) {

    public ReceivedFax {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** The value of a field as received; empty if the request did not have it. */
    public String field(String name) {
        return fields.getOrDefault(name, "");
    }

    /** Where the fax goes, as received. */
    public String destination() {
        return field("sDestination");
    }

    @Override
    public String toString() {
        return "ReceivedFax[" + jobId + " to " + destination() + ", " + pages + " pages]";
    }
}
