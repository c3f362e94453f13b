package io.github.faxnummer.provider;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Validated;
import java.io.Serializable;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/**
 * The address of a service: HTTPS, or plain HTTP to loopback (the sandbox).
 *
 * @param url as OkHttp writes it
 */
public record Endpoint(String url) implements Serializable {

    private static final String PARAMETER = "endpoint";

    // 127.999.1.1 is not an address: it would be looked up and could resolve to any host.
    private static final Pattern LOOPBACK = Pattern.compile("127(\\.(25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})){3}");

    /**
     * Creates an endpoint from its URL.
     *
     * @throws IllegalArgumentException if {@link #check} finds a problem
     */
    public Endpoint {
        Validated<String> checked = checkUrl(url);
        url = checked.value()
                .orElseThrow(
                        () -> new IllegalArgumentException(checked.problems().toString()));
    }

    public static Validated<Endpoint> check(String written) {
        return checkUrl(written.strip()).map(Endpoint::new);
    }

    private static Validated<String> checkUrl(String written) {
        HttpUrl url = HttpUrl.parse(written);
        if (url == null || HttpUrl.parse(url.toString()) == null) {
            // A URL that cannot be parsed is not shown: it may contain a password.
            return Validated.invalid(PARAMETER, "", Message.of("input.endpoint.url"));
        }
        if (!url.username().isEmpty() || !url.password().isEmpty()) {
            return Validated.invalid(PARAMETER, url.redact(), Message.of("input.endpoint.login"));
        }
        if (!url.isHttps() && !isLoopback(url.host())) {
            return Validated.invalid(PARAMETER, url.redact(), Message.of("input.endpoint.plain"));
        }
        // A fragment is never sent, and may contain control characters.
        return Validated.valid(url.newBuilder().fragment(null).build().toString());
    }

    /** The host name or address, in lower case and ASCII; an IPv6 address has no brackets. */
    public String host() {
        return HttpUrl.get(url).host();
    }

    /** Whether the connection is encrypted. */
    public boolean isHttps() {
        return HttpUrl.get(url).isHttps();
    }

    /** Whether a host is a loopback name or address; names are not looked up. */
    public static boolean isLoopback(String host) {
        return host.equals("localhost")
                || host.equals("::1")
                || LOOPBACK.matcher(host).matches();
    }

    @Override
    public String toString() {
        return url;
    }
}
