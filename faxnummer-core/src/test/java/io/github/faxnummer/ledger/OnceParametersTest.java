package io.github.faxnummer.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.message.Message;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnceParametersTest {

    @TempDir
    Path folder;

    @Test
    void samePathOnAnotherMachineIsAnotherRunWhereLedgerIsShared() {
        assertThat(runs("", "")).containsExactly("project /w/project", "project /w/project");
        assertThat(runs(folder.toString(), "")).containsExactly("project one:/w/project", "project two:/w/project");
        assertThat(runs("", "jdbc:h2:mem:runs")).containsExactly("project one:/w/project", "project two:/w/project");
    }

    @Test
    void machineThatStartsEmptyIsToldOfLedgersThatLast() {
        Map<String, String> hosted = Map.of(
                "GITHUB_ACTIONS", "true",
                "GITHUB_SERVER_URL", "https://github.com",
                "GITHUB_REPOSITORY", "a/b",
                "GITHUB_RUN_ID", "1",
                "RUNNER_ENVIRONMENT", "github-hosted");
        assertThat(advice(hosted, "", "")).containsExactly("build.once.starts-empty");
        assertThat(advice(hosted, folder.toString(), "")).isEmpty();
        assertThat(advice(hosted, "", "jdbc:h2:mem:advice")).isEmpty();
    }

    private List<String> runs(String directory, String url) {
        return List.of("one", "two").stream()
                .map(host -> check(Map.of(), host, directory, url).run().id())
                .toList();
    }

    private List<String> advice(Map<String, String> environment, String directory, String url) {
        return check(environment, "one", directory, url).advice().stream()
                .map(Message::key)
                .toList();
    }

    private OncePolicy check(Map<String, String> environment, String host, String directory, String url) {
        return new OnceParameters("run", "", false, false, "", directory, url, 400)
                .check(new OnceParameters.Surroundings(
                        environment,
                        host,
                        "/w/project",
                        folder.toString(),
                        "random",
                        JdbcLedger.Login.NONE,
                        OnceParametersTest.class.getClassLoader()))
                .value()
                .orElseThrow();
    }
}
