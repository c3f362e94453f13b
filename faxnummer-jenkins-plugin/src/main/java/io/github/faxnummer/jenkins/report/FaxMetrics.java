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
import io.github.faxnummer.provider.JobId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import jenkins.metrics.api.MetricProvider;

/**
 * Metrics about faxes where the metrics plugin is installed. Counters begin when Jenkins starts and count each fax once,
 * with the outcome that the first step ends with.
 */
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

        private static final int MOST_JOBS = 10_000;

        /** Jobs that were counted: another step may follow one, or take it over instead of sending. */
        private final Map<JobId, Boolean> counted = Collections.synchronizedMap(new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<JobId, Boolean> eldest) {
                return size() > MOST_JOBS;
            }
        });

        @Override
        public void submitted(Run<?, ?> run, Transmission fax) {
            metrics().submitted.inc();
        }

        @Override
        public void finished(Run<?, ?> run, Delivery delivery) {
            for (Transmission fax : delivery.transmissions()) {
                if (!fax.outcome().isFinal() || fax.isRepeated() || !isFirst(fax)) {
                    continue;
                }
                if (fax.outcome() == Outcome.DONE_OK && fax.missingPages() == 0) {
                    metrics().delivered.inc();
                } else {
                    metrics().notDelivered.inc();
                }
            }
        }

        private boolean isFirst(Transmission fax) {
            return fax.jobId().isEmpty() || counted.put(fax.jobId().get(), true) == null;
        }

        private static FaxMetrics metrics() {
            return ExtensionList.lookupSingleton(FaxMetrics.class);
        }
    }
}
