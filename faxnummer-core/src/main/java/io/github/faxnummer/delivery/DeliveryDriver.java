package io.github.faxnummer.delivery;

import io.github.faxnummer.client.FaxRequest;
import io.github.faxnummer.client.FaxnummerClient;
import io.github.faxnummer.client.JobId;
import io.github.faxnummer.client.StatusResult;
import io.github.faxnummer.client.SubmissionResult;
import io.github.faxnummer.document.DocumentContent;
import io.github.faxnummer.input.FaxNumber;
import io.github.faxnummer.text.Text;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Drives a delivery for a caller that may wait: submits, a few at a time, and asks for all, one after the other, with one
 * loop in the caller's thread, which is also the one the observer is told in: at once, whatever else is on its way. An
 * interrupt ends it at once; what was learnt until then the observer has. It is the only one who drives the delivery: what
 * it finds being submitted when it begins, somebody began and did not live to end.
 *
 * @param contents finds a document's bytes by {@link Transmission#document}
 * @param submissionsAtATime how many may be on their way at the same time, 1 to {@link #MOST_AT_A_TIME}; the first one goes
 *     alone, so that a wrong password is tried once
 */
public record DeliveryDriver(
        FaxnummerClient client,
        Function<String, DocumentContent> contents,
        Timekeeper time,
        DeliveryObserver observer,
        int submissionsAtATime) {

    public static final int MOST_AT_A_TIME = 8;

    public DeliveryDriver {
        if (submissionsAtATime < 1 || submissionsAtATime > MOST_AT_A_TIME) {
            throw new IllegalArgumentException("submissionsAtATime must be 1 to 8, not " + submissionsAtATime);
        }
    }

    /** Until every transmission has its final outcome. */
    public Delivery run(Delivery delivery) throws InterruptedException {
        return run(delivery, Delivery::isFinished);
    }

    /** Until nothing is left to submit. */
    public Delivery submit(Delivery delivery) throws InterruptedException {
        return run(delivery, Delivery::isHandedOver);
    }

    /** Asks once for every transmission that is under way. */
    public Delivery ask(Delivery delivery) throws InterruptedException {
        Delivery current = delivery;
        for (int i = 0; i < delivery.transmissions().size(); i++) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (current.transmissions().get(i).pollId().isPresent()
                    && !current.transmissions().get(i).outcome().isFinal()) {
                current = ask(current, i);
            }
        }
        return current;
    }

    private Delivery run(Delivery delivery, Predicate<Delivery> enough) throws InterruptedException {
        // It drives alone: what is being submitted when it begins, somebody began and did not live to end.
        Delivery current = observed(delivery, delivery.recovered());
        Pace pace = new Pace();
        try (RunningRequests running = new RunningRequests(submissionsAtATime)) {
            while (true) {
                try {
                    if (Thread.interrupted()) {
                        throw new InterruptedException();
                    }
                    if (running.isAsking()) {
                        current = ended(current, running.await(), pace);
                        continue;
                    }
                    current = observed(current, current.at(time.now()));
                    NextStep next = current.next(time.now());
                    if (next instanceof NextStep.Submit submit && running.hasRoom()) {
                        current = start(current, submit.transmission(), running);
                    } else if (next instanceof NextStep.Ask ask) {
                        // The last questions, at the deadline, do not wait any longer.
                        if (time.now().isBefore(current.deadline())) {
                            time.waitUntil(pace.turn());
                        }
                        if (running.isEmpty()) {
                            current = ask(current, ask.transmission());
                            adapt(pace, current, ask.transmission());
                        } else {
                            // Or the job id of a submission that ends meanwhile waits for this answer, and is lost
                            // to who is killed then.
                            JobId jobId = jobId(current, ask.transmission());
                            running.ask(ask.transmission(), () -> client.getSentFaxStatus(jobId));
                        }
                    } else if (!running.isEmpty()) {
                        current = ended(current, running.await(), pace);
                    } else if (next instanceof NextStep.Wait wait && !enough.test(current)) {
                        time.waitUntil(wait.until());
                    }
                } catch (InterruptedException e) {
                    for (RunningRequests.Ended request : running.interrupt()) {
                        current = ended(current, request, pace);
                    }
                    throw e;
                }
                if (running.isEmpty() && enough.test(current)) {
                    return current;
                }
            }
        }
    }

    private Delivery start(Delivery delivery, int position, RunningRequests running) {
        FaxRequest request = request(delivery, position);
        Delivery submitting;
        try {
            submitting = observed(delivery, delivery.submitting(position, time.now()));
        } catch (UncheckedIOException e) {
            String why =
                    Optional.ofNullable(e.getCause()).map(Throwable::getMessage).orElse("");
            return observed(delivery, delivery.notSubmitting(Text.of("delivery.unsaved", why)));
        }
        running.submit(position, () -> client.sendFax(request));
        return submitting;
    }

    private Delivery ended(Delivery delivery, RunningRequests.Ended ended, Pace pace) {
        if (ended instanceof RunningRequests.Ended.Submission submission) {
            return observed(delivery, delivery.submitted(submission.transmission(), submission.result(), time.now()));
        }
        RunningRequests.Ended.Question question = (RunningRequests.Ended.Question) ended;
        Delivery told = told(delivery, question.transmission(), question.result());
        adapt(pace, told, question.transmission());
        return told;
    }

    private void adapt(Pace pace, Delivery delivery, int asked) {
        if (delivery.transmissions().get(asked).progress() instanceof Progress.Submitted submitted) {
            pace.adapt(
                    Duration.between(time.now(), submitted.askAt()),
                    delivery.transmissions().size());
        }
        pace.take(time.now());
    }

    /**
     * Does the one thing that is due, if anything is, and waits for nothing but the network: for callers that come back
     * when {@link Delivery#next} says so.
     */
    public Delivery advance(Delivery delivery) {
        Delivery current = observed(delivery, delivery.at(time.now()));
        NextStep next = current.next(time.now());
        if (next instanceof NextStep.Submit submit) {
            return submit(current, submit.transmission());
        }
        return next instanceof NextStep.Ask ask ? ask(current, ask.transmission()) : current;
    }

    private Delivery submit(Delivery delivery, int position) {
        FaxRequest request = request(delivery, position);
        Delivery submitting = observed(delivery, delivery.submitting(position, time.now()));
        SubmissionResult result = client.sendFax(request);
        return observed(submitting, submitting.submitted(position, result, time.now()));
    }

    private FaxRequest request(Delivery delivery, int position) {
        Transmission transmission = delivery.transmissions().get(position);
        return new FaxRequest(
                new FaxNumber(transmission.recipient()),
                delivery.order().email(),
                delivery.document(transmission).orElseThrow(),
                contents.apply(transmission.document()),
                delivery.order().sender(),
                delivery.order().source(),
                transmission.reference());
    }

    private Delivery ask(Delivery delivery, int position) {
        return told(delivery, position, client.getSentFaxStatus(jobId(delivery, position)));
    }

    private static JobId jobId(Delivery delivery, int position) {
        return delivery.transmissions().get(position).pollId().orElseThrow();
    }

    private Delivery told(Delivery delivery, int position, StatusResult result) {
        Transmission transmission = delivery.transmissions().get(position);
        if (result instanceof StatusResult.Unavailable unavailable
                && !Thread.currentThread().isInterrupted()) {
            observer.unanswered(transmission, unavailable.why());
        } else if (result instanceof StatusResult.Refused refused) {
            observer.unanswered(transmission, refused.refusal().text());
        }
        return observed(delivery, delivery.told(position, result, time.now()));
    }

    private Delivery observed(Delivery before, Delivery after) {
        for (int i = 0; i < after.transmissions().size(); i++) {
            Transmission old = before.transmissions().get(i);
            Transmission changed = after.transmissions().get(i);
            if (!changed.equals(old)) {
                observer.changed(after, old, changed);
            }
        }
        return after;
    }
}
