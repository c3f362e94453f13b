package io.github.faxnummer.provider.faxnummerde;

import io.github.faxnummer.provider.FaxStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** One entry of a {@code GetSentFaxStatus} response as a {@link FaxStatus}. */
final class StatusEntry {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private final Map<String, String> fields;

    private StatusEntry(Map<String, String> fields) {
        this.fields = fields;
    }

    /** The values of an entry, by the names behind {@code WR_DataList_<n>_}. */
    static FaxStatus status(Map<String, String> fields) {
        return new StatusEntry(fields).status();
    }

    private FaxStatus status() {
        return FaxStatus.builder(text(FieldNames.ENTRY_STATUS))
                .jobId(text(FieldNames.ENTRY_JOB_UUID))
                .created(text(FieldNames.ENTRY_CREATED))
                .lastChanged(text(FieldNames.ENTRY_CHANGED))
                .destination(text(FieldNames.ENTRY_DESTINATION))
                .source(text(FieldNames.ENTRY_FROM))
                .reference(text(FieldNames.ENTRY_FAX_FILE_NAME))
                .remoteTsi(text(FieldNames.ENTRY_REMOTE_TSI))
                .cause(number(FieldNames.ENTRY_CAUSE))
                .connectionSeconds(number(FieldNames.ENTRY_DURATION))
                .pagesSent(number(FieldNames.ENTRY_PAGES_SENT))
                .triesRemaining(number(FieldNames.ENTRY_TRIES_REMAINING))
                .additionalFields(additional())
                .build();
    }

    private Map<String, String> additional() {
        Map<String, String> additional = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
            if (isAdditional(name, value)) {
                additional.put(name, value);
            }
        });
        return additional;
    }

    private static boolean isAdditional(String name, String value) {
        boolean isMalformed = FieldNames.isNumber(name)
                && !value.isEmpty()
                && !NUMBER.matcher(value).matches();
        return isMalformed || !FieldNames.isOfEntry(name);
    }

    private String text(String field) {
        return fields.getOrDefault(field, "");
    }

    private OptionalInt number(String field) {
        String digits = text(field);
        return NUMBER.matcher(digits).matches() ? OptionalInt.of(Integer.parseInt(digits)) : OptionalInt.empty();
    }
}
