package io.github.faxnummer.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.order.Parameter;
import io.github.faxnummer.order.Problem;
import io.github.faxnummer.order.Validated;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class SpendingLimitsTest {

    private static final PolicyParameters NONE = PolicyParameters.none();

    @Test
    void allowsFiftyFaxesAndFiveHundredPagesByDefault() {
        SpendingLimits limits = limits(NONE);

        assertThat(limits.check(new Spending(50, 500))).isEmpty();
        assertThat(lines(limits.check(new Spending(51, 501)), Locale.ENGLISH))
                .containsExactly(
                        "maxFaxes '50': 51 faxes exceed this limit; send fewer, or raise maxFaxes if this is intended",
                        "maxTotalPages '500': 501 pages (pages × recipients) exceed this limit; send fewer, or raise"
                                + " maxTotalPages if this is intended");
    }

    @Test
    void limitsExpectedCost() {
        SpendingLimits limits =
                limits(NONE.with(PolicyParameters.PRICE_PER_PAGE, "0,075").with(PolicyParameters.MAX_COST, "1.50"));

        assertThat(limits.check(new Spending(1, 20))).isEmpty();
        assertThat(lines(limits.check(new Spending(1, 21)), Locale.ENGLISH))
                .singleElement()
                .isEqualTo(
                        "maxCost '1.50': the expected cost of EUR 1.575 (pages: 21, price per page: EUR 0.075) exceeds this limit; send"
                                + " less, or raise maxCost if this is intended");
        assertThat(lines(limits.check(new Spending(1, 21)), Locale.GERMAN))
                .singleElement()
                .asString()
                .contains("1,575 EUR (Seiten: 21, Preis je Seite: 0,075 EUR)");
    }

    @Test
    void requiresPriceForMaximumCost() {
        assertProblem(NONE.with(PolicyParameters.MAX_COST, "10"), "maxCost", "input.max-cost.price");
        for (String free : List.of("0", "0.00", "0,000")) {
            assertProblem(
                    NONE.with(PolicyParameters.PRICE_PER_PAGE, free).with(PolicyParameters.MAX_COST, "10"),
                    "maxCost",
                    "input.max-cost.free");
        }
    }

    @Test
    void explainsInvalidParameters() {
        for (String written : List.of("0", "-1", "fifty", "1.5", "99999999999", "100001")) {
            assertProblem(NONE.with(PolicyParameters.MAX_FAXES, written), "maxFaxes", "input.whole-number");
        }
        for (String written : List.of("-1", "1e3", "0.00001", "EUR 1", "1,000.00", "NaN", "12345678")) {
            assertProblem(NONE.with(PolicyParameters.PRICE_PER_PAGE, written), "pricePerPage", "input.amount");
        }
    }

    @Test
    void blankMeansDefault() {
        SpendingLimits limits = limits(NONE.with(PolicyParameters.MAX_FAXES, " ")
                .with(PolicyParameters.PRICE_PER_PAGE, "")
                .with(PolicyParameters.MAX_COST, " "));

        assertThat(limits).isEqualTo(SpendingLimits.DEFAULT);
    }

    @Test
    void writesAmountsWithCents() {
        assertThat(amount("1", Locale.ENGLISH)).isEqualTo("EUR 1.00");
        assertThat(amount("0.08", Locale.GERMAN)).isEqualTo("0,08 EUR");
        assertThat(amount("1234.5", Locale.GERMAN)).isEqualTo("1234,50 EUR");
        assertThat(amount("0.0825", Locale.ENGLISH)).isEqualTo("EUR 0.0825");
        assertThat(amount("100", Locale.ENGLISH)).isEqualTo("EUR 100.00");
    }

    @Test
    void smallerLimitsWin() {
        SpendingLimits admin =
                limits(NONE.with(PolicyParameters.PRICE_PER_PAGE, "0.10").with(PolicyParameters.MAX_COST, "5"));
        SpendingLimits job = limits(NONE.with(PolicyParameters.PRICE_PER_PAGE, "0.01")
                .with(PolicyParameters.MAX_COST, "9")
                .with(PolicyParameters.MAX_FAXES, "3"));

        SpendingLimits both = admin.narrowedBy(job);

        assertThat(both.maxFaxes()).isEqualTo(3);
        assertThat(both.pricePerPage()).contains(new BigDecimal("0.10"));
        assertThat(both.maxCost()).contains(new BigDecimal("5"));
    }

    @Test
    void explainsEachParameterInBothLanguages() {
        for (Parameter<?> parameter : PolicyParameters.ALL) {
            String english = parameter.help().in(Locale.ENGLISH);
            assertThat(english).endsWith(".");
            assertThat(parameter.help().in(Locale.GERMAN)).endsWith(".").isNotEqualTo(english);
            assertThat(parameter.check("").problems()).as(parameter.name()).isEmpty();
        }
    }

    private static String amount(String euros, Locale locale) {
        return Spending.amount(new BigDecimal(euros)).in(locale);
    }

    private static List<String> lines(List<Problem> problems, Locale locale) {
        return problems.stream().map(it -> it.in(locale)).toList();
    }

    private static SpendingLimits limits(PolicyParameters parameters) {
        return parameters.check("DE").value().orElseThrow().limits();
    }

    private static void assertProblem(PolicyParameters parameters, String name, String key) {
        Validated<SendingPolicy> checked = parameters.check("DE");
        assertThat(checked.problems()).singleElement().satisfies(it -> {
            assertThat(it.parameter()).isEqualTo(name);
            assertThat(it.advice().key()).isEqualTo(key);
        });
    }
}
