package io.github.faxnummer.ledger;

import java.util.regex.Pattern;

/**
 * A keyed hash, the only form in which a ledger stores a fax or a run.
 *
 * @param hex 64 lower-case hexadecimal digits: databases differ about case and trailing blanks
 */
public record LedgerKey(String hex) {

    private static final Pattern VALID = Pattern.compile("[0-9a-f]{64}");

    /**
     * Checks its argument.
     *
     * @throws IllegalArgumentException if it is not a hash
     */
    public LedgerKey {
        if (!VALID.matcher(hex).matches()) {
            throw new IllegalArgumentException("A ledger key has 64 lower-case hexadecimal digits.");
        }
    }
}
