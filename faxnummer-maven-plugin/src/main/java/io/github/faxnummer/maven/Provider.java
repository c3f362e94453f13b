package io.github.faxnummer.maven;

import static io.github.faxnummer.maven.Strings.orEmpty;

import io.github.faxnummer.ledger.JdbcLedger;
import io.github.faxnummer.ledger.OnceParameters;
import io.github.faxnummer.order.Validated;
import io.github.faxnummer.provider.Account;
import io.github.faxnummer.provider.Endpoint;
import io.github.faxnummer.provider.FaxProvider;
import io.github.faxnummer.provider.HttpProxy;
import io.github.faxnummer.provider.faxnummerde.FaxnummerApi;
import io.github.faxnummer.provider.faxnummerde.FaxnummerClient;
import java.net.ProxySelector;
import java.util.Optional;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.jspecify.annotations.Nullable;

/** How Maven's settings lead to the provider: where it is, who sends, and through which proxy. */
record Provider(Settings settings, SettingsPasswords passwords) {

    static Validated<Endpoint> endpoint(@Nullable String written) {
        return written == null || written.isBlank() ? Validated.valid(FaxnummerApi.ENDPOINT) : Endpoint.check(written);
    }

    Validated<Account> account(String serverId) {
        return new MavenAccount(settings, passwords, System.getenv()).find(serverId);
    }

    /** User and password of a {@code <server>}, if there is one. */
    Validated<Optional<JdbcLedger.Login>> login(String serverId) {
        Server server = settings.getServer(serverId);
        return server == null
                ? Validated.valid(Optional.empty())
                : passwords
                        .decrypt(server, OnceParameters.LEDGER_SERVER_ID.name())
                        .map(it -> Optional.of(
                                new JdbcLedger.Login(orEmpty(it.getUsername()), orEmpty(it.getPassword()))));
    }

    Validated<Optional<HttpProxy>> proxy(Endpoint to) {
        return new MavenProxies(settings, passwords).find(to);
    }

    FaxProvider client(Account account, Endpoint to, Optional<HttpProxy> proxy) {
        return FaxnummerClient.builder(account)
                .endpoint(to)
                .proxy(proxy)
                // The JVM's system properties may name a proxy where settings.xml does not.
                .proxySelector(Optional.ofNullable(ProxySelector.getDefault()).orElseGet(() -> ProxySelector.of(null)))
                .build();
    }
}
