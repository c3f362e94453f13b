package io.github.faxnummer.signature;

import io.github.faxnummer.delivery.DurableFile;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.message.Sanitizer;
import io.github.faxnummer.order.Validated;
import io.github.faxnummer.report.Verification;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Signs transmission reports as far as that is possible: with a time stamp if there is a time server, and with validation data
 * if the certification authorities answer. Each step replaces the file as a whole, after what it made was verified.
 */
public final class ReportSigner {

    static final Duration TIMEOUT = Duration.ofSeconds(15);

    /** Certificates may name any number of servers: all together may take so many times the time limit of one. */
    private static final int TIMEOUTS = 4;

    private static final int MAX_STAMP = 24 << 10;
    private static final int MAX_CAUSE_LENGTH = 200;

    /** For signature, attributes and the structure around them. */
    private static final int BASE = 4 << 10;

    /** Where time stamps come from. */
    record TimeSource(URI url, Duration tolerance) {}

    private final SigningKey key;
    private final Optional<TimeSource> source;
    private final ProxySelector proxies;
    private final InstantSource clock;
    private final Locale locale;
    private final Duration timeout;
    private final UnresponsiveServers unresponsive;

    ReportSigner(
            SigningKey key,
            Optional<TimeSource> source,
            ProxySelector proxies,
            InstantSource clock,
            Locale locale,
            Duration timeout) {
        this(key, source, proxies, clock, locale, timeout, new UnresponsiveServers(clock));
    }

    private ReportSigner(
            SigningKey key,
            Optional<TimeSource> source,
            ProxySelector proxies,
            InstantSource clock,
            Locale locale,
            Duration timeout,
            UnresponsiveServers unresponsive) {
        this.key = key;
        this.source = source;
        this.proxies = proxies;
        this.clock = clock;
        this.locale = locale;
        this.timeout = timeout;
        this.unresponsive = unresponsive;
    }

    /** The same signer, which shares with others what is known of servers that do not answer. */
    public ReportSigner with(UnresponsiveServers shared) {
        return new ReportSigner(key, source, proxies, clock, locale, timeout, shared);
    }

    /**
     * Asks the certification authorities whether the certificate of the key is revoked: with it nothing would be signed.
     * Takes 15 seconds at most.
     *
     * @param parameter by which the user names the key store
     * @param value of the parameter
     * @param notes told if it is not known
     * @return this signer, unless it is revoked
     */
    public Validated<Optional<ReportSigner>> requireNotRevoked(
            String parameter, String value, Consumer<Message> notes) {
        RevocationCheck.Answer answer = checkRevocation();
        answer.unknown().ifPresent(it -> notes.accept(Message.of("signature.revocation-unknown", it)));
        return answer.revoked()
                .map(it -> Validated.<Optional<ReportSigner>>invalid(
                        parameter, value, Message.of("input.signature.revoked", it, parameter)))
                .orElseGet(() -> Validated.valid(Optional.of(this)));
    }

    RevocationCheck.Answer checkRevocation() {
        Duration limit = timeout.compareTo(RevocationCheck.TIMEOUT) < 0 ? timeout : RevocationCheck.TIMEOUT;
        return new RevocationCheck(proxies, clock, limit, unresponsive).ask(key.chain(), Optional.empty());
    }

    /**
     * Signs a report, or adds what an earlier signature lacks. Nothing is thrown: what a report says of faxes must not be
     * lost because it could not be signed.
     */
    public SigningResult sign(Path report) {
        DurableFile.deleteAbandoned(report, clock.instant());
        List<Message> notes = new ArrayList<>();
        Optional<Message> problem;
        try {
            problem = attempt(report, notes);
        } catch (SigningException e) {
            problem = Optional.of(e.problem());
        } catch (IOException | RuntimeException | LinkageError e) {
            problem = Optional.of(Message.of("signature.failed", shown(e)));
        }
        try {
            return new SigningResult(
                    SignatureVerifier.verify(Files.readAllBytes(report)).level(), problem, notes);
        } catch (IOException | RuntimeException | LinkageError e) {
            return new SigningResult(
                    Optional.empty(), problem.or(() -> Optional.of(Message.of("signature.failed", shown(e)))), notes);
        }
    }

