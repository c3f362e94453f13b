package io.github.faxnummer.sandbox;

import io.github.faxnummer.sandbox.scenario.ApiRequest;
import io.github.faxnummer.sandbox.scenario.Fault;
import io.github.faxnummer.sandbox.scenario.FaxService;
import io.github.faxnummer.sandbox.scenario.ResponseFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockResponseBody;
import mockwebserver3.SocketEffect;
import okio.Buffer;
import okio.BufferedSink;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** The HTTP responses of faults. */
final class FaultResponse {
    private FaultResponse() {}

    /** The format of the regular response before the fault adds its surroundings. */
    static Optional<ResponseFormat> format(Fault fault) {
        return surroundings(fault).map(Surroundings::format);
    }

    private static Optional<Surroundings> surroundings(Fault fault) {
        return Optional.ofNullable(
                switch (fault) {
                    case PHP_WARNING -> new Surroundings(Php.WARNING, "");
                    case TWO_PHP_WARNINGS -> new Surroundings(Php.WARNING + Php.OTHER_WARNING, "");
                    case HTML_NOTICE -> new Surroundings(Php.NOTICE, "\n");
                    case GLUED_NOTICE -> new Surroundings("", Php.NOTICE);
                    case TEXT_AROUND_JSON ->
                        new Surroundings(ResponseFormat.JSON, Php.NOTICE, "\n", "\nVerarbeitet in 0.02 s\n");
                    case NESTED_JSON -> new Surroundings(ResponseFormat.JSON, "{\"response\":", "\n", "}");
                    case BR_LINES -> new Surroundings(ResponseFormat.LINES, "", "<br>", "<br>");
                    case PRE_LINES -> new Surroundings("<pre>\n", "\n</pre>\n");
                    case BLANK_LINE_AND_BOM -> new Surroundings("\n\uFEFF", "\n");
                    default -> null;
                });
    }

    /**
     * The response that the client gets.
     *
     * @param regular the response without the fault
     * @param redirectTarget the sandbox under another host name
     */
    static MockResponse of(Fault fault, MockResponse.Builder regular, ApiRequest request, URI redirectTarget) {
        return switch (fault) {
            case CLOSED_BEFORE_BODY, ANSWER_LOST ->
                regular.onResponseStart(new SocketEffect.CloseSocket()).build();
            case ANSWER_CUT_OFF ->
                regular.onResponseBody(new SocketEffect.CloseSocket()).build();
            case ANSWER_STALLED -> regular.bodyDelay(365, TimeUnit.DAYS).build();
            case ENDLESS_BODY -> endless(regular);
            case HTML_200 -> page(200, "Wartungsarbeiten").build();
            case HTML_500 -> page(500, "Internal Server Error").build();
            case SERVICE_UNAVAILABLE_RETRY_NOW ->
                page(503, "Service Unavailable").setHeader("Retry-After", "0").build();
            case REQUEST_TIMEOUT_408 -> page(408, "Request Timeout").build();
            case REDIRECT_307 ->
                page(307, "Temporary Redirect")
                        .setHeader("Location", redirectTarget)
                        .build();
            case UNAUTHORIZED_401 ->
                page(401, "Unauthorized")
                        .setHeader("WWW-Authenticate", "Basic realm=\"sandbox\"")
                        .build();
            case PROXY_AUTHENTICATION_407 ->
                page(407, "Proxy Authentication Required")
                        .setHeader("Proxy-Authenticate", "Basic realm=\"sandbox\"")
                        .build();
            case MISDIRECTED_421 -> page(421, "Misdirected Request").build();
            case TOO_LARGE_413 -> page(413, "Request Entity Too Large").build();
            case FIELDS_DROPPED -> refusal(FaxService.NOT_AVAILABLE);
            case FILE_DROPPED -> refusal(FaxService.FAX_WRONG_FORMAT);
            case PASSWORD_IN_TRACE -> html(Php.trace(request));
            case LAST_CHUNK_MISSING -> withoutLastChunk(regular);
            case PHP_WARNING,
                    TWO_PHP_WARNINGS,
                    HTML_NOTICE,
                    GLUED_NOTICE,
                    TEXT_AROUND_JSON,
                    NESTED_JSON,
                    BR_LINES,
                    PRE_LINES,
                    BLANK_LINE_AND_BOM -> html(surroundings(fault).orElseThrow().around(text(regular)));
        };
    }

