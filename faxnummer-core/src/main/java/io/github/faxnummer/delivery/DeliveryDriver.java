package io.github.faxnummer.delivery;

import io.github.faxnummer.client.FaxRequest;
import io.github.faxnummer.client.FaxnummerClient;
import io.github.faxnummer.client.JobId;
import io.github.faxnummer.client.StatusResult;
import io.github.faxnummer.client.SubmissionResult;
import io.github.faxnummer.document.DocumentContent;
import io.github.faxnummer.input.FaxNumber;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Drives a delivery for a caller that may wait: submits one after the other, then asks for all with one loop, in the
 * caller's thread. An interrupt ends it at once; what was learnt until then the observer has. It is the only one who
 * drives the delivery: what it finds being submitted when it begins, somebody began and did not live to end.
 *
 * @param contents finds a document's bytes by {@link Transmission#document}
 */
public record DeliveryDriver(
        FaxnummerClient client,
        Function<String, DocumentContent> contents,
        Timekeeper time,
        DeliveryObserver observer) {

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
            if (current.transmissions().get(i).outcome() == Outcome.SUBMITTED) {
                current = ask(current, i);
            }
        }
        return current;
    }

    private Delivery run(Delivery delivery, Predicate<Delivery> enough) throws InterruptedException {
        // It drives alone: what is being submitted when it begins, somebody began and did not live to end.
        Delivery current = observed(delivery, delivery.recovered());
        while (true) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            current = advance(current);
            if (enough.test(current)) {
                return current;
            }
            if (current.next(time.now()) instanceof NextStep.Wait wait) {
                time.waitUntil(wait.until());
            }
        }
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
        Transmission transmission = delivery.transmissions().get(position);
        FaxRequest request = new FaxRequest(
                new FaxNumber(transmission.recipient()),
                delivery.order().email(),
                delivery.document(transmission).orElseThrow(),
                contents.apply(transmission.document()),
                delivery.order().sender(),
                delivery.order().source(),
                transmission.reference());
        Delivery submitting = observed(delivery, delivery.submitting(position, time.now()));
        SubmissionResult result = client.sendFax(request);
        return observed(submitting, submitting.submitted(position, result, time.now()));
    }

    private Delivery ask(Delivery delivery, int position) {
        Transmission transmission = delivery.transmissions().get(position);
        JobId jobId = transmission.jobId().orElseThrow();
        StatusResult result = client.getSentFaxStatus(jobId);
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
