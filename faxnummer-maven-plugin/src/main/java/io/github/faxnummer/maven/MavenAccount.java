package io.github.faxnummer.maven;

import io.github.faxnummer.client.Account;
import io.github.faxnummer.client.Password;
import io.github.faxnummer.input.Checked;
import io.github.faxnummer.text.Text;
import java.util.Map;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.jspecify.annotations.Nullable;

/** Finds the account: a {@code <server>} of {@code settings.xml}, else the environment. */
record MavenAccount(Settings settings, SettingsPasswords passwords, Map<String, String> environment) {

    static final String LOGIN_VARIABLE = "FAXNUMMER_LOGIN";
    static final String PASSWORD_VARIABLE = "FAXNUMMER_PASSWORD";

    Checked<Account> find(String serverId) {
        Server server = settings.getServer(serverId);
        if (server == null) {
            return account(
                    serverId,
                    environment.getOrDefault(LOGIN_VARIABLE, ""),
                    environment.getOrDefault(PASSWORD_VARIABLE, ""),
                    Text.of("input.account.none", LOGIN_VARIABLE, PASSWORD_VARIABLE));
        }
        Checked<Server> decrypted = passwords.decrypt(server);
        return decrypted
                .value()
                .map(it -> account(
                        serverId,
                        orEmpty(it.getUsername()),
                        orEmpty(it.getPassword()),
                        Text.of("input.credentials.empty")))
                .orElseGet(() -> Checked.invalid(decrypted.problems()));
    }

    private static Checked<Account> account(String serverId, String login, String password, Text ifEmpty) {
        return login.isBlank() || password.isEmpty()
                ? Checked.invalid("serverId", serverId, ifEmpty)
                : Checked.valid(new Account(login.strip(), new Password(password)));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