    /** Empty, or why there is no time stamp. */
    private Optional<Message> attempt(Path report, List<Message> notes) throws IOException, SigningException {
        byte[] original = Files.readAllBytes(report);
        SignatureVerifier.Checked before = SignatureVerifier.verify(original);
        requireMet(before);
        byte[] signed = original;
        if (!before.isSigned()) {
            Instant now = clock.instant();
            key.requireValid(now);
            signed = replace(report, SignedPdf.sign(original, key, reserved(), now, Optional.empty()));
        }
        Optional<SignatureLevel> level = before.level();
        if (source.isPresent() && level.orElse(SignatureLevel.B) == SignatureLevel.B) {
            try {
                signed = replace(report, stamped(signed, source.get()));
                level = Optional.of(SignatureLevel.T);
            } catch (SigningException e) {
                if (!before.isSigned()) {
                    String remark = Message.of("signature.remark", e.problem()).in(locale);
                    replace(report, SignedPdf.sign(original, key, reserved(), clock.instant(), Optional.of(remark)));
                }
                return Optional.of(Message.of(
                        "signature.no-time",
                        SignatureParameters.shown(source.get().url()),
                        e.problem()));
            }
        }
        if (level.equals(Optional.of(SignatureLevel.T))) {
            return extend(report, signed, notes);
        }
        return Optional.empty();
    }

    private byte[] stamped(byte[] signed, TimeSource from) throws IOException, SigningException {
        SignedPdf pdf =
                SignedPdf.of(signed).orElseThrow(() -> new SigningException(Message.of("verify.signature.remains")));
        CmsSignature cms = pdf.cms();
        TimeServer server = new TimeServer(from.url(), from.tolerance(), http(MAX_STAMP), clock);
        return pdf.with(cms.with(server.stamp(cms.value())));
    }

    /** Adds validation data. A certificate that is revoked is a problem; data that cannot be had are not. */
    private Optional<Message> extend(Path report, byte[] signed, List<Message> notes)
            throws IOException, SigningException {
        SignedPdf pdf =
                SignedPdf.of(signed).orElseThrow(() -> new SigningException(Message.of("verify.signature.remains")));
        CmsSignature cms = pdf.cms();
        TimeStamp stamp = TimeStamp.check(
                cms.token().orElseThrow(() -> new SigningException(Message.of("verify.signature.remains"))),
                cms.value());
        List<List<X509Certificate>> paths = List.of(cms.path(), stamp.path());
        try {
            ValidationData data = new RevocationClient(http(RevocationClient.MAX_SIZE), clock.instant())
                    .collectLasting(paths, stamp.time());
            replace(report, ValidationUpdate.append(pdf.revision(), data));
        } catch (SigningException e) {
            if (RevocationClient.saysRevoked(e)) {
                return Optional.of(e.problem());
            }
            notes.add(Message.of("signature.no-validation-data", e.problem()));
        }
        return Optional.empty();
    }

    private BoundedHttp http(int maxBytes) {
        return BoundedHttp.within(timeout.multipliedBy(TIMEOUTS), timeout, maxBytes, proxies, unresponsive);
    }

    private byte[] replace(Path report, byte[] content) throws IOException, SigningException {
        requireMet(SignatureVerifier.verify(content));
        DurableFile.replace(report, out -> out.write(content));
        return content;
    }

    private static void requireMet(SignatureVerifier.Checked checked) throws SigningException {
        Optional<Verification> failed = checked.checks().stream()
                .filter(it -> it.result() == Verification.Result.NOT_MET)
                .findFirst();
        if (failed.isPresent()) {
            throw new SigningException(
                    Message.of("signature.failed", failed.get().text()));
        }
    }

    private int reserved() throws SigningException {
        int bytes = BASE + (source.isPresent() ? MAX_STAMP : 0);
        try {
            for (X509Certificate certificate : key.chain()) {
                bytes += certificate.getEncoded().length;
            }
        } catch (java.security.GeneralSecurityException e) {
            throw new SigningException(Message.of("signature.failed", shown(e)), e);
        }
        return bytes;
    }

    private static String shown(Throwable e) {
        return Sanitizer.line(e.getClass().getSimpleName() + ": " + e.getMessage(), MAX_CAUSE_LENGTH);
    }
}
