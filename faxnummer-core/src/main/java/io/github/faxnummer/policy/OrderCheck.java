package io.github.faxnummer.policy;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.CoverPage;
import io.github.faxnummer.order.CoverParameters;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.order.FaxParameters;
import io.github.faxnummer.order.OrderParameters;
import io.github.faxnummer.order.Problem;
import io.github.faxnummer.order.RecipientsFile;
import io.github.faxnummer.order.Stationery;
import io.github.faxnummer.order.Validated;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks an order in two steps, because some documents are composed in between: {@link #check}, then
 * {@link #checkComposed}. Both adapters call this, so that a new check is added in one place.
 *
 * @param parameters with the recipients of the file
 * @param stationery as it is written; empty: none
 * @param maxLineMinutes as it is written; empty: no limit
 * @param date on cover pages and stationery
 */
public record OrderCheck(
        OrderParameters parameters,
        Validated<RecipientsFile> recipientsFile,
        CoverParameters coverParameters,
        String stationery,
        String maxLineMinutes,
        Validated<SendingPolicy> policy,
        LocalDate date,
        Locale locale) {

    /** Adds the recipients of the file to the parameters. */
    public OrderCheck {
        parameters = parameters.with(recipientsFile.map(RecipientsFile::entries));
    }

    /** The cover page; empty if there is none, or if {@link #check} has a problem with it. */
    public Optional<CoverPage> coverPage() {
        return cover().value().flatMap(it -> it);
    }

    /** The line in the margin; empty if there is none, or if {@link #check} has a problem with it. */
    public Optional<Stationery> marginLine() {
        return line().value()
                .flatMap(it -> it)
                .map(it -> new Stationery(it, coverParameters.texts(parameters, date, locale)));
    }

    /** Checks everything that is known before documents are composed. */
    public Validated<FaxOrder> check(List<Validated<Document>> documents) {
        List<Problem> problems = new ArrayList<>();
        SendingPolicy rules = policy.collect(problems).orElse(SendingPolicy.DEFAULT);
        problems.addAll(cover().problems());
        problems.addAll(line().problems());
        return withinLineTime(parameters.check(documents, rules).collect(problems), problems)
                .map(it -> it.withPrice(rules.limits().pricePerPage()));
    }

    /**
     * Checks the order again with what was composed.
     *
     * @param order the result of {@link #check}
     */
    public Validated<FaxOrder> checkComposed(FaxOrder order, List<Validated<Document>> composed) {
        List<Problem> problems = new ArrayList<>();
        return withinLineTime(order.composed(composed).collect(problems), problems);
    }

    private Validated<FaxOrder> withinLineTime(Optional<FaxOrder> order, List<Problem> problems) {
        Optional<Integer> minutes = FaxParameters.MAX_LINE_MINUTES
                .check(maxLineMinutes)
                .collect(problems)
                .flatMap(it -> it);
        order.flatMap(it -> it.checkLineTime(minutes)).ifPresent(problems::add);
        return problems.isEmpty() ? Validated.valid(order.orElseThrow()) : Validated.invalid(problems);
    }

    /** Facts about the recipients of a valid order. */
    public List<Message> notes(FaxOrder order) {
        return Stream.of(recipientsFile.value().flatMap(RecipientsFile::summary), parameters.duplicates(order))
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * Warnings about a valid order.
     *
     * @param timeout empty if the end of faxes is not awaited
     */
    public List<Message> warnings(FaxOrder order, Optional<Duration> timeout) {
        return Stream.concat(
                        order.warnings().stream(),
                        timeout.map(order::timeoutWarnings).stream().flatMap(List::stream))
                .toList();
    }

    private Validated<Optional<CoverPage>> cover() {
        return coverParameters.check(parameters, date, locale);
    }

    private Validated<Optional<String>> line() {
        return FaxParameters.STATIONERY.check(stationery);
    }
}
