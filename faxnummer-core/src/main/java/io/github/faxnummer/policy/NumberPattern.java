package io.github.faxnummer.policy;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.Validated;

/**
 * A number, or the beginning of numbers.
 *
 * @param digits {@code 00…}
 * @param isPrefix whether numbers that only begin so match, too
 */
public record NumberPattern(String digits, boolean isPrefix) {

    private static final String ANY = "*";

    // Of these two, the second completes a short beginning to something that can be read as a number.
    private static final int SHORTEST = "00490".length();

    public boolean matches(FaxNumber number) {
        return isPrefix ? number.digits().startsWith(digits) : number.digits().equals(digits);
    }

    /**
     * Reads a number as people write it; with an asterisk at its end it is the beginning of numbers.
     *
     * @param parameter the name to report
     * @param region ISO 3166 code of the country that national numbers belong to
     */
    static Validated<NumberPattern> check(String parameter, String written, String region) {
        String number = written.strip();
        if (!number.endsWith(ANY)) {
            return FaxNumber.check(parameter, number, region).map(it -> new NumberPattern(it.digits(), false));
        }
        String digits = FaxNumber.beginning(number.substring(0, number.length() - 1), region);
        return digits.length() < SHORTEST
                ? Validated.invalid(parameter, written, Message.of("input.number.prefix"))
                : Validated.valid(new NumberPattern(digits, true));
    }
}
