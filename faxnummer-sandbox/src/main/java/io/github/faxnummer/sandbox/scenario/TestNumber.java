package io.github.faxnummer.sandbox.scenario;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * The numbers with a scenario of their own: the recipient of a fax selects what happens to it. A fax to any other number is
 * delivered.
 *
 * <p>All of them are from the range that the Bundesnetzagentur keeps free for films and books (Berlin, 030 23125-000 to
 * -999), so that no subscriber is called if one of them ever reaches the real service.
 */
public enum TestNumber {
    DELIVERED("016", "delivered", Scenario::delivered),
    BUSY("017", "busy: RETRY with 5, 4, 3, 2, 1 tries remaining, then DONE-ERROR, cause 17", Scenario::busy),
    BUSY_AT_FIRST("018", "the first fax as for 017, each later one delivered", Scenario::delivered) {
        @Override
        Scenario scenario(int pages, int earlierFaxes) {
            return earlierFaxes == 0 ? Scenario.busy(pages) : Scenario.delivered(pages);
        }
    },
    UNKNOWN_NUMBER("001", "number unknown: DONE-ERROR, cause 1", Scenario::unknownNumber),
    NOT_REACHABLE("034", "not reachable: DONE-ERROR, cause 34", Scenario::notReachable),
    DELIVERED_AFTER_RETRIES("002", "delivered after two retries", Scenario::deliveredAfterTwoRetries),
    PAGE_MISSING("003", "DONE-OK with one page fewer than the document has", Scenario::onePageMissing),
    UNDOCUMENTED_STATUS("004", "an undocumented status (PAUSED), then delivered", Scenario::undocumentedStatus),
    NEVER_ENDS("005", "stays RUNNING for ever", Scenario::endless),
    REJECTED("006", "rejected: Failed to send Fax", Scenario::delivered),
    HOSTILE_STATION("007", "delivered to a machine whose RemoteTSI is hostile text", Scenario::delivered) {
        @Override
        String remoteTsi() {
            return "<b>ev\u001b[31mil\u202e</b>";
        }
    },
    PAGE_MORE("021", "DONE-OK with one page more than the document has", Scenario::onePageMore),
    OTHER_DESTINATION("022", "a status for another DestinationNumber", Scenario::delivered) {
        @Override
        void falsify(Map<String, String> entry) {
            entry.put("DestinationNumber", "00493023125999");
        }
    },
    UNKNOWN_AT_FIRST("023", "GetSentFaxStatus does not know the job for 20 s, then delivered", Scenario::delivered) {
        @Override
        Duration unknownFor() {
            return Duration.ofSeconds(20);
        }
    },
    OTHER_JOB("024", "a status for another JobUUID", Scenario::delivered) {
        @Override
        void falsify(Map<String, String> entry) {
            entry.put("JobUUID", "faxsend-acc00000-00000000000000000000");
        }
    },
    OTHER_REFERENCE("025", "DONE-OK with another FaxFileName", Scenario::delivered) {
        @Override
        void falsify(Map<String, String> entry) {
            entry.put("FaxFileName", "invoice-4711.pdf");
        }
    },
    OTHER_SOURCE("026", "DONE-OK with another FromNumber", Scenario::delivered) {
        @Override
        void falsify(Map<String, String> entry) {
            entry.put("FromNumber", "00493023125888");
        }
    },
    CREATED_EARLIER("027", "DONE-OK for a job that was created in 2019", Scenario::delivered) {
        @Override
        void falsify(Map<String, String> entry) {
            entry.put("CreateDateTime", "2019-05-12 12:34:56");
        }
    },
    NO_DESTINATION("028", "DONE-OK without DestinationNumber", Scenario::delivered) {
        @Override
        void falsify(Map<String, String> entry) {
            entry.remove("DestinationNumber");
        }
    },

