package io.github.faxnummer.benchmarks;

import java.util.Optional;

/**
 * A line of the table.
 *
 * @param ratio ours to theirs, or the figure the bar is about
 * @param verdict whether the bar is met; "–" where there is none
 */
record Row(String what, String ours, String reference, String ratio, String bar, String verdict) {

    static final String HEAD = """
            | what | ours | reference | ratio | bar | met |
            |---|---|---|---|---|---|
            """;

    /** A figure that must not exceed the bar. */
    static Row atMost(String what, String ours, String reference, double ratio, double bar, String unit) {
        return new Row(
                what,
                ours,
                reference,
                Samples.number(ratio) + unit,
                "≤ " + Samples.number(bar) + unit,
                ratio <= bar ? "yes" : "**no**");
    }

    /** A figure that must not fall below the bar. */
    static Row atLeast(String what, String ours, String reference, double ratio, double bar, String unit) {
        return new Row(
                what,
                ours,
                reference,
                Samples.number(ratio) + unit,
                "≥ " + Samples.number(bar) + unit,
                ratio >= bar ? "yes" : "**no**");
    }

    /** A figure to know, without a bar. */
    static Row withoutBar(String what, String ours, String reference, String ratio) {
        return new Row(what, ours, reference, ratio, "–", "–");
    }

    /** A line for the console. */
    String comparedWith(Optional<String> committed) {
        return "%s: %s, committed %s (%s; %s)%n".formatted(what, ratio, committed.orElse("none"), ours, reference);
    }

    @Override
    public String toString() {
        return "| " + String.join(" | ", what, ours, reference, ratio, bar, verdict) + " |\n";
    }
}
