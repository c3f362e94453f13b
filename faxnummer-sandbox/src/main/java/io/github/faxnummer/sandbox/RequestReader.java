package io.github.faxnummer.sandbox;

import io.github.faxnummer.sandbox.scenario.ApiRequest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.MediaType;
import okhttp3.MultipartReader;
import okio.Buffer;
import okio.ByteString;

/** Reads the multipart body of a request. */
final class RequestReader {
    private static final String PASSWORD = "sProductCode";
    private static final String DOCUMENT = "sFax";

    private RequestReader() {}

    /** The boundary of a multipart content type, or empty for any other content type. */
    static Optional<String> boundary(String contentType) {
        return Optional.ofNullable(MediaType.parse(contentType))
                .filter(type ->
                        type.type().equals("multipart") && type.subtype().equals("form-data"))
                .map(type -> type.parameter("boundary"));
    }

    static ApiRequest read(ByteString body, String boundary) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        String password = "";
        Optional<ApiRequest.Upload> document = Optional.empty();
        try (MultipartReader reader = new MultipartReader(new Buffer().write(body), boundary)) {
            for (MultipartReader.Part part = reader.nextPart(); part != null; part = reader.nextPart()) {
                String disposition = header(part, "Content-Disposition");
                String name = parameter(disposition, "name");
                switch (name) {
                    case DOCUMENT ->
                        document = Optional.of(new ApiRequest.Upload(
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
