package io.github.faxnummer.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.faxnummer.order.Validated;
import io.github.faxnummer.provider.Endpoint;
import java.util.Locale;
import okhttp3.HttpUrl;

/** Whatever is written as an endpoint: nothing is thrown, no password is shown, and none would travel readable. */
class EndpointFuzzTest {

    private static final String SECRET = "zx9qsentinelk7";

    @FuzzTest
    void acceptsOrRejectsAnyEndpointText(byte[] input) {
        String text = new String(input, UTF_8);
        check(Endpoint.check(text));
        for (String scheme : new String[] {"https", "http"}) {
            Validated<Endpoint> withLogin = Endpoint.check(scheme + "://u:" + SECRET + "@" + text);
            check(withLogin);
            // Written as the server's name it is not secret.
            if (!Endpoint.check(scheme + "://" + text)
                    .toString()
                    .toLowerCase(Locale.ROOT)
                    .contains(SECRET)) {
                assertThat(withLogin.toString()).doesNotContainIgnoringCase(SECRET);
            }
        }
    }

    private static void check(Validated<Endpoint> checked) {
        checked.value().ifPresent(endpoint -> {
            HttpUrl url = HttpUrl.get(endpoint.url());
            assertThat(url.isHttps() || isThisMachine(url.host())).isTrue();
            assertThat(url.username() + url.password()).isEmpty();
            assertThat(Endpoint.check(endpoint.url()).value()).contains(endpoint);
            assertThat(endpoint.url()).satisfies(SanitizerFuzzTest::harmless);
        });
        checked.problems()
                .forEach(problem -> assertThat(problem.in(Locale.GERMAN) + problem.in(Locale.ENGLISH))
                        .satisfies(SanitizerFuzzTest::harmless));
    }

    private static boolean isThisMachine(String host) {
        return host.equals("localhost")
                || host.equals("::1")
                || host.matches("127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}");
    }
}
