package io.github.faxnummer.signature;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.message.Sanitizer;
import io.github.faxnummer.order.Sha256;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;

/**
 * A time server (RFC 3161). Its answers are checked before they are believed.
 *
 * @param tolerance how far its clock and the own one may be apart
 */
record TimeServer(URI url, Duration tolerance, BoundedHttp http, InstantSource clock) {

    private static final int NONCE_BITS = 64;
    private static final int MAX_CAUSE_LENGTH = 200;

    /** Asks for a time stamp of a signature. */
    TimeStamp stamp(byte[] signature) throws SigningException {
        BigInteger nonce = new BigInteger(NONCE_BITS, new SecureRandom());
        TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
        generator.setCertReq(true);
        TimeStampRequest request = generator.generate(
                NISTObjectIdentifiers.id_sha256, Sha256.digest().digest(signature), nonce);
        TimeStampResponse response;
        try {
            response = new TimeStampResponse(http.post(url, "application/timestamp-query", request.getEncoded()));
        } catch (IOException | TSPException | RuntimeException e) {
            throw new SigningException(Message.of("timestamp.no-response", shown(e.getMessage())), e);
        }
        TimeStampToken token = response.getTimeStampToken();
        boolean isGranted =
                response.getStatus() == PKIStatus.GRANTED || response.getStatus() == PKIStatus.GRANTED_WITH_MODS;
        if (!isGranted || token == null) {
            throw new SigningException(
                    Message.of("timestamp.rejected", response.getStatus(), shown(response.getStatusString())));
        }
        TimeStamp stamp = TimeStamp.check(token, signature);
        if (!nonce.equals(token.getTimeStampInfo().getNonce())) {
            throw new SigningException(Message.of("timestamp.nonce"));
        }
        Instant now = clock.instant();
        if (Duration.between(now, stamp.time()).abs().compareTo(tolerance) > 0) {
            throw new SigningException(Message.of("timestamp.clock", stamp.time(), now, tolerance));
        }
        if (!Certificates.isValidAt(stamp.signer(), now)) {
            throw new SigningException(Message.of(
                    "timestamp.expired",
                    Certificates.name(stamp.signer()),
                    stamp.signer().getNotAfter().toInstant()));
        }
        return stamp;
    }

    private static String shown(@org.jspecify.annotations.Nullable String text) {
        return text == null ? "" : Sanitizer.line(text, MAX_CAUSE_LENGTH);
    }
}
