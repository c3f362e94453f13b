package io.github.faxnummer.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.testing.FaultyProxyProcess;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;

/**
 * Random runs of the real client and runner against the sandbox; a long campaign with
 * {@code -Dtest=NetworkChaosTest -Dcampaign.runs=10000}, one run again with {@code -Dcampaign.seed=<seed>
 * -Dcampaign.runs=1}.
 */
class NetworkChaosTest {

    private static final int RUNS = Integer.getInteger("campaign.runs", 200);
    private static final int AT_A_TIME = 16;

    @Test
    void keepsGuaranteesUnderRandomFaults() throws Exception {
        ScheduledExecutorService alarms = Executors.newScheduledThreadPool(1);
        try (FaultyProxyProcess networks = FaultyProxyProcess.start()) {
            assertThat(Seeds.failures(RUNS, AT_A_TIME, seed -> new ChaosRun(seed, alarms, networks).run()))
                    .isEmpty();
        } finally {
            alarms.shutdownNow();
        }
    }
}
