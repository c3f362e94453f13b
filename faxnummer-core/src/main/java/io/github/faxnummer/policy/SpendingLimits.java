package io.github.faxnummer.policy;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How much a run may send.
 *
 * @param maxTotalPages pages × recipients
 * @param pricePerPage in euros; empty: not known
 * @param maxCost in euros; empty: no limit
 */
public record SpendingLimits(
        int maxFaxes, int maxTotalPages, Optional<BigDecimal> pricePerPage, Optional<BigDecimal> maxCost) {

    /** 50 faxes and 500 pages. */
    public static final SpendingLimits DEFAULT = new SpendingLimits(
            Integer.parseInt(PolicyParameters.Defaults.MAX_FAXES),
            Integer.parseInt(PolicyParameters.Defaults.MAX_TOTAL_PAGES),
            Optional.empty(),
            Optional.empty());

    /**
     * Limits that are exceeded; nothing may be sent if there are any.
     *
     * @param spending of the run: what was sent and what is planned, with all redials that are allowed
     */
    public List<Problem> check(Spending spending) {
        List<Problem> problems = new ArrayList<>();
        if (spending.faxes() > maxFaxes) {
            problems.add(new Problem(
                    "maxFaxes",
                    String.valueOf(maxFaxes),
                    Message.of(key("limit.faxes", spending), spending.faxes(), spending.redials())));
        }
        if (spending.pages() > maxTotalPages) {
            problems.add(new Problem(
                    "maxTotalPages",
                    String.valueOf(maxTotalPages),
                    Message.of(key("limit.pages", spending), spending.pages(), spending.redials())));
        }
        if (pricePerPage.isPresent() && maxCost.isPresent()) {
            BigDecimal cost = spending.cost(pricePerPage.get());
            if (cost.compareTo(maxCost.get()) > 0) {
                problems.add(new Problem(
                        "maxCost",
                        maxCost.get().toPlainString(),
                        Message.of(
                                key("limit.cost", spending),
                                Spending.amount(cost),
                                spending.pages(),
                                Spending.amount(pricePerPage.get()),
                                spending.redials())));
            }
        }
        return List.copyOf(problems);
    }

    private static String key(String key, Spending spending) {
        return spending.redials() > 0 ? key + ".redial" : key;
    }

    /** The smaller ones of two limits, and this one's price if it has one. */
    SpendingLimits narrowedBy(SpendingLimits other) {
        return new SpendingLimits(
                Math.min(maxFaxes, other.maxFaxes),
                Math.min(maxTotalPages, other.maxTotalPages),
                pricePerPage.or(other::pricePerPage),
                Stream.concat(maxCost.stream(), other.maxCost.stream()).min(BigDecimal::compareTo));
    }
}
