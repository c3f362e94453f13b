package io.github.faxnummer.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.provider.faxnummerde.Timeouts;
import org.junit.jupiter.api.Test;

final class LedgerTimingTest {

    @Test
    void ownerBeatsLongerThanSubmissionMayTake() {
        assertThat(LedgerTiming.DEFAULT.longestSubmission()).isGreaterThan(Timeouts.DEFAULT.submission());
    }
}
