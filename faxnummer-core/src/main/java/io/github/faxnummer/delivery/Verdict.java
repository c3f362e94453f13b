package io.github.faxnummer.delivery;

import java.util.List;

/**
 * What a delivery means for the build.
 *
 * @param failed rejected, failed, unknown or not sent: {@code failOnError} decides
 * @param timedOut overtaken by the deadline: {@code failOnTimeout} decides
 * @param underWay not finished, because nobody waited or the build was aborted
 */
public record Verdict(List<Transmission> failed, List<Transmission> timedOut, List<Transmission> underWay) {

    public static Verdict of(Delivery delivery) {
        return new Verdict(
                having(delivery, Outcome.DONE_ERROR, Outcome.REJECTED, Outcome.UNKNOWN, Outcome.NOT_SENT),
                having(delivery, Outcome.TIMED_OUT),
                having(delivery, Outcome.PLANNED, Outcome.SUBMITTING, Outcome.SUBMITTED));
    }

    /** Whether the provider says of every transmission that it arrived. */
    public boolean isDelivered() {
        return failed.isEmpty() && timedOut.isEmpty() && underWay.isEmpty();
    }

    public boolean failsBuild(boolean failOnError, boolean failOnTimeout) {
        return (failOnError && !failed.isEmpty()) || (failOnTimeout && !timedOut.isEmpty());
    }

    private static List<Transmission> having(Delivery delivery, Outcome... outcomes) {
        List<Outcome> wanted = List.of(outcomes);
        return delivery.transmissions().stream()
                .filter(it -> wanted.contains(it.outcome()))
                .toList();
    }
}
