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

    /** What holds where nothing is configured. */
    public static final SendingPolicy DEFAULT =
            new SendingPolicy(List.of(RecipientPolicy.DEFAULT), Optional.empty(), SpendingLimits.DEFAULT);

    public SendingPolicy {
        recipients = List.copyOf(recipients);
    }

    /** What both allow; where both redirect, this one decides. */
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
