package io.github.faxnummer.provider;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The {@code WR_Request_UUID} of an accepted fax, also called JobUUID.
 *
 * @param value 1 to 200 printable ASCII characters without blanks, quotes and angle brackets
 */
public record JobId(String value) {

    private static final Pattern VALID = Pattern.compile("[!-~&&[^\"'<>\\\\]]{1,200}");

    /**
     * Checks what it is given.
     *
     * @throws IllegalArgumentException if the value cannot be a job id
     */
    public JobId {
        if (!VALID.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "A job id is 1 to 200 printable ASCII characters without blanks or quotes.");
        }
    }

    public static Optional<JobId> of(String value) {
        return VALID.matcher(value).matches() ? Optional.of(new JobId(value)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
