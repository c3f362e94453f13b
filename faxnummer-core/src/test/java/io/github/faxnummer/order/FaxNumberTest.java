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
        assertProblem("tel:+49-30-23125;ext=016", "input.number.character", "';' (U+003B)");
        assertProblem("0202 CALL, ME", "input.number.character", "'C' (U+0043)");
        assertProblem("0202\n695550", "input.number.character", "U+000A");
        assertProblem("٠٢٠٢٦٩٥٥٥٠", "input.number.character", "U+0660");
        assertProblem("fax 0202 695550", "input.number.character", "'f'");
        assertProblem("+49 1", "input.number.short", "too short");
        assertProblem("00", "input.number", "");
        assertProblem("+49 202 695550123456789012", "input.number.long", "too long");
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
    void readsDashesAndBlanksOfUnicodeAndDropsFormatCharacters() {
        for (int dash : new int[] {
            0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212, 0x2043, 0x02D7, 0x207B, 0x208B, 0xFE58, 0xFE63,
            0xFF0D, 0x30A0, 0x301C, 0x2E3A
        }) {
            assertThat(digits("0202 69555" + Character.toString(dash) + "0", "DE"))
                    .isEqualTo("0049202695550");
        }
        for (int blank : new int[] {
            0x00A0, 0x1680, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200A,
            0x202F, 0x205F, 0x3000, '\t'
        }) {
            assertThat(digits("+49" + Character.toString(blank) + "202 69555-0", "DE"))
                    .isEqualTo("0049202695550");
        }
        for (int format : new int[] {
            0x00AD, 0x180E, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2060,
            0x2066, 0x2069, 0xFEFF
        }) {
            String character = Character.toString(format);
            assertThat(digits(character + "+4" + character + "9 202 695550" + character, "DE"))
                    .as(Integer.toHexString(format))
                    .isEqualTo("0049202695550");
        }
    }

    @Example
    void readsTelAndFaxScheme() {
        for (String written :
                List.of("tel:+49-202-69555-0", "TEL:+49202695550", "fax:+49 202 695550", "Fax: 0202/69555-0")) {
            assertThat(digits(written, "DE")).as(written).isEqualTo("0049202695550");
        }
        assertProblem("fax:fax", "input.number.character", "'f'");
    }

    @Example
    void refusesTwoNumbersInOneEntry() {
        for (String written : List.of(
                "030 23125-016/-017",
                "030 23125-016 / 017",
                "030 23125-016/017",
                "030 23125-16 - 18",
                "030 23125-16-18",
                "030 23125\u201316\u201318",
                "030 23125-016 (-017)",
                "030 23125-016 (017)",
                "030 23125-016 017",
                "0202-1234/0202-1235",
                "0202 1234 0202 1235",
                "0202/1234/0202/1235",
                "030 23125016 / 030 23125017",
                "030 23125016/17",
                "030/23125016/017",
                "+49 30 23125-016/-017",
                "0049 30 23125-016 - 018",
                "+49 30 23125016 +49 30 23125017",
                "+49 30 23125016/+49 30 23125017",
                "0202 695550, 0202 695551",
                "0202 695550 695551",
                "0202 695550\u00A0695551",
                "02021234 02021235",
                "0202 69555 02103 722",
                "0202 1234 030 1234",
                "0202 695550 0049 202 695551",
                "0202 695550 030 23125016",
                "089/12345-...99",
                "089 12345-0...99",
                "089 12345 .. 99",
                "0202 1234 & 1235",
                "0202 695550; 0202 695551",
                "0202 695550 | 0202 695551",
                "030 23125-016 18",
                "030 23125-01 6",
                "0202 69555-0 12",
                "030 23125-030 18",
                "030 23125 030",
                "0202 1234 0202",
                "0202 695550 12345",
                "0202-123-0202-124",
                "030-123-030-124",
                "030-23125-16-18",
                "0711-123-16-18",
                "0711-123-016-017",
                "030-123-124-125",
                "0202-563-398-402",
                "0202-563-411-520",
                "0711-123-16-25",
                "0711 123-45-67",
                "0711-123 - 45-67",
                "040 6496\t6498",
                "0202 69555\t17",
                "0202 695550\n0202 695551")) {
            assertProblem(written, "input.number.two", "looks like two numbers");
        }
    }

    @Example
    void acceptsOneExtension() {
        for (String written : List.of(
                "030 / 23125-016",
                "030/23125-016",
                "030/23125016",
                "(030) 23125-016",
                "030-23125-016",
                "030 23125 016",
                "030 2312 5016",
                "0 30 23 12 50 16",
                "+ 49 30 23125016",
                "00 49 (0) 30 / 23125-016",
                "(+49) 30 23125016",
                "030 231 25-016",
                "030 23 12 50 16",
                "030.23125.016",
                "+49-30-23125-016",
                "+49/30/23125-016",
                "+49 (30) 23125-016",
                "+49 (0)30 / 23125 - 016",
                "+49 (0) 30 23125-016",
                "0049 30 / 23125 - 016",
                "0049 (0)30 23125016")) {
            assertThat(digits(written, "DE")).as(written).isEqualTo("00493023125016");
        }
        assertThat(digits("0049 202 / 69555 - 0", "DE")).isEqualTo("0049202695550");
        assertThat(digits("030 23125-030", "DE")).isEqualTo("00493023125030");
        assertThat(digits("0202/69555-0202", "DE")).isEqualTo("0049202695550202");
        for (String written : List.of("0711-123-45-67", "tel:+49-711-123-45-67", "+49711-123-45-67")) {
            assertThat(digits(written, "DE")).as(written).isEqualTo("00497111234567");
        }
        assertThat(digits("030-231-250-16", "DE")).isEqualTo("00493023125016");
        assertThat(digits("+32 (0)2/123.45.67", "DE")).isEqualTo("003221234567");
        assertThat(digits("01-42-68-53-00", "FR")).isEqualTo("0033142685300");
        assertThat(digits("+43/1/51525-4444", "DE")).isEqualTo("00431515254444");
        assertThat(digits("+45 45 12 34 56", "DE")).isEqualTo("004545123456");
        assertThat(digits("041 210 00 00", "CH")).isEqualTo("0041412100000");
    }

    @Example
    void readsAreaCodesThatBeginWithTheCountryCode() {
        for (String written : List.of(
                "+49 49 21 / 123456",
                "0049 49 21 123456",
                "+49 (0) 49 21 12 34 56",
                "+49 4921 123456",
                "049 21/123456",
                "0 49 21/12 34 56",
                "04921 123456")) {
            assertThat(digits(written, "DE")).as(written).isEqualTo("00494921123456");
        }
        // Emden; one pair more would be Düsseldorf with the country code twice.
        assertProblem("+49 49 21 12 34 56", "input.number.country-or-area", "as one group");
        assertProblem("+49 49 21 11 23 45 67", "input.number.country-or-area", "as one group");
        assertProblem("049 21/12 34 56", "input.number.country-zero", "049");
        // Weener, or Schellerten with the country code twice.
        assertProblem("+49 49 51 23 45 67", "input.number.country-or-area", "as one group");
        assertThat(digits("+49 4951 234567", "DE")).isEqualTo("00494951234567");
        assertProblem("049 51 23 45 67", "input.number.country-zero", "049");
    }

    @Example
    void explainsEachWrongBeginning() {
        assertProblem("9,,030 23125016", "input.number.outside-line", "'9,,'");
        assertProblem("0,0202 695550", "input.number.outside-line", "outside line");
        assertProblem("0w0202 695550", "input.number.outside-line", "outside line");
        assertProblem("0 030 23125016", "input.number.outside-line", "'0'");
        assertProblem("0-0202/695550", "input.number.outside-line", "'0'");
        assertProblem("9 030 23125016", "input.number.outside-line", "'9'");
        assertProblem("030 23125016,", "input.number.character", "','");
        assertProblem("tel:+493023125016;phone-context=de", "input.number.character", "';'");
        assertProblem("049 30 23125016", "input.number.country-zero", "049");
        assertProblem("049/30/23125016", "input.number.country-zero", "049");
        assertProblem("04930 23125016", "input.number.country-zero", "049");
        assertProblem("+49 49 202 695550", "input.number.country-twice", "country code 49 twice");
        assertProblem("+4949 202 695550", "input.number.country-twice", "twice");
        assertProblem("+49 (0)49 202 695550", "input.number.country-twice", "twice");
        assertProblem("+49 0049 202 695550", "input.number.country-twice", "twice");
        assertProblem("0049 49 202 695550", "input.number.country-twice", "twice");
        assertProblem("+49 +49 202 695550", "input.number.country-twice", "twice");
        assertProblem("+494930 23125016", "input.number.country-twice", "twice");
        assertProblem("030 1", "input.number.incomplete", "are missing");
        assertProblem("0202", "input.number.incomplete", NumberingPlan.version());
        assertProblem("+49 202", "input.number.incomplete", "are missing");
        assertProblem("033203", "input.number.incomplete", "are missing");
        assertProblem("+39 2 6982 1234", "input.number.lost-zero", "+39 0");
        assertProblem("+48 022 123 45 67", "input.number.trunk-zero", "+48 221234567");
        assertProblem("+49 00202 695550", "input.number.trunk-zero", "+49 202695550");
        assertProblem("01149 30 23125016", "input.number.foreign-prefix", "011");
        assertProblem("011 49 30 23125016", "input.number.foreign-prefix", "011");
        assertProblem("0011 49 30 23125016", "input.number.foreign-prefix", "0011");
        assertProblem("01033 0202 695550", "input.number.call-by-call", "call-by-call");
        assertProblem("010011 0202 695550", "input.number.call-by-call", "call-by-call");
        assertProblem("110", "input.number.emergency", "emergency");
        assertProblem("112", "input.number.emergency", "emergency");
        assertProblem("+49 112", "input.number.emergency", "emergency");
        assertProblem("115", "input.number.short-code", "short or directory");
        assertProblem("11833", "input.number.short-code", "directory");
        assertProblem("+49 11833", "input.number.short-code", "directory");
        assertProblem("116117", "input.number.short-code", "short or directory");
    }

    @Example
    void readsForeignPrefixOfItsOwnRegion() {
        assertThat(digits("011 49 30 23125016", "US")).isEqualTo("00493023125016");
        assertThat(digits("0011 49 30 23125016", "AU")).isEqualTo("00493023125016");
    }

    /** Their metadata has a prefix 0 that no number uses. */
    @Example
    void acceptsNationalNumberWithoutZeroWhereNoneIsWritten() {
        assertThat(digits("236 60 60", "LI")).isEqualTo("004232366060");
        assertThat(digits("93 12 34 56", "MC")).isEqualTo("0037793123456");
        assertThat(digits("347 123 4567", "IT")).isEqualTo("00393471234567");
    }

    /** In every region, a valid number as libphonenumber writes it for people of that region. */
    @Example
    void readsNationalFormOfEveryRegion() {
        for (String region : UTIL.getSupportedRegions()) {
            PhoneNumber number = UTIL.getExampleNumber(region);
            if (number == null) {
                continue;
            }
            String expected = "00" + UTIL.format(number, PhoneNumberFormat.E164).substring(1);
            String national = UTIL.format(number, PhoneNumberFormat.NATIONAL);
            assertThat(digits(national, region)).as(region + " " + national).isEqualTo(expected);
            assertThat(digits(UTIL.format(number, PhoneNumberFormat.INTERNATIONAL), "DE"))
                    .as(region)
                    .isEqualTo(expected);
        }
    }

    @Example
    void acceptsEveryGermanAreaCode() {
        List<String> codes = AreaCodes.german();
        assertThat(codes).hasSizeGreaterThanOrEqualTo(5_207);
        for (String code : codes) {
            for (int length = code.length() < 4 ? 3 : 2; length <= 8; length++) {
                String local = "24680135".substring(0, length);
                String expected = "0049" + code + local;
                for (String written : List.of(
                        "0" + code + "/" + local,
                        "+49 " + code + " " + local,
                        "0" + code + " " + local.substring(0, length - 1) + "-" + local.substring(length - 1))) {
                    Validated<FaxNumber> checked = FaxNumber.check("recipients", written, "DE");
                    assertThat(checked.value()).as(written).contains(new FaxNumber(expected));
                    assertThat(NumberingPlan.isValid(new FaxNumber(expected)))
                            .as(written)
                            .isTrue();
                }
            }
        }
    }

    @Example
    void dialsGermanServiceNumbersInNationalForm() {
        assertThat(new FaxNumber("00498001234567").dialled()).isEqualTo("08001234567");
        assertThat(new FaxNumber("00491805123456").dialled()).isEqualTo("01805123456");
        assertThat(new FaxNumber("004970012345678").dialled()).isEqualTo("070012345678");
        assertThat(new FaxNumber("0049181123456").dialled()).isEqualTo("0181123456");
        assertThat(new FaxNumber("0049202695550").dialled()).isEqualTo("0049202695550");
        assertThat(new FaxNumber("00431801234567").dialled()).isEqualTo("00431801234567");
        assertThat(FaxNumber.isSame("00498001234567", "08001234567")).isTrue();
        assertThat(FaxNumber.isSame("00498001234567", "00498001234567")).isTrue();
    }

    @Example
    void namesVersionOfItsLibrary() {
        assertThat(NumberingPlan.version()).matches("libphonenumber 9\\.0\\.(4[3-9]|[5-9][0-9]|[1-9][0-9]{2})");
        assertThat(FaxNumber.check("recipients", "+49 202 695550123456789012", "DE")
                        .problems())
                .singleElement()
                .satisfies(it -> assertThat(it.in(Locale.GERMAN)).contains(NumberingPlan.version()));
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

    @Property
    void normalizesEveryFormatOfGermanNumber(@ForAll("german") PhoneNumber number) {
        // libphonenumber writes unassignable numbers without the 0 of their area code.
        Assume.that(UTIL.isValidNumber(number));
        String expected = "00" + UTIL.format(number, PhoneNumberFormat.E164).substring(1);
        String international = UTIL.format(number, PhoneNumberFormat.INTERNATIONAL);
        for (String written : List.of(
                UTIL.format(number, PhoneNumberFormat.E164),
                international,
                UTIL.format(number, PhoneNumberFormat.NATIONAL),
                UTIL.format(number, PhoneNumberFormat.RFC3966),
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
        checked.value().ifPresent(number -> assertThat(number.digits()).matches("00[1-9][0-9]{3,18}"));
        // What is a number stays the same number.
        checked.value()
                .filter(number -> isValid(number.digits()))
                .ifPresent(number -> assertThat(digits(number.digits(), region)).isEqualTo(number.digits()));
    }

    /** Random text can form unassignable numbers with too many trunk zeros, of which each parsing removes one. */
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
