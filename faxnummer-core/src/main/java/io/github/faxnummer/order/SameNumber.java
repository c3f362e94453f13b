package io.github.faxnummer.order;

import java.util.Locale;

/** How several faxes to one number are submitted. */
public enum SameNumber {
    /** One after another, each when the one before is final, so that they do not make each other's line busy. */
    SERIAL,
    /** At the same time. */
    PARALLEL;

    /** The rule that can be kept: without waiting for the end of a fax, the next one has to go out at once. */
    public SameNumber whereWaiting(boolean waits) {
        return waits ? this : PARALLEL;
    }

    /** As users write it. */
    public String written() {
        return name().toLowerCase(Locale.ROOT);
    }
}
