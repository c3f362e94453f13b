package io.github.faxnummer.maven;

import io.github.faxnummer.client.Account;
import io.github.faxnummer.client.Password;
import io.github.faxnummer.input.Checked;
import io.github.faxnummer.text.Text;
import java.util.Map;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.SettingsProblem;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;
import org.jspecify.annotations.Nullable;

/** Finds the account: a {@code <server>} of {@code settings.xml}, else the environment. */
record MavenAccount(Settings settings, SettingsDecrypter decrypter, Map<String, String> environment) {

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
        SettingsDecryptionResult result = decrypter.decrypt(new DefaultSettingsDecryptionRequest(server));
        boolean undecrypted = result.getProblems().stream()
                .anyMatch(problem -> problem.getSeverity() != SettingsProblem.Severity.WARNING);
        if (undecrypted) {
            return Checked.invalid("serverId", serverId, Text.of("input.account.undecrypted"));
        }
        Server decrypted = result.getServer();
        return account(
                serverId,
                orEmpty(decrypted.getUsername()),
                orEmpty(decrypted.getPassword()),
                Text.of("input.credentials.empty"));
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
