package io.github.faxnummer.provider;

/**
 * The HTTP proxy through which an HTTPS endpoint is reached. The connection to the provider stays encrypted end to end;
 * a plain HTTP endpoint (loopback only) is never proxied, because the password would be readable.
 *
 * @param port 1 to 65535
 * @param user empty: the proxy requires no login
 */
public record HttpProxy(String host, int port, String user, String password) {

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
