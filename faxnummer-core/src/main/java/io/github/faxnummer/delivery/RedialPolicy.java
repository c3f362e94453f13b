package io.github.faxnummer.delivery;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxParameters;
import io.github.faxnummer.order.Problem;
import io.github.faxnummer.order.Validated;
import io.github.faxnummer.policy.RecipientPolicy;
import io.github.faxnummer.provider.FaxStatus;
import io.github.faxnummer.provider.Q850Cause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Whether a fax that failed is submitted again. Only a job that the provider reports as failed ({@code DONE-ERROR}), with
 * a cause and for the ordered number, can be; one whose end is unknown never is.
 *
 * @param times how often at most, 0 to {@link #MAX}
 * @param pause between the end of a failed job and the next submission
 * @param causes the codes of the Q.850 causes after which a fax is redialled; {@link #MISSING_PAGES} and {@link #PREMIUM}
 *     among them lift what is excluded otherwise
 */
public record RedialPolicy(int times, Duration pause, Set<String> causes) {

    /** Never. */
    public static final RedialPolicy NONE = new RedialPolicy(0, Duration.ofMinutes(15), Set.of());

    public static final int MAX = 20;

    /** Among causes: redial also if some of the pages were sent before the job failed. */
    public static final String MISSING_PAGES = "missing-pages";

    /** Among causes: redial also premium rate numbers. */
    public static final String PREMIUM = "premium";

    private static final int MAX_CODE = 127;

    public RedialPolicy {
        causes = Set.copyOf(causes);
        if (times < 0 || times > MAX) {
            throw new IllegalArgumentException("times must be 0 to " + MAX + ", not " + times);
        }
    }

    /**
     * Validates the parameters as users write them; blank ones have their defaults. Causes without a code are exceptions
     * to the default codes.
     */
    public static Validated<RedialPolicy> check(String redial, String redialPause, String redialCauses) {
        Validated<Integer> times = FaxParameters.REDIAL.check(redial);
        Validated<Duration> pause = FaxParameters.REDIAL_PAUSE.check(redialPause);
        Validated<List<String>> causes = FaxParameters.REDIAL_CAUSES.check(redialCauses);
        List<Problem> problems = new ArrayList<>(Stream.of(times, pause, causes)
                .flatMap(it -> it.problems().stream())
                .toList());
        Set<String> named = new TreeSet<>();
        for (String word : causes.value().orElse(List.of())) {
            cause(word)
                    .ifPresentOrElse(
                            named::add,
                            () -> problems.add(new Problem(
                                    FaxParameters.REDIAL_CAUSES.name(),
                                    word,
                                    Message.of("input.redial-causes", MISSING_PAGES, PREMIUM))));
        }
        if (Set.of(MISSING_PAGES, PREMIUM).containsAll(named)) {
            named.addAll(FaxParameters.REDIAL_CAUSES.check("").value().orElseThrow());
        }
        return problems.isEmpty()
                ? Validated.valid(new RedialPolicy(
                        times.value().orElseThrow(), pause.value().orElseThrow(), named))
                : Validated.invalid(problems);
    }

    private static Optional<String> cause(String word) {
        if (word.equals(MISSING_PAGES) || word.equals(PREMIUM)) {
            return Optional.of(word);
        }
        try {
            return Optional.of(Integer.parseInt(word))
                    .filter(it -> it > 0 && it <= MAX_CODE)
                    .map(String::valueOf);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The policy that can be kept: what is not waited for cannot be redialled. */
    public RedialPolicy whereWaiting(boolean waits) {
        return waits ? this : NONE;
    }

    /** Submissions of a fax in all, the first one included. */
    public int maxSubmissions() {
        return times + 1;
    }

    /** Whether faxes to a number may be redialled. */
    boolean isFor(String recipient) {
        return times > 0 && (causes.contains(PREMIUM) || !RecipientPolicy.isPremiumRate(new FaxNumber(recipient)));
    }

    /** Whether the end of a job allows another submission to the number. */
    boolean isFor(String recipient, Job failed) {
        return isFor(recipient)
                && !failed.faxes().isEmpty()
                && failed.faxes().stream().allMatch(this::isFor);
    }

    private boolean isFor(FaxStatus fax) {
        return fax.state() == FaxStatus.State.DONE_ERROR
                && fax.cause()
                        .map(it -> String.valueOf(it.code()))
                        .filter(causes::contains)
                        .isPresent()
                && (causes.contains(MISSING_PAGES) || isWithoutPages(fax));
    }

    /** Where the provider does not say how many pages were sent, only a call that was not answered had none. */
    private static boolean isWithoutPages(FaxStatus fax) {
        return fax.pagesSent().isPresent()
                ? fax.pagesSent().getAsInt() == 0
                : fax.cause().filter(Q850Cause::isBeforeAnswer).isPresent();
    }
}
