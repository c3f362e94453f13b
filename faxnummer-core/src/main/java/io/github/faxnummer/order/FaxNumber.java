package io.github.faxnummer.order;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber;
import com.google.i18n.phonenumbers.ShortNumberInfo;
import io.github.faxnummer.message.Message;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A number in the form the API's documentation recommends: international, digits only, with leading {@code 00}.
 *
 * @param digits such as {@code 00492026955500}
 */
public record FaxNumber(String digits) implements Serializable {

    /** The region of national numbers where none is configured. */
    public static final String DEFAULT_REGION = "DE";

    private static final Pattern INTERNATIONAL = Pattern.compile("00[1-9][0-9]{3,18}");

    private static final Pattern BEGINNING = Pattern.compile("\\+?[0-9()/. -]+");

    private static final String AUSTRALIAN_PREFIX = "0011";
    private static final String AMERICAN_PREFIX = "011";

    private static final String GERMANY = "49";

    // 0800, 0180, 0700, 018x.
    private static final Pattern SERVICE_NUMBER = Pattern.compile("0049(?:800|700|18)");

    // Some of these digits after an incomplete number make it a valid one.
    private static final List<String> MORE_DIGITS = List.of("2", "23", "234", "2345");

    /**
     * Creates a number from its digits.
     *
     * @throws IllegalArgumentException if the digits are not international with leading 00
     */
    public FaxNumber {
        if (!INTERNATIONAL.matcher(digits).matches()) {
            throw new IllegalArgumentException("A fax number is 00, country code and number: " + digits);
        }
    }

    /**
     * Checks and normalises a number as people write or copy it: {@code +49 202 69555-0}, {@code 0049…}, {@code
     * 0202/695550}, {@code tel:+49-202-69555-0}. Whether it may be dialled is for a {@link RecipientRule} to say: a
     * long extension can make a number that libphonenumber does not know.
     *
     * @param parameter the name to report
     * @param region ISO 3166 code of the country that national numbers belong to, such as {@code DE}
     */
    public static Validated<FaxNumber> check(String parameter, String written, String region) {
        String country = region.strip().toUpperCase(Locale.ROOT);
        if (!NumberingPlan.isCountry(country)) {
            return Validated.invalid("region", region, Message.of("input.region"));
        }
        WrittenNumber number = WrittenNumber.of(written);
        int callingCode = PhoneNumberUtil.getInstance().getCountryCodeForRegion(country);
        Optional<Message> problem = number.problem(callingCode, dialled -> NumberingPlan.isValid(dialled, country));
        try {
            return problem.isPresent()
                    ? Validated.invalid(parameter, written, problem.get())
                    : check(parameter, written, number, country);
        } catch (NumberParseException e) {
            return Validated.invalid(parameter, written, text(e.getErrorType()));
        }
    }

    private static Validated<FaxNumber> check(String parameter, String written, WrittenNumber number, String country)
            throws NumberParseException {
        PhoneNumberUtil util = PhoneNumberUtil.getInstance();
        String digits = number.text().replaceAll("[^0-9]", "");
        // Australia's international prefix begins like that of other countries.
        String dialled = digits.startsWith(AUSTRALIAN_PREFIX) && NumberingPlan.isValid(digits, country)
                ? digits
                : number.dialled();
        if (!number.hasPrefix() && ShortNumberInfo.getInstance().isEmergencyNumber(dialled, country)) {
            return Validated.invalid(parameter, written, Message.of("input.number.emergency"));
        }
        Phonenumber.PhoneNumber parsed = util.parse(dialled, country);
        Optional<Message> problem = util.isValidNumber(parsed)
                ? missingAreaCode(number, parsed)
                : problem(number, dialled, parsed, country);
        if (problem.isPresent()) {
            return Validated.invalid(parameter, written, problem.get());
        }
        String international = international(parsed);
        String normalized = "00" + international.substring(1);
        if (!INTERNATIONAL.matcher(normalized).matches()) {
            return Validated.invalid(parameter, written, text(NumberParseException.ErrorType.TOO_LONG));
        }
        return international.equals(international(util.parse(international, country)))
                ? Validated.valid(new FaxNumber(normalized))
                : Validated.invalid(parameter, written, Message.of("input.number.invalid"));
    }

