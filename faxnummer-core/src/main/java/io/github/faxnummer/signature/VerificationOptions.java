package io.github.faxnummer.signature;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What signatures must have beyond being valid.
 *
 * @param signatureRequired whether a report without signature is a failure
 * @param trustedRoots one of them must be in each certificate path, or issue a certificate of it; empty: no certificate
 *     is trusted
 * @param revocation how to find out whether certificates are revoked; empty: no authority is asked
 */
public record VerificationOptions(
        boolean signatureRequired, List<X509Certificate> trustedRoots, Optional<RevocationCheck> revocation) {

    public static final VerificationOptions NONE = new VerificationOptions(false, List.of(), Optional.empty());

    public VerificationOptions {
        trustedRoots = List.copyOf(trustedRoots);
    }

    /** The same, for a report of which a signed copy is at hand. */
    public VerificationOptions withoutRequiredSignature() {
        return new VerificationOptions(false, trustedRoots, revocation);
    }
}
