package io.github.faxnummer.order;

import com.sanctionco.jmail.EmailValidator;
import com.sanctionco.jmail.JMail;
import io.github.faxnummer.message.Message;
import java.text.Normalizer;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/** E-mail addresses that the provider's PHP accepts. It would reject the fax for any other. */
final class EmailAddress {

    private static final String PARAMETER = "email";

    // RFC 5322, atext.
    private static final String LOCAL_PART = "!#$%&'*+-/=?^_`{|}~.";

    /** PHP takes a last label that begins with a digit for part of an IP address. */
    private static final Pattern TOP_LEVEL_DOMAIN_WITH_DIGIT = Pattern.compile(".*\\.[0-9][^.]*");

    private static final EmailValidator SYNTAX = JMail.strictValidator()
            .disallowQuotedIdentifiers()
            .disallowIpDomain()
            .requireTopLevelDomain()
            .disallowExplicitSourceRouting()
            .disallowObsoleteWhitespace();

    private EmailAddress() {}

    /** The address as it is sent: without invisible characters at its ends, its domain in ASCII. */
    static Validated<String> check(String written) {
        String address = Normalizer.normalize(Characters.strip(written), Normalizer.Form.NFC);
        if (address.isEmpty()) {
            return Validated.invalid(PARAMETER, "", Message.of("input.email.none"));
        }
        if (address.indexOf('<') >= 0 || address.indexOf('>') >= 0) {
            return Validated.invalid(PARAMETER, written, Message.of("input.email.angle"));
        }
        if (address.indexOf('(') >= 0 || address.indexOf(')') >= 0) {
            return Validated.invalid(PARAMETER, written, Message.of("input.email.comment"));
        }
        if (address.indexOf('\\') >= 0) {
            return Validated.invalid(PARAMETER, written, Message.of("input.email.backslash"));
        }
        int at = address.lastIndexOf('@');
        String local = address.substring(0, Math.max(at, 0));
        String domain = address.substring(at + 1);
        OptionalInt stranger = first(address, Characters::isInvisible);
        if (stranger.isEmpty()) {
            stranger = first(local, it -> it > '~' && !isLetterOrNumber(it));
        }
        if (stranger.isEmpty()) {
            stranger = first(domain, it -> it > '~' && !isLetterOrNumber(it) && !isMark(it));
        }
        if (stranger.isPresent()) {
            return Validated.invalid(
                    PARAMETER, written, Message.of("input.email.character", Characters.name(stranger.getAsInt())));
        }
        boolean plain = first(local, it -> it <= '~' && !isLetterOrNumber(it) && LOCAL_PART.indexOf(it) < 0)
                        .isEmpty()
                && first(domain, it -> it <= '~' && !isLetterOrNumber(it) && it != '-' && it != '.')
                        .isEmpty();
        return Optional.of(domain)
                .filter(it -> plain)
                .flatMap(EmailAddress::ascii)
                .map(it -> local + "@" + it)
                .filter(it -> SYNTAX.isValid(it)
                        && !TOP_LEVEL_DOMAIN_WITH_DIGIT.matcher(it).matches())
                .map(Validated::valid)
                .orElseGet(() -> Validated.invalid(PARAMETER, written, Message.of("input.email.invalid")));
    }

    /** What may go wrong with an address that is valid. */
    static Optional<Message> warning(String address) {
        String local = address.substring(0, Math.max(address.lastIndexOf('@'), 0));
        OptionalInt letter = first(local, it -> it > '~');
        return letter.isPresent()
                ? Optional.of(Message.of("input.email.local", Characters.name(letter.getAsInt())))
                : Optional.empty();
    }

    /**
     * As it goes into the domain name system. OkHttp maps by UTS #46 as browsers do today, so that {@code straße} stays
     * itself; {@code java.net.IDN} makes {@code strasse} of it, which may belong to somebody else.
     */
    private static Optional<String> ascii(String domain) {
        if (domain.isEmpty() || first(domain, it -> it > '~').isEmpty()) {
            return Optional.of(domain);
        }
        try {
            return Optional.of(
                    new HttpUrl.Builder().scheme("https").host(domain).build().host());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static OptionalInt first(String text, IntPredicate isStrange) {
        return text.codePoints().filter(isStrange).findFirst();
    }

    // PHP's \p{L} and \p{N}.
    private static boolean isLetterOrNumber(int character) {
        int type = Character.getType(character);
        return Character.isLetter(character)
                || type == Character.DECIMAL_DIGIT_NUMBER
                || type == Character.LETTER_NUMBER
                || type == Character.OTHER_NUMBER;
    }

    private static boolean isMark(int character) {
        int type = Character.getType(character);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }
}
