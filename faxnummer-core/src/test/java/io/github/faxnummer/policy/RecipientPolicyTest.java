package io.github.faxnummer.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.AreaCodes;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.order.NumberingPlan;
import io.github.faxnummer.order.OrderParameters;
import io.github.faxnummer.order.Parameter;
import io.github.faxnummer.order.Problem;
import io.github.faxnummer.order.RecipientEntry;
import io.github.faxnummer.order.Validated;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipientPolicyTest {

    @ParameterizedTest
    @MethodSource("numberingPlan")
    void decidesByNumberingPlan(String number, String expected, String region) {
        assertThat(decision(number, SendingPolicy.DEFAULT, region)).as(number).isEqualTo(expected);
    }

    static List<Arguments> numberingPlan() throws IOException {
        try (InputStream rows =
                Objects.requireNonNull(RecipientPolicyTest.class.getResourceAsStream("numbering-plan.csv"))) {
            return new String(rows.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(row -> !row.startsWith("#"))
                    .map(row -> row.split("\\|"))
                    .map(row -> Arguments.of(characters(row[0]), row[1], row.length > 2 ? row[2] : "DE"))
                    .toList();
        }
    }

    private static String characters(String row) {
        return Pattern.compile("\\\\u([0-9A-F]{4})")
                .matcher(row)
                .replaceAll(it -> Character.toString(Integer.parseInt(it.group(1), 16)));
    }

    @Test
    void hasManyRowsOfNumberingPlan() throws IOException {
        assertThat(numberingPlan()).hasSizeGreaterThanOrEqualTo(150);
    }

    @Test
    void explainsEachRefusalInBothLanguages() throws IOException {
        for (var row : numberingPlan()) {
            problems(row.get()[0].toString(), SendingPolicy.DEFAULT, row.get()[2].toString())
                    .forEach(problem -> {
                        String english = problem.in(Locale.ENGLISH);
                        assertThat(english).startsWith("recipients '");
                        assertThat(problem.in(Locale.GERMAN)).isNotEqualTo(english);
                    });
        }
    }

    @Test
    void allowsNumbersOfTheSandbox() {
        for (TestNumber number : TestNumber.values()) {
            assertThat(decision(number.number(), SendingPolicy.DEFAULT)).isEqualTo("allowed");
        }
    }

    @Test
    void allowsEveryGermanAreaCode() {
        for (String code : AreaCodes.german()) {
            assertThat(decision("0" + code + " 23456", SendingPolicy.DEFAULT))
                    .as(code)
                    .isEqualTo("allowed");
        }
    }

    /** What the default policy refuses of the rest of the world does not depend on a list of ours. */
    @Test
    void refusesServiceNumbersOfEveryCountryThatIsAllowed() {
        PhoneNumberUtil util = PhoneNumberUtil.getInstance();
        for (String region : util.getSupportedRegions()) {
            SendingPolicy policy = policy(PolicyParameters.ALLOWED_COUNTRIES, region);
            for (PhoneNumberType type : Set.of(
                    PhoneNumberType.PREMIUM_RATE,
                    PhoneNumberType.SHARED_COST,
                    PhoneNumberType.PERSONAL_NUMBER,
                    PhoneNumberType.PAGER,
                    PhoneNumberType.UAN)) {
                var example = util.getExampleNumberForType(region, type);
                if (example != null) {
                    assertThat(decision(util.format(example, PhoneNumberUtil.PhoneNumberFormat.E164), policy))
                            .as(region + " " + type)
                            .isNotEqualTo("allowed");
                }
            }
            var fixed = util.getExampleNumberForType(region, PhoneNumberType.FIXED_LINE);
            // Numbers of the Western Sahara count as Morocco's.
            if (fixed != null && region.equals(util.getRegionCodeForNumber(fixed))) {
                assertThat(decision(util.format(fixed, PhoneNumberUtil.PhoneNumberFormat.E164), policy))
                        .as(region)
                        .isEqualTo("allowed");
            }
        }
    }

    @Test
    void allowsListedCountriesOnly() {
        SendingPolicy policy = policy(PolicyParameters.ALLOWED_COUNTRIES, "at, CH");

        assertThat(decision("+43 1 51525 4444", policy)).isEqualTo("allowed");
        assertThat(decision("+41 44 668 18 00", policy)).isEqualTo("allowed");
        assertThat(decision("+49 202 695550", policy)).isEqualTo("policy.country DE");
        assertThat(problems("+49 202 695550", policy))
                .singleElement()
                .satisfies(it -> assertThat(it.in(Locale.ENGLISH)).contains("allowedCountries contains only AT, CH"));
        assertThat(problems("+1 212 555 0123", policy(PolicyParameters.ALLOWED_COUNTRIES, "DO")))
                .isNotEmpty();
    }

    @Test
    void allowsListedNumbers() {
        SendingPolicy policy = policy(PolicyParameters.ALLOWED_NUMBERS, "0800 1234567, +41 44 668 18 00");

        assertThat(decision("+49 800 1234567", policy)).isEqualTo("allowed");
        assertThat(decision("0041446681800", policy)).isEqualTo("allowed");
        assertThat(decision("0041446681801", policy)).isEqualTo("policy.country CH");
        assertThat(decision("+49 202 695550", policy)).isEqualTo("allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+49 202 69555*", "0202/69555*", "0049 (0)202 69555 *", "+49 (0)202 69555-*"})
    void allowsLongExtensionsOfListedPrefix(String prefix) {
        SendingPolicy policy = policy(PolicyParameters.ALLOWED_NUMBERS, prefix);

        assertThat(decision("+49 202 69555-12345678", SendingPolicy.DEFAULT)).isEqualTo("policy.invalid");
        assertThat(decision("+49 202 69555-12345678", policy)).isEqualTo("allowed");
        assertThat(decision("+49 202 69556-12345678", policy)).isEqualTo("policy.invalid");
    }

    @Test
    void allowsBeginningOfOneDigitAfterCountryCode() {
        SendingPolicy policy = policy(PolicyParameters.ALLOWED_NUMBERS, "+43 1*");

        assertThat(decision("+43 1 51525 4444", policy)).isEqualTo("allowed");
        assertThat(decision("+43 2236 22234", policy)).isEqualTo("policy.country AT");
    }

    @Test
    void knowsPremiumRateNumbersByTheirRange() {
        assertThat(List.of("004990012345", "00491371234567", "0049190123456"))
                .allMatch(it -> RecipientPolicy.isPremiumRate(new FaxNumber(it)));
        assertThat(List.of("0049202695550", "00491801234567", "00498001234567"))
                .noneMatch(it -> RecipientPolicy.isPremiumRate(new FaxNumber(it)));
    }

    @Test
    void closedListNarrowsWhatIsAllowed() {
        SendingPolicy policy = policy(PolicyParameters.RECIPIENTS_ONLY, "0202 695550; +49 30 23125*; +41 44 668 18 00");

        assertThat(decision("0202 695550", policy)).isEqualTo("allowed");
        assertThat(decision("030 23125-017", policy)).isEqualTo("allowed");
        assertThat(decision("0202 695551", policy)).isEqualTo("policy.not-listed");
        assertThat(decision("+41 44 668 18 00", policy)).isEqualTo("policy.country CH");
    }

    @Test
    void jobNarrowsAndNeverWidensWhatAdministratorAllows() {
        SendingPolicy admin = policy(PolicyParameters.ALLOWED_COUNTRIES, "DE,AT");
        SendingPolicy job = parameters(PolicyParameters.ALLOWED_COUNTRIES, "AT, CH")
                .with(PolicyParameters.ALLOWED_NUMBERS, "0900 1 123456")
                .with(PolicyParameters.MAX_FAXES, "1000")
                .with(PolicyParameters.MAX_TOTAL_PAGES, "7")
                .check("DE")
                .value()
                .orElseThrow();
        SendingPolicy both = admin.narrowedBy(job);

        assertThat(decision("+43 1 51525 4444", both)).isEqualTo("allowed");
        assertThat(decision("+41 44 668 18 00", both)).isEqualTo("policy.country CH");
        assertThat(decision("0202 695550", both)).isEqualTo("policy.country DE");
        assertThat(decision("0900 1 123456", both)).isEqualTo("policy.use.premium-rate");
        assertThat(both.limits().maxFaxes()).isEqualTo(50);
        assertThat(both.limits().maxTotalPages()).isEqualTo(7);
    }

    @Test
    void parametersReplaceOthersAndBlankOnesDoNot() {
        SendingPolicy policy = parameters(PolicyParameters.ALLOWED_COUNTRIES, "AT")
                .with(PolicyParameters.MAX_FAXES, " ")
                .orElse(parameters(PolicyParameters.ALLOWED_COUNTRIES, "CH").with(PolicyParameters.MAX_FAXES, "3"))
                .check("DE")
                .value()
                .orElseThrow();

        assertThat(decision("+43 1 51525 4444", policy)).isEqualTo("allowed");
        assertThat(decision("+41 44 668 18 00", policy)).isEqualTo("policy.country CH");
        assertThat(policy.limits().maxFaxes()).isEqualTo(3);
    }

    @Test
    void administratorsRedirectCannotBeReplaced() {
        SendingPolicy admin = policy(PolicyParameters.REDIRECT_TO, "030 23125-016");
        SendingPolicy job = policy(PolicyParameters.REDIRECT_TO, "0202 695550");

        assertThat(admin.narrowedBy(job).redirectTo()).contains(new FaxNumber("00493023125016"));
        assertThat(SendingPolicy.DEFAULT.narrowedBy(job).redirectTo()).contains(new FaxNumber("0049202695550"));
    }

    @Test
    void redirectsEveryFaxToOneNumber() {
        SendingPolicy policy = policy(PolicyParameters.REDIRECT_TO, "030 23125-016");

        FaxOrder order =
                order(List.of("0202 695550", "0202 695551"), policy).value().orElseThrow();

        assertThat(order.numbers()).containsExactly(new FaxNumber("00493023125016"));
        assertThat(order.redirectedFrom())
                .containsExactly(new FaxNumber("0049202695550"), new FaxNumber("0049202695551"));
    }

    @Test
    void refusesRedirectToNumberThatIsNotAllowed() {
        SendingPolicy policy = policy(PolicyParameters.REDIRECT_TO, "+41 44 668 18 00");

        assertThat(order(List.of("0202 695550"), policy).problems())
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.parameter()).isEqualTo("redirectTo");
                    assertThat(it.advice().key()).isEqualTo("policy.country");
                });
    }

    @Test
    void refusesRecipientsThatAreNotAllowedAlsoWhenRedirected() {
        SendingPolicy policy = policy(PolicyParameters.REDIRECT_TO, "030 23125-016");

        assertThat(decision("0900 1 123456", policy)).isEqualTo("policy.use.premium-rate");
    }

    @Test
    void sendsNothingOfOrderWithOneRefusedNumber() {
        assertThat(order(List.of("0202 695550", "0900 1 123456"), SendingPolicy.DEFAULT)
                        .value())
                .isEmpty();
    }

    @Test
    void namesVersionThatJudged() {
        assertThat(problems("0191 011", SendingPolicy.DEFAULT).get(0).in(Locale.ENGLISH))
                .contains(NumberingPlan.version());
    }

    @Test
    void explainsInvalidParameters() {
        assertInvalid(PolicyParameters.ALLOWED_COUNTRIES, "DE,XX", "input.country");
        assertInvalid(PolicyParameters.ALLOWED_COUNTRIES, "DE,,AT", "input.entry.blank");
        assertInvalid(PolicyParameters.ALLOWED_COUNTRIES, "Germany", "input.country");
        assertInvalid(PolicyParameters.ALLOWED_NUMBERS, "*", "input.number.prefix");
        assertInvalid(PolicyParameters.ALLOWED_NUMBERS, "+49*", "input.number.prefix");
        assertInvalid(PolicyParameters.ALLOWED_NUMBERS, "+420*", "input.number.prefix");
        assertInvalid(PolicyParameters.ALLOWED_NUMBERS, "00882*", "input.number.prefix");
        assertInvalid(PolicyParameters.ALLOWED_NUMBERS, "+423 *", "input.number.prefix");
        assertInvalid(PolicyParameters.ALLOWED_NUMBERS, "202*", "input.number.prefix");
        assertInvalid(PolicyParameters.ALLOWED_NUMBERS, "fax*", "input.number.prefix");
        assertInvalid(PolicyParameters.ALLOWED_NUMBERS, "+49 2*5*", "input.number.prefix");
        assertInvalid(PolicyParameters.RECIPIENTS_ONLY, "0202", "input.number.incomplete");
        assertInvalid(PolicyParameters.REDIRECT_TO, "1234", "input.number.local");
    }

    private static void assertInvalid(Parameter<?> parameter, String value, String key) {
        assertThat(parameters(parameter, value).check("DE").problems())
                .as(value)
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.parameter()).isEqualTo(parameter.name());
                    assertThat(it.advice().key()).isEqualTo(key);
                });
    }

    private static PolicyParameters parameters(Parameter<?> parameter, String value) {
        return PolicyParameters.none().with(parameter, value);
    }

    private static SendingPolicy policy(Parameter<?> parameter, String value) {
        return parameters(parameter, value).check("DE").value().orElseThrow();
    }

    private static Validated<FaxOrder> order(List<String> recipients, SendingPolicy policy) {
        return order(recipients, policy, "DE");
    }

    private static Validated<FaxOrder> order(List<String> recipients, SendingPolicy policy, String region) {
        return new OrderParameters(
                        recipients.stream().map(RecipientEntry::of).toList(), "a@example.com", "", "", "", region)
                .check(List.of(), policy);
    }

    private static List<Problem> problems(String number, SendingPolicy policy) {
        return problems(number, policy, "DE");
    }

    private static List<Problem> problems(String number, SendingPolicy policy, String region) {
        return order(List.of(number), policy, region).problems();
    }

    private static String decision(String number, SendingPolicy policy) {
        return decision(number, policy, "DE");
    }

    private static String decision(String number, SendingPolicy policy, String region) {
        List<String> keys = new ArrayList<>();
        for (Problem problem : problems(number, policy, region)) {
            Message advice = problem.advice();
            keys.add(
                    switch (advice.key()) {
                        case "policy.use" -> ((Message) advice.arguments().get(0)).key();
                        case "policy.country" ->
                            "policy.country " + advice.arguments().get(0);
                        default -> advice.key();
                    });
        }
        return keys.isEmpty() ? "allowed" : String.join(", ", keys);
    }
}
