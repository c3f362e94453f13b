package io.github.faxnummer.ledger;

/**
 * A keyed hash, the only form in which a ledger stores a fax or a run.
 *
 * @param hex 64 lower-case hexadecimal digits: databases differ about case and trailing blanks
 */
public record LedgerKey(String hex) {

    private static final int DIGITS = 64;

    /**
     * Checks its argument.
     *
     * @throws IllegalArgumentException if it is not a hash
     */
    public LedgerKey {
        if (!isHash(hex)) {
            throw new IllegalArgumentException("A ledger key has 64 lower-case hexadecimal digits.");
        }
    }

    static boolean isHash(String text) {
        for (int i = 0; i < text.length(); i++) {
            char digit = text.charAt(i);
            if ((digit < '0' || digit > '9') && (digit < 'a' || digit > 'f')) {
                return false;
            }
        }
        return text.length() == DIGITS;
    }

    // Those of a record are put together when they are first called, which takes milliseconds of a short process.
    @Override
    public boolean equals(Object other) {
        return other instanceof LedgerKey key && hex.equals(key.hex);
    }

    @Override
    public int hashCode() {
        return hex.hashCode();
    }
}
