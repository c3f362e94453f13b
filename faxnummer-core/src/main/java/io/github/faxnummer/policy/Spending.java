package io.github.faxnummer.policy;

import io.github.faxnummer.message.Message;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * The number of faxes and pages that are sent, and their expected cost.
 *
 * @param pages pages × recipients
 * @param redials how many of the faxes are redials
 */
public record Spending(int faxes, int pages, int redials) {

    public static final Spending NOTHING = new Spending(0, 0);

    /** Faxes without redials. */
    public Spending(int faxes, int pages) {
        this(faxes, pages, 0);
    }

    public Spending plus(Spending more) {
        return new Spending(
                Math.addExact(faxes, more.faxes),
                Math.addExact(pages, more.pages),
                Math.addExact(redials, more.redials));
    }

    public BigDecimal cost(BigDecimal pricePerPage) {
        return pricePerPage.multiply(BigDecimal.valueOf(pages));
    }

    /** An amount as text, with cents, and with smaller fractions if it has them. */
    public static Message amount(BigDecimal euros) {
        BigDecimal plain = euros.stripTrailingZeros();
        BigDecimal shown = plain.setScale(Math.max(2, Math.min(4, plain.scale())), RoundingMode.UP);
        String digits = String.format(Locale.ROOT, "%s", shown.toPlainString());
        int point = digits.indexOf('.');
        return Message.of("cost.amount", digits.substring(0, point), digits.substring(point + 1));
    }
}
