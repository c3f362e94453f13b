package io.github.faxnummer.provider;

import io.github.faxnummer.provider.faxnummerde.FieldMap;
import io.github.faxnummer.provider.faxnummerde.FieldNames;
import java.io.Serializable;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One entry of a {@code GetSentFaxStatus} answer (documentation, "Rückgabewerte von GetSentFaxStatus"). Which fields
 * there are depends on the status; what is missing is empty.
 *
 * <p>The API's timestamps carry no zone, so they stay text, as written ({@code YYYY-MM-DD HH:mm:ss}).
 *
 * @param fields all fields as they came, the undocumented ones too
 */
public record FaxStatus(Map<String, String> fields) implements Serializable {

    /** The documented values of {@code Status}, and one for all others. */
    public enum Phase {
        NEW,
        RUNNING,
        RETRY,
        DONE_OK,
        DONE_ERROR,
        /** Not in the documentation: counts as still under way. */
        OTHER;

        /** Whether the job is finished: {@code DONE-OK} and {@code DONE-ERROR} only. */
        public boolean isFinal() {
            return this == DONE_OK || this == DONE_ERROR;
        }
    }

    public FaxStatus {
        fields = FieldMap.copyOf(fields);
    }

    public Phase phase() {
        return switch (statusText()) {
            case "NEW" -> Phase.NEW;
            case "RUNNING" -> Phase.RUNNING;
            case "RETRY" -> Phase.RETRY;
            case "DONE-OK" -> Phase.DONE_OK;
            case "DONE-ERROR" -> Phase.DONE_ERROR;
            default -> Phase.OTHER;
        };
    }

    /** {@code Status} as it came. */
    public String statusText() {
        return text(FieldNames.ENTRY_STATUS);
    }

    public String jobUuid() {
        return text(FieldNames.ENTRY_JOB_UUID);
    }

    /** When the job was created, as written, without a zone. */
    public String created() {
        return text(FieldNames.ENTRY_CREATED);
    }

    /** When the status last changed, as written, without a zone. */
    public String lastChanged() {
        return text(FieldNames.ENTRY_CHANGED);
    }

    public String destination() {
        return text(FieldNames.ENTRY_DESTINATION);
    }

    /** The source number; the one the provider chose where none was given. */
    public String from() {
        return text(FieldNames.ENTRY_FROM);
    }

    public String reference() {
        return text(FieldNames.ENTRY_FAX_FILE_NAME);
    }

    /** How the recipient's machine calls itself: text chosen by a stranger, to be cleaned or escaped where it is shown. */
    public String remoteTsi() {
        return text(FieldNames.ENTRY_REMOTE_TSI);
    }

    /** How the last call ended; there once the job is finished. */
    public Optional<Q850Cause> cause() {
        return number(FieldNames.ENTRY_CAUSE).stream().mapToObj(Q850Cause::new).findFirst();
    }

    /** How long the call was connected, to the second; there once the job is finished. */
    public Optional<Duration> connectionDuration() {
        return number(FieldNames.ENTRY_DURATION).stream()
                .mapToObj(Duration::ofSeconds)
                .findFirst();
    }

    /** Pages that were sent; there once the job is finished. */
    public OptionalInt pagesSent() {
        return number(FieldNames.ENTRY_PAGES_SENT);
    }

    /** Tries that are left while the status is {@code RETRY}; starts at 5. */
    public OptionalInt sendTriesRemaining() {
        return number(FieldNames.ENTRY_TRIES_REMAINING);
    }

    private String text(String field) {
        return fields.getOrDefault(field, "");
    }

    private OptionalInt number(String field) {
        String digits = text(field);
        return digits.matches("[0-9]{1,9}") ? OptionalInt.of(Integer.parseInt(digits)) : OptionalInt.empty();
    }
}
