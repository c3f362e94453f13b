package io.github.faxnummer.protocol;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names of the API's request and answer fields, as its documentation writes them. */
public final class Field {

    // Table 1: every request
    public static final String LOGIN = "sProductLogin";
    public static final String PASSWORD = "sProductCode";
    public static final String COMMAND = "sCommand";

    // SendFax
    public static final String DESTINATION = "sDestination";
    public static final String EMAIL = "sEmail";
    public static final String FAX = "sFax";
    public static final String MIME_TYPE = "mimeType";
    public static final String SENDER = "sSender";
    public static final String SOURCE = "sSource";
    public static final String FAX_FILE_NAME = "sFaxFileName";

    // GetSentFaxStatus
    public static final String JOB_UUID = "sJobUUID";

    // every answer
    public static final String STATUS = "WR_Status";
    public static final String COMMENT = "WR_Comment";
    public static final String REQUEST_UUID = "WR_Request_UUID";
    public static final String OBJECT_COUNT = "WR_DataList_ObjectCount";
    public static final String ENTRY_PREFIX = "WR_DataList_";

    // entries of GetSentFaxStatus, behind WR_DataList_<n>_
    public static final String ENTRY_JOB_UUID = "JobUUID";
    public static final String ENTRY_CREATED = "CreateDateTime";
    public static final String ENTRY_CHANGED = "LastChangeDateTime";
    public static final String ENTRY_DESTINATION = "DestinationNumber";
    public static final String ENTRY_FROM = "FromNumber";
    public static final String ENTRY_FAX_FILE_NAME = "FaxFileName";
    public static final String ENTRY_STATUS = "Status";
    public static final String ENTRY_REMOTE_TSI = "RemoteTSI";
    public static final String ENTRY_CAUSE = "StatusQ850Cause";
    public static final String ENTRY_DURATION = "ConnectionDuration";
    public static final String ENTRY_PAGES_SENT = "PagesSent";
    public static final String ENTRY_TRIES_REMAINING = "SendTriesRemaining";

    private static final Set<String> MACHINE_READ = Set.of(
            STATUS,
            REQUEST_UUID,
            OBJECT_COUNT,
            ENTRY_JOB_UUID,
            ENTRY_STATUS,
            ENTRY_CAUSE,
            ENTRY_DURATION,
            ENTRY_PAGES_SENT,
            ENTRY_TRIES_REMAINING);

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

    private Field() {}

    /** The same name, but of the documented ones only one copy is in memory, however many answers are kept. */
    static String ofEntry(String name) {
        return OF_ENTRY.getOrDefault(name, name);
    }

    /** Whether an answer's field is for people only, so that parts of it can be hidden without harm; in an entry by what
     * is behind the entry's number. */
    public static boolean isFreeText(String name) {
        return !MACHINE_READ.contains(name);
    }
}
