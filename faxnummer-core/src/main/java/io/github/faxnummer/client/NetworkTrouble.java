package io.github.faxnummer.client;

import io.github.faxnummer.input.Endpoint;
import io.github.faxnummer.text.Cleaned;
import io.github.faxnummer.text.Text;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.HttpUrl;

/**
 * What an exception of the network means to a user.
 *
 * @param text in our own words: an exception's message can quote the server, which can quote the password
 * @param passing whether it may be gone a little later without anybody changing anything
 */
record NetworkTrouble(Text text, boolean passing) {

    private static final int LONGEST_MESSAGE = 160;
    private static final Pattern PROXY_STATUS = Pattern.compile("for CONNECT: ([0-9]{3})\\b");
    private static final Pattern TLS_ALERT = Pattern.compile("(?:\\(\\w+\\) )?Received fatal alert: ([a-z_]{1,40})");

    static NetworkTrouble of(IOException exception, Endpoint endpoint) {
        HttpUrl url = HttpUrl.get(endpoint.url());
        String server = url.host() + ":" + url.port();
        String message = String.valueOf(exception.getMessage());
        if (exception instanceof DocumentBody.ChangedException) {
            return new NetworkTrouble(Text.of("network.document.changed"), false);
        }
        if (exception instanceof DocumentBody.UnreadableException) {
            return new NetworkTrouble(Text.of("network.document", Cleaned.line(message, LONGEST_MESSAGE)), false);
        }
        if (has(exception, BoundedSockets.EndlessException.class)) {
            return new NetworkTrouble(Text.of("protocol.endless", BoundedSockets.MOST_BYTES), false);
        }
        if (exception instanceof UnknownHostException) {
            return new NetworkTrouble(Text.of("network.unknown-host", url.host()), true);
        }
        if (exception instanceof ConnectException || exception instanceof NoRouteToHostException) {
            return new NetworkTrouble(Text.of("network.refused", server), true);
        }
        if (has(exception, CertificateExpiredException.class)
                || has(exception, CertificateNotYetValidException.class)) {
            return new NetworkTrouble(Text.of("network.tls.expired", server), false);
        }
        if (exception instanceof SSLPeerUnverifiedException) {
            return new NetworkTrouble(Text.of("network.tls.host", server), false);
        }
        if (has(exception, CertificateException.class)) {
            return new NetworkTrouble(Text.of("network.tls.untrusted", server), false);
        }
        if (exception instanceof SSLException) {
            return new NetworkTrouble(tlsFailure(server, message), false);
        }
        if (exception instanceof InterruptedIOException) {
            return new NetworkTrouble(Text.of("network.timeout", server), true);
        }
        Matcher connect = PROXY_STATUS.matcher(message);
        if (connect.find()) {
            return new NetworkTrouble(Text.of("network.proxy.status", connect.group(1)), false);
        }
        if (message.startsWith("Failed to authenticate with proxy")) {
            return new NetworkTrouble(Text.of("network.proxy.login"), false);
        }
        if (message.startsWith("TLS tunnel") || message.startsWith("SOCKS")) {
            return new NetworkTrouble(Text.of("network.proxy"), false);
        }
        return new NetworkTrouble(Text.of(broken(exception, message), server), true);
    }

    private static Text tlsFailure(String server, String message) {
        Matcher alert = TLS_ALERT.matcher(message);
        return alert.matches()
                ? Text.of("network.tls.alert", server, alert.group(1))
                : Text.of("network.tls.failed", server);
    }

    private static String broken(IOException exception, String message) {
        if (exception instanceof EOFException || message.startsWith("unexpected end of stream")) {
            return "network.ended";
        }
        if (exception instanceof ProtocolException || has(exception, IllegalArgumentException.class)) {
            return "network.no-http";
        }
        return exception instanceof SocketException ? "network.reset" : "network.broken";
    }

    private static boolean has(Throwable exception, Class<? extends Throwable> type) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
