package io.github.faxnummer.ledger;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA-256 with a random secret of the ledger: fax numbers are too short to be protected by a plain hash. */
final class LedgerHash {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 32;

    private final SecretKeySpec secret;

    /** @param hex as {@link #newSecret} made it */
    LedgerHash(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("A ledger's secret has 32 bytes.");
        }
        secret = new SecretKeySpec(bytes, ALGORITHM);
    }

    static String newSecret() {
        return random(BYTES);
    }

    static String random(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    LedgerKey of(FaxIdentity fax) {
        return hash("fax", fax.bytes());
    }

    LedgerKey ofRun(String run) {
        return hash("run", run.getBytes(StandardCharsets.UTF_8));
    }

    LedgerKey ofBudget(String run, String service) {
        return hash("budget", (service + " " + run).getBytes(StandardCharsets.UTF_8));
    }

    LedgerKey ofJob(String job) {
        return hash("job", job.getBytes(StandardCharsets.UTF_8));
    }

    /** Hides a number of pages, and reveals a hidden one: their sum is needed, which hashes do not have. */
    int masked(LedgerKey fax, int attempt, int pages) {
        String mask = hash("mask", (fax.hex() + " " + attempt).getBytes(StandardCharsets.US_ASCII))
                .hex()
                .substring(0, Integer.BYTES * 2);
        return pages ^ (Integer.parseUnsignedInt(mask, 16) & Integer.MAX_VALUE);
    }

    LedgerKey ofPages(String recipient, int pages) {
        return hash("pages", (recipient + " " + pages).getBytes(StandardCharsets.UTF_8));
    }

    private LedgerKey hash(String kind, byte[] value) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            mac.update(kind.getBytes(StandardCharsets.US_ASCII));
            mac.update((byte) 0);
            return new LedgerKey(HexFormat.of().formatHex(mac.doFinal(value)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + ALGORITHM + ".", e);
        }
    }
}
