package io.github.faxnummer.signature;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What signatures must have beyond being valid.
 *
 * @param signatureRequired whether a report without signature is a failure
 * @param signers judge the certificate paths of signers
 * @param timeServers judge the certificate paths of time stamps
 * @param revocation how to find out whether certificates are revoked; empty: no authority is asked
 */
public record VerificationOptions(
        boolean signatureRequired,
        TrustedRoots signers,
        TrustedRoots timeServers,
        Optional<RevocationCheck> revocation) {

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
                revocation);
    }

    /** Whether signatures that there are must have something. */
    public boolean areSignaturesJudged() {
        return !signers.isEmpty() || !timeServers.isEmpty() || revocation.isPresent();
    }

    /** The same, for a report of which a signed copy is at hand. */
    public VerificationOptions withoutRequiredSignature() {
        return new VerificationOptions(false, signers, timeServers, revocation);
    }
}
