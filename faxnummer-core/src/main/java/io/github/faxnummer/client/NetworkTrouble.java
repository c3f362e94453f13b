package io.github.faxnummer.client;

import io.github.faxnummer.input.Endpoint;
import io.github.faxnummer.text.Text;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.HttpUrl;

/**
 * What an exception of the network means to a user.
 *
 * @param text quotes messages as they came
 * @param passing whether it may be gone a little later without anybody changing anything
 */
record NetworkTrouble(Text text, boolean passing) {

    static NetworkTrouble of(IOException exception, Endpoint endpoint) {
        HttpUrl url = HttpUrl.get(endpoint.url());
        String server = url.host() + ":" + url.port();
        String message = Optional.ofNullable(exception.getMessage()).orElse("");
        if (exception instanceof DocumentBody.ChangedException) {
            return new NetworkTrouble(Text.of("network.document.changed"), false);
        }
        if (exception instanceof DocumentBody.UnreadableException) {
            return new NetworkTrouble(Text.of("network.document", message), false);
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
            return new NetworkTrouble(Text.of("network.tls.failed", server, message), false);
        }
        if (exception instanceof InterruptedIOException) {
            return new NetworkTrouble(Text.of("network.timeout", server), true);
        }
        String lower = message.toLowerCase(Locale.ROOT);
        if (lower.contains("proxy") || lower.contains("for connect")) {
            return new NetworkTrouble(Text.of("network.proxy", message), false);
        }
        return new NetworkTrouble(Text.of("network.broken", server, message), true);
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
