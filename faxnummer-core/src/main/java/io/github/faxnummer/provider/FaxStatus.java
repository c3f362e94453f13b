package io.github.faxnummer.provider;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the provider says about one fax of a job (documentation, "Rückgabewerte von GetSentFaxStatus"). Which values are
 * present depends on the state; a missing text is empty.
 *
 * <p>The provider's timestamps carry no zone, so they stay text, as written ({@code YYYY-MM-DD HH:mm:ss}).
 *
 * @param state how far the fax is
 * @param stateText the state as the provider wrote it, such as {@code DONE-OK}
 * @param jobId the job as the provider names it; empty if it names none
 * @param created when the job was created
 * @param lastChanged when the state last changed
 * @param destination the number that was dialled
 * @param source the number it was sent from; the one the provider chose where the order named none
 * @param reference the reference of the order
 * @param remoteTsi how the recipient's machine identifies itself: foreign text, to be sanitized or escaped before it is
 *     shown
 * @param cause how the last call ended; present once the job is finished
 * @param connectionDuration how long the call was connected, in whole seconds; present once the job is finished
 * @param pagesSent number of pages sent; present once the job is finished
 * @param triesRemaining remaining tries while the state is {@link State#RETRY}; starts at 5
 * @param additionalFields undocumented fields, and documented ones whose value has an undocumented form, as received
 *     and in their order
 */
public record FaxStatus(
        State state,
        String stateText,
        String jobId,
        String created,
        String lastChanged,
        String destination,
        String source,
        String reference,
        String remoteTsi,
        Optional<Q850Cause> cause,
        Optional<Duration> connectionDuration,
        OptionalInt pagesSent,
        OptionalInt triesRemaining,
        Map<String, String> additionalFields) {

    /** The documented states, and {@link #OTHER} for all others. */
    public enum State {
        NEW("NEW"),
        RUNNING("RUNNING"),
        RETRY("RETRY"),
        DONE_OK("DONE-OK"),
        DONE_ERROR("DONE-ERROR"),
        /** Not in the documentation: counts as under way. */
        OTHER("");

        private final String label;

        State(String label) {
            this.label = label;
        }

        /** The state for the provider's text; {@link #OTHER} if it is not documented. */
        public static State of(String written) {
            for (State state : values()) {
                if (state.label.equals(written)) {
                    return state;
                }
            }
            return OTHER;
        }

        /** Whether the job is finished: {@link #DONE_OK} and {@link #DONE_ERROR} only. */
        public boolean isFinal() {
            return this == DONE_OK || this == DONE_ERROR;
        }
    }

    public FaxStatus {
        // A list may have 100,000 entries: the small maps of the JDK take a fifth.
        additionalFields = additionalFields.size() <= 1
                ? Map.copyOf(additionalFields)
                : Collections.unmodifiableMap(new LinkedHashMap<>(additionalFields));
    }

    /** A builder of a status; only the state is required. */
    public static Builder builder(String stateText) {
        return new Builder(stateText);
    }

    /** Collects the values of a status. */
    public static final class Builder {

        private final String stateText;
        private String jobId = "";
        private String created = "";
        private String lastChanged = "";
        private String destination = "";
        private String source = "";
        private String reference = "";
        private String remoteTsi = "";
        private OptionalInt cause = OptionalInt.empty();
        private OptionalInt connectionSeconds = OptionalInt.empty();
        private OptionalInt pagesSent = OptionalInt.empty();
        private OptionalInt triesRemaining = OptionalInt.empty();
        private Map<String, String> additionalFields = Map.of();

        private Builder(String stateText) {
            this.stateText = stateText;
        }

        public Builder jobId(String value) {
            jobId = value;
            return this;
        }

        public Builder created(String value) {
            created = value;
            return this;
        }

        public Builder lastChanged(String value) {
            lastChanged = value;
            return this;
        }

        public Builder destination(String value) {
            destination = value;
            return this;
        }

        public Builder source(String value) {
            source = value;
            return this;
        }

        public Builder reference(String value) {
            reference = value;
            return this;
        }

        public Builder remoteTsi(String value) {
            remoteTsi = value;
            return this;
        }

        public Builder cause(OptionalInt code) {
            cause = code;
            return this;
        }

        public Builder connectionSeconds(OptionalInt value) {
            connectionSeconds = value;
            return this;
        }

        public Builder pagesSent(OptionalInt value) {
            pagesSent = value;
            return this;
        }

        public Builder triesRemaining(OptionalInt value) {
            triesRemaining = value;
            return this;
        }

        public Builder additionalFields(Map<String, String> value) {
            additionalFields = value;
            return this;
        }

        public FaxStatus build() {
            return new FaxStatus(
                    State.of(stateText),
                    stateText,
                    jobId,
                    created,
                    lastChanged,
                    destination,
                    source,
                    reference,
                    remoteTsi,
                    cause.stream().mapToObj(Q850Cause::new).findFirst(),
                    connectionSeconds.stream().mapToObj(Duration::ofSeconds).findFirst(),
                    pagesSent,
                    triesRemaining,
                    additionalFields);
        }
    }
}
