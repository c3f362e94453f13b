package io.github.faxnummer.ledger;

/**
 * One attempt of a fax.
 *
 * @param number among the attempts of the fax, from 1
 */
public record AttemptKey(LedgerKey fax, int number) {}
