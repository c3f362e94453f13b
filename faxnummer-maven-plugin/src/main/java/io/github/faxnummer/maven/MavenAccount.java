package io.github.faxnummer.maven;

import static io.github.faxnummer.maven.Strings.orEmpty;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Validated;
import io.github.faxnummer.provider.Account;
import io.github.faxnummer.provider.Password;
import java.util.Map;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;

/** Finds the account: a {@code <server>} of {@code settings.xml}, else the environment. */
record MavenAccount(Settings settings, SettingsPasswords passwords, Map<String, String> environment) {

    static final String LOGIN_VARIABLE = "FAXNUMMER_LOGIN";
    static final String PASSWORD_VARIABLE = "FAXNUMMER_PASSWORD";

    Validated<Account> find(String serverId) {
        Server server = settings.getServer(serverId);
        if (server == null) {
            return account(
                    serverId,
                    environment.getOrDefault(LOGIN_VARIABLE, ""),
                    environment.getOrDefault(PASSWORD_VARIABLE, ""),
                    Message.of("input.account.none", LOGIN_VARIABLE, PASSWORD_VARIABLE));
        }
        Validated<Server> decrypted = passwords.decrypt(server, "serverId");
        return decrypted
                .value()
                .map(it -> account(
                        serverId,
                        orEmpty(it.getUsername()),
                        orEmpty(it.getPassword()),
                        Message.of("input.credentials.empty")))
                .orElseGet(() -> Validated.invalid(decrypted.problems()));
    }

    private static Validated<Account> account(String serverId, String login, String password, Message ifEmpty) {
        return login.isBlank() || password.isEmpty()
                ? Validated.invalid("serverId", serverId, ifEmpty)
                : Validated.valid(new Account(login.strip(), new Password(password)));
    }
}
