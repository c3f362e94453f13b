package io.github.faxnummer.delivery;

import io.github.faxnummer.policy.FailurePolicy;
import java.util.List;
import java.util.stream.Stream;

/**
 * The meaning of a delivery for the build.
 *
 * @param failed rejected, failed, unknown or not sent: {@code failOnError} decides
 * @param incomplete delivered, but with fewer pages than the document has: {@code failOnMissingPages} decides
 * @param timedOut not finished at the deadline: {@code failOnTimeout} decides
 * @param underWay not finished, because the build did not wait or was aborted
 */
public record Verdict(
        List<Transmission> failed,
        List<Transmission> incomplete,
        List<Transmission> timedOut,
        List<Transmission> underWay) {

    public static Verdict of(Delivery delivery) {
        return new Verdict(
                having(delivery, Outcome.DONE_ERROR, Outcome.REJECTED, Outcome.UNKNOWN, Outcome.NOT_SENT),
                delivery.transmissions().stream()
                        .filter(it -> it.missingPages() > 0)
                        .toList(),
                having(delivery, Outcome.TIMED_OUT),
                having(delivery, Outcome.PLANNED, Outcome.SUBMITTING, Outcome.VERIFYING, Outcome.SUBMITTED));
    }

    /** Whether the provider reports every transmission as delivered, with all pages as far as it reports them. */
    public boolean isDelivered() {
        return failures().isEmpty() && underWay.isEmpty();
    }

    /** The transmissions to report, whether they fail the build or not. */
    public List<Transmission> failures() {
        return Stream.of(failed, incomplete, timedOut).flatMap(List::stream).toList();
    }

    /** Whether the policy lets this delivery fail the build. */
    public boolean failsBuild(FailurePolicy policy) {
        return (policy.failOnError() && !failed.isEmpty())
                || (policy.failOnTimeout() && !timedOut.isEmpty())
                || (policy.failOnMissingPages() && !incomplete.isEmpty());
    }

    private static List<Transmission> having(Delivery delivery, Outcome... outcomes) {
        List<Outcome> wanted = List.of(outcomes);
        return delivery.transmissions().stream()
                .filter(it -> wanted.contains(it.outcome()))
                .toList();
    }
}
