package io.github.faxnummer.jenkins.report;

import io.github.faxnummer.delivery.Outcome;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.jenkins.delivery.DeliveryRecord;
import io.github.faxnummer.policy.Spending;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.report.DeliveryText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jvnet.localizer.LocaleProvider;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.StaplerRequest2;

/** The faxes of a build at one moment: read once, and shown in several places of a page. */
public final class FaxesPage {

    private record Fax(DeliveryResult delivery, Transmission transmission, TransmissionResult result) {}

    private final DeliveryText text = new DeliveryText(LocaleProvider.getLocale());
    private final List<DeliveryResult> deliveries;
    private final NumberMask mask;
    private final List<Fax> faxes = new ArrayList<>();

    FaxesPage(List<DeliveryResult> deliveries, NumberMask mask) {
        this.deliveries = deliveries;
        this.mask = mask;
        // A fax that this build sent is one row, however many steps followed its job.
        Set<JobId> sent = deliveries.stream()
                .filter(it -> it.record().kind() == DeliveryRecord.Kind.SEND)
                .flatMap(it -> it.record().delivery().transmissions().stream())
                .map(Transmission::jobId)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
        for (DeliveryResult delivery : deliveries) {
            List<Transmission> transmissions = delivery.record().delivery().transmissions();
            for (int i = 0; i < transmissions.size(); i++) {
                Transmission transmission = transmissions.get(i);
                if (delivery.record().kind() == DeliveryRecord.Kind.SEND
                        || transmission.jobId().filter(sent::contains).isEmpty()) {
                    faxes.add(new Fax(
                            delivery, transmission, delivery.getTransmissions().get(i)));
                }
            }
        }
    }

    /** Such as {@code 2 faxes: 1 delivered, 1 busy}. */
    public String getSummary() {
        return text.summary(faxes.stream().map(Fax::transmission).toList());
    }

    /** How many of them there are. */
    public int getFaxes() {
        return faxes.size();
    }

    /** How many arrived with all pages. */
    public int getDelivered() {
        return (int) faxes.stream()
                .map(Fax::transmission)
                .filter(it -> it.outcome() == Outcome.DONE_OK && it.missingPages() == 0)
                .count();
    }

    /** Such as {@code 1/3}; without separators of thousands, which differ between languages. */
    public String getShare() {
        return getDelivered() + "/" + getFaxes();
    }

    /** How many pages the provider sent. */
    public int getPagesSent() {
        return faxes.stream()
                .map(it -> it.result().getPagesSent())
                .mapToInt(it -> it == null ? 0 : it)
                .sum();
    }

    /** What the faxes were expected to cost; empty if no price is configured. */
    public String getCost() {
        return deliveries.stream()
                .map(DeliveryResult::record)
                .flatMap(it -> it.delivery().order().price().stream()
                        .map(price -> it.delivery().spending(it.started()).cost(price)))
                .reduce(BigDecimal::add)
                .map(it -> "EUR " + Spending.amount(it))
                .orElse("");
    }

    /** Whether nothing will change any more. */
    boolean isFinal() {
        return faxes.stream().allMatch(it -> it.transmission().outcome().isFinal());
    }

    /** What the current request wants to see. */
    public FaxTable getTable() {
        StaplerRequest2 request = Stapler.getCurrentRequest2();
        return table(request == null ? new FaxQuery("", "", FaxQuery.Column.SENT, false, 1) : FaxQuery.of(request));
    }

    FaxTable table(FaxQuery query) {
        return new FaxTable(
                faxes.stream()
                        .map(it -> new FaxRow(it.delivery().record().delivery(), it.transmission(), it.result(), text))
                        .toList(),
                query);
    }

    public List<DeliveryResult> getDeliveries() {
        return deliveries;
    }

    /** Whether numbers are masked for the reader. */
    public boolean isMasked() {
        return mask.hides();
    }

    /** Whether a step waits for one of them, so that the page may change. */
    public boolean isLive() {
        return deliveries.stream().anyMatch(DeliveryResult::isFollowed);
    }
}
