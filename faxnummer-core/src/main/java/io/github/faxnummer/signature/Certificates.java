package io.github.faxnummer.signature;

import io.github.faxnummer.message.Sanitizer;
import io.github.faxnummer.order.Sha256;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Certificates and their issuers. */
final class Certificates {

    private static final int MAX_NAME_LENGTH = 200;
    private static final int MAX_PATH_LENGTH = 8;

    private Certificates() {}

    static X509Certificate parse(byte[] der) throws CertificateException {
        ByteArrayInputStream in = new ByteArrayInputStream(der);
        X509Certificate certificate =
                (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        if (in.available() > 0
                || !Strictness.isWhole(
                        org.bouncycastle.asn1.x509.Certificate.getInstance(der).getSignature())) {
            throw new CertificateException("not the usual form of a certificate");
        }
        return certificate;
    }

    /** Its subject, to be shown. */
    static String name(X509Certificate certificate) {
        return Sanitizer.line(certificate.getSubjectX500Principal().getName(), MAX_NAME_LENGTH);
    }

    static String sha256(X509Certificate certificate) {
        try {
            return Sha256.of(certificate.getEncoded());
        } catch (CertificateException e) {
            throw new IllegalStateException(e);
        }
    }

    /** From the certificate on to the last whose issuer is among the others; each is signed by the next. */
    static List<X509Certificate> path(X509Certificate first, Collection<X509Certificate> others) {
        List<X509Certificate> path = new ArrayList<>(List.of(first));
        while (path.size() < MAX_PATH_LENGTH) {
            X509Certificate last = path.get(path.size() - 1);
            Optional<X509Certificate> issuer = isSelfSigned(last)
                    ? Optional.empty()
                    : others.stream().filter(it -> isIssued(last, it)).findFirst();
            if (issuer.isEmpty()) {
                break;
            }
            path.add(issuer.get());
        }
        return path;
    }

    static boolean isSelfSigned(X509Certificate certificate) {
        return isOwnIssuer(certificate) && isSigned(certificate, certificate);
    }

    /** Whether it says that it is signed by itself. */
    static boolean isOwnIssuer(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    /** Whether an authority issued the certificate. */
    static boolean isIssued(X509Certificate certificate, X509Certificate issuer) {
        return certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())
                && issuer.getBasicConstraints() >= 0
                && isSigned(certificate, issuer);
    }

    private static boolean isSigned(X509Certificate certificate, X509Certificate issuer) {
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** The first certificate of a path that is not valid at a time. */
    static Optional<X509Certificate> notValid(List<X509Certificate> path, Instant time) {
        return path.stream().filter(it -> !isValidAt(it, time)).findFirst();
    }

    /**
     * What breaks a rule of X.509 in a path whose last certificate is taken for trusted, such as an authority that may not
     * issue certificates. Whether a certificate is revoked is not looked at.
     */
    static Optional<String> brokenRule(List<X509Certificate> path, Instant time) {
        X509Certificate anchor = path.get(path.size() - 1);
        List<X509Certificate> below = path.subList(0, path.size() - 1);
        if (below.isEmpty()) {
            return Optional.empty();
        }
        try {
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor, null)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(time));
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(below), parameters);
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            return Optional.of(Sanitizer.line(String.valueOf(e.getMessage()), MAX_NAME_LENGTH));
        }
    }

    static boolean isValidAt(X509Certificate certificate, Instant time) {
        return !time.isBefore(certificate.getNotBefore().toInstant())
                && !time.isAfter(certificate.getNotAfter().toInstant());
    }
}
