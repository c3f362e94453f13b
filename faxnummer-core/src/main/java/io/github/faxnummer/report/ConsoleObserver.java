package io.github.faxnummer.report;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.DeliveryObserver;
import io.github.faxnummer.delivery.Outcome;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.message.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a line to the console when the state of a transmission changes or its status is not available. */
public final class ConsoleObserver implements DeliveryObserver {

    /** The console of a build. */
    public interface Console {
        void info(String line);

        void warn(String line);
    }

    private final DeliveryText text;
    private final Console console;
    private volatile @Nullable String lastUnavailable;

    public ConsoleObserver(DeliveryText text, Console console) {
        this.text = text;
        this.console = console;
    }

    @Override
    public void changed(Delivery delivery, Transmission before, Transmission after) {
        if (after.redialled().size() > before.redialled().size()) {
            List<Transmission> attempts = after.attempts();
            console.warn(text.line(after, attempts.get(attempts.size() - 2)));
        }
        String line = text.line(after);
        if (line.equals(text.line(before))) {
            return;
        }
        if (after.outcome().isFinal() && (after.outcome() != Outcome.DONE_OK || after.missingPages() > 0)) {
            console.warn(line);
        } else {
            console.info(line);
        }
    }

    @Override
    public void statusUnavailable(Transmission transmission, Message why) {
        String line = text.statusUnavailable(transmission, why);
        boolean isRepeated = line.equals(lastUnavailable);
        lastUnavailable = line;
        if (!isRepeated) {
            console.warn(line);
        }
    }
}
