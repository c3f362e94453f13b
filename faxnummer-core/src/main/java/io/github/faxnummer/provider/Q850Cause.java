package io.github.faxnummer.provider;

import io.github.faxnummer.message.Message;
import java.util.Set;

/**
 * How a fax call ended: a cause of ITU-T Q.850. The API's documentation explains 16, 1, 17 and 34; the others are the
 * standard's.
 *
 * @param code 0 or more; the standard's table ends at 127
 */
public record Q850Cause(int code) {

    private static final Set<Integer> STANDARD = Set.of(
            1, 2, 3, 4, 5, 6, 7, 8, 9, 14, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 34, 38, 39,
            40, 41, 42, 43, 44, 46, 47, 49, 50, 53, 55, 57, 58, 62, 63, 65, 66, 69, 70, 79, 81, 82, 83, 84, 85, 86, 87,
            88, 90, 91, 95, 96, 97, 98, 99, 100, 101, 102, 103, 110, 111, 127);

    // Busy, absent, switched off, congested, interrupted: conditions that end without intervention.
    private static final Set<Integer> PASSING =
            Set.of(8, 9, 16, 17, 18, 19, 20, 25, 27, 31, 34, 38, 39, 41, 42, 43, 44, 46, 47, 49, 58, 63, 102, 127);

    /** Whether the standard's table has this cause. */
    public boolean isStandard() {
        return STANDARD.contains(code);
    }

    /** Whether the same fax may succeed later without intervention. */
    public boolean retryCanHelp() {
        return PASSING.contains(code);
    }

    /** The cause in words. */
    public Message text() {
        return isStandard() ? Message.of("q850." + code) : Message.of("q850.unknown", code);
    }
}
