package io.github.faxnummer.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FaxNumberTest {

    private static final PhoneNumberUtil UTIL = PhoneNumberUtil.getInstance();

    @Example
    void normalizesCommonSpellings() {
        for (String written : List.of(
                "+49 202 69555-0",
                "+49 (0)202 69555-0",
                "+49202695550",
                "0049202695550",
                "0049 202 / 69555 - 0",
                "0202/695550",
                "0202 69 55 50",
                "(0202) 69555-0",
                "0202.69555.0",
                "0202\u00A069555\u20130",
                "  0202 695550\t")) {
            assertThat(FaxNumber.check("recipients", written, "DE").value())
                    .as(written)
                    .contains(new FaxNumber("0049202695550"));
        }
    }

    @Example
    void resolvesNationalNumberByRegion() {
        assertThat(digits("044 668 18 00", "CH")).isEqualTo("0041446681800");
        assertThat(digits("02 6982 1234", "it")).isEqualTo("00390269821234");
        assertThat(digits("00 39 02 6982 1234", "US")).isEqualTo("00390269821234");
        assertThat(digits("212-555-0123", "US")).isEqualTo("0012125550123");
    }

    @Example
    void explainsInvalidNumber() {
        assertProblem("0202/CALL-ME", "input.number.character", "'C' (U+0043)");
        assertProblem("0202 695550 x5", "input.number.character", "'x' (U+0078)");
        assertProblem("0202 695550, 0202 695551", "input.number.character", "',' (U+002C)");
        assertProblem("0202\n695550", "input.number.character", "U+000A");
        assertProblem("٠٢٠٢٦٩٥٥٥٠", "input.number.character", "U+0660");
        assertProblem("tel:+49202695550", "input.number.character", "'t'");
        assertProblem("110", "input.number.local", "area code missing");
        assertProblem("+49 1", "input.number.short", "too short");
        assertProblem("00", "input.number", "");
        assertProblem("0202 695550 0202 695551", "input.number.long", "too long");
        assertProblem("+49 202 695550 695550 695550", "input.number.long", "too long");
        assertProblem("69555", "input.number.local", "area code missing");
        assertProblem("695550", "input.number.local", "area code missing");
        assertProblem("(202) 69555-0", "input.number.local", "area code missing");
        assertProblem("49 202 69555-0", "input.number.local", "area code missing");
        assertProblem("+999 202 695550", "input.number.country", "country code does not exist");
        assertProblem("0202+695550", "input.number.invalid", "not a valid fax number");
        assertProblem("-", "input.number.invalid", "not a valid fax number");
        assertProblem("", "input.number.invalid", "not a valid fax number");
    }

    @Example
    void rejectsUnknownRegion() {
        for (String region : List.of("", "XX", "Deutschland", "D", "49")) {
            assertThat(FaxNumber.check("recipients", "0202 695550", region).problems())
                    .singleElement()
                    .satisfies(problem -> {
                        assertThat(problem.parameter()).isEqualTo("region");
                        assertThat(problem.value()).isEqualTo(region);
                    });
        }
    }

    @Example
    void readsRegionInTurkishLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            assertThat(digits("02 6982 1234", "it")).isEqualTo("00390269821234");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Example
    void requiresInternationalDigits() {
        for (String digits :
                List.of("", "00", "0049", "+49202695550", "0202695550", "000202695550", "0049 202", "00492x")) {
            assertThatThrownBy(() -> new FaxNumber(digits)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** RFC 3966 ({@code tel:+49-…}) is left out: it has letters, and letters in a number are errors. */
    @Property
    void normalizesEveryFormatOfGermanNumber(@ForAll("german") PhoneNumber number) {
        // What nobody can have, libphonenumber writes without its area code's 0.
        Assume.that(UTIL.isValidNumber(number));
        String expected = "00" + UTIL.format(number, PhoneNumberFormat.E164).substring(1);
        String international = UTIL.format(number, PhoneNumberFormat.INTERNATIONAL);
        for (String written : List.of(
                UTIL.format(number, PhoneNumberFormat.E164),
                international,
                UTIL.format(number, PhoneNumberFormat.NATIONAL),
                "00" + international.substring(1),
                UTIL.formatOutOfCountryCallingNumber(number, "AT"),
                UTIL.formatOutOfCountryCallingNumber(number, "DE"),
                expected)) {
            assertThat(digits(written, "DE")).as(written).isEqualTo(expected);
        }
    }

    @Property
    void acceptsOrRejectsAnyNumber(@ForAll("scribbles") String written, @ForAll("regions") String region) {
        Validated<FaxNumber> checked = FaxNumber.check("recipients", written, region);
        checked.value().ifPresent(number -> assertThat(number.digits()).matches("00[1-9][0-9]{3,16}"));
        // What is a number stays the same number.
        checked.value()
                .filter(number -> isValid(number.digits()))
                .ifPresent(number -> assertThat(digits(number.digits(), region)).isEqualTo(number.digits()));
    }

    /** Scribbles can make numbers with too many trunk zeros, that nobody has and of which each reading takes one off. */
    private static boolean isValid(String digits) {
        try {
            return UTIL.isValidNumber(UTIL.parse("+" + digits.substring(2), "DE"));
        } catch (com.google.i18n.phonenumbers.NumberParseException e) {
            return false;
        }
    }

    @Provide
    Arbitrary<PhoneNumber> german() {
        Arbitrary<PhoneNumber> examples = Arbitraries.of(
                        PhoneNumberType.FIXED_LINE,
                        PhoneNumberType.MOBILE,
                        PhoneNumberType.TOLL_FREE,
                        PhoneNumberType.PREMIUM_RATE,
                        PhoneNumberType.PERSONAL_NUMBER)
                .map(type -> UTIL.getExampleNumberForType("DE", type));
        Arbitrary<PhoneNumber> dialled = Combinators.combine(
                        Arbitraries.of(
                                "30", "40", "69", "89", "202", "201", "2103", "3621", "33203", "4651", "32", "151",
                                "1602"),
                        Arbitraries.integers().between(100_000, 99_999_999))
                .as((area, subscriber) ->
                        new PhoneNumber().setCountryCode(49).setNationalNumber(Long.parseLong(area + subscriber)));
        return Arbitraries.oneOf(dialled, dialled, dialled, examples);
    }

    @Provide
    Arbitrary<String> scribbles() {
        return Arbitraries.strings()
                .withChars("0123456789+()/-. 0049\u00A0\u2013xé")
                .ofMaxLength(24);
    }

    @Provide
    Arbitrary<String> regions() {
        return Arbitraries.of("DE", "AT", "IT", "US", "BR", "RU", "AR");
    }

    private static String digits(String written, String region) {
        Validated<FaxNumber> checked = FaxNumber.check("recipients", written, region);
        assertThat(checked.problems()).as(written).isEmpty();
        return checked.value().orElseThrow().digits();
    }

    private static void assertProblem(String written, String key, String shown) {
        assertThat(FaxNumber.check("recipients", written, "DE").problems())
                .as(written)
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.parameter()).isEqualTo("recipients");
                    assertThat(problem.value()).isEqualTo(written);
                    assertThat(problem.advice().key()).startsWith(key);
                    assertThat(problem.in(Locale.ENGLISH)).contains(shown);
                });
    }
}
