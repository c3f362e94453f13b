package io.github.faxnummer.archive;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.json.JsonObject;
import io.github.faxnummer.message.Sanitizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A transmission of an archived report.
 *
 * @param document the document's name
 * @param jobId empty if it has none
 */
public record ArchivedFax(String document, String recipient, String outcome, String jobId) {

    static final int MAX_NAME_LENGTH = 200;

    static ArchivedFax of(Transmission transmission) {
        return new ArchivedFax(
                Sanitizer.line(transmission.documentName(), MAX_NAME_LENGTH),
                transmission.recipient(),
                transmission.outcome().label(),
                transmission.jobId().map(Object::toString).orElse(""));
    }

    /** What the data of a report say. */
    static List<ArchivedFax> allOf(JsonObject report) throws IOException {
        List<ArchivedFax> faxes = new ArrayList<>();
        for (JsonObject fax : report.objects("transmissions")) {
            faxes.add(new ArchivedFax(
                    Sanitizer.line(fax.text("document"), MAX_NAME_LENGTH),
                    fax.text("recipient"),
                    fax.text("outcome"),
                    fax.textOrEmpty("jobId")));
        }
        return faxes;
    }

    static ArchivedFax of(JsonObject json) throws IOException {
        return new ArchivedFax(json.text("document"), json.text("recipient"), json.text("outcome"), json.text("jobId"));
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("document", document);
        json.writeStringField("recipient", recipient);
        json.writeStringField("outcome", outcome);
        json.writeStringField("jobId", jobId);
        json.writeEndObject();
    }
}
