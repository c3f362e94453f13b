package io.github.faxnummer.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.testing.FaultyProxyProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real processes that are killed; a long campaign with {@code -Dtest=ProcessKillTest -Dcampaign.kill-runs=300}, one run
 * again with {@code -Dcampaign.seed=<seed> -Dcampaign.kill-runs=1}.
 */
class ProcessKillTest {

    private static final int RUNS = Integer.getInteger("campaign.kill-runs", 6);
    private static final int AT_A_TIME = 3;

    @TempDir
    private Path folder;

    @Test
    void survivesKillAtAnyPoint() throws Exception {
        AtomicInteger kills = new AtomicInteger();
        try (FaultyProxyProcess networks = FaultyProxyProcess.start()) {
            List<String> failures =
                    Seeds.failures(RUNS, AT_A_TIME, seed -> kills.addAndGet(new KillRun(seed, folder, networks).run()));
            System.out.println("Killed processes: " + kills + " in " + RUNS + " runs");
            assertThat(failures).isEmpty();
            // A single one, run again, may come to its end sooner than it did.
            assertThat(kills.get()).isGreaterThanOrEqualTo(RUNS > 1 ? 1 : 0);
        }
    }
}
