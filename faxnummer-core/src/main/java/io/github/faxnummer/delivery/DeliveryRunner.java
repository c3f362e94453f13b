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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Runs a delivery for a caller that may block: submits a few at a time and polls one after the other, in one loop in
 * the caller's thread, which also calls the observer as soon as something changes. An interrupt ends the run at once;
 * the observer then has the last state. A delivery has one runner at a time: a transmission that is SUBMITTING when the
 * run starts is what a crashed run left.
 *
 * @param contents finds a document's bytes by {@link Transmission#document}
 * @param maxConcurrentSubmissions 1 to {@link #MAX_CONCURRENT_SUBMISSIONS}; the first submission runs alone, so that a
 *     wrong password is tried once
 */
public record DeliveryRunner(
        FaxProvider provider,
        Function<String, DocumentContent> contents,
        Clock clock,
        Sleeper sleeper,
        DeliveryObserver observer,
        int maxConcurrentSubmissions) {

    public static final int MAX_CONCURRENT_SUBMISSIONS = 8;

    public DeliveryRunner {
        if (maxConcurrentSubmissions < 1 || maxConcurrentSubmissions > MAX_CONCURRENT_SUBMISSIONS) {
            throw new IllegalArgumentException(
                    "maxConcurrentSubmissions must be 1 to 8, not " + maxConcurrentSubmissions);
        }
    }

    /** A runner that sleeps in real time. */
    public DeliveryRunner(
            FaxProvider provider,
            Function<String, DocumentContent> contents,
            Clock clock,
            DeliveryObserver observer,
            int maxConcurrentSubmissions) {
        this(provider, contents, clock, Sleeper.SYSTEM, observer, maxConcurrentSubmissions);
    }

    /** Runs until every transmission has a final outcome. */
    public Delivery run(Delivery delivery) throws InterruptedException {
        return run(delivery, Delivery::isFinished);
    }

    /** Runs until nothing is left to submit, and polls jobs of earlier runs. */
    public Delivery submit(Delivery delivery) throws InterruptedException {
        return run(delivery, Delivery::isSubmittedAndPolled);
    }

    /** Polls every transmission in progress once. */
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
        // A delivery has one runner at a time, so a transmission that is SUBMITTING now was left by a crashed run.
        Delivery current = observed(delivery, delivery.recovered());
        PollRateLimiter rateLimiter = new PollRateLimiter();
        LastPolls lastPolls = new LastPolls(delivery.deadline());
        try (RunningRequests running = new RunningRequests(maxConcurrentSubmissions)) {
            while (true) {
                try {
                    if (Thread.interrupted()) {
                        throw new InterruptedException();
                    }
                    if (running.isPolling()) {
                        current = ended(current, running.await(), rateLimiter, lastPolls);
                        continue;
                    }
                    current = observed(current, current.expire(clock.instant()));
                    DeliveryAction next = current.nextAction(clock.instant());
                    if (next instanceof DeliveryAction.Submit submit && running.hasCapacity()) {
                        current = start(current, submit.transmission(), running);
                    } else if (next instanceof DeliveryAction.Poll poll) {
                        // The last polls, at the deadline, do not wait.
                        if (clock.instant().isBefore(current.deadline())) {
                            sleepUntil(rateLimiter.nextPermit());
                        }
                        if (running.isEmpty()) {
                            StatusResult result = provider.status(jobId(current, poll.transmission()));
                            current = polled(current, poll.transmission(), result, rateLimiter, lastPolls);
                        } else {
                            // In another thread, so that the job id of a submission that ends meanwhile is saved at
                            // once
                            // and not lost in a crash.
                            JobId jobId = jobId(current, poll.transmission());
                            running.poll(poll.transmission(), () -> provider.status(jobId));
                        }
                    } else if (!running.isEmpty()) {
                        current = ended(current, running.await(), rateLimiter, lastPolls);
                    } else if (next instanceof DeliveryAction.Wait wait && !enough.test(current)) {
                        sleepUntil(wait.until());
                    }
                } catch (InterruptedException e) {
                    for (RunningRequests.Ended request : running.interrupt()) {
                        current = ended(current, request, rateLimiter, lastPolls);
                    }
                    throw e;
                }
                if (running.isEmpty() && enough.test(current)) {
                    return current;
                }
            }
        }
    }

    private void sleepUntil(Instant time) throws InterruptedException {
        Duration remaining = Duration.between(clock.instant(), time);
        if (!remaining.isNegative() && !remaining.isZero()) {
            sleeper.sleep(remaining);
        }
    }

    private Delivery start(Delivery delivery, int position, RunningRequests running) {
        FaxRequest request = request(delivery, position);
        Delivery submitting;
        try {
            submitting = observed(delivery, delivery.markSubmitting(position, clock.instant()));
        } catch (UncheckedIOException e) {
            String why =
                    Optional.ofNullable(e.getCause()).map(Throwable::getMessage).orElse("");
            return observed(delivery, delivery.cancelPlanned(Message.of("delivery.unsaved", why), clock.instant()));
        }
        running.submit(position, () -> provider.submit(request));
        return submitting;
    }

    private Delivery ended(
            Delivery delivery, RunningRequests.Ended ended, PollRateLimiter rateLimiter, LastPolls lastPolls) {
        if (ended instanceof RunningRequests.Ended.Submission submission) {
            return observed(
                    delivery,
                    delivery.applySubmission(submission.transmission(), submission.result(), clock.instant()));
        }
        RunningRequests.Ended.Poll poll = (RunningRequests.Ended.Poll) ended;
        return polled(delivery, poll.transmission(), poll.result(), rateLimiter, lastPolls);
    }

    private Delivery polled(
            Delivery delivery, int position, StatusResult result, PollRateLimiter rateLimiter, LastPolls lastPolls) {
        Delivery reported = applyStatus(delivery, position, result);
        adapt(rateLimiter, reported, position);
        if (!lastPolls.isSilent(result, clock.instant())) {
            return reported;
        }
        Delivery ended = reported;
        for (int i = 0; i < reported.transmissions().size(); i++) {
            ended = ended.applyStatus(i, result, clock.instant());
        }
        return observed(reported, ended);
    }

    /**
     * Ends the last polls together once the provider has not answered for a minute: each of many faxes would wait for its
     * own time limit.
     */
    private static final class LastPolls {

        private static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);

        private Instant answered;

        LastPolls(Instant deadline) {
            answered = deadline;
        }

        boolean isSilent(StatusResult result, Instant now) {
            if (result instanceof StatusResult.Unavailable) {
                return !now.isBefore(answered.plus(LONGEST_SILENCE));
            }
            answered = now.isAfter(answered) ? now : answered;
            return false;
        }
    }

    private void adapt(PollRateLimiter rateLimiter, Delivery delivery, int polled) {
        if (delivery.transmissions().get(polled).progress() instanceof TransmissionState.Submitted submitted) {
            rateLimiter.adapt(
                    Duration.between(clock.instant(), submitted.nextPollAt()),
                    delivery.transmissions().size());
        }
        rateLimiter.acquire(clock.instant());
    }

    /**
     * Executes the action that is due, if any, and blocks for nothing but the network: for callers that schedule
     * themselves by {@link Delivery#nextAction}.
     */
    public Delivery advance(Delivery delivery) {
        Delivery current = observed(delivery, delivery.expire(clock.instant()));
        DeliveryAction next = current.nextAction(clock.instant());
        if (next instanceof DeliveryAction.Submit submit) {
            return submit(current, submit.transmission());
        }
        return next instanceof DeliveryAction.Poll poll ? poll(current, poll.transmission()) : current;
    }

    private Delivery submit(Delivery delivery, int position) {
        FaxRequest request = request(delivery, position);
        Delivery submitting = observed(delivery, delivery.markSubmitting(position, clock.instant()));
        SubmissionResult result = provider.submit(request);
        return observed(submitting, submitting.applySubmission(position, result, clock.instant()));
    }

    private FaxRequest request(Delivery delivery, int position) {
        Transmission transmission = delivery.transmissions().get(position);
        FaxRequest first = new FaxRequest(
                new FaxNumber(transmission.recipient()),
                delivery.order().email(),
                delivery.document(transmission).orElseThrow(),
                contents.apply(transmission.document()),
                delivery.order().sender(),
                delivery.order().source(),
                transmission.reference());
        return transmission.redialled().isEmpty()
                ? first
                : first.asRedial(delivery.redial().maxSubmissions());
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
            observer.statusUnavailable(transmission, refused.refusal().statusText());
        }
        return observed(delivery, delivery.applyStatus(position, result, clock.instant()));
    }

    private Delivery observed(Delivery before, Delivery after) {
        observer.changed(before, after);
        return after;
    }
}
