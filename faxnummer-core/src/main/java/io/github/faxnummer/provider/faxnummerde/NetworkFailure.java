package io.github.faxnummer.provider.faxnummerde;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.message.Sanitizer;
import io.github.faxnummer.provider.Endpoint;
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
 * The meaning of a network exception to a user.
 *
 * @param text in our own words: an exception's message can quote the server, which can quote the password
 * @param retryable whether a later attempt may succeed without intervention
 */
record NetworkFailure(Message text, boolean retryable) {

    private static final int MAX_MESSAGE_LENGTH = 160;
    private static final Pattern PROXY_STATUS = Pattern.compile("for CONNECT: ([0-9]{3})\\b");
    private static final Pattern TLS_ALERT = Pattern.compile("(?:\\(\\w+\\) )?Received fatal alert: ([a-z_]{1,40})");

    static NetworkFailure of(IOException exception, Endpoint endpoint) {
        HttpUrl url = HttpUrl.get(endpoint.url());
        String server = url.host() + ":" + url.port();
        String message = String.valueOf(exception.getMessage());
        if (exception instanceof DocumentBody.ChangedException) {
            return new NetworkFailure(Message.of("network.document.changed"), false);
        }
        if (exception instanceof DocumentBody.UnreadableException) {
            return new NetworkFailure(
                    Message.of("network.document", Sanitizer.line(message, MAX_MESSAGE_LENGTH)), false);
        }
        if (has(exception, BoundedReadSocketFactory.EndlessException.class)) {
            return new NetworkFailure(Message.of("protocol.endless", BoundedReadSocketFactory.MAX_BYTES), false);
        }
        if (exception instanceof UnknownHostException) {
            return new NetworkFailure(Message.of("network.unknown-host", url.host()), true);
        }
        if (exception instanceof ConnectException || exception instanceof NoRouteToHostException) {
            return new NetworkFailure(Message.of("network.refused", server), true);
        }
        if (has(exception, CertificateExpiredException.class)
                || has(exception, CertificateNotYetValidException.class)) {
            return new NetworkFailure(Message.of("network.tls.expired", server), false);
        }
        if (exception instanceof SSLPeerUnverifiedException) {
            return new NetworkFailure(Message.of("network.tls.host", server), false);
        }
        if (has(exception, CertificateException.class)) {
            return new NetworkFailure(Message.of("network.tls.untrusted", server), false);
        }
        if (exception instanceof SSLException) {
            return new NetworkFailure(tlsFailure(server, message), false);
        }
        if (exception instanceof InterruptedIOException) {
            return new NetworkFailure(Message.of("network.timeout", server), true);
        }
        Matcher connect = PROXY_STATUS.matcher(message);
        if (connect.find()) {
            return new NetworkFailure(Message.of("network.proxy.status", connect.group(1)), false);
        }
        if (message.startsWith("Failed to authenticate with proxy")) {
            return new NetworkFailure(Message.of("network.proxy.login"), false);
        }
        if (message.startsWith("TLS tunnel") || message.startsWith("SOCKS")) {
            return new NetworkFailure(Message.of("network.proxy"), false);
        }
        return new NetworkFailure(Message.of(broken(exception, message), server), true);
    }

    private static Message tlsFailure(String server, String message) {
        Matcher alert = TLS_ALERT.matcher(message);
        return alert.matches()
                ? Message.of("network.tls.alert", server, alert.group(1))
                : Message.of("network.tls.failed", server);
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
