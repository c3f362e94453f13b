package io.github.faxnummer.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.order.Validated;
import io.github.faxnummer.provider.Endpoint;
import io.github.faxnummer.provider.HttpProxy;
import java.util.Locale;
import java.util.Optional;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MavenProxiesTest {

    private static final String PROVIDER = "https://fax.example.com/index.php";

    @Test
    void findsNoProxy() {
        assertThat(find(PROVIDER)).isEmpty();
    }

    @Test
    void decryptsProxyPassword() {
        assertThat(find(PROVIDER, proxy("http", "proxy", ""))).contains(new HttpProxy("proxy", 3128, "user", "secret"));
    }

    @Test
    void findsProxyWithoutLogin() {
        Proxy proxy = proxy("http", "proxy", "");
        proxy.setUsername(null);
        proxy.setPassword(null);

        assertThat(find(PROVIDER, proxy)).contains(new HttpProxy("proxy", 3128, "", ""));
    }

    @Test
    void ignoresInactiveProxy() {
        Proxy proxy = proxy("http", "proxy", "");
        proxy.setActive(false);

        assertThat(find(PROVIDER, proxy)).isEmpty();
    }

    @Test
    void prefersHttpsProxy() {
        assertThat(find(PROVIDER, proxy("http", "one", ""), proxy("HTTPS", "two", "")))
                .map(HttpProxy::host)
                .contains("two");
    }

    @Test
    void ignoresProxyOfOtherProtocol() {
        assertThat(find(PROVIDER, proxy("socks5", "proxy", ""))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "fax.example.com,                  true",
        "*.example.com,                    true",
        "FAX.EXAMPLE.COM,                  true",
        "localhost|*.example.com,          true",
        "'localhost, *.example.com',       true",
        "fax.*,                            true",
        "*,                                true",
        "example.com,                      false",
        "fax.example,                      false",
        "faxxexample.com,                  false",
        "localhost|,                       false",
        "fax.example.com.evil.example.net, false"
    })
    void respectsNonProxyHosts(String nonProxyHosts, boolean excepted) {
        assertThat(find(PROVIDER, proxy("http", "proxy", nonProxyHosts)).isEmpty())
                .isEqualTo(excepted);
    }

    @Test
    void refusesUndecryptablePasswordWithoutShowingIt() {
        Validated<Optional<HttpProxy>> proxy = check(PROVIDER, false, proxy("{broken}"));

        assertThat(proxy.value()).isEmpty();
        assertThat(proxy.problems().get(0).in(Locale.ENGLISH))
                .contains("proxy 'company'", "cannot be decrypted", "mvn --encrypt-password")
                .doesNotContain("broken");
    }

    @Test
    void ignoresUndecryptablePasswordOfProxyThatIsNotUsed() {
        Proxy excepted = proxy("{broken}");
        excepted.setNonProxyHosts("*.example.com");

        assertThat(find(PROVIDER, excepted)).isEmpty();
        assertThat(find("http://127.0.0.1:8025/", proxy("{broken}"))).isEmpty();
    }

    @Test
    void usesPasswordWithBracesWhereMavenHasDecryptedIt() {
        assertThat(check(PROVIDER, true, proxy("{secret}")).value().orElseThrow())
                .contains(new HttpProxy("proxy", 3128, "user", "{secret}"));
    }

    @Test
    void proxiesUnusualHostName() {
        assertThat(find("https://fax_gateway.example.com/", proxy("http", "proxy", "localhost")))
                .isPresent();
    }

    private static Optional<HttpProxy> find(String endpoint, Proxy... proxies) {
        return check(endpoint, false, proxies).value().orElseThrow();
    }

    private static Validated<Optional<HttpProxy>> check(String endpoint, boolean alreadyDecrypted, Proxy... proxies) {
        Settings settings = new Settings();
        for (Proxy proxy : proxies) {
            settings.addProxy(proxy);
        }
        return new MavenProxies(settings, new SettingsPasswords(new FakeDecrypter(), alreadyDecrypted))
                .find(new Endpoint(endpoint));
    }

    private static Proxy proxy(String password) {
        Proxy proxy = proxy("http", "proxy", "");
        proxy.setPassword(password);
        return proxy;
    }

    private static Proxy proxy(String protocol, String host, String nonProxyHosts) {
        Proxy proxy = new Proxy();
        proxy.setId("company");
        proxy.setProtocol(protocol);
        proxy.setHost(host);
        proxy.setPort(3128);
        proxy.setUsername("user");
        proxy.setPassword("{secret}");
        proxy.setNonProxyHosts(nonProxyHosts);
        return proxy;
    }
}
