package io.github.faxnummer.sandbox;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockResponseBody;
import mockwebserver3.SocketEffect;
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
    MISDIRECTED_421("HTTP 421", false);

    private final String description;
    private final boolean doneBefore;

    Fault(String description, boolean doneBefore) {
        this.description = description;
        this.doneBefore = doneBefore;
    }

    /** The fault in a few English words. */
    public String description() {
        return description;
    }

    /** Whether the request is carried out before the fault strikes: the fax is accepted all the same. */
    public boolean strikesAfterAcceptance() {
        return doneBefore;
    }

    /** What the client gets to see instead of the answer. */
    MockResponse insteadOf(MockResponse.Builder answer, URI elsewhere) {
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
        };
    }

    static MockResponse.Builder page(int code, String title) {
        return new MockResponse.Builder()
                .status("HTTP/1.1 " + code + " " + title)
                .setHeader("Content-Type", "text/html; charset=utf-8")
                .body("<!DOCTYPE html><html><head><title>" + title + "</title></head><body><h1>" + title
                        + "</h1></body></html>\n");
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
}
