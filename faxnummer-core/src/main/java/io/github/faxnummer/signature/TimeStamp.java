package io.github.faxnummer.signature;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.message.Sanitizer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;

/**
 * An RFC 3161 time stamp whose own signature was checked.
 *
 * @param certificates its signer's one first, then the others that came with it
 */
record TimeStamp(TimeStampToken token, List<X509Certificate> certificates) {

    private static final int MAX_CAUSE_LENGTH = 200;

    /**
     * Checks a time stamp by its own merits: what it stamps, who signed it, and whether that certificate may and was valid.
     *
     * @param stamped what it is said to be of
     */
    static TimeStamp check(TimeStampToken token, byte[] stamped) throws SigningException {
        try {
            String hash = token.getTimeStampInfo().getMessageImprintAlgOID().getId();
            byte[] expected = MessageDigest.getInstance(hash).digest(stamped);
            if (!MessageDigest.isEqual(expected, token.getTimeStampInfo().getMessageImprintDigest())) {
                throw new SigningException(Message.of("timestamp.other-data"));
            }
            List<X509Certificate> certificates = new ArrayList<>();
            for (X509CertificateHolder holder : token.getCertificates().getMatches(null)) {
                X509Certificate certificate = Certificates.parse(holder.getEncoded());
                certificates.add(token.getSID().match(holder) ? 0 : certificates.size(), certificate);
            }
            Optional<X509Certificate> signer = certificates.stream()
                    .filter(it -> token.getSID().match(holder(it)))
                    .findFirst();
            if (signer.isEmpty()) {
                throw new SigningException(Message.of("timestamp.no-certificate"));
            }
            Instant time = time(token);
            if (!Certificates.isValidAt(signer.get(), time)) {
                throw new SigningException(Message.of(
                        "timestamp.expired",
                        Certificates.name(signer.get()),
                        signer.get().getNotAfter().toInstant()));
            }
            SignerInformation usual = usual(token);
            if (!Strictness.names(usual, holder(signer.get()))) {
                throw new SigningException(Message.of("timestamp.invalid", "CMS"));
            }
            token.validate(Verifiers.of(usual.getEncryptionAlgOID(), signer.get()));
            return new TimeStamp(token, List.copyOf(certificates));
        } catch (TSPException
                | GeneralSecurityException
                | OperatorCreationException
                | java.io.IOException
                | RuntimeException e) {
            throw new SigningException(
                    Message.of("timestamp.invalid", Sanitizer.line(String.valueOf(e.getMessage()), MAX_CAUSE_LENGTH)),
                    e);
        }
    }

    /** Nothing may be changed unseen, also what the time stamp's signature does not cover. */
    private static SignerInformation usual(TimeStampToken token) throws SigningException {
        CMSSignedData cms = token.toCMSSignedData();
        SignerInformation signer = cms.getSignerInfos().getSigners().iterator().next();
        int version = signer.getSID().getSubjectKeyIdentifier() == null ? 1 : 3;
        boolean isUsual = cms.toASN1Structure().getContentType().equals(CMSObjectIdentifiers.signedData)
                && cms.getSignerInfos().size() == 1
                && cms.getVersion() == 3
                && signer.getVersion() == version
                && cms.getDigestAlgorithmIDs().contains(signer.getDigestAlgorithmID())
                && Strictness.isStrongDigest(signer.getDigestAlgOID())
                && Strictness.isStrongDigest(
                        token.getTimeStampInfo().getMessageImprintAlgOID().getId())
                && Strictness.hasUsualParameters(signer.toASN1Structure().getDigestEncryptionAlgorithm());
        if (!isUsual) {
            throw new SigningException(Message.of("timestamp.invalid", "CMS"));
        }
        return signer;
    }

    private static X509CertificateHolder holder(X509Certificate certificate) {
        try {
            return new X509CertificateHolder(certificate.getEncoded());
        } catch (java.io.IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(e);
        }
    }

    X509Certificate signer() {
        return certificates.get(0);
    }

    Instant time() {
        return time(token);
    }

    private static Instant time(TimeStampToken token) {
        return token.getTimeStampInfo().getGenTime().toInstant();
    }

    List<X509Certificate> path() {
        return Certificates.path(signer(), certificates);
    }
}
