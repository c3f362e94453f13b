package io.github.faxnummer.ledger;

import io.github.faxnummer.delivery.MonotonicClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Ledgers, runs and gates for tests. */
final class Ledgers {

    /** Like the default one, but 50 times faster. */
    static final LedgerTiming FAST = new LedgerTiming(
            Duration.ofMillis(20), Duration.ofMillis(10), Duration.ofMillis(600), Duration.ofMinutes(1));

    static final RunIdentity RUN = RunIdentity.of("run 1");
    static final RunIdentity OTHER_RUN = RunIdentity.of("run 2");
    static final LedgerGate.Overrides RESEND = new LedgerGate.Overrides(true, false);
    static final LedgerGate.Overrides RESEND_UNKNOWN = new LedgerGate.Overrides(false, true);

    /** Before a directory: on a file system without hard links. */
    static final String LINKLESS = "linkless:";

    private Ledgers() {}

    /** Opens {@code jdbc:…} or a directory. */
    static FaxLedger open(String where) {
        if (where.startsWith(LINKLESS)) {
            Path folder = Path.of(where.substring(LINKLESS.length()));
            return new DirectoryLedger(FaultyFiles.at(folder, FaultyFiles.NO_LINKS));
        }
        if (!where.startsWith("jdbc:")) {
            return new DirectoryLedger(Path.of(where));
        }
        return JdbcLedger.at(where, JdbcLedger.Login.NONE, Ledgers.class.getClassLoader())
                .value()
                .orElseThrow();
    }

    static LedgerGate gate(FaxLedger ledger, OnceScope scope, RunIdentity run, LedgerGate.Overrides overrides) {
        return new LedgerGate(ledger, scope, run, overrides, FAST, MonotonicClock.startingAt(Instant.now()));
    }

    static FaxIdentity fax(String document) {
        return FaxIdentity.of("https://example.com/", "acc1", "004920269555", document, Optional.empty());
    }
}
