package io.github.faxnummer.jenkins.report;

import io.github.faxnummer.delivery.Outcome;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.policy.Spending;
import io.github.faxnummer.provider.FaxStatus;
import io.github.faxnummer.report.DeliveryText;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jvnet.localizer.LocaleProvider;

/**
 * The faxes of a build together.
 *
 * @param transmissions each fax once
 * @param expectedCost in euros; empty if no price is configured
 */
public record FaxTotals(List<Transmission> transmissions, Optional<BigDecimal> expectedCost) {

    public FaxTotals {
        transmissions = List.copyOf(transmissions);
    }

    /** Such as {@code 2 faxes: 1 delivered, 1 busy}, in the reader's language. */
    public String getSummary() {
        return new DeliveryText(LocaleProvider.getLocale()).summary(transmissions);
    }

    /** How many faxes there are. */
    public int getFaxes() {
        return transmissions.size();
    }

    /** How many arrived with all pages. */
    public int getDelivered() {
        return (int) transmissions.stream()
                .filter(it -> it.outcome() == Outcome.DONE_OK && it.missingPages() == 0)
                .count();
    }

    /** How many may still arrive. */
    public int getUnderWay() {
        return (int)
                transmissions.stream().filter(it -> !it.outcome().isFinal()).count();
    }

    /** Such as {@code 1/3}; without separators of thousands, which differ between languages. */
    public String getShare() {
        return getDelivered() + "/" + getFaxes();
    }

    /** How many pages the provider sent. */
    public int getPagesSent() {
        return transmissions.stream()
                .map(it -> it.status().map(FaxStatus::pagesSent).orElse(OptionalInt.empty()))
                .mapToInt(it -> it.orElse(0))
                .sum();
    }

    /** What the faxes were expected to cost; empty if no price is configured. */
    public String getCost() {
        return expectedCost
                .map(it -> Spending.amount(it).in(LocaleProvider.getLocale()))
                .orElse("");
    }
}
