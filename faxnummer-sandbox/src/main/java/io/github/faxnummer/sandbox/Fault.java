package io.github.faxnummer.sandbox;

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

/** What can go wrong between a client and the service. */
public enum Fault {
    /**
     * The connection is closed once the header of a request is read and before its body is. What the request wanted is
     * in the body, so this fault hits the next request of any kind, and it counts as a request but not as a submission.
     */
    CLOSED_BEFORE_BODY("connection closed before the body is read", false),
    /** The request is done, then the connection is closed instead of an answer. */
    ANSWER_LOST("accepted, then the connection is closed without an answer", true),
    /** The request is done, then half of the announced answer follows. */
    ANSWER_CUT_OFF("accepted, then the answer is cut off in the middle", true),
    /** The request is done, then the header of the answer follows and nothing more. */
    ANSWER_STALLED("accepted, then the answer stalls after its header", true),
    /** The request is done, then an answer that never ends follows. */
    ENDLESS_BODY("accepted, then the answer never ends", true),
    /** An HTML page with HTTP 200. */
    HTML_200("HTML error page with HTTP 200", false),
    /** An HTML page with HTTP 500. */
    HTML_500("HTML error page with HTTP 500", false),
    /** HTTP 503 with {@code Retry-After: 0}. */
    SERVICE_UNAVAILABLE_RETRY_NOW("HTTP 503 with Retry-After: 0", false),
    /** HTTP 408. */
    REQUEST_TIMEOUT_408("HTTP 408", false),
    /** HTTP 307 to the same sandbox under another host name, so that a client that follows is counted twice. */
    REDIRECT_307("HTTP 307 to another host", false),
    /** HTTP 401 that asks for HTTP Basic. */
    UNAUTHORIZED_401("HTTP 401", false),
    /** HTTP 407 that asks for HTTP Basic. */
    PROXY_AUTHENTICATION_407("HTTP 407", false),
    /** HTTP 421. */
    MISDIRECTED_421("HTTP 421", false),
    /** HTTP 413, as of a web server in front of the script that does not take so large a request. */
    TOO_LARGE_413("HTTP 413: the web server refuses the request as too large", false),
    /** What PHP makes of a request above its post_max_size: no field reaches the script, the login neither. */
    FIELDS_DROPPED("too large for PHP's post_max_size: the account is refused although it is right", false),
    /** What PHP makes of a file above its upload_max_filesize: the script gets all fields but no file. */
    FILE_DROPPED("too large for PHP's upload_max_filesize: Fax wrong format", false),
    /** A stack trace with the login and the first 15 bytes of the password, which is what PHP shows of an argument. */
    PASSWORD_IN_TRACE("a PHP stack trace that quotes the login and the beginning of the password", false),

    /** The request is done; a chunked response follows that lacks its last, empty chunk. */
    LAST_CHUNK_MISSING("accepted, then a chunked response without its last chunk", true),
    /** The request is done; PHP writes a warning before the response. */
    PHP_WARNING("accepted, a PHP warning before the response", new Surroundings(Php.WARNING, "")),
    /** The request is done; PHP writes two different warnings before the response. */
    TWO_PHP_WARNINGS(
            "accepted, two different PHP warnings before the response",
            new Surroundings(Php.WARNING + Php.OTHER_WARNING, "")),
    /** The request is done; PHP writes a notice in HTML before the response. */
    HTML_NOTICE("accepted, a PHP notice in HTML before the response", new Surroundings(Php.NOTICE, "\n")),
    /** The request is done; a notice follows the job id without a line end. */
    GLUED_NOTICE("accepted, a PHP notice glued to the job id", new Surroundings("", Php.NOTICE)),
    /** The request is done; the response is JSON with text around it. */
    TEXT_AROUND_JSON(
            "accepted, text before and behind a JSON object",
            new Surroundings(AnswerForm.JSON, Php.NOTICE, "\n", "\nVerarbeitet in 0.02 s\n")),
    /** The request is done; the response is a JSON object inside another. */
    NESTED_JSON(
            "accepted, a JSON object one level deeper", new Surroundings(AnswerForm.JSON, "{\"response\":", "\n", "}")),
    /** The request is done; the lines of the response end with br elements. */
    BR_LINES("accepted, lines that end with a br element", new Surroundings(AnswerForm.LINES, "", "<br>", "<br>")),
    /** The request is done; the lines of the response are in a pre element. */
    PRE_LINES("accepted, lines in a pre element", new Surroundings("<pre>\n", "\n</pre>\n")),
    /** The request is done; a blank line and a byte order mark stand before the response. */
    BLANK_LINE_AND_BOM(
            "accepted, a blank line and a byte order mark before the response", new Surroundings("\n\uFEFF", "\n"));