    /**
     * Where national numbers begin with 0, one that does not is a local number or lacks its +. libphonenumber would
     * read its first digits as an area code, and the fax would reach a wrong recipient. Whether a number begins with 0
     * follows from its own national format only: Liechtenstein has the prefix but no number that uses it.
     */
    private static Optional<Message> missingAreaCode(WrittenNumber number, Phonenumber.PhoneNumber parsed) {
        String national = PhoneNumberUtil.getInstance().format(parsed, PhoneNumberUtil.PhoneNumberFormat.NATIONAL);
        return !number.hasPrefix() && national.replaceAll("[^0-9]", "").startsWith("0")
                ? Optional.of(Message.of("input.number.local"))
                : Optional.empty();
    }

    /** Why a number is not valid, as far as its digits show it; empty if it may have a long extension. */
    private static Optional<Message> problem(
            WrittenNumber number, String dialled, Phonenumber.PhoneNumber parsed, String country) {
        PhoneNumberUtil util = PhoneNumberUtil.getInstance();
        String callingCode = String.valueOf(parsed.getCountryCode());
        String national = international(parsed).substring(1 + callingCode.length());
        if (ShortNumberInfo.getInstance().isValidShortNumber(parsed)) {
            boolean emergency = ShortNumberInfo.getInstance()
                    .isEmergencyNumber(national, util.getRegionCodeForCountryCode(parsed.getCountryCode()));
            return Optional.of(Message.of(emergency ? "input.number.emergency" : "input.number.short-code"));
        }
        if (!number.hasPrefix() && "0".equals(util.getNddPrefixForRegion(country, true))) {
            return Optional.of(Message.of("input.number.local"));
        }
        String digits = (dialled.startsWith("+") ? "00" : "") + dialled.replace("+", "");
        for (String foreign : List.of(AUSTRALIAN_PREFIX, AMERICAN_PREFIX)) {
            if (digits.startsWith(foreign) && NumberingPlan.isValid("+" + digits.substring(foreign.length()))) {
                return Optional.of(Message.of("input.number.foreign-prefix", foreign));
            }
        }
        if (GERMANY.equals(callingCode) && national.startsWith("10")) {
            return Optional.of(Message.of("input.number.call-by-call"));
        }
        if (national.startsWith(callingCode)
                && NumberingPlan.isValid("+" + callingCode + national.substring(callingCode.length()))) {
            return Optional.of(Message.of(
                    dialled.startsWith("+") ? "input.number.country-twice" : "input.number.country-zero", callingCode));
        }
        if (NumberingPlan.isValid("+" + callingCode + "0" + national)) {
            return Optional.of(Message.of("input.number.lost-zero", callingCode));
        }
        String withoutZero = national.replaceFirst("^0+", "");
        if (!withoutZero.equals(national) && NumberingPlan.isValid("+" + callingCode + withoutZero)) {
            return Optional.of(Message.of("input.number.trunk-zero", callingCode, withoutZero));
        }
        if (MORE_DIGITS.stream().anyMatch(more -> NumberingPlan.isValid(international(parsed) + more))) {
            return Optional.of(Message.of("input.number.incomplete", NumberingPlan.version()));
        }
        return switch (util.isPossibleNumberWithReason(parsed)) {
            case IS_POSSIBLE, INVALID_LENGTH, TOO_LONG -> Optional.empty();
            case IS_POSSIBLE_LOCAL_ONLY -> Optional.of(Message.of("input.number.local"));
            case TOO_SHORT -> Optional.of(text(NumberParseException.ErrorType.TOO_SHORT_NSN));
            case INVALID_COUNTRY_CODE -> Optional.of(text(NumberParseException.ErrorType.INVALID_COUNTRY_CODE));
        };
    }

