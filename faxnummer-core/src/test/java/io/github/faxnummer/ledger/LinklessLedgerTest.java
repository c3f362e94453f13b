package io.github.faxnummer.ledger;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** A folder whose file system has no hard links. */
class LinklessLedgerTest extends FaxLedgerContract {

    @TempDir
    Path folder;

    @Override
    FaxLedger ledger() {
        return new DirectoryLedger(FaultyFiles.at(folder.resolve("ledger"), FaultyFiles.NO_LINKS));
    }

    @Override
    List<FaxLedger> newLedgers(int number) {
        List<FaxLedger> ledgers = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            ledgers.add(DirectoryLedger.chosen(
                    FaultyFiles.at(folder.resolve("new").resolve("ledger"), FaultyFiles.NO_LINKS)));
        }
        return ledgers;
    }
}
