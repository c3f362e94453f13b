package io.github.faxnummer.provider;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.FaxParameters;
import io.github.faxnummer.order.Problem;
import io.github.faxnummer.order.Validated;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The provider's id of an accepted fax.
 *
 * @param value 1 to 200 printable ASCII characters without blanks, quotes and angle brackets
 */
public record JobId(String value) {

    private static final Pattern VALID = Pattern.compile("[!-~&&[^\"'<>\\\\]]{1,200}");

    /**
     * Creates a job id from its text.
     *
     * @throws IllegalArgumentException if the value cannot be a job id
     */
    public JobId {
        if (!VALID.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "A job id is 1 to 200 printable ASCII characters without blanks or quotes.");
        }
    }

    public static Optional<JobId> of(String value) {
        return VALID.matcher(value).matches() ? Optional.of(new JobId(value)) : Optional.empty();
    }

    /** Validates job ids as users write them: at least one, and none blank. */
    public static Validated<List<JobId>> check(List<String> written) {
        if (written.stream().allMatch(String::isBlank)) {
            return Validated.invalid(FaxParameters.JOB_ID.name(), "", Message.of("input.job-id.none"));
        }
        List<JobId> jobs = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (String entry : written) {
            String advice = entry.isBlank() ? "input.entry.blank" : "input.job-id";
            of(entry.strip())
                    .ifPresentOrElse(
                            jobs::add,
                            () -> problems.add(new Problem(FaxParameters.JOB_ID.name(), entry, Message.of(advice))));
        }
        return problems.isEmpty() ? Validated.valid(List.copyOf(jobs)) : Validated.invalid(problems);
    }

    @Override
    public String toString() {
        return value;
    }

    // Those of a record are put together when they are first called, which takes milliseconds of a short process.
    @Override
    public boolean equals(Object other) {
        return other instanceof JobId job && value.equals(job.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }
}