    /**
     * Such as {@code +492026955500}. libphonenumber removes one 0 of {@code +49 00202…} and would remove the other when
     * it parses the result: a number that does not parse to itself could reach a wrong recipient.
     */
    private static String international(Phonenumber.PhoneNumber number) {
        return PhoneNumberUtil.getInstance().format(number, PhoneNumberUtil.PhoneNumberFormat.E164);
    }

    /** The number as people write it for other countries, such as {@code +49 202 695550}. */
    public String international() {
        String written = "+" + digits.substring(2);
        try {
            return PhoneNumberUtil.getInstance()
                    .format(
                            PhoneNumberUtil.getInstance().parse(written, null),
                            PhoneNumberUtil.PhoneNumberFormat.INTERNATIONAL);
        } catch (NumberParseException e) {
            return written;
        }
    }

    /**
     * The number to submit: international with leading 00, except German service numbers, which are not reachable from
     * abroad and are submitted in national form.
     */
    public String dialled() {
        return SERVICE_NUMBER.matcher(digits).lookingAt() ? "0" + digits.substring(4) : digits;
    }

    /**
     * Whether a number as the provider writes it is the one that was ordered: with 00, with +, with the country code
     * alone, or national as in the provider's country.
     *
     * @param ordered {@code 00…}
     */
    public static boolean isSame(String ordered, String reported) {
        return ordered.equals(reported) || readings(reported).contains(ordered);
    }

    /** What a number as the provider writes it may be, each with leading {@code 00}. */
    public static List<String> readings(String reported) {
        String digits = reported.replaceAll("[^0-9+]", "").replaceFirst("^\\+", "00");
        List<String> readings = new ArrayList<>(List.of(digits, "00" + digits));
        check("", reported, DEFAULT_REGION).value().map(FaxNumber::digits).ifPresent(readings::add);
        return readings;
    }

    /**
     * The beginning of numbers, as {@link #digits} begin.
     *
     * @return empty if it is no such beginning, or all numbers of a calling code
     */
    public static String beginning(String written, String region) {
        WrittenNumber number = WrittenNumber.of(written);
        if (!BEGINNING.matcher(number.text()).matches() || !number.hasPrefix()) {
            return "";
        }
        PhoneNumberUtil util = PhoneNumberUtil.getInstance();
        String dialled = number.dialled();
        if (!dialled.startsWith("+")) {
            String country = region.strip().toUpperCase(Locale.ROOT);
            return "00" + util.getCountryCodeForRegion(country) + withoutTrunkZero(dialled, country);
        }
        for (int length = 2; length <= Math.min(4, dialled.length()); length++) {
            int code = Integer.parseInt(dialled.substring(1, length));
            String country = util.getRegionCodeForCountryCode(code);
            if (!country.equals(NumberingPlan.NO_REGION)) {
                String national = withoutTrunkZero(dialled.substring(length), country);
                return national.isEmpty() ? "" : "00" + code + national;
            }
        }
        return "";
    }

    private static String withoutTrunkZero(String national, String country) {
        return "0".equals(PhoneNumberUtil.getInstance().getNddPrefixForRegion(country, true))
                ? national.replaceFirst("^0", "")
                : national;
    }

    private static Message text(NumberParseException.ErrorType type) {
        return switch (type) {
            case INVALID_COUNTRY_CODE -> Message.of("input.number.country", NumberingPlan.version());
            case TOO_SHORT_AFTER_IDD, TOO_SHORT_NSN -> Message.of("input.number.short", NumberingPlan.version());
            case TOO_LONG -> Message.of("input.number.long", NumberingPlan.version());
            case NOT_A_NUMBER -> Message.of("input.number.invalid");
        };
    }

    @Override
    public String toString() {
        return digits;
    }
}
