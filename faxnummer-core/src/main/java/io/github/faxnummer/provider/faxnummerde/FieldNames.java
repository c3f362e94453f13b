package io.github.faxnummer.provider.faxnummerde;

import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names of the API's request and response fields, as its documentation writes them. */
final class FieldNames {

    // Table 1: every request
    static final String LOGIN = "sProductLogin";
    static final String PASSWORD = "sProductCode";
    static final String COMMAND = "sCommand";

    // SendFax
    static final String DESTINATION = "sDestination";
    static final String EMAIL = "sEmail";
    static final String FAX = "sFax";
    static final String MIME_TYPE = "mimeType";
    static final String SENDER = "sSender";
    static final String SOURCE = "sSource";
    static final String FAX_FILE_NAME = "sFaxFileName";

    // GetSentFaxStatus
    static final String JOB_UUID = "sJobUUID";

    // every response
    static final String PREFIX = "WR_";
    static final String STATUS = "WR_Status";
    static final String COMMENT = "WR_Comment";
    static final String REQUEST_UUID = "WR_Request_UUID";
    static final String OBJECT_COUNT = "WR_DataList_ObjectCount";
    static final String ENTRY_PREFIX = "WR_DataList_";

    // entries of GetSentFaxStatus, behind WR_DataList_<n>_
    static final String ENTRY_JOB_UUID = "JobUUID";
    static final String ENTRY_CREATED = "CreateDateTime";
    static final String ENTRY_CHANGED = "LastChangeDateTime";
    static final String ENTRY_DESTINATION = "DestinationNumber";
    static final String ENTRY_FROM = "FromNumber";
    static final String ENTRY_FAX_FILE_NAME = "FaxFileName";
    static final String ENTRY_STATUS = "Status";
    static final String ENTRY_REMOTE_TSI = "RemoteTSI";
    static final String ENTRY_CAUSE = "StatusQ850Cause";
    static final String ENTRY_DURATION = "ConnectionDuration";
    static final String ENTRY_PAGES_SENT = "PagesSent";
    static final String ENTRY_TRIES_REMAINING = "SendTriesRemaining";

    private static final String HIDDEN = "********";

    private static final Set<String> OF_ANSWER = Set.of(STATUS, COMMENT, REQUEST_UUID, OBJECT_COUNT);
    private static final Pattern OF_LIST = Pattern.compile(ENTRY_PREFIX + "[0-9]{1,9}_(.*)");
    private static final Set<String> OF_MACHINES =
            Set.of("ok", "OK", "failed", "NEW", "RUNNING", "RETRY", "DONE-OK", "DONE-ERROR");
    private static final Set<String> NUMBERS_AND_TIMES = Set.of(
            OBJECT_COUNT,
            ENTRY_CREATED,
            ENTRY_CHANGED,
            ENTRY_DESTINATION,
            ENTRY_FROM,
            ENTRY_CAUSE,
            ENTRY_DURATION,
            ENTRY_PAGES_SENT,
            ENTRY_TRIES_REMAINING);

    private static final Set<String> NUMBERS =
            Set.of(ENTRY_CAUSE, ENTRY_DURATION, ENTRY_PAGES_SENT, ENTRY_TRIES_REMAINING);

    private static final Map<String, String> OF_ENTRY = Stream.of(
                    ENTRY_JOB_UUID,
                    ENTRY_CREATED,
                    ENTRY_CHANGED,
                    ENTRY_DESTINATION,
                    ENTRY_FROM,
                    ENTRY_FAX_FILE_NAME,
                    ENTRY_STATUS,
                    ENTRY_REMOTE_TSI,
                    ENTRY_CAUSE,
                    ENTRY_DURATION,
                    ENTRY_PAGES_SENT,
                    ENTRY_TRIES_REMAINING)
            .collect(Collectors.toUnmodifiableMap(it -> it, it -> it));

    private FieldNames() {}

    /** The same name; documented names share one instance, so that many responses take less memory. */
    static String ofEntry(String name) {
        return OF_ENTRY.getOrDefault(name, name);
    }

    /** Whether the documentation has a field of this name; of an entry's field also by the part after its number. */
    static boolean isDocumented(String name) {
        if (OF_ANSWER.contains(name) || OF_ENTRY.containsKey(name)) {
            return true;
        }
        if (!name.startsWith(ENTRY_PREFIX)) {
            return false;
        }
        Matcher ofList = OF_LIST.matcher(name);
        return ofList.matches() && OF_ENTRY.containsKey(ofList.group(1));
    }

    /** Whether the documentation has a field of this name for the entries of a list. */
    static boolean isOfEntry(String name) {
        return OF_ENTRY.containsKey(name);
    }

    /** Whether the documentation says that an entry's field of this name holds a number. */
    static boolean isNumber(String name) {
        return NUMBERS.contains(name);
    }

    /** Whether an undocumented field's name contains a secret, or the separator after it completes one. */
    static boolean isSplitSecret(String name, String value, Predicate<String> secret) {
        return !isDocumented(name) && (secret.test(name + "=" + value) || secret.test(name + ":" + value));
    }

    /** A name for a message: an undocumented one could contain anything. */
    static String shownName(String name) {
        return isDocumented(name) ? name : "?";
    }

    /** The value, or asterisks if it contains a secret. Values that programs read are kept. */
    static String shown(String name, String value, Predicate<String> secret) {
        return isForMachines(name, value) || !secret.test(value) ? value : HIDDEN;
    }

    private static boolean isForMachines(String name, String value) {
        return switch (name) {
            case REQUEST_UUID, ENTRY_JOB_UUID -> true;
            case STATUS, ENTRY_STATUS -> OF_MACHINES.contains(value);
            default ->
                NUMBERS_AND_TIMES.contains(name) && value.chars().allMatch(it -> (it >= '(' && it <= ':') || it == ' ');
        };
    }
}
