package io.github.faxnummer.policy;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.Parameter;
import io.github.faxnummer.order.Problem;
import io.github.faxnummer.order.Validated;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The parameters of recipients and spending as the user wrote them, not validated; omitted ones are empty. */
public record PolicyParameters(Map<Parameter<?>, String> written) {

    public static final Parameter<List<String>> ALLOWED_COUNTRIES =
            Parameter.list("allowedCountries", Defaults.ALLOWED_COUNTRIES).requiringValue();
    public static final Parameter<List<String>> ALLOWED_NUMBERS =
            Parameter.list("allowedNumbers", "").requiringValue();
    public static final Parameter<List<String>> RECIPIENTS_ONLY =
            Parameter.list("recipientsOnly", "").requiringValue();
    public static final Parameter<String> REDIRECT_TO =
            Parameter.text("redirectTo").requiringValue();
    public static final Parameter<Integer> MAX_FAXES =
            Parameter.wholeNumber("maxFaxes", Defaults.MAX_FAXES, 1, 100_000).requiringValue();
    public static final Parameter<Integer> MAX_TOTAL_PAGES = Parameter.wholeNumber(
                    "maxTotalPages", Defaults.MAX_TOTAL_PAGES, 1, 10_000_000)
            .requiringValue();
    public static final Parameter<Optional<BigDecimal>> PRICE_PER_PAGE =
            Parameter.amount("pricePerPage").requiringValue();
    public static final Parameter<Optional<BigDecimal>> MAX_COST =
            Parameter.amount("maxCost").requiringValue();

    /** In the order in which they are documented. */
    public static final List<Parameter<?>> ALL = List.of(
            ALLOWED_COUNTRIES,
            ALLOWED_NUMBERS,
            RECIPIENTS_ONLY,
            REDIRECT_TO,
            MAX_FAXES,
            MAX_TOTAL_PAGES,
            PRICE_PER_PAGE,
            MAX_COST);

    /** The default values, for annotations. */
    public static final class Defaults {
        public static final String ALLOWED_COUNTRIES = "DE";
        public static final String MAX_FAXES = "50";
        public static final String MAX_TOTAL_PAGES = "500";

        private Defaults() {}
    }

    public PolicyParameters {
        written = Map.copyOf(written);
    }

    public static PolicyParameters none() {
        return new PolicyParameters(Map.of());
    }

    public PolicyParameters with(Parameter<?> parameter, String value) {
        Map<Parameter<?>, String> more = new LinkedHashMap<>(written);
        more.put(parameter, value);
        return new PolicyParameters(more);
    }

    /** These where they are present, else the others. */
    public PolicyParameters orElse(PolicyParameters others) {
        Map<Parameter<?>, String> all = new LinkedHashMap<>(others.written);
        written.forEach((parameter, value) -> {
            if (!value.isBlank()) {
                all.put(parameter, value);
            }
        });
        return new PolicyParameters(all);
    }

    /**
     * Validates all parameters and reports all problems at once.
     *
     * @param region ISO 3166 code of the country that national numbers belong to
     */
    public Validated<SendingPolicy> check(String region) {
        List<Problem> problems = new ArrayList<>();
        Optional<Set<String>> countries = get(ALLOWED_COUNTRIES, problems)
                .map(it -> it.stream().map(Parameter::countryCode).collect(Collectors.toSet()));
        countries.orElse(Set.of()).stream()
                .filter(it -> !Parameter.isCountry(it))
                .sorted()
                .forEach(it -> problems.add(new Problem(ALLOWED_COUNTRIES.name(), it, Message.of("input.country"))));
        List<NumberPattern> allowed = patterns(ALLOWED_NUMBERS, region, problems);
        List<NumberPattern> only = patterns(RECIPIENTS_ONLY, region, problems);
        Optional<FaxNumber> redirect = get(REDIRECT_TO, problems)
                .filter(it -> !it.isBlank())
                .flatMap(it -> FaxNumber.check(REDIRECT_TO.name(), it, region).collect(problems));
        Optional<Integer> faxes = get(MAX_FAXES, problems);
        Optional<Integer> pages = get(MAX_TOTAL_PAGES, problems);
        Optional<BigDecimal> price = get(PRICE_PER_PAGE, problems).flatMap(it -> it);
        Optional<BigDecimal> cost = get(MAX_COST, problems).flatMap(it -> it);
        if (cost.isPresent()
                && price.isEmpty()
                && written.getOrDefault(PRICE_PER_PAGE, "").isBlank()) {
            problems.add(new Problem(MAX_COST.name(), cost.get().toPlainString(), Message.of("input.max-cost.price")));
        }
        if (cost.isPresent() && price.filter(it -> it.signum() == 0).isPresent()) {
            problems.add(new Problem(MAX_COST.name(), cost.get().toPlainString(), Message.of("input.max-cost.free")));
        }
        return problems.isEmpty()
                ? Validated.valid(new SendingPolicy(
                        List.of(new RecipientPolicy(countries.orElseThrow(), allowed, only)),
                        redirect,
                        new SpendingLimits(faxes.orElseThrow(), pages.orElseThrow(), price, cost)))
                : Validated.invalid(problems);
    }

    private <T> Optional<T> get(Parameter<T> parameter, List<Problem> problems) {
        return parameter.check(written.getOrDefault(parameter, "")).collect(problems);
    }

    private List<NumberPattern> patterns(Parameter<List<String>> parameter, String region, List<Problem> problems) {
        return get(parameter, problems).orElse(List.of()).stream()
                .flatMap(it -> NumberPattern.check(parameter.name(), it, region).collect(problems).stream())
                .toList();
    }
}
