package io.github.faxnummer.maven;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.DeliveryObserver;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.report.ConsoleObserver;
import io.github.faxnummer.report.DeliveryText;
import org.apache.maven.plugin.logging.Log;

/** Writes changes to Maven's log and keeps the current delivery. */
final class LogObserver implements DeliveryObserver {

    private final ConsoleObserver console;
    private Delivery current;

    LogObserver(Log log, DeliveryText text, Delivery start) {
        console = new ConsoleObserver(text, new ConsoleObserver.Console() {
            @Override
            public void info(String line) {
                log.info(line);
            }

            @Override
            public void warn(String line) {
                log.warn(line);
            }
        });
        current = start;
    }

    /** The delivery as last reported, also after an interrupt or an error. */
    Delivery current() {
        return current;
    }

    @Override
    public void changed(Delivery delivery, Transmission before, Transmission after) {
        current = delivery;
        console.changed(delivery, before, after);
    }

    @Override
    public void statusUnavailable(Transmission transmission, Message why) {
        console.statusUnavailable(transmission, why);
    }
}
