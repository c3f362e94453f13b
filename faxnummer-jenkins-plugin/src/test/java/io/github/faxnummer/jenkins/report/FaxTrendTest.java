package io.github.faxnummer.jenkins.report;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import io.github.faxnummer.jenkins.testing.Faxes;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class FaxTrendTest {

    @Test
    void barsShowEachBuildAndSumsAllOfThem(JenkinsRule jenkins) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        FreeStyleBuild first = jenkins.buildAndAssertSuccess(job);
        FreeStyleBuild second = jenkins.buildAndAssertSuccess(job);
        FaxTrend trend = new FaxTrend(List.of(
                new FaxJobAction.Build(second, totals(8, "0.32")), new FaxJobAction.Build(first, totals(1, "0.08"))));

        assertThat(trend.isShown()).isTrue();
        assertThat(trend.getTotals().getFaxes()).isEqualTo(9);
        assertThat(trend.getCost()).isEqualTo("EUR 0.40");
        assertThat(trend.getBars()).hasSize(2);
        FaxTrend.Bar one = trend.getBars().get(0);
        assertThat(one.getTitle()).isEqualTo("#1: 1 fax: 1 delivered, EUR 0.08");
        assertThat(List.of(one.getDelivered(), one.getUnderWay(), one.getOthers()))
                .containsExactly(7, 0, 0);
        FaxTrend.Bar eight = trend.getBars().get(1);
        assertThat(eight.getTitle()).startsWith("#2: 8 faxes: 1 in progress, 1 delivered");
        assertThat(List.of(eight.getDelivered(), eight.getUnderWay(), eight.getOthers()))
                .containsExactly(7, 7, 46);
        assertThat(eight.getOthersTop()).isZero();
        assertThat(eight.getDeliveredTop()).isEqualTo(FaxTrend.HEIGHT - 7);
    }

    private static FaxTotals totals(int faxes, String cost) {
        return FaxTotals.of(
                Faxes.record("record", faxes, Instant.EPOCH).delivery().transmissions(),
                Optional.of(new BigDecimal(cost)));
    }
}
