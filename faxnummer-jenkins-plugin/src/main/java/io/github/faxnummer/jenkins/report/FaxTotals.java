package io.github.faxnummer.jenkins.report;

import io.github.faxnummer.delivery.Outcome;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.policy.Spending;
import io.github.faxnummer.provider.FaxStatus;
import io.github.faxnummer.report.DeliveryText;
import io.github.faxnummer.report.FaxCounts;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jvnet.localizer.LocaleProvider;

/**
 * The faxes of a build together. Builds in memory keep it, so it has sums and no faxes.
 *
 * @param delivered how many arrived with all pages
 * @param underWay how many may still arrive
 * @param pagesSent how many pages the provider sent
 * @param expectedCost in euros; empty if no price is configured
 */
public record FaxTotals(
        FaxCounts counts, int delivered, int underWay, int pagesSent, Optional<BigDecimal> expectedCost) {

    static final FaxTotals NONE = new FaxTotals(new FaxCounts(Map.of()), 0, 0, 0, Optional.empty());

    /** @param faxes each fax once */
    static FaxTotals of(List<Transmission> faxes, Optional<BigDecimal> expectedCost) {
        return new FaxTotals(
                FaxCounts.of(faxes),
                (int) faxes.stream()
                        .filter(it -> it.outcome() == Outcome.DONE_OK && it.missingPages() == 0)
                        .count(),
                (int) faxes.stream().filter(it -> !it.outcome().isFinal()).count(),
                faxes.stream()
                        .map(it -> it.status().map(FaxStatus::pagesSent).orElse(OptionalInt.empty()))
                        .mapToInt(it -> it.orElse(0))
                        .sum(),
                expectedCost);
    }

    FaxTotals plus(FaxTotals other) {
        return new FaxTotals(
                counts.plus(other.counts),
                delivered + other.delivered,
                underWay + other.underWay,
                pagesSent + other.pagesSent,
                Stream.concat(expectedCost.stream(), other.expectedCost.stream())
                        .reduce(BigDecimal::add));
    }

    /** Such as {@code 2 faxes: 1 delivered, 1 busy}, in the reader's language. */
    public String getSummary() {
        return new DeliveryText(LocaleProvider.getLocale()).summary(counts);
    }

    /** How many faxes there are. */
    public int getFaxes() {
        return counts.all();
    }

    /** How many arrived with all pages. */
    public int getDelivered() {
        return delivered;
    }

    /** How many may still arrive. */
    public int getUnderWay() {
        return underWay;
    }

    /** Such as {@code 1/3}; without separators of thousands, which differ between languages. */
    public String getShare() {
        return getDelivered() + "/" + getFaxes();
    }

    /** How many pages the provider sent. */
    public int getPagesSent() {
        return pagesSent;
    }

    /** What the faxes were expected to cost; empty if no price is configured. */
    public String getCost() {
        return expectedCost
                .map(it -> Spending.amount(it).in(LocaleProvider.getLocale()))
                .orElse("");
    }
}
