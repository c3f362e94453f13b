package io.github.faxnummer.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.order.Validated;
import io.github.faxnummer.provider.Account;
import java.util.Locale;
import java.util.Map;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.junit.jupiter.api.Test;

final class MavenAccountTest {

    private static final Map<String, String> ENVIRONMENT =
            Map.of("FAXNUMMER_LOGIN", "acc00002", "FAXNUMMER_PASSWORD", "from-environment");

    @Test
    void prefersServerOfSettings() {
        assertThat(login(find(settings("acc00001", "{secret}"), ENVIRONMENT))).isEqualTo("acc00001");
    }

    @Test
    void usesEnvironmentWithoutServer() {
        assertThat(login(find(new Settings(), ENVIRONMENT))).isEqualTo("acc00002");
    }

    @Test
    void doesNotMixServerAndEnvironment() {
        assertThat(problems(find(settings("acc00001", ""), ENVIRONMENT)))
                .contains("serverId 'faxnummer'", "empty username or password")
                .doesNotContain("FAXNUMMER");
    }

    @Test
    void rejectsServerWithoutLogin() {
        assertThat(problems(find(settings(" ", "secret"), ENVIRONMENT)))
                .contains("serverId 'faxnummer'", "empty username or password");
    }

    @Test
    void rejectsIncompleteAccountInEnvironment() {
        assertThat(problems(find(new Settings(), Map.of("FAXNUMMER_LOGIN", "acc00002"))))
                .contains("FAXNUMMER_PASSWORD");
    }

    @Test
    void refusesUndecryptablePasswordWithoutShowingIt() {
        assertThat(problems(find(settings("acc00001", "{broken}"), ENVIRONMENT)))
                .contains("serverId 'faxnummer'", "cannot be decrypted", "mvn --encrypt-password")
                .doesNotContain("broken");
    }

    @Test
    void usesPasswordWithBracesWhereMavenHasDecryptedIt() {
        Validated<Account> account = new MavenAccount(
                        settings("acc00001", "{broken}"), new SettingsPasswords(new FakeDecrypter(), true), ENVIRONMENT)
                .find("faxnummer");

        assertThat(login(account)).isEqualTo("acc00001");
    }

    private static Validated<Account> find(Settings settings, Map<String, String> environment) {
        return new MavenAccount(settings, new SettingsPasswords(new FakeDecrypter(), false), environment)
                .find("faxnummer");
    }

    private static String login(Validated<Account> account) {
        return account.value().orElseThrow().login();
    }

    private static String problems(Validated<Account> account) {
        assertThat(account.value()).isEmpty();
        return account.problems().get(0).in(Locale.ENGLISH);
    }

    private static Settings settings(String login, String password) {
        Server server = new Server();
        server.setId("faxnummer");
        server.setUsername(login);
        server.setPassword(password);
        Settings settings = new Settings();
        settings.addServer(server);
        return settings;
    }
}
