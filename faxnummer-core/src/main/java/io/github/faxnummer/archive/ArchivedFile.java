package io.github.faxnummer.archive;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.faxnummer.json.JsonObject;
import java.io.IOException;

/**
 * A file of an archived report.
 *
 * @param file its name in the folder of the report
 * @param name the name that it had; for people
 */
public record ArchivedFile(String file, String name, long bytes, String sha256) {

    static ArchivedFile of(JsonObject json) throws IOException {
        return new ArchivedFile(json.text("file"), json.text("name"), json.number("bytes"), json.text("sha256"));
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("file", file);
        json.writeStringField("name", name);
        json.writeNumberField("bytes", bytes);
        json.writeStringField("sha256", sha256);
        json.writeEndObject();
    }
}
