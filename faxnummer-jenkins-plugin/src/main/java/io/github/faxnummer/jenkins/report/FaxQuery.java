package io.github.faxnummer.jenkins.report;

import hudson.Util;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.StaplerRequest2;

/**
 * Which faxes a page shows, in which order.
 *
 * @param outcome a {@linkplain FaxRow#getKey() key}; empty: all
 * @param number a part of the recipient's number as people write it; empty: all
 * @param page from 1
 */
public record FaxQuery(String outcome, String number, Column sort, boolean descending, int page) {

    /** What a table can be sorted by. */
    public enum Column {
        /** In the order of the steps and of their documents. */
        SENT,
        DOCUMENT,
        RECIPIENT,
        OUTCOME,
        CAUSE,
        PAGES,
        DURATION
    }

    private static final int MAX_LENGTH = 40;

    public static FaxQuery of(StaplerRequest2 request) {
        return new FaxQuery(
                text(request.getParameter("outcome")),
                text(request.getParameter("number")),
                column(request.getParameter("sort")),
                "desc".equals(request.getParameter("order")),
                page(request.getParameter("page")));
    }

    FaxQuery sortedBy(Column column) {
        return new FaxQuery(outcome, number, column, column == sort && !descending, 1);
    }

    FaxQuery at(int otherPage) {
        return new FaxQuery(outcome, number, sort, descending, otherPage);
    }

    /** Its part of a URL. */
    @Override
    public String toString() {
        return "?outcome=" + Util.rawEncode(outcome) + "&number=" + Util.rawEncode(number) + "&sort="
                + sort.name().toLowerCase(Locale.ROOT) + "&order=" + (descending ? "desc" : "asc") + "&page=" + page;
    }

    boolean matches(FaxRow row) {
        return (outcome.isEmpty() || outcome.equals(row.getKey())) && matchesNumber(row.getRecipient());
    }

    /** {@code +49 202 69555}, {@code 0202/69555} and {@code 69555} all find {@code 004920269555}. */
    private boolean matchesNumber(String recipient) {
        String digits = number.replaceAll("\\(0\\)|[^0-9]", "");
        if (number.strip().startsWith("+")) {
            return recipient.startsWith("00" + digits);
        }
        return digits.startsWith("00")
                ? recipient.startsWith(digits)
                : recipient.contains(digits.startsWith("0") ? digits.substring(1) : digits);
    }

    private static String text(@Nullable String parameter) {
        return parameter == null ? "" : parameter.substring(0, Math.min(MAX_LENGTH, parameter.length()));
    }

    private static Column column(@Nullable String parameter) {
        for (Column column : Column.values()) {
            if (column.name().equalsIgnoreCase(parameter)) {
                return column;
            }
        }
        return Column.SENT;
    }

    private static int page(@Nullable String parameter) {
        return parameter != null && parameter.matches("[1-9][0-9]{0,5}") ? Integer.parseInt(parameter) : 1;
    }
}
