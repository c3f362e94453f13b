package io.github.faxnummer.sandbox;

import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.MediaType;
import okhttp3.MultipartReader;
import okio.Buffer;
import okio.ByteString;

/**
 * One request as it came: its text fields and its document. The password has its own place, so that nothing that keeps
 * or shows fields can hold it.
 */
record ApiRequest(Map<String, String> fields, String password, Optional<Upload> document) {
    private static final String PASSWORD = "sProductCode";
    private static final String DOCUMENT = "sFax";

    /** A file part. */
    record Upload(ByteString content, String fileName, String contentType) {}

    ApiRequest {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** The value of a field, empty if the request has none: the documentation makes no difference between the two. */
    String field(String name) {
        return fields.getOrDefault(name, "");
    }

    String command() {
        return field("sCommand");
    }

    String destination() {
        return field("sDestination");
    }

    @Override
    public String toString() {
        return "ApiRequest" + fields.keySet();
    }

    /** Whether a body of this type can be read. */
    static Optional<String> boundary(String contentType) {
        return Optional.ofNullable(MediaType.parse(contentType))
                .filter(type ->
                        type.type().equals("multipart") && type.subtype().equals("form-data"))
                .map(type -> type.parameter("boundary"));
    }

    static ApiRequest read(ByteString body, String boundary) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        String password = "";
        Optional<Upload> document = Optional.empty();
        try (MultipartReader reader = new MultipartReader(new Buffer().write(body), boundary)) {
            for (MultipartReader.Part part = reader.nextPart(); part != null; part = reader.nextPart()) {
                String disposition = header(part, "Content-Disposition");
                String name = parameter(disposition, "name");
                switch (name) {
                    case DOCUMENT ->
                        document = Optional.of(new Upload(
                                part.body().readByteString(),
                                parameter(disposition, "filename"),
                                header(part, "Content-Type")));
                    case PASSWORD -> password = part.body().readUtf8();
                    default -> fields.put(name, part.body().readUtf8());
                }
            }
        }
        return new ApiRequest(fields, password, document);
    }

    private static String header(MultipartReader.Part part, String name) {
        String value = part.headers().get(name);
        return value == null ? "" : value;
    }

    private static String parameter(String header, String name) {
        Matcher matcher = Pattern.compile(";\\s*" + name + "=(?:\"([^\"]*)\"|([^;\\s]+))", Pattern.CASE_INSENSITIVE)
                .matcher(header);
        if (!matcher.find()) {
            return "";
        }
        String quoted = matcher.group(1);
        String value = quoted == null ? matcher.group(2) : quoted;
        return value.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n");
    }
}
