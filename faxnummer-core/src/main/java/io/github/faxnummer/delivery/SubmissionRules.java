package io.github.faxnummer.delivery;

import io.github.faxnummer.order.FaxParameters;
import io.github.faxnummer.order.Problem;
import io.github.faxnummer.order.SameNumber;
import io.github.faxnummer.order.Validated;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** When a fax is submitted after others have ended: those to the same number, and its own failed attempts. */
public record SubmissionRules(SameNumber sameNumber, RedialPolicy redial) {

    /** Validates the parameters as the user wrote them. */
    public static Validated<SubmissionRules> check(
            String sameNumber, String redial, String redialPause, String redialCauses) {
        List<Problem> problems = new ArrayList<>();
        Optional<SameNumber> order = FaxParameters.SAME_NUMBER.check(sameNumber).collect(problems);
        Optional<RedialPolicy> again =
                RedialPolicy.check(redial, redialPause, redialCauses).collect(problems);
        return problems.isEmpty()
                ? Validated.valid(new SubmissionRules(order.orElseThrow(), again.orElseThrow()))
                : Validated.invalid(problems);
    }

    /** Applies the rules that can be kept: without waiting for the end of faxes, none. */
    public Delivery applyTo(Delivery planned, boolean isWaiting) {
        return planned.withSameNumber(sameNumber.whereWaiting(isWaiting)).withRedial(redial.whereWaiting(isWaiting));
    }
}
