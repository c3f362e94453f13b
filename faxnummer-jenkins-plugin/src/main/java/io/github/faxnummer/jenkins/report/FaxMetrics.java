package io.github.faxnummer.jenkins.report;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Metric;
import com.codahale.metrics.MetricSet;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Run;
import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.Outcome;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.jenkins.delivery.DeliveryService;
import io.github.faxnummer.jenkins.delivery.DeliveryTask;
import io.github.faxnummer.jenkins.delivery.FaxListener;
import io.github.faxnummer.jenkins.delivery.ServiceHealth;
import java.util.Map;
import jenkins.metrics.api.MetricProvider;

/** Metrics about faxes where the metrics plugin is installed. Counters begin when Jenkins starts. */
@Extension(optional = true)
public final class FaxMetrics extends MetricProvider {

    private static final String PREFIX = "faxnummer.";

    private final Counter submitted = new Counter();
    private final Counter delivered = new Counter();
    private final Counter notDelivered = new Counter();

    @Override
    public MetricSet getMetricSet() {
        Map<String, Metric> all = Map.of(
                PREFIX + "deliveries.waiting",
                (Gauge<Integer>) () -> DeliveryService.get().waiting(),
                PREFIX + "deliveries.stuck",
                (Gauge<Long>) () -> DeliveryService.get().tasks().stream()
                        .filter(DeliveryTask::isStuck)
                        .count(),
                PREFIX + "builds.unconfirmed",
                (Gauge<Integer>) () -> UnconfirmedFaxes.get().count(),
                PREFIX + "services.failing",
                (Gauge<Integer>) () -> ServiceHealth.get().failures().size(),
                PREFIX + "faxes.submitted",
                submitted,
                PREFIX + "faxes.delivered",
                delivered,
                PREFIX + "faxes.not-delivered",
                notDelivered);
        return () -> all;
    }

    /** Counts what becomes of faxes. Its own class, so that both are extensions. */
    @Extension(optional = true)
    public static final class Counts extends FaxListener {

        @Override
        public void submitted(Run<?, ?> run, Transmission fax) {
            metrics().submitted.inc();
        }

        @Override
        public void finished(Run<?, ?> run, Delivery delivery) {
            for (Transmission fax : delivery.transmissions()) {
                if (fax.outcome() == Outcome.DONE_OK && fax.missingPages() == 0) {
                    metrics().delivered.inc();
                } else if (fax.outcome().isFinal()) {
                    metrics().notDelivered.inc();
                }
            }
        }

        private static FaxMetrics metrics() {
            return ExtensionList.lookupSingleton(FaxMetrics.class);
        }
    }
}
