package io.github.faxnummer.maven;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.DeliveryObserver;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.report.DeliveryReport;
import io.github.faxnummer.text.Text;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * Writes the reports anew when a transmission gets further, so that a build that is killed leaves what was known: what is
 * being submitted before its request leaves, and job ids.
 */
record ReportObserver(DeliveryObserver next, Function<Delivery, DeliveryReport> report, Path folder)
        implements DeliveryObserver {

    @Override
    public void changed(Delivery delivery, Transmission before, Transmission after) {
        next.changed(delivery, before, after);
        if (after.outcome() == before.outcome()) {
            return;
        }
        try {
            report.apply(delivery).writeTo(folder);
        } catch (IOException | RuntimeException e) {
            // Must not get in the way of a fax under way. At the end it is tried again, and told.
        }
    }

    @Override
    public void unanswered(Transmission transmission, Text why) {
        next.unanswered(transmission, why);
    }
}
