package io.github.faxnummer.maven;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.DeliveryObserver;
import io.github.faxnummer.delivery.Outcome;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.message.Message;

/**
 * Adds to the journal when a transmission gets further, so that a build that is killed leaves what was known: what is being
 * submitted before its request leaves, and job ids.
 *
 * @param underWay what there is time for as soon as a fax is on its way
 */
record ReportObserver(DeliveryObserver next, ReportFolder reports, Runnable underWay) implements DeliveryObserver {

    @Override
    public void changed(Delivery delivery, Transmission before, Transmission after) {
        if (after.outcome() == Outcome.SUBMITTING) {
            reports.markSubmitting(delivery);
            next.changed(delivery, before, after);
            return;
        }
        next.changed(delivery, before, after);
        reports.progress(delivery);
        if (after.outcome() != before.outcome()) {
            underWay.run();
        }
    }

    @Override
    public void statusUnavailable(Transmission transmission, Message why) {
        next.statusUnavailable(transmission, why);
    }
}
