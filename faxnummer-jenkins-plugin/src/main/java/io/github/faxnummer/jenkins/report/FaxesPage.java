package io.github.faxnummer.jenkins.report;

import io.github.faxnummer.delivery.Outcome;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.jenkins.delivery.DeliveryRecord;
import io.github.faxnummer.jenkins.delivery.DeliveryStore;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.report.DeliveryText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jvnet.localizer.LocaleProvider;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.StaplerRequest2;

/** The faxes of a build at one moment: read once, and shown in several places of a page. */
public final class FaxesPage {

    /** @param position among the faxes of the delivery */
    private record Fax(DeliveryResult delivery, Transmission transmission, int position) {}

    /**
     * By what a fax is known that several deliveries of a build have.
     *
     * @param number of the faxes of one delivery that have the same job, as documents with the same content do
     */
    private record Key(String fax, int number) {

        static Key of(DeliveryResult delivery, Transmission transmission) {
            Optional<JobId> job = transmission.jobId();
            if (job.isPresent()) {
                return new Key("job " + job.get(), 0);
            }
            String document = delivery.record()
                    .delivery()
                    .document(transmission)
                    .map(Document::keySha256)
                    .orElse("");
            return transmission.outcome() == Outcome.UNKNOWN
                    ? new Key("unknown " + document + " " + transmission.recipient(), 0)
                    : new Key("attempt " + delivery.getId() + " " + document + " " + transmission.recipient(), 0);
        }

        Key nth(int nth) {
            return new Key(fax, nth);
        }
    }

    private final DeliveryText text = new DeliveryText(LocaleProvider.getLocale());
    private final List<DeliveryResult> deliveries;
    private final DeliveryStore.Kept kept;
    private final NumberMask mask;
    private final List<Fax> faxes = new ArrayList<>();

    /** @param kept what the deliveries were read from */
    FaxesPage(List<DeliveryResult> deliveries, DeliveryStore.Kept kept, NumberMask mask) {
        this.deliveries = deliveries;
        this.kept = kept;
        this.mask = mask;
        // A fax is one row, however many steps sent it again or followed its job: with what the last one knows of it.
        Map<Key, Integer> rows = new HashMap<>();
        for (DeliveryResult delivery : inOrder(deliveries)) {
            List<Transmission> transmissions = delivery.record().delivery().transmissions();
            Map<Key, Integer> times = new HashMap<>();
            for (int i = 0; i < transmissions.size(); i++) {
                Transmission transmission = transmissions.get(i);
                Fax fax = new Fax(delivery, transmission, i);
                Key key = Key.of(delivery, transmission);
                Integer row = rows.get(key.nth(times.merge(key, 1, Integer::sum)));
                boolean isKnown = transmission.jobId().isPresent() || transmission.isRepeated();
                if (row == null || !isKnown) {
                    rows.put(key.nth(times.getOrDefault(key, 1)), faxes.size());
                    faxes.add(fax);
                } else if (isNewer(fax, faxes.get(row))) {
                    faxes.set(row, fax);
                }
            }
        }
    }

    /** A followed job is shown with what was sent; a fax that is not sent again because it is unknown says less. */
    private static boolean isNewer(Fax fax, Fax before) {
        boolean isSent = fax.delivery().record().kind() == DeliveryRecord.Kind.SEND;
        boolean wasSent = before.delivery().record().kind() == DeliveryRecord.Kind.SEND;
        return (isSent || !wasSent) && fax.transmission().jobId().isPresent();
    }

    /** What was sent before what was only followed, which is shown with it. */
    private static List<DeliveryResult> inOrder(List<DeliveryResult> deliveries) {
        return deliveries.stream()
                .sorted(Comparator.comparing(it -> it.record().kind()))
                .toList();
    }

    /** What does not depend on the reader. */
    public FaxTotals getTotals() {
        return FaxTotals.of(
                faxes.stream().map(Fax::transmission).toList(),
                deliveries.stream()
                        .map(DeliveryResult::record)
                        .flatMap(it -> it.delivery().order().price().stream()
                                .map(price ->
                                        it.delivery().spending(it.started()).cost(price)))
                        .reduce(BigDecimal::add));
    }

    /** Such as {@code 2 faxes: 1 delivered, 1 busy}. */
    public String getSummary() {
        return getTotals().getSummary();
    }

    /** How many of them there are. */
    public int getFaxes() {
        return faxes.size();
    }

    /** What the current request wants to see. */
    public FaxTable getTable() {
        StaplerRequest2 request = Stapler.getCurrentRequest2();
        return table(request == null ? new FaxQuery("", "", FaxQuery.Column.SENT, false, 1) : FaxQuery.of(request));
    }

    FaxTable table(FaxQuery query) {
        Map<DeliveryResult, List<TransmissionResult>> results = new IdentityHashMap<>();
        return new FaxTable(
                faxes.stream()
                        .map(it -> new FaxRow(
                                it.delivery().record().delivery(),
                                it.transmission(),
                                results.computeIfAbsent(it.delivery(), DeliveryResult::getTransmissions)
                                        .get(it.position()),
                                text))
                        .toList(),
                query);
    }

    public List<DeliveryResult> getDeliveries() {
        return deliveries;
    }

    /** Files of deliveries that cannot be read. */
    public List<String> getUnreadable() {
        return kept.unreadable();
    }

    /** The deliveries as they are on disk. */
    List<DeliveryRecord> records() {
        return kept.records();
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
