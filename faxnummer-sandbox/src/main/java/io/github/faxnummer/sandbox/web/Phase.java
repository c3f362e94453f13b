package io.github.faxnummer.sandbox.web;

import java.util.Map;

/** The state of a fax as a page shows it. */
enum Phase {
    WAITING("waiting", "…"),
    SENDING("sending", "→"),
    RETRYING("retrying", "↻"),
    DELIVERED("delivered", "✓"),
    INCOMPLETE("incomplete", "!"),
    TOO_MANY("too-many", "!"),
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
            case "DONE-OK" -> delivered(entry.getOrDefault("PagesSent", ""), pages);
            case "DONE-ERROR" -> FAILED;
            default -> UNDOCUMENTED;
        };
    }

    private static Phase delivered(String sent, int pages) {
        if (sent.equals(Integer.toString(pages))) {
            return DELIVERED;
        }
        return sent.equals(Integer.toString(pages + 1)) ? TOO_MANY : INCOMPLETE;
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
            case TOO_MANY -> entry.getOrDefault("PagesSent", "?") + " pages arrived of a document of " + pages;
            case FAILED -> "not delivered, cause " + entry.getOrDefault("StatusQ850Cause", "?");
            case UNDOCUMENTED -> "no documented status";
        };
    }
}
