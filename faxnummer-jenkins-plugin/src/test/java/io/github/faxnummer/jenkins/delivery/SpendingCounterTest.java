package io.github.faxnummer.jenkins.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Run;
import io.github.faxnummer.jenkins.config.DailyLimits;
import io.github.faxnummer.jenkins.testing.JenkinsTestBase;
import io.github.faxnummer.policy.Spending;
import io.github.faxnummer.policy.SpendingLimits;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpendingCounterTest extends JenkinsTestBase {

    @Test
    void whatOtherBuildsOfTheRunHaveSentMeanwhileCounts() throws Exception {
        Run<?, ?> build = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject());
        SpendingCounter.get()
                .reserve(
                        build,
                        "acc12345",
                        Spending.NOTHING,
                        new Spending(10, 60),
                        SpendingLimits.DEFAULT,
                        new DailyLimits(Optional.empty(), Optional.empty()),
                        LocalDate.EPOCH);

        assertThat(SpendingCounter.spent(build, new Spending(40, 45))).isEqualTo(new Spending(40, 60));
        assertThat(SpendingCounter.spent(build, Spending.NOTHING)).isEqualTo(new Spending(10, 60));
    }
}
