package io.github.faxnummer.sandbox.web;

import java.util.Map;

/** The state of a fax as a page shows it. */
enum Phase {
    WAITING("waiting", "…"),
    SENDING("sending", "→"),
    RETRYING("retrying", "↻"),
    DELIVERED("delivered", "✓"),
    INCOMPLETE("incomplete", "!"),
    FAILED("failed", "✕"),
    UNDOCUMENTED("undocumented", "?");

    private final String word;
    private final String icon;

    Phase(String word, String icon) {
        this.word = word;
        this.icon = icon;
    }

    /** @param entry the fields of GetSentFaxStatus */
    static Phase of(Map<String, String> entry, int pages) {
        return switch (entry.getOrDefault("Status", "")) {
            case "NEW" -> WAITING;
            case "RUNNING" -> SENDING;
            case "RETRY" -> RETRYING;
            case "DONE-OK" ->
                entry.getOrDefault("PagesSent", "").equals(Integer.toString(pages)) ? DELIVERED : INCOMPLETE;
            case "DONE-ERROR" -> FAILED;
            default -> UNDOCUMENTED;
        };
    }

    /** The API's status with colour, icon and meaning. */
    static Html show(Map<String, String> entry, int pages) {
        Phase phase = of(entry, pages);
        return Html.of("""
                <span class="phase {}"><span aria-hidden="true">{}</span> {}</span> <small>{}</small>""", phase.word, phase.icon, entry.getOrDefault("Status", ""), phase.meaning(entry, pages));
    }

    private String meaning(Map<String, String> entry, int pages) {
        return switch (this) {
            case WAITING -> "waits for a line";
            case SENDING -> "calls or sends";
            case RETRYING -> "tries remaining: " + entry.getOrDefault("SendTriesRemaining", "?");
            case DELIVERED -> pages == 1 ? "its one page arrived" : "all " + pages + " pages arrived";
            case INCOMPLETE -> "only " + entry.getOrDefault("PagesSent", "?") + " of " + pages + " pages arrived";
            case FAILED -> "not delivered, cause " + entry.getOrDefault("StatusQ850Cause", "?");
            case UNDOCUMENTED -> "no documented status";
        };
    }
}