    static MockResponse.Builder page(int code, String title) {
        return new MockResponse.Builder()
                .status("HTTP/1.1 " + code + " " + title)
                .setHeader("Content-Type", "text/html; charset=utf-8")
                .body("<!DOCTYPE html><html><head><title>" + title + "</title></head><body><h1>" + title
                        + "</h1></body></html>\n");
    }

    private static MockResponse html(String body) {
        return new MockResponse.Builder()
                .setHeader("Content-Type", "text/html; charset=utf-8")
                .body(body)
                .build();
    }

    private static MockResponse refusal(String comment) {
        return html("WR_Status=failed\nWR_Comment=" + comment + "\n");
    }

    private static String text(MockResponse.Builder regular) {
        MockResponseBody body = regular.getBody();
        Buffer buffer = new Buffer();
        if (body != null) {
            try {
                body.writeTo(buffer);
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }
        return buffer.readUtf8();
    }

    private static MockResponse withoutLastChunk(MockResponse.Builder regular) {
        ByteString text = ByteString.encodeUtf8(text(regular));
        return regular.body(new UnfinishedBody(text))
                .removeHeader("Content-Length")
                .setHeader("Transfer-Encoding", "chunked")
                .build();
    }

    private static MockResponse endless(MockResponse.Builder regular) {
        MockResponseBody start = regular.getBody();
        return regular.body(new EndlessBody(start))
                .removeHeader("Content-Length")
                .setHeader("Connection", "close")
                .build();
    }

    /** Begins with the honest regular; then blanks until one of the two sides closes the connection. */
    private record EndlessBody(@Nullable MockResponseBody start) implements MockResponseBody {
        @Override
        public long getContentLength() {
            return -1;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            if (start != null) {
                start.writeTo(sink);
            }
            ByteString blanks = ByteString.encodeUtf8(" ".repeat(8192));
            while (sink.isOpen()) {
                sink.write(blanks).flush();
            }
        }
    }

    /** One chunk, then the end of the connection; the exception keeps the server from writing on. */
    private record UnfinishedBody(ByteString text) implements MockResponseBody {
        @Override
        public long getContentLength() {
            return -1;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            sink.writeHexadecimalUnsignedLong(text.size())
                    .writeUtf8("\r\n")
                    .write(text)
                    .writeUtf8("\r\n")
                    .close();
            throw new IOException("the last chunk is left out");
        }
    }

    /** What stands around a response, and between its lines. */
    private record Surroundings(ResponseFormat format, String before, String lineEnd, String after) {

        Surroundings(String before, String after) {
            this(ResponseFormat.LINES, before, "\n", after);
        }

        String around(String response) {
            return before + response.stripTrailing().replace("\n", lineEnd) + after;
        }
    }

    /** Texts of PHP. */
    private static final class Php {

        static final String WARNING = "\nWarning: Undefined variable $tariff in /srv/api/fax.php on line 41\n";
        static final String OTHER_WARNING = "\nWarning: Undefined array key 0 in /srv/api/fax.php on line 44\n";
        static final String NOTICE = "<br />\n<b>Notice</b>:  unserialize(): Error at offset 0 of 1 bytes in "
                + "<b>/srv/api/fax.php</b> on line <b>47</b><br />\n";

        private static final int SHOWN_BYTES = 15;

        private Php() {}

        static String trace(ApiRequest request) {
            ByteString password = ByteString.encodeUtf8(request.password());
            String shown = password.size() > SHOWN_BYTES
                    ? quoted(password.substring(0, SHOWN_BYTES)) + "..."
                    : quoted(password);
            return "<br />\n<b>Fatal error</b>:  Uncaught RuntimeException: SQLSTATE[HY000] [2002] Connection refused in "
                    + "/srv/api/login.php:12\nStack trace:\n#0 /srv/api/fax.php(20): login('"
                    + request.field("sProductLogin") + "', '" + shown + "')\n#1 {main}\n"
                    + "  thrown in <b>/srv/api/login.php</b> on line <b>12</b><br />\n";
        }

        /** PHP escapes bytes beyond ASCII and then, for HTML, {@code & < >} and the quotation mark. */
        private static String quoted(ByteString bytes) {
            StringBuilder text = new StringBuilder();
            for (byte it : bytes.toByteArray()) {
                text.append(
                        switch (it) {
                            case '&' -> "&amp;";
                            case '<' -> "&lt;";
                            case '>' -> "&gt;";
                            case '"' -> "&quot;";
                            default ->
                                it >= ' ' && it < 0x7F
                                        ? String.valueOf((char) it)
                                        : String.format(Locale.ROOT, "\\x%02X", it);
                        });
            }
            return text.toString();
        }
    }
}
