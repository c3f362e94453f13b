package io.github.faxnummer.report;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.Verdict;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.policy.FailurePolicy;
import java.util.Optional;

/**
 * The consequences of a delivery for a build, as texts.
 *
 * @param failure why the build fails
 * @param warning unconfirmed faxes that do not fail the build
 * @param note what continues at the provider
 */
public record BuildConclusion(Optional<String> failure, Optional<String> warning, Optional<String> note) {

    /** The conclusion of a delivery that submitted its faxes. */
    public static BuildConclusion ofSent(Delivery delivery, FailurePolicy policy, DeliveryText text) {
        Verdict verdict = Verdict.of(delivery);
        boolean fails = verdict.failsBuild(policy);
        Optional<String> failures =
                verdict.failures().isEmpty() ? Optional.empty() : Optional.of(text.failures(delivery));
        return new BuildConclusion(
                failures.filter(it -> fails),
                failures.filter(it -> !fails),
                verdict.underWay().isEmpty()
                        ? Optional.empty()
                        : Optional.of(Message.of("build.under-way").in(text.locale())));
    }

    /**
     * The conclusion of a delivery that followed given jobs: one without any status fails the build as an error does,
     * since its id may be mistyped. Nothing is known to be under way then.
     */
    public static BuildConclusion ofFollowed(Delivery delivery, FailurePolicy policy, DeliveryText text) {
        BuildConclusion sent = ofSent(delivery, policy, text);
        boolean isStatusUnavailable = Verdict.of(delivery).underWay().stream()
                .anyMatch(it -> it.status().isEmpty());
        if (!isStatusUnavailable || sent.failure.isPresent()) {
            return sent;
        }
        String unavailable = Message.of("build.status-unavailable").in(text.locale());
        return policy.failOnError()
                ? new BuildConclusion(Optional.of(unavailable), sent.warning, Optional.empty())
                : new BuildConclusion(
                        Optional.empty(),
                        Optional.of(
                                sent.warning.map(it -> it + "\n" + unavailable).orElse(unavailable)),
                        Optional.empty());
    }
}
