package io.github.faxnummer.signature;

import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * What signatures must have beyond being valid.
 *
 * @param signatureRequired whether a report without signature is a failure
 * @param signers judge the certificate paths of signers
 * @param timeServers judge the certificate paths of time stamps
 * @param revocation how to find out whether certificates are revoked; empty: no authority is asked
 * @param clock of this machine: a signature without time stamp is judged by it
 */
public record VerificationOptions(
        boolean signatureRequired,
        TrustedRoots signers,
        TrustedRoots timeServers,
        Optional<RevocationCheck> revocation,
        InstantSource clock) {

    public static final VerificationOptions NONE = new VerificationOptions(false, List.of(), Optional.empty());

    /**
     * The same certificates are trusted for signatures and for time stamps.
     *
     * @param trustedRoots empty: no certificate is trusted
     */
    public VerificationOptions(
            boolean signatureRequired, List<X509Certificate> trustedRoots, Optional<RevocationCheck> revocation) {
        this(
                signatureRequired,
                new TrustedRoots(VerificationParameters.TRUSTED_ROOT.name(), trustedRoots),
                new TrustedRoots(VerificationParameters.TRUSTED_ROOT.name(), trustedRoots),
                revocation,
                InstantSource.system());
    }

    /** Whether signatures that there are must have something. */
    public boolean areSignaturesJudged() {
        return !signers.isEmpty() || !timeServers.isEmpty() || revocation.isPresent();
    }

    /** Whether the user names authorities of time stamps, and so expects some. */
    boolean areTimeStampsExpected() {
        return signatureRequired
                && !timeServers.isEmpty()
                && timeServers.parameter().equals(VerificationParameters.TIMESTAMP_TRUSTED_ROOT.name());
    }

    /** The same, for a report of which a signed copy is at hand. */
    public VerificationOptions withoutRequiredSignature() {
        return new VerificationOptions(false, signers, timeServers, revocation, clock);
    }
}
