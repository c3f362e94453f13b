package io.github.faxnummer.sandbox.scenario;

/** What can go wrong between a client and the service. */
public enum Fault {
    /**
     * The connection is closed once the header of a request is read and before its body is. What the request wanted is
     * in the body, so this fault affects the next request of any kind, and it counts as a request but not as a
     * submission.
     */
    CLOSED_BEFORE_BODY("connection closed before the body is read", false),
    /** The request is carried out, then the connection is closed without a response. */
    ANSWER_LOST("accepted, then the connection is closed without a response", true),
    /** The request is carried out, then half of the announced response follows. */
    ANSWER_CUT_OFF("accepted, then the response is truncated", true),
    /** The request is carried out, then the header of the response follows and nothing more. */
    ANSWER_STALLED("accepted, then the response stalls after its header", true),
    /** The request is carried out, then a response that never ends follows. */
    ENDLESS_BODY("accepted, then the response never ends", true),
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
    /** HTTP 401 that requests HTTP Basic authentication. */
    UNAUTHORIZED_401("HTTP 401", false),
    /** HTTP 407 that requests HTTP Basic authentication. */
    PROXY_AUTHENTICATION_407("HTTP 407", false),
    /** HTTP 421. */
    MISDIRECTED_421("HTTP 421", false),
    /** HTTP 413, as a web server in front of the script answers a request that is too large. */
    TOO_LARGE_413("HTTP 413: the web server refuses the request as too large", false),
    /** A request above PHP's post_max_size: no field reaches the script, not even the login. */
    FIELDS_DROPPED("too large for PHP's post_max_size: the account is rejected although it is correct", false),
    /** A file above PHP's upload_max_filesize: the script receives all fields but no file. */
    FILE_DROPPED("too large for PHP's upload_max_filesize: Fax wrong format", false),
    /** A stack trace with the login and the first 15 bytes of the password, as PHP shows of an argument. */
    PASSWORD_IN_TRACE("a PHP stack trace that quotes the login and the beginning of the password", false),

    /** The request is carried out; a chunked response follows that lacks its last, empty chunk. */
    LAST_CHUNK_MISSING("accepted, then a chunked response without its last chunk", true),
    /** The request is carried out; PHP writes a warning before the response. */
    PHP_WARNING("accepted, a PHP warning before the response", true),
    /** The request is carried out; PHP writes two different warnings before the response. */
    TWO_PHP_WARNINGS("accepted, two different PHP warnings before the response", true),
    /** The request is carried out; PHP writes a notice in HTML before the response. */
    HTML_NOTICE("accepted, a PHP notice in HTML before the response", true),
    /** The request is carried out; a notice follows the job id without a line end. */
    GLUED_NOTICE("accepted, a PHP notice glued to the job id", true),
    /** The request is carried out; the response is JSON with text around it. */
    TEXT_AROUND_JSON("accepted, text before and after a JSON object", true),
    /** The request is carried out; the response is a JSON object inside another. */
    NESTED_JSON("accepted, a JSON object one level deeper", true),
    /** The request is carried out; the lines of the response end with br elements. */
    BR_LINES("accepted, lines that end with a br element", true),
    /** The request is carried out; the lines of the response are in a pre element. */
    PRE_LINES("accepted, lines in a pre element", true),
    /** The request is carried out; a blank line and a byte order mark stand before the response. */
    BLANK_LINE_AND_BOM("accepted, a blank line and a byte order mark before the response", true);

    private final String description;
    private final boolean afterAcceptance;

    Fault(String description, boolean afterAcceptance) {
        this.description = description;
        this.afterAcceptance = afterAcceptance;
    }

    /** A short English description. */
    public String description() {
        return description;
    }

    /** Whether the fault occurs after the request was carried out, so that the fax is accepted. */
    public boolean isAfterAcceptance() {
        return afterAcceptance;
    }
}
