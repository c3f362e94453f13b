package io.github.faxnummer.jenkins.delivery;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.DeliveryObserver;
import io.github.faxnummer.delivery.Outcome;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.jenkins.Messages;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.report.ConsoleObserver;
import io.github.faxnummer.report.DeliveryText;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * How far a delivery is. It has every change on disk and on the console before the next one. Readers never wait for the
 * disk: they see the last state that is complete.
 */
final class DeliveryState implements DeliveryObserver {

    private static final Logger LOGGER = Logger.getLogger(DeliveryState.class.getName());

    private final String id;
    private final Run<?, ?> run;
    private final TaskListener listener;
    private final DeliveryText text = new DeliveryText(Locale.getDefault());

    private final ConsoleObserver console = new ConsoleObserver(text, new ConsoleObserver.Console() {
        @Override
        public void info(String line) {
            print(line);
        }

        @Override
        public void warn(String line) {
            print(line);
        }
    });

    /** Held while the state is changed and forced to disk. */
    private final Object change = new Object();

    private volatile @Nullable DeliveryRecord record;
    private volatile boolean stopped;
    // Guarded by change.
    private boolean unsaved;

    DeliveryState(String id, Run<?, ?> run, TaskListener listener) {
        this.id = id;
        this.run = run;
        this.listener = listener;
    }

    /** What is known; empty as long as it is being prepared. */
    Optional<DeliveryRecord> record() {
        return Optional.ofNullable(record);
    }

    /** Not remembered: a job that is renamed takes the directories of its builds along. */
    DeliveryStore store() {
        return DeliveryStore.of(run);
    }

    void begin(DeliveryRecord begun, DeliveryListener reports) throws IOException {
        if (!begun.dryRun()) {
            reports.started(run);
        }
        synchronized (change) {
            if (stopped) {
                throw new CancellationException("The build was aborted.");
            }
            record = begun;
            if (!begun.dryRun()) {
                store().save(begun);
            }
        }
    }

    /** From now on nothing is submitted. */
    void stop() {
        stopped = true;
    }

    /** Ends the delivery and returns its last state; empty if there is none. */
    Optional<DeliveryRecord> abort(Instant now) {
        DeliveryRecord before;
        DeliveryRecord after;
        synchronized (change) {
            before = record == null ? kept() : record;
            if (before == null) {
                return Optional.empty();
            }
            after = before.aborted(before.delivery().recovered().cancelPlanned(Message.of("delivery.aborted"), now));
            record = after;
            save(after);
        }
        printChanges(before, after);
        return Optional.of(after);
    }

    /** What was being submitted when the delivery failed is unknown. */
    void recover() {
        DeliveryRecord before;
        DeliveryRecord after;
        synchronized (change) {
            before = record;
            if (before == null) {
                return;
            }
            after = before.with(before.delivery().recovered());
            if (after.equals(before)) {
                return;
            }
            record = after;
            save(after);
        }
        printChanges(before, after);
    }

    private void printChanges(DeliveryRecord before, DeliveryRecord after) {
        for (int i = 0; i < after.delivery().transmissions().size(); i++) {
            Transmission known = after.delivery().transmissions().get(i);
            if (!known.equals(before.delivery().transmissions().get(i))) {
                print(text.line(known));
            }
        }
    }

    @Override
    public void changed(Delivery delivery, Transmission before, Transmission after) {
        synchronized (change) {
            DeliveryRecord current = current();
            // One transmission at a time: what else became of the delivery meanwhile, an abort, stays.
            List<Transmission> transmissions =
                    new ArrayList<>(current.delivery().transmissions());
            transmissions.set(delivery.transmissions().indexOf(after), after);
            DeliveryRecord next = current.with(delivery.withTransmissions(transmissions));
            if (after.outcome() == Outcome.SUBMITTING) {
                if (stopped) {
                    throw new CancellationException("The build was aborted.");
                }
                try {
                    store().save(next);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                record = next;
            } else {
                record = next;
                // A thousand Pipelines that wait would keep the disk busy with nothing but the times of polls.
                if (unsaved || after.saysMoreThan(before)) {
                    save(next);
                }
            }
        }
        console.changed(delivery, before, after);
        boolean isAccepted =
                after.progress().job().filter(it -> it.earlierRun().isEmpty()).isPresent();
        // A redial that did not take place leaves the job of the attempt before it.
        boolean isEarlierAttempt =
                before.redialled().stream().anyMatch(it -> after.jobId().equals(Optional.of(it.id())));
        if (isAccepted && before.jobId().isEmpty() && !isEarlierAttempt) {
            FaxListener.fireSubmitted(run, after);
        }
    }

    @Override
    public void statusUnavailable(Transmission transmission, Message why) {
        console.statusUnavailable(transmission, why);
    }

    /** What goes wrong with the console must not hinder a delivery. */
    void print(String line) {
        try {
            PrintStream console = listener.getLogger();
            console.println(line);
            // A buffered job id would be missing on the console of a killed Jenkins.
            console.flush();
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot write to the console of " + run + ": " + line);
        }
    }

    private DeliveryRecord current() {
        return record().orElseThrow(() -> new IllegalStateException("It is not prepared yet."));
    }

    /** What there is of a delivery that is stopped after a restart, before it was prepared again. */
    private @Nullable DeliveryRecord kept() {
        try {
            return store().load(id).orElse(null);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot read delivery " + id + " of " + run);
            return null;
        }
    }

    /** A state that cannot be written now is kept, and the next change writes it as well. */
    private void save(DeliveryRecord saved) {
        try {
            store().save(saved);
            unsaved = false;
        } catch (IOException e) {
            unsaved = true;
            LOGGER.log(Level.WARNING, e, () -> "Cannot save delivery " + id + " of " + run);
            print(Messages.DeliveryTask_unsaved(e.getMessage()));
        }
    }
}
