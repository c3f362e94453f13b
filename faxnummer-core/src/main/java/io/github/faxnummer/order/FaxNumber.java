package io.github.faxnummer.order;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber;
import io.github.faxnummer.message.Message;
import java.io.Serializable;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A number in the form the API's documentation recommends: international, digits only, with leading {@code 00}.
 *
 * @param digits such as {@code 00492026955500}
 */
public record FaxNumber(String digits) implements Serializable {

    /** The region national numbers belong to where none is configured. */
    public static final String DEFAULT_REGION = "DE";

    private static final Pattern INTERNATIONAL = Pattern.compile("00[1-9][0-9]{3,16}");

    /**
     * Checks what it is given.
     *
     * @throws IllegalArgumentException if the digits are not international with leading 00
     */
    public FaxNumber {
        if (!INTERNATIONAL.matcher(digits).matches()) {
            throw new IllegalArgumentException("A fax number is 00, country code and number: " + digits);
        }
    }

    /**
     * Checks and normalises a number as people write it: {@code +49 202 69555-0}, {@code 0049…}, {@code 0202/695550}.
     *
     * @param parameter the name to report
     * @param region ISO 3166 code of the country that national numbers belong to, such as {@code DE}
     */
    public static Validated<FaxNumber> check(String parameter, String written, String region) {
        PhoneNumberUtil util = PhoneNumberUtil.getInstance();
        String country = region.strip().toUpperCase(Locale.ROOT);
        if (!util.getSupportedRegions().contains(country)) {
            return Validated.invalid("region", region, Message.of("input.region"));
        }
        String number = written.strip();
        int stranger = number.codePoints()
                .filter(character -> "0123456789+()/-. \u00A0\u2013".indexOf(character) < 0)
                .findFirst()
                .orElse(-1);
        if (stranger >= 0) {
            return Validated.invalid(
                    parameter, written, Message.of("input.number.character", Characters.name(stranger)));
        }
        if (lacksAreaCode(number, util.getNddPrefixForRegion(country, true))) {
            return Validated.invalid(parameter, written, Message.of("input.number.local"));
        }
        try {
            // libphonenumber knows 00 only for countries that dial it; the API wants it from everywhere.
            String dialled = number.startsWith("00") ? "+" + number.substring(2) : number;
            Phonenumber.PhoneNumber parsed = util.parse(dialled, country);
            return switch (util.isPossibleNumberWithReason(parsed)) {
                case IS_POSSIBLE -> {
                    String international = international(parsed);
                    yield international.equals(international(util.parse(international, country)))
                            ? Validated.valid(new FaxNumber("00" + international.substring(1)))
                            : Validated.invalid(parameter, written, Message.of("input.number.invalid"));
                }
                case IS_POSSIBLE_LOCAL_ONLY -> Validated.invalid(parameter, written, Message.of("input.number.local"));
                case TOO_SHORT -> Validated.invalid(parameter, written, Message.of("input.number.short"));
                case TOO_LONG -> Validated.invalid(parameter, written, Message.of("input.number.long"));
                case INVALID_COUNTRY_CODE -> Validated.invalid(parameter, written, Message.of("input.number.country"));
                case INVALID_LENGTH -> Validated.invalid(parameter, written, Message.of("input.number.invalid"));
            };
        } catch (NumberParseException e) {
            return Validated.invalid(parameter, written, Message.of(textKey(e.getErrorType())));
        }
    }

    /**
     * Such as {@code +492026955500}. Of {@code +49 00202…} libphonenumber takes one 0 away, and would take the other if
     * asked again: what does not mean itself could reach a stranger.
     */
    private static String international(Phonenumber.PhoneNumber number) {
        return PhoneNumberUtil.getInstance().format(number, PhoneNumberUtil.PhoneNumberFormat.E164);
    }

    /**
     * Where area codes begin with 0, a number that does not is one of the caller's own town, or wants its +. libphonenumber
     * would take its first digits for an area code, and the fax would reach a stranger.
     */
    private static boolean lacksAreaCode(String number, @Nullable String trunkPrefix) {
        String dialled = number.replaceAll("[^0-9+]", "");
        return "0".equals(trunkPrefix) && !dialled.isEmpty() && !dialled.startsWith("0") && !dialled.startsWith("+");
    }

    /**
     * Whether a number as the provider writes it is the one that was ordered: with 00, with +, with the country code alone,
     * or national as in the provider's country.
     *
     * @param ordered {@code 00…}
     */
    public static boolean isSame(String ordered, String reported) {
        if (ordered.equals(reported)) {
            return true;
        }
        String digits = reported.replaceAll("[^0-9+]", "").replaceFirst("^\\+", "00");
        return digits.equals(ordered)
                || ("00" + digits).equals(ordered)
                || check("", reported, DEFAULT_REGION)
                        .value()
                        .map(FaxNumber::digits)
                        .filter(ordered::equals)
                        .isPresent();
    }

    private static String textKey(NumberParseException.ErrorType type) {
        return switch (type) {
            case INVALID_COUNTRY_CODE -> "input.number.country";
            case TOO_SHORT_AFTER_IDD, TOO_SHORT_NSN -> "input.number.short";
            case TOO_LONG -> "input.number.long";
            case NOT_A_NUMBER -> "input.number.invalid";
        };
    }

    @Override
    public String toString() {
        return digits;
    }
}
