package io.github.faxnummer.delivery;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.provider.JobId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Recovers the delivery of an earlier run from its report directory, so that nothing is sent twice. */
public final class DeliveryRecovery {

    private DeliveryRecovery() {}

    /**
     * The transmissions of an earlier run that were delivered, are in progress, may have been sent or wait for a redial.
     * Those in progress are polled now.
     *
     * @param endpoint the endpoint of this run; an earlier run with another one, such as a sandbox, is ignored
     * @param earlierRun the run that they belong to, as shown to users
     * @throws IOException if there is a journal that cannot be read
     */
    public static Map<TransmissionKey, Transmission> read(Path folder, String endpoint, String earlierRun, Instant now)
            throws IOException {
        Path file = folder.resolve(DeliveryJournal.FILE);
        boolean isJournaled = Files.exists(file);
        Optional<LegacyJournal> legacy =
                isJournaled ? LegacyJournal.of(DeliveryJournal.lines(file)) : LegacyJournal.inFolder(folder);
        if (legacy.isPresent()) {
            return legacy.get().states(endpoint, earlierRun, now);
        }
        if (!isJournaled) {
            return Map.of();
        }
        JournaledDelivery earlier = DeliveryJournal.read(file);
        Map<TransmissionKey, Transmission> states = new HashMap<>();
        if (earlier.endpoint().equals(endpoint)) {
            Delivery delivery = earlier.delivery();
            for (Transmission transmission : delivery.transmissions()) {
                Optional<TransmissionKey> key = delivery.key(transmission);
                Optional<Transmission> state = isKept(delivery, transmission)
                        ? Optional.of(transmission)
                        : resumed(transmission.progress(), now).map(transmission::with);
                if (key.isPresent() && state.isPresent()) {
                    states.put(key.get(), state.get().ofEarlierRun(earlierRun));
                }
            }
        }
        return states;
    }

    /**
     * A delivery that redials goes on where it was interrupted: what waits goes on waiting, and what failed for good in it
     * has had its attempts. Only a delivery that came to its end is begun anew by the next run.
     */
    private static boolean isKept(Delivery delivery, Transmission transmission) {
        boolean isInterrupted = delivery.redial().times() > 0 && !delivery.isFinished();
        boolean hasFailed = (transmission.outcome() == Outcome.DONE_ERROR
                        && transmission.progress() instanceof TransmissionState.Done)
                || (transmission.outcome() == Outcome.REJECTED
                        && !transmission.redialled().isEmpty());
        return transmission.isRedialPending() || (isInterrupted && hasFailed);
    }

    /**
     * Whether a directory has a journal, readable or not, or a report of an older version, which was its journal.
     */
    public static boolean isNeeded(Path folder) {
        try {
            return Files.exists(folder.resolve(DeliveryJournal.FILE))
                    || LegacyJournal.inFolder(folder).isPresent();
        } catch (IOException e) {
            return true;
        }
    }

    /**
     * Turns the report of an older version, which was its journal, too, into a journal; one that cannot be read becomes a
     * journal that cannot be read. To be called before reports are removed or written anew.
     *
     * @throws IOException if the journal cannot be written
     */
    public static void upgrade(Path folder) throws IOException {
        Path file = folder.resolve(DeliveryJournal.FILE);
        if (!Files.exists(file)) {
            Optional<LegacyJournal> legacy;
            try {
                legacy = LegacyJournal.inFolder(folder);
            } catch (IOException unreadable) {
                Files.move(folder.resolve(LegacyJournal.REPORT_FILE), file);
                return;
            }
            if (legacy.isPresent()) {
                legacy.get().writeTo(file);
            }
        }
        Files.deleteIfExists(folder.resolve(LegacyJournal.CHANGES_FILE));
    }

    /** The state of a transmission for another delivery that has the same one and must not submit it. */
    public static Transmission continued(Transmission transmission, String earlierRun, Instant now) {
        return resumed(transmission.progress(), now)
                .map(transmission::with)
                .orElse(transmission)
                .ofEarlierRun(earlierRun);
    }

    /** Empty for a transmission that was not delivered and can be sent again. */
    private static Optional<TransmissionState> resumed(TransmissionState state, Instant now) {
        if (state instanceof TransmissionState.LookedUp lookedUp) {
            return Optional.of(state).filter(it -> lookedUp.result() != LookUpResult.NOT_DELIVERED);
        }
        if (state instanceof TransmissionState.Mismatched mismatched && mismatched.isJobOfAnother()) {
            return Optional.of(state);
        }
        Optional<Job> job = state.job();
        if (job.isPresent()) {
            return resumed(job.get(), state.outcome(), now);
        }
        if (state instanceof TransmissionState.Submitting submitting) {
            return Optional.of(unknown(submitting.since(), List.of(), "", now));
        }
        if (state instanceof TransmissionState.Verifying verifying) {
            return Optional.of(unknown(verifying.at(), verifying.candidates(), verifying.earlierRun(), now));
        }
        return state instanceof TransmissionState.Unknown unknown
                ? Optional.of(unknown(unknown.at(), unknown.candidates(), unknown.earlierRun(), now))
                : Optional.empty();
    }

    /** An unfinished job, or one without a status, is polled again. */
    static Optional<TransmissionState> resumed(Job job, Outcome outcome, Instant now) {
        return switch (outcome) {
            case DONE_ERROR -> Optional.empty();
            case DONE_OK -> Optional.of(new TransmissionState.Done(job));
            case PLANNED, SUBMITTING, VERIFYING, SUBMITTED, REJECTED, UNKNOWN, TIMED_OUT, NOT_SENT ->
                Optional.of(new TransmissionState.Submitted(job, now, 0, 0));
        };
    }

    static TransmissionState unknown(Instant attempted, List<JobId> candidates, String earlierRun, Instant now) {
        Message why = Message.of("delivery.earlier");
        return candidates.isEmpty()
                ? new TransmissionState.Unknown(why, attempted, List.of(), earlierRun)
                : new TransmissionState.Verifying(why, attempted, candidates, now, 0, 0, earlierRun);
    }
}
