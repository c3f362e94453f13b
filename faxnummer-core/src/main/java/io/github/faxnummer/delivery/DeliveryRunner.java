package io.github.faxnummer.delivery;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.DocumentContent;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.provider.FaxProvider;
import io.github.faxnummer.provider.FaxRequest;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.StatusResult;
import io.github.faxnummer.provider.SubmissionResult;
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
 * @param maxConcurrentSubmissions how many may be on their way at the same time, 1 to {@link #MAX_CONCURRENT_SUBMISSIONS}; the first one goes
 *     alone, so that a wrong password is tried once
 */
public record DeliveryRunner(
        FaxProvider provider,
        Function<String, DocumentContent> contents,
        DeliveryClock time,
        DeliveryObserver observer,
        int maxConcurrentSubmissions) {

    public static final int MAX_CONCURRENT_SUBMISSIONS = 8;

    public DeliveryRunner {
        if (maxConcurrentSubmissions < 1 || maxConcurrentSubmissions > MAX_CONCURRENT_SUBMISSIONS) {
            throw new IllegalArgumentException(
                    "maxConcurrentSubmissions must be 1 to 8, not " + maxConcurrentSubmissions);
        }
    }

    /** Until every transmission has its final outcome. */
    public Delivery run(Delivery delivery) throws InterruptedException {
        return run(delivery, Delivery::isFinished);
    }

    /** Until nothing is left to submit. */
    public Delivery submit(Delivery delivery) throws InterruptedException {
        return run(delivery, Delivery::isSubmissionComplete);
    }

    /** Asks once for every transmission that is under way. */
    public Delivery poll(Delivery delivery) throws InterruptedException {
        Delivery current = delivery;
        for (int i = 0; i < delivery.transmissions().size(); i++) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (current.transmissions().get(i).pollId().isPresent()
                    && !current.transmissions().get(i).outcome().isFinal()) {
                current = poll(current, i);
            }
        }
        return current;
    }

    private Delivery run(Delivery delivery, Predicate<Delivery> enough) throws InterruptedException {
        // It drives alone: what is being submitted when it begins, somebody began and did not live to end.
        Delivery current = observed(delivery, delivery.recovered());
        PollRateLimiter pace = new PollRateLimiter();
        try (RunningRequests running = new RunningRequests(maxConcurrentSubmissions)) {
            while (true) {
                try {
                    if (Thread.interrupted()) {
                        throw new InterruptedException();
                    }
                    if (running.isPolling()) {
                        current = ended(current, running.await(), pace);
                        continue;
                    }
                    current = observed(current, current.expire(time.now()));
                    DeliveryAction next = current.nextAction(time.now());
                    if (next instanceof DeliveryAction.Submit submit && running.hasCapacity()) {
                        current = start(current, submit.transmission(), running);
                    } else if (next instanceof DeliveryAction.Poll poll) {
                        // The last questions, at the deadline, do not wait any longer.
                        if (time.now().isBefore(current.deadline())) {
                            time.waitUntil(pace.turn());
                        }
                        if (running.isEmpty()) {
                            current = poll(current, poll.transmission());
                            adapt(pace, current, poll.transmission());
                        } else {
                            // Or the job id of a submission that ends meanwhile waits for this answer, and is lost
                            // to who is killed then.
                            JobId jobId = jobId(current, poll.transmission());
                            running.poll(poll.transmission(), () -> provider.status(jobId));
                        }
                    } else if (!running.isEmpty()) {
                        current = ended(current, running.await(), pace);
                    } else if (next instanceof DeliveryAction.Wait wait && !enough.test(current)) {
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
            submitting = observed(delivery, delivery.markSubmitting(position, time.now()));
        } catch (UncheckedIOException e) {
            String why =
                    Optional.ofNullable(e.getCause()).map(Throwable::getMessage).orElse("");
            return observed(delivery, delivery.cancelPlanned(Message.of("delivery.unsaved", why)));
        }
        running.submit(position, () -> provider.submit(request));
        return submitting;
    }

    private Delivery ended(Delivery delivery, RunningRequests.Ended ended, PollRateLimiter pace) {
        if (ended instanceof RunningRequests.Ended.Submission submission) {
            return observed(
                    delivery, delivery.applySubmission(submission.transmission(), submission.result(), time.now()));
        }
        RunningRequests.Ended.Poll poll = (RunningRequests.Ended.Poll) ended;
        Delivery reported = applyStatus(delivery, poll.transmission(), poll.result());
        adapt(pace, reported, poll.transmission());
        return reported;
    }

    private void adapt(PollRateLimiter pace, Delivery delivery, int polled) {
        if (delivery.transmissions().get(polled).progress() instanceof TransmissionState.Submitted submitted) {
            pace.adapt(
                    Duration.between(time.now(), submitted.nextPollAt()),
                    delivery.transmissions().size());
        }
        pace.take(time.now());
    }

    /**
     * Does the one thing that is due, if anything is, and waits for nothing but the network: for callers that come back
     * when {@link Delivery#next} says so.
     */
    public Delivery advance(Delivery delivery) {
        Delivery current = observed(delivery, delivery.expire(time.now()));
        DeliveryAction next = current.nextAction(time.now());
        if (next instanceof DeliveryAction.Submit submit) {
            return submit(current, submit.transmission());
        }
        return next instanceof DeliveryAction.Poll poll ? poll(current, poll.transmission()) : current;
    }

    private Delivery submit(Delivery delivery, int position) {
        FaxRequest request = request(delivery, position);
        Delivery submitting = observed(delivery, delivery.markSubmitting(position, time.now()));
        SubmissionResult result = provider.submit(request);
        return observed(submitting, submitting.applySubmission(position, result, time.now()));
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

    private Delivery poll(Delivery delivery, int position) {
        return applyStatus(delivery, position, provider.status(jobId(delivery, position)));
    }

    private static JobId jobId(Delivery delivery, int position) {
        return delivery.transmissions().get(position).pollId().orElseThrow();
    }

    private Delivery applyStatus(Delivery delivery, int position, StatusResult result) {
        Transmission transmission = delivery.transmissions().get(position);
        if (result instanceof StatusResult.Unavailable unavailable
                && !Thread.currentThread().isInterrupted()) {
            observer.statusUnavailable(transmission, unavailable.why());
        } else if (result instanceof StatusResult.Refused refused) {
            observer.statusUnavailable(transmission, refused.refusal().text());
        }
        return observed(delivery, delivery.applyStatus(position, result, time.now()));
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
