package io.github.faxnummer.jenkins.report;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One page of the faxes of a build, as a reader wants to see them. Sorted and filtered here, it works without a script. */
public final class FaxTable {

    public static final int PAGE_SIZE = 50;

    private final int total;
    private final List<FaxRow> matching;
    private final List<Choice> outcomes;
    private final FaxQuery query;
    private final int page;

    /** An outcome that faxes have, for the filter. */
    public record Choice(String key, String label, int count, boolean chosen) {

        public String getKey() {
            return key;
        }

        public String getLabel() {
            return label + " (" + count + ")";
        }

        public boolean isChosen() {
            return chosen;
        }
    }

    FaxTable(List<FaxRow> all, FaxQuery query) {
        this.query = query;
        total = all.size();
        Map<String, Integer> counts = new LinkedHashMap<>();
        Map<String, String> labels = new LinkedHashMap<>();
        for (FaxRow row : all) {
            counts.merge(row.getKey(), 1, Integer::sum);
            labels.putIfAbsent(row.getKey(), row.getCategory());
        }
        outcomes = labels.entrySet().stream()
                .map(it -> new Choice(
                        it.getKey(),
                        it.getValue(),
                        counts.getOrDefault(it.getKey(), 0),
                        it.getKey().equals(query.outcome())))
                .toList();
        matching = all.stream().filter(query::matches).sorted(order(query)).toList();
        page = Math.min(query.page(), getPages());
    }

    private static Comparator<FaxRow> order(FaxQuery query) {
        Comparator<FaxRow> order =
                switch (query.sort()) {
                    case SENT -> (a, b) -> 0;
                    case DOCUMENT -> Comparator.comparing(FaxRow::getDocument, String.CASE_INSENSITIVE_ORDER);
                    case RECIPIENT -> Comparator.comparing(FaxRow::getRecipient);
                    case OUTCOME -> Comparator.comparing(FaxRow::getResult);
                    case CAUSE -> Comparator.comparing(FaxRow::getReason);
                    case PAGES -> Comparator.comparingInt(FaxRow::sent);
                    case DURATION -> Comparator.comparingInt(FaxRow::seconds);
                };
        return query.descending() ? order.reversed() : order;
    }

    public List<FaxRow> getRows() {
        return matching.subList(
                Math.min(matching.size(), (page - 1) * PAGE_SIZE), Math.min(matching.size(), page * PAGE_SIZE));
    }

    public int getTotal() {
        return total;
    }

    /** How many the filter finds. */
    public int getMatching() {
        return matching.size();
    }

    /** As text: languages write large numbers differently. */
    public String getTotalText() {
        return String.valueOf(total);
    }

    /** As text: languages write large numbers differently. */
    public String getMatchingText() {
        return String.valueOf(matching.size());
    }

    public boolean isFiltered() {
        return !query.outcome().isEmpty() || !query.number().isBlank();
    }

    /** Whether the table is long enough to need filters. */
    public boolean isSearchable() {
        return total > 1;
    }

    public int getPage() {
        return page;
    }

    public int getPages() {
        return Math.max(1, (matching.size() + PAGE_SIZE - 1) / PAGE_SIZE);
    }

    public FaxQuery getQuery() {
        return query;
    }

    public String getNumber() {
        return query.number();
    }

    public List<Choice> getOutcomes() {
        return outcomes;
    }

    /** Where the page with another order is. */
    public String sortedBy(String column) {
        return query.sortedBy(FaxQuery.Column.valueOf(column)).toString();
    }

    /** {@code aria-sort} of a column. */
    public String order(String column) {
        if (!query.sort().name().equals(column)) {
            return "none";
        }
        return query.descending() ? "descending" : "ascending";
    }

    public String getSort() {
        return query.sort().name().toLowerCase(Locale.ROOT);
    }

    public String getOrder() {
        return query.descending() ? "desc" : "asc";
    }

    /** Where the page before this one is; empty on the first one. */
    public String getPrevious() {
        return page > 1 ? query.at(page - 1).toString() : "";
    }

    /** Where the page after this one is; empty on the last one. */
    public String getNext() {
        return page < getPages() ? query.at(page + 1).toString() : "";
    }
}
