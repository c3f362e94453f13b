package io.github.faxnummer.order;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;

/** The numbering plans of all countries, from libphonenumber. */
public final class NumberingPlan {

    private static final String POM = "/META-INF/maven/com.googlecode.libphonenumber/libphonenumber/pom.properties";

    /** What a number is for. */
    public enum Use {
        FIXED_LINE,
        MOBILE,
        VOIP,
        TOLL_FREE,
        PREMIUM_RATE,
        SHARED_COST,
        PERSONAL_NUMBER,
        PAGER,
        UAN,
        VOICEMAIL,
        UNKNOWN
    }

    /** In place of a region where there is none. */
    static final String NO_REGION = "ZZ";

    private NumberingPlan() {}

    /** Name and version of the library that judges numbers, for messages. */
    public static String version() {
        try (InputStream pom = PhoneNumberUtil.class.getResourceAsStream(POM)) {
            Properties properties = new Properties();
            if (pom != null) {
                properties.load(pom);
            }
            return ("libphonenumber " + properties.getProperty("version", "")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Digits of the area code of a number with a leading plus; 0 if it has none. */
    static int areaCodeLength(String international) {
        try {
            PhoneNumberUtil util = PhoneNumberUtil.getInstance();
            return util.getLengthOfGeographicalAreaCode(util.parse(international, NO_REGION));
        } catch (NumberParseException e) {
            return 0;
        }
    }

    /** Whether this number can be assigned. */
    public static boolean isValid(FaxNumber number) {
        return isValid("+" + number.digits().substring(2));
    }

    /**
     * ISO 3166 code of the country; empty if the number belongs to none, or is not valid where several share a code.
     */
    public static Optional<String> country(FaxNumber number) {
        PhoneNumberUtil util = PhoneNumberUtil.getInstance();
        PhoneNumber parsed = parse(number);
        Optional<String> region = Optional.ofNullable(util.getRegionCodeForNumber(parsed));
        return region.or(() -> {
                    var candidates = util.getRegionCodesForCountryCode(parsed.getCountryCode());
                    return candidates.size() == 1 ? Optional.of(candidates.get(0)) : Optional.empty();
                })
                .filter(it -> !it.equals(PhoneNumberUtil.REGION_CODE_FOR_NON_GEO_ENTITY));
    }

    /** The calling code of a range that belongs to no country, such as 870 of satellites; empty for all others. */
    public static Optional<Integer> globalRange(FaxNumber number) {
        int code = parse(number).getCountryCode();
        return PhoneNumberUtil.getInstance()
                        .getSupportedGlobalNetworkCallingCodes()
                        .contains(code)
                ? Optional.of(code)
                : Optional.empty();
    }

    public static Use use(FaxNumber number) {
        return switch (PhoneNumberUtil.getInstance().getNumberType(parse(number))) {
            case FIXED_LINE, FIXED_LINE_OR_MOBILE -> Use.FIXED_LINE;
            case MOBILE -> Use.MOBILE;
            case VOIP -> Use.VOIP;
            case TOLL_FREE -> Use.TOLL_FREE;
            case PREMIUM_RATE -> Use.PREMIUM_RATE;
            case SHARED_COST -> Use.SHARED_COST;
            case PERSONAL_NUMBER -> Use.PERSONAL_NUMBER;
            case PAGER -> Use.PAGER;
            case UAN -> Use.UAN;
            case VOICEMAIL -> Use.VOICEMAIL;
            case UNKNOWN -> Use.UNKNOWN;
        };
    }

    /** Whether it is a code of ISO 3166 that numbers can belong to. */
    public static boolean isCountry(String code) {
        return PhoneNumberUtil.getInstance().getSupportedRegions().contains(code);
    }

    /** Whether numbers of a country or service begin so. */
    static boolean isCallingCode(String digits) {
        return digits.matches("[1-9][0-9]{0,2}")
                && !PhoneNumberUtil.getInstance()
                        .getRegionCodeForCountryCode(Integer.parseInt(digits))
                        .equals(NO_REGION);
    }

    /** Whether dialled digits, international with a plus, are a valid number. */
    static boolean isValid(String international) {
        return isValid(international, NO_REGION);
    }

    static boolean isValid(String dialled, String region) {
        try {
            PhoneNumberUtil util = PhoneNumberUtil.getInstance();
            return util.isValidNumber(util.parse(dialled, region));
        } catch (NumberParseException e) {
            return false;
        }
    }

    private static PhoneNumber parse(FaxNumber number) {
        try {
            return PhoneNumberUtil.getInstance().parse("+" + number.digits().substring(2), NO_REGION);
        } catch (NumberParseException e) {
            // Digits after 00 that no country code begins with.
            return new PhoneNumber();
        }
    }
}
