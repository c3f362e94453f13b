package io.github.faxnummer.jenkins.report;

import hudson.security.AccessControlled;
import io.github.faxnummer.jenkins.config.FaxPermissions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the current user sees of other people's numbers.
 *
 * @param hides whether they are masked, and reports withheld
 */
public record NumberMask(boolean hides) {

    public static final NumberMask NONE = new NumberMask(false);

    // A date or time is found first, so that it is left alone. Possessive: a long row of digits must not fill the
    // stack.
    private static final Pattern NUMBER =
            Pattern.compile("((?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(?![0-9])"
                    + "|(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?![0-9:])(?:\\.[0-9]+(?![0-9]))?)"
                    + "|\\+?[0-9](?:[^0-9\\p{L},;\\n]{0,4}+[0-9]){5,}+");
    private static final int FIRST = 4;
    private static final int LAST = 2;

    public static NumberMask of(AccessControlled run) {
        return new NumberMask(!run.hasPermission(FaxPermissions.VIEW));
    }

    /** A text in which each number is masked. */
    public String text(String text) {
        return hides
                ? NUMBER.matcher(text)
                        .replaceAll(
                                it -> Matcher.quoteReplacement(it.group(1) == null ? masked(it.group()) : it.group()))
                : text;
    }

    /** What is known of a person, or how a machine identifies itself, often with a name: empty if it is masked. */
    String personal(String text) {
        return hides ? "" : text;
    }

    private static String masked(String number) {
        return number.substring(0, Math.min(FIRST, number.length() - LAST - 1))
                + "…"
                + number.substring(number.length() - LAST);
    }
}