    ANSWER_LOST("101", Fault.ANSWER_LOST),
    ANSWER_CUT_OFF("102", Fault.ANSWER_CUT_OFF),
    ANSWER_STALLED("103", Fault.ANSWER_STALLED),
    ENDLESS_BODY("104", Fault.ENDLESS_BODY),
    LAST_CHUNK_MISSING("105", Fault.LAST_CHUNK_MISSING),
    PHP_WARNING("111", Fault.PHP_WARNING),
    TWO_PHP_WARNINGS("112", Fault.TWO_PHP_WARNINGS),
    HTML_NOTICE("113", Fault.HTML_NOTICE),
    GLUED_NOTICE("114", Fault.GLUED_NOTICE),
    TEXT_AROUND_JSON("115", Fault.TEXT_AROUND_JSON),
    NESTED_JSON("116", Fault.NESTED_JSON),
    BR_LINES("117", Fault.BR_LINES),
    PRE_LINES("118", Fault.PRE_LINES),
    BLANK_LINE_AND_BOM("119", Fault.BLANK_LINE_AND_BOM),
    HTML_200("200", Fault.HTML_200),
    PASSWORD_IN_TRACE("201", Fault.PASSWORD_IN_TRACE),
    FIELDS_DROPPED("202", Fault.FIELDS_DROPPED),
    FILE_DROPPED("203", Fault.FILE_DROPPED),
    REDIRECT_307("307", Fault.REDIRECT_307),
    UNAUTHORIZED_401("401", Fault.UNAUTHORIZED_401),
    PROXY_AUTHENTICATION_407("407", Fault.PROXY_AUTHENTICATION_407),
    REQUEST_TIMEOUT_408("408", Fault.REQUEST_TIMEOUT_408),
    TOO_LARGE_413("413", Fault.TOO_LARGE_413),
    MISDIRECTED_421("421", Fault.MISDIRECTED_421),
    HTML_500("500", Fault.HTML_500),
    SERVICE_UNAVAILABLE_503("503", Fault.SERVICE_UNAVAILABLE_RETRY_NOW),

    LINES("901", ResponseFormat.LINES),
    QUOTED_LINES("902", ResponseFormat.QUOTED_LINES),
    COLON_LINES("903", ResponseFormat.COLON_LINES),
    URL_ENCODED("904", ResponseFormat.URL_ENCODED),
    JSON("905", ResponseFormat.JSON),
    XML("906", ResponseFormat.XML),
    LINES_BEHIND_NOTICE("907", ResponseFormat.LINES_BEHIND_NOTICE);

    private final String number;
    private final String description;

    @SuppressWarnings("ImmutableEnumChecker") // only ever a reference to a static method of Scenario
    private final IntFunction<Scenario> scenario;

    private final Optional<Fault> fault;
    private final Optional<ResponseFormat> responseFormat;

    TestNumber(String lastDigits, String description, IntFunction<Scenario> scenario) {
        this(lastDigits, description, scenario, Optional.empty(), Optional.empty());
    }

    TestNumber(String lastDigits, Fault fault) {
        this(lastDigits, fault.description(), Scenario::delivered, Optional.of(fault), Optional.empty());
    }

    TestNumber(String lastDigits, ResponseFormat format) {
        this(
                lastDigits,
                "delivered; responses as " + format.description(),
                Scenario::delivered,
                Optional.empty(),
                Optional.of(format));
    }

    TestNumber(
            String lastDigits,
            String description,
            IntFunction<Scenario> scenario,
            Optional<Fault> fault,
            Optional<ResponseFormat> responseFormat) {
        this.number = "00493023125" + lastDigits;
        this.description = description;
        this.scenario = scenario;
        this.fault = fault;
        this.responseFormat = responseFormat;
    }

    /** The number as the API recommends it, with leading 00. */
    public String number() {
        return number;
    }

    /** What happens to a fax to this number, in English. */
    public String description() {
        return description;
    }

    /** The fault that occurs when a fax is sent to this number. */
    public Optional<Fault> fault() {
        return fault;
    }

    /** The format of all responses about a fax to this number. */
    public Optional<ResponseFormat> responseFormat() {
        return responseFormat;
    }

    /** The number in this table, if it is there, in international or national form. */
    public static Optional<TestNumber> of(String destination) {
        String international = international(destination);
        return Arrays.stream(values())
                .filter(candidate -> candidate.number.equals(international))
                .findFirst();
    }

    /** All numbers and what happens to a fax to each, one per line. */
    public static String table() {
        return Arrays.stream(values())
                .map(number -> number.number + "  " + number.description + "\n")
                .collect(Collectors.joining("", "", "any other       delivered\n"));
    }

    /** What happens to a fax of this many pages when so many earlier ones to the number were accepted. */
    Scenario scenario(int pages, int earlierFaxes) {
        return scenario.apply(pages);
    }

    String remoteTsi() {
        return "+" + number.substring(2);
    }

    /** Changes the status entry into a wrong one. */
    void falsify(Map<String, String> entry) {}

    /** How long GetSentFaxStatus does not find a job yet. */
    Duration unknownFor() {
        return Duration.ZERO;
    }

    static String international(String destination) {
        return destination.startsWith("0") && !destination.startsWith("00")
                ? "0049" + destination.substring(1)
                : destination;
    }
}
