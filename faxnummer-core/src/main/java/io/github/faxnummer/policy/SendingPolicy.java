package io.github.faxnummer.policy;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.RecipientRule;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What may be sent, and to whom.
 *
 * @param recipients a number must be allowed by each of them
 */
public record SendingPolicy(List<RecipientPolicy> recipients, Optional<FaxNumber> redirectTo, SpendingLimits limits)
        implements RecipientRule {

    /** The policy where nothing is configured. */
    public static final SendingPolicy DEFAULT =
            new SendingPolicy(List.of(RecipientPolicy.DEFAULT), Optional.empty(), SpendingLimits.DEFAULT);

    public SendingPolicy {
        recipients = List.copyOf(recipients);
    }

    /** The policy that allows what both allow; if both redirect, this one's redirect applies. */
    public SendingPolicy narrowedBy(SendingPolicy other) {
        return new SendingPolicy(
                Stream.concat(recipients.stream(), other.recipients.stream()).toList(),
                redirectTo.or(other::redirectTo),
                limits.narrowedBy(other.limits));
    }

    @Override
    public Optional<Message> objection(FaxNumber number) {
        return recipients.stream().flatMap(it -> it.objection(number).stream()).findFirst();
    }
}
