package io.github.faxnummer.signature;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.message.Sanitizer;
import java.net.ProxySelector;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Asks certification authorities, through OCSP or their lists, whether certificates are revoked.
 *
 * @param proxies which proxy leads to an authority
 * @param timeout of a request; those for a path of certificates take three times as long at most
 * @param unresponsive servers that are not asked for a while, so that not every report of an archive waits for them
 */
public record RevocationCheck(
        ProxySelector proxies, InstantSource clock, Duration timeout, UnresponsiveServers unresponsive) {

    static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final int TIMEOUTS = 3;
    private static final int MAX_CAUSE_LENGTH = 200;

    /**
     * What the authorities say.
     *
     * @param revoked which certificate was revoked, if one was
     * @param unknown why it is not known; empty if it is, or if no authority is above the certificate
     */
    public record Answer(Optional<Message> revoked, Optional<Message> unknown) {}

    public RevocationCheck(ProxySelector proxies, InstantSource clock) {
        this(proxies, clock, TIMEOUT);
    }

    public RevocationCheck(ProxySelector proxies, InstantSource clock, Duration timeout) {
        this(proxies, clock, timeout, new UnresponsiveServers(clock));
    }

    /** @param time at which no certificate of the path may have been revoked; empty: now */
    Answer ask(List<X509Certificate> path, Optional<Instant> time) {
        if (Certificates.isSelfSigned(path.get(0))) {
            return new Answer(Optional.empty(), Optional.empty());
        }
        Instant now = clock.instant();
        try {
            BoundedHttp http = BoundedHttp.within(
                    timeout.multipliedBy(TIMEOUTS), timeout, RevocationClient.MAX_SIZE, proxies, unresponsive);
            new RevocationClient(http, now).collect(List.of(path), time.orElse(now));
            return new Answer(Optional.empty(), Optional.empty());
        } catch (SigningException e) {
            return RevocationClient.saysRevoked(e)
                    ? new Answer(Optional.of(e.problem()), Optional.empty())
                    : new Answer(Optional.empty(), Optional.of(e.problem()));
        } catch (LinkageError e) {
            // Without Bouncy Castle no authority can be asked; that must not hold up a fax.
            return new Answer(
                    Optional.empty(),
                    Optional.of(Message.of(
                            "signature.no-revocation-data",
                            Certificates.name(path.get(0)),
                            Sanitizer.line(String.valueOf(e), MAX_CAUSE_LENGTH))));
        }
    }
}
