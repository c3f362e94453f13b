package io.github.faxnummer.ledger;

/**
 * One attempt of a fax.
 *
 * @param number among the attempts of the fax, from 1
 */
public record AttemptKey(LedgerKey fax, int number) {

    // As in LedgerKey.
    @Override
    public boolean equals(Object other) {
        return other instanceof AttemptKey key && fax.equals(key.fax) && number == key.number;
    }

    @Override
    public int hashCode() {
        return 31 * fax.hashCode() + number;
    }
}
