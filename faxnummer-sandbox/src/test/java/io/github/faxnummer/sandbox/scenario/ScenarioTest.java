package io.github.faxnummer.sandbox.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScenarioTest {
    private static final int LONG_ENOUGH = 3600;

    @Test
    void staysNewForFiveSecondsThenRunsPerPage() {
        assertThat(changes(Scenario.delivered(2))).containsExactly("0 NEW", "5 RUNNING", "55 DONE-OK 16 2");
    }

    @Test
    void startsWithFirstStage() {
        assertThat(Scenario.delivered(1).at(Duration.ofSeconds(-7)).status()).isEqualTo("NEW");
    }

    @Test
    void retriesBusyLineWithGrowingPauses() {
        assertThat(changes(Scenario.busy(1)))
                .containsExactly(
                        "0 NEW",
                        "5 RUNNING",
                        "15 RETRY 5",
                        "45 RUNNING",
                        "55 RETRY 4",
                        "115 RUNNING",
                        "125 RETRY 3",
                        "245 RUNNING",
                        "255 RETRY 2",
                        "495 RUNNING",
                        "505 RETRY 1",
                        "985 RUNNING",
                        "995 DONE-ERROR 17 0");
    }

    @Test
    void deliversAfterTwoRetries() {
        assertThat(changes(Scenario.deliveredAfterTwoRetries(1)))
                .containsExactly(
                        "0 NEW",
                        "5 RUNNING",
                        "15 RETRY 5",
                        "45 RUNNING",
                        "55 RETRY 4",
                        "115 RUNNING",
                        "145 DONE-OK 16 1");
    }

    @Test
    void failsWrongNumberAtFirstCall() {
        assertThat(changes(Scenario.unknownNumber(1))).containsExactly("0 NEW", "5 RUNNING", "15 DONE-ERROR 1 0");
        assertThat(changes(Scenario.notReachable(1))).containsExactly("0 NEW", "5 RUNNING", "15 DONE-ERROR 34 0");
    }

    @Test
    void reportsNoNegativePages() {
        assertThat(changes(Scenario.onePageMissing(3))).endsWith("55 DONE-OK 16 2");
        assertThat(changes(Scenario.onePageMissing(1))).endsWith("15 DONE-OK 16 0");
    }

    @Test
    void passesUndocumentedStatus() {
        assertThat(changes(Scenario.undocumentedStatus(1)))
                .containsExactly("0 NEW", "5 PAUSED", "65 RUNNING", "95 DONE-OK 16 1");
    }

    @Test
    void keepsEndlessFaxRunning() {
        assertThat(changes(Scenario.endless(1))).containsExactly("0 NEW", "5 RUNNING");
    }

    private static List<String> changes(Scenario scenario) {
        List<String> changes = new ArrayList<>();
        for (int second = 0; second <= LONG_ENOUGH; second++) {
            Scenario.Stage stage = scenario.at(Duration.ofSeconds(second));
            if (stage.begins().toSeconds() == second) {
                StringBuilder change =
                        new StringBuilder().append(second).append(' ').append(stage.status());
                stage.triesRemaining().ifPresent(tries -> change.append(' ').append(tries));
                stage.outcome()
                        .ifPresent(outcome -> change.append(' ')
                                .append(outcome.cause())
                                .append(' ')
                                .append(outcome.pagesSent()));
                changes.add(change.toString());
            }
        }
        return changes;
    }
}
