package io.github.faxnummer.maven;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.DeliveryObserver;
import io.github.faxnummer.delivery.Outcome;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.report.DeliveryText;
import org.apache.maven.plugin.logging.Log;

/** Prints a line for each change, job ids as soon as they are known, and keeps the delivery as it is now. */
final class LogObserver implements DeliveryObserver {

    private final Log log;
    private final DeliveryText text;
    private Delivery current;
    private String lastUnanswered = "";

    LogObserver(Log log, DeliveryText text, Delivery start) {
        this.log = log;
        this.text = text;
        this.current = start;
    }

    /** The delivery with all that is known of it, also after an interrupt or an error. */
    Delivery current() {
        return current;
    }

    @Override
    public void changed(Delivery delivery, Transmission before, Transmission after) {
        current = delivery;
        String line = text.line(after);
        if (line.equals(text.line(before))) {
            return;
        }
        if (after.outcome().isFinal() && (after.outcome() != Outcome.DONE_OK || after.missingPages() > 0)) {
            log.warn(line);
        } else {
            log.info(line);
        }
    }

    @Override
    public void statusUnavailable(Transmission transmission, Message why) {
        String line = text.statusUnavailable(transmission, why);
        if (!line.equals(lastUnanswered)) {
            log.warn(line);
        }
        lastUnanswered = line;
    }
}
