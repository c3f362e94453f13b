package io.github.faxnummer.maven;

import static io.github.faxnummer.maven.Strings.orEmpty;

import io.github.faxnummer.order.Validated;
import io.github.faxnummer.provider.Endpoint;
import io.github.faxnummer.provider.HttpProxy;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Settings;

/** Finds the proxy that {@code settings.xml} wants for an HTTPS endpoint, by the rules Maven downloads with. */
record MavenProxies(Settings settings, SettingsPasswords passwords) {

    /** Empty if the endpoint is reached without a proxy of {@code settings.xml}. */
    Validated<Optional<HttpProxy>> find(Endpoint endpoint) {
        return endpoint.isHttps()
                ? fitting(endpoint.host())
                        .map(proxy -> passwords
                                .decrypt(proxy)
                                .map(MavenProxies::httpProxy)
                                .map(Optional::of))
                        .orElse(Validated.valid(Optional.empty()))
                : Validated.valid(Optional.empty());
    }

    /** For time servers and certification authorities: without user name; where there is none, the JVM's. */
    ProxySelector selector() {
        ProxySelector ofJvm = Optional.ofNullable(ProxySelector.getDefault()).orElseGet(() -> ProxySelector.of(null));
        return new ProxySelector() {
            @Override
            public List<java.net.Proxy> select(URI url) {
                String host = Objects.requireNonNullElse(url.getHost(), "");
                return Endpoint.isLoopback(host)
                        ? List.of(java.net.Proxy.NO_PROXY)
                        : fitting(host)
                                // Its name is looked up when it is used, within the time limit of the request.
                                .map(it -> List.of(new java.net.Proxy(
                                        java.net.Proxy.Type.HTTP,
                                        InetSocketAddress.createUnresolved(it.getHost(), it.getPort()))))
                                .orElseGet(() -> ofJvm.select(url));
            }

            @Override
            public void connectFailed(URI url, SocketAddress address, IOException e) {
                ofJvm.connectFailed(url, address, e);
            }
        };
    }

    private Optional<Proxy> fitting(String host) {
        List<Proxy> fitting = settings.getProxies().stream()
                .filter(Proxy::isActive)
                .filter(proxy -> !isExcepted(host, orEmpty(proxy.getNonProxyHosts())))
                .toList();
        // One for HTTPS comes first; one for HTTP serves both where there is no other.
        return Stream.of("https", "http")
                .flatMap(protocol ->
                        fitting.stream().filter(proxy -> protocol.equalsIgnoreCase(orEmpty(proxy.getProtocol()))))
                .findFirst();
    }

    private static HttpProxy httpProxy(Proxy proxy) {
        return new HttpProxy(
                proxy.getHost(), proxy.getPort(), orEmpty(proxy.getUsername()), orEmpty(proxy.getPassword()));
    }

    private static boolean isExcepted(String host, String nonProxyHosts) {
        return Arrays.stream(nonProxyHosts.split("[|,]", -1))
                .map(String::strip)
                .filter(pattern -> !pattern.isEmpty())
                .anyMatch(pattern -> host.toLowerCase(Locale.ROOT).matches(regex(pattern.toLowerCase(Locale.ROOT))));
    }

    private static String regex(String pattern) {
        return Arrays.stream(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    }
}
