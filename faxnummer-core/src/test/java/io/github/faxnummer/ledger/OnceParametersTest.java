package io.github.faxnummer.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.message.Message;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnceParametersTest {

    @TempDir
    Path folder;

    @Test
    void samePathOnAnotherMachineIsAnotherRunWhereLedgerIsShared() {
        assertThat(runs("", "")).containsExactly("project /w/project", "project /w/project");
        assertThat(runs(folder.toString(), "")).containsExactly("project one:/w/project", "project two:/w/project");
        assertThat(runs("", "jdbc:h2:file:" + folder + "/runs"))
                .containsExactly("project one:/w/project", "project two:/w/project");
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
        assertThat(advice(hosted, "", "jdbc:h2:file:" + folder + "/advice")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:sqlite:",
                "jdbc:sqlite:target/fax.db",
                "jdbc:sqlite:~/fax.db",
                "jdbc:sqlite::memory:",
                "jdbc:sqlite::resource:fax.db",
                "jdbc:sqlite:file:fax.db",
                "jdbc:sqlite:file::memory:?cache=shared",
                "jdbc:sqlite:file:/var/lib/fax.db?mode=memory&cache=shared",
                "jdbc:h2:mem:",
                "jdbc:h2:mem:fax;DB_CLOSE_DELAY=-1",
                "jdbc:h2:fax",
                "jdbc:h2:./target/fax",
                "jdbc:h2:file:./fax",
                "jdbc:h2:split:nio:fax",
                "jdbc:h2:nioMemFS:/fax",
                "jdbc:h2:memFS:/fax",
                "jdbc:h2:zip:/fax.zip!/fax",
                "jdbc:h2:tcp://db.example.com/mem:fax",
                "jdbc:h2:tcp://db.example.com:9092/nio:nioMemFS:fax"
            })
    void refusesDatabaseThatNextBuildDoesNotFind(String url) {
        assertThat(JdbcLedger.check(url).problems()).singleElement().satisfies(it -> {
            assertThat(it.parameter()).isEqualTo("ledgerUrl");
            assertThat(it.advice().in(Locale.ROOT)).contains("use the absolute path of a file");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mariadb://address=(host=db)(port=3306)(user=u)(password=geheim)/fax",
                "jdbc:mariadb://db/fax?user=u&PASSWORD=geheim",
                "jdbc:postgresql://u:geheim@db/fax",
                "jdbc:postgresql://u:ge@heim@db/fax",
                "jdbc:postgresql://u:ge/heim@db/fax",
                "jdbc:postgresql://u:ge?heim@db/fax",
                "jdbc:postgresql://u:ge;heim@db/fax",
                "jdbc:h2:tcp://u:geheim@db/fax",
                "jdbc:h2:/var/lib/fax;PASSWORD=geheim",
                "jdbc:mysql://u:ge/heim@db/fax",
                "jdbc:oracle:thin:u/geheim@db:1521:x",
                "postgres://u:geheim@db/fax",
                "u:geheim@db/fax"
            })
    void neverShowsPasswordOfUrl(String url) {
        assertThat(JdbcLedger.check(url).problems()).singleElement().satisfies(it -> {
            assertThat(it.advice().in(Locale.ROOT)).contains("contains a user or password");
            assertThat(it.in(Locale.ROOT)).doesNotContain("geheim", "heim", "ge@", "ge/", "u:");
        });
    }

    @Test
    void showsOnlySchemeOfUnsupportedUrl() {
        assertThat(JdbcLedger.check("jdbc:oracle:thin:/secret").problems())
                .singleElement()
                .satisfies(it -> assertThat(it.in(Locale.ROOT)).startsWith("ledgerUrl 'jdbc:oracle:…': not supported"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:sqlite:/var/lib/fax@home.db",
                "jdbc:sqlite:/var/lib/fax.db",
                "jdbc:sqlite:C:/fax/fax.db",
                "jdbc:sqlite:file:///var/lib/fax.db?busy_timeout=1",
                "jdbc:h2:/var/lib/fax",
                "jdbc:h2:~/fax",
                "jdbc:h2:file:C:\\fax\\ledger;CIPHER=AES",
                "jdbc:h2:split:28:nio:/var/lib/fax",
                "jdbc:h2:tcp://db.example.com/fax",
                "jdbc:h2:ssl://db.example.com:9092/~/fax",
                "jdbc:postgresql:fax",
                "jdbc:mariadb://db.example.com/fax"
            })
    void acceptsDatabaseThatLasts(String url) {
        assertThat(JdbcLedger.check(url).value()).contains(url);
    }

    @Test
    void chosenDirectoryThatIsEmptyIsTold() throws Exception {
        FaxLedger home = check(Map.of(), "one", "", "").ledger().orElseThrow();
        assertThat(home.advice()).isEmpty();
        FaxLedger chosen = check(Map.of(), "one", folder.resolve("share").toString(), "")
                .ledger()
                .orElseThrow();
        assertThat(chosen.advice()).map(Message::key).contains("build.once.empty");
    }

    /** A pod of a Jenkins agent or of GitHub's runner controller, or a container in which only CI is set. */
    @Test
    void homeThatMayGoWithItsContainerIsToldUntilFirstFax() throws Exception {
        List<Map<String, String>> containers = List.of(
                Map.of("JENKINS_URL", "https://j", "JOB_NAME", "a/b", "BUILD_NUMBER", "77"),
                Map.of("GITHUB_ACTIONS", "true", "RUNNER_ENVIRONMENT", "self-hosted"),
                Map.of("CI", "true"),
                Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1"));
        for (Map<String, String> container : containers) {
            FaxLedger home = check(container, "one", "", "").ledger().orElseThrow();
            assertThat(home.advice()).as("%s", container).hasValueSatisfying(it -> {
                assertThat(it.key()).isEqualTo("build.once.empty-home");
                assertThat(it.in(Locale.ROOT)).contains(home.location(), "set ledgerUrl");
            });
        }
        Map<String, String> hosted = Map.of("GITHUB_ACTIONS", "true", "RUNNER_ENVIRONMENT", "github-hosted");
        assertThat(check(hosted, "one", "", "").ledger().orElseThrow().advice()).isEmpty();

        FaxLedger home = check(Map.of(), "one", "", "").ledger().orElseThrow();
        try (LedgerGate gate = Ledgers.gate(home, OnceScope.RUN, Ledgers.RUN, LedgerGate.Overrides.NONE)) {
            assertThat(gate.claim(Ledgers.fax("00"), OptionalInt.empty())).isInstanceOf(Claim.Granted.class);
        }

        for (Map<String, String> container : containers) {
            assertThat(check(container, "one", "", "").ledger().orElseThrow().advice())
                    .as("%s", container)
                    .isEmpty();
        }
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
