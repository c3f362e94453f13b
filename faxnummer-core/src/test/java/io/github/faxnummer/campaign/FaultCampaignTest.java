package io.github.faxnummer.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Random runs of the real client and driver against the sandbox; a long campaign with
 * {@code -Dtest=FaultCampaignTest -Dcampaign.runs=10000}, one run again with {@code -Dcampaign.seed=<seed>
 * -Dcampaign.runs=1}.
 */
class FaultCampaignTest {

    private static final int RUNS = Integer.getInteger("campaign.runs", 200);
    private static final long FIRST_SEED = Long.getLong("campaign.seed", 1);
    private static final int AT_A_TIME = 16;
    private static final int PATIENCE_SECONDS = 120;

    @Test
    void whateverFailsNoFaxIsSentTwiceOrLostOrCalledDeliveredWhenItIsNot() throws Exception {
        ExecutorService runs = Executors.newFixedThreadPool(AT_A_TIME);
        ScheduledExecutorService alarms = Executors.newScheduledThreadPool(1);
        List<String> failures = new ArrayList<>();
        try {
            List<Future<String>> all = new ArrayList<>();
            for (int i = 0; i < RUNS; i++) {
                long seed = FIRST_SEED + i;
                all.add(runs.submit(() -> failure(seed, alarms)));
            }
            for (Future<String> run : all) {
                String failure = run.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (!failure.isEmpty()) {
                    failures.add(failure);
                }
            }
        } finally {
            runs.shutdownNow();
            alarms.shutdownNow();
        }
        assertThat(failures).isEmpty();
    }

    private static String failure(long seed, ScheduledExecutorService alarms) {
        try {
            new CampaignRun(seed, alarms).run();
            return "";
        } catch (Exception | AssertionError e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace, true));
            return "campaign.seed=" + seed + ": " + Objects.toString(e.getMessage()) + "\n" + trace;
        }
    }
}
