package io.github.faxnummer.ledger;

/** A ledger whose keys are made with a secret that it keeps. */
abstract class HashedLedger implements FaxLedger {

    /** With the secret, which is made when it is missing. */
    abstract LedgerHash hash() throws LedgerException;

    @Override
    public LedgerKey key(FaxIdentity fax) throws LedgerException {
        return hash().of(fax);
    }

    @Override
    public LedgerKey runKey(String run) throws LedgerException {
        return hash().ofRun(run);
    }

    @Override
    public LedgerKey pagesKey(String recipient, int pages) throws LedgerException {
        return hash().ofPages(recipient, pages);
    }

    @Override
    public LedgerKey budgetKey(String run, String service) throws LedgerException {
        return hash().ofBudget(run, service);
    }

    @Override
    public int masked(LedgerKey fax, int attempt, int pages) throws LedgerException {
        return hash().masked(fax, attempt, pages);
    }
}
