package io.github.faxnummer.provider.faxnummerde;

import java.net.InetSocketAddress;
import java.net.Proxy;

/**
 * The HTTP proxy through which an HTTPS endpoint is reached. The connection to the provider stays encrypted end to end;
 * a plain HTTP endpoint (loopback only) is never proxied, because the password would be readable.
 *
 * @param port 1 to 65535
 * @param user empty: the proxy requires no login
 */
public record HttpProxy(String host, int port, String user, String password) {

    Proxy address() {
        return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, port));
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
