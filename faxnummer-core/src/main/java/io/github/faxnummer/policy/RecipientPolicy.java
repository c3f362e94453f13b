package io.github.faxnummer.policy;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.NumberingPlan;
import io.github.faxnummer.order.NumberingPlan.Use;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which numbers may be dialled: fixed lines, mobile numbers and national VoIP numbers of the allowed countries.
 *
 * @param allowedCountries ISO 3166 codes
 * @param allowedNumbers allowed regardless of country, use and validity
 * @param recipientsOnly the closed list; empty: there is none
 */
public record RecipientPolicy(
        Set<String> allowedCountries, List<NumberPattern> allowedNumbers, List<NumberPattern> recipientsOnly) {

    /** Germany. */
    public static final RecipientPolicy DEFAULT = new RecipientPolicy(Set.of("DE"), List.of(), List.of());

    private static final Set<Use> ALLOWED_USES = Set.of(Use.FIXED_LINE, Use.MOBILE, Use.VOIP);

    /** Service ranges of Germany by the Bundesnetzagentur's plan, also for numbers in them that are not assigned. */
    private static final Map<String, Use> GERMAN_SERVICES = Map.ofEntries(
            Map.entry("0049137", Use.PREMIUM_RATE),
            Map.entry("0049190", Use.PREMIUM_RATE),
            Map.entry("0049900", Use.PREMIUM_RATE),
            Map.entry("0049180", Use.SHARED_COST),
            Map.entry("0049700", Use.PERSONAL_NUMBER),
            Map.entry("0049800", Use.TOLL_FREE),
            Map.entry("0049164", Use.PAGER),
            Map.entry("0049168", Use.PAGER),
            Map.entry("0049169", Use.PAGER),
            Map.entry("004918", Use.UAN));

    public RecipientPolicy {
        allowedCountries = Set.copyOf(allowedCountries);
        allowedNumbers = List.copyOf(allowedNumbers);
        recipientsOnly = List.copyOf(recipientsOnly);
    }

    /** Why no fax may go to a number; empty if one may. */
    public Optional<Message> objection(FaxNumber number) {
        Optional<Message> refused = matches(allowedNumbers, number) ? Optional.empty() : kind(number);
        return refused.isPresent() || recipientsOnly.isEmpty() || matches(recipientsOnly, number)
                ? refused
                : Optional.of(Message.of("policy.not-listed"));
    }

    private Optional<Message> kind(FaxNumber number) {
        Optional<Integer> global = NumberingPlan.globalRange(number);
        if (global.isPresent()) {
            return Optional.of(Message.of("policy.global", global.get()));
        }
        Use use = use(number);
        boolean valid = NumberingPlan.isValid(number);
        if (!ALLOWED_USES.contains(use) && (valid || use != Use.UNKNOWN)) {
            String key = "policy.use." + use.name().toLowerCase(Locale.ROOT).replace('_', '-');
            return Optional.of(Message.of("policy.use", Message.of(key)));
        }
        if (!valid) {
            return Optional.of(Message.of("policy.invalid", NumberingPlan.version()));
        }
        Optional<String> country = NumberingPlan.country(number);
        return country.filter(allowedCountries::contains).isPresent()
                ? Optional.empty()
                : Optional.of(Message.of(
                        "policy.country", country.orElse("?"), String.join(", ", new TreeSet<>(allowedCountries))));
    }

    /** Whether calls to a number cost the caller more than a call. */
    public static boolean isPremiumRate(FaxNumber number) {
        return use(number) == Use.PREMIUM_RATE;
    }

    private static Use use(FaxNumber number) {
        // The longer of two prefixes that fit decides: 0180 has another use than the rest of 018.
        for (int length = Math.min("0049137".length(), number.digits().length()); length > "0049".length(); length--) {
            Use service = GERMAN_SERVICES.get(number.digits().substring(0, length));
            if (service != null) {
                return service;
            }
        }
        return NumberingPlan.use(number);
    }

    private static boolean matches(List<NumberPattern> patterns, FaxNumber number) {
        return patterns.stream().anyMatch(it -> it.matches(number));
    }
}
