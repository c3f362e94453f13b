package io.github.faxnummer.sandbox.scenario;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import okio.ByteString;

/**
 * A request: its text fields and its document. The password is not one of the fields, so that code that keeps or shows
 * fields cannot leak it.
 */
public record ApiRequest(Map<String, String> fields, String password, Optional<Upload> document) {
    /** A file part. */
    public record Upload(ByteString content, String fileName, String contentType) {}

    public ApiRequest {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** The value of a field, empty if the request does not have it: the documentation does not distinguish the two. */
    public String field(String name) {
        return fields.getOrDefault(name, "");
    }

    public String command() {
        return field("sCommand");
    }

    public String destination() {
        return field("sDestination");
    }

    @Override
    public String toString() {
        return "ApiRequest" + fields.keySet();
    }
}
