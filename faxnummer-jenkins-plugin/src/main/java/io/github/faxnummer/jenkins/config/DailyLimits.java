package io.github.faxnummer.jenkins.config;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Parameter;
import io.github.faxnummer.order.Problem;
import io.github.faxnummer.order.Validated;
import io.github.faxnummer.policy.Spending;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How much an account may send on one day of the controller's time zone.
 *
 * @param maxFaxes empty: no limit
 * @param maxPages pages × recipients; empty: no limit
 */
public record DailyLimits(Optional<Integer> maxFaxes, Optional<Integer> maxPages) {

    private static final Parameter<Integer> MAX_FAXES = Parameter.wholeNumber("maxFaxesPerDay", "", 1, 10_000_000);
    private static final Parameter<Integer> MAX_PAGES = Parameter.wholeNumber("maxPagesPerDay", "", 1, 100_000_000);

    static Validated<DailyLimits> check(String maxFaxes, String maxPages) {
        Validated<Optional<Integer>> faxes = check(MAX_FAXES, maxFaxes);
        Validated<Optional<Integer>> pages = check(MAX_PAGES, maxPages);
        return faxes.value().isPresent() && pages.value().isPresent()
                ? Validated.valid(
                        new DailyLimits(faxes.value().get(), pages.value().get()))
                : Validated.invalid(Stream.concat(faxes.problems().stream(), pages.problems().stream())
                        .toList());
    }

    private static Validated<Optional<Integer>> check(Parameter<Integer> parameter, String written) {
        return written.isBlank()
                ? Validated.valid(Optional.empty())
                : parameter.check(written).map(Optional::of);
    }

    /** Limits that a day would exceed. */
    public List<Problem> check(Spending day) {
        List<Problem> problems = new ArrayList<>();
        maxFaxes.filter(it -> day.faxes() > it)
                .ifPresent(it -> problems.add(
                        new Problem(MAX_FAXES.name(), it.toString(), Message.of("limit.faxes-per-day", day.faxes()))));
        maxPages.filter(it -> day.pages() > it)
                .ifPresent(it -> problems.add(
                        new Problem(MAX_PAGES.name(), it.toString(), Message.of("limit.pages-per-day", day.pages()))));
        return List.copyOf(problems);
    }
}