    private final String description;
    private final boolean doneBefore;

    @SuppressWarnings("ImmutableEnumChecker") // a record of texts
    private final Optional<Surroundings> surroundings;

    Fault(String description, boolean doneBefore) {
        this(description, doneBefore, Optional.empty());
    }

    Fault(String description, Surroundings surroundings) {
        this(description, true, Optional.of(surroundings));
    }

    Fault(String description, boolean doneBefore, Optional<Surroundings> surroundings) {
        this.description = description;
        this.doneBefore = doneBefore;
        this.surroundings = surroundings;
    }

    /** The fault in a few English words. */
    public String description() {
        return description;
    }

    /** Whether the request is carried out before the fault strikes: the fax is accepted all the same. */
    public boolean strikesAfterAcceptance() {
        return doneBefore;
    }

    /** The form in which the response is written before its surroundings are added. */
    Optional<AnswerForm> form() {
        return surroundings.map(Surroundings::form);
    }

    /** What the client gets to see instead of the answer. */
    MockResponse insteadOf(MockResponse.Builder answer, ApiRequest request, URI elsewhere) {
        return switch (this) {
            case CLOSED_BEFORE_BODY, ANSWER_LOST ->
                answer.onResponseStart(new SocketEffect.CloseSocket()).build();
            case ANSWER_CUT_OFF ->
                answer.onResponseBody(new SocketEffect.CloseSocket()).build();
            case ANSWER_STALLED -> answer.bodyDelay(365, TimeUnit.DAYS).build();
            case ENDLESS_BODY -> endless(answer);
            case HTML_200 -> page(200, "Wartungsarbeiten").build();
            case HTML_500 -> page(500, "Internal Server Error").build();
            case SERVICE_UNAVAILABLE_RETRY_NOW ->
                page(503, "Service Unavailable").setHeader("Retry-After", "0").build();
            case REQUEST_TIMEOUT_408 -> page(408, "Request Timeout").build();
            case REDIRECT_307 ->
                page(307, "Temporary Redirect").setHeader("Location", elsewhere).build();
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
            case LAST_CHUNK_MISSING -> withoutLastChunk(answer);
            case PHP_WARNING,
                    TWO_PHP_WARNINGS,
                    HTML_NOTICE,
                    GLUED_NOTICE,
                    TEXT_AROUND_JSON,
                    NESTED_JSON,
                    BR_LINES,
                    PRE_LINES,
                    BLANK_LINE_AND_BOM -> html(surroundings.orElseThrow().around(text(answer)));
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

    private static String text(MockResponse.Builder answer) {
        MockResponseBody body = answer.getBody();
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

    private static MockResponse withoutLastChunk(MockResponse.Builder answer) {
        ByteString text = ByteString.encodeUtf8(text(answer));
        return answer.body(new UnfinishedBody(text))
                .removeHeader("Content-Length")
                .setHeader("Transfer-Encoding", "chunked")
                .build();
    }

    private static MockResponse endless(MockResponse.Builder answer) {
        MockResponseBody start = answer.getBody();
        return answer.body(new EndlessBody(start))
                .removeHeader("Content-Length")
                .setHeader("Connection", "close")
                .build();
    }

    /** Begins with the honest answer; then blanks until one of the two sides closes the connection. */
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
    private record Surroundings(AnswerForm form, String before, String lineEnd, String after) {

        Surroundings(String before, String after) {
            this(AnswerForm.LINES, before, "\n", after);
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
