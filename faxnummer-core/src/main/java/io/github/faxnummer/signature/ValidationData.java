package io.github.faxnummer.signature;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ocsp.BasicOCSPResponse;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CertificateList;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;

/** Certificates, revocation lists and OCSP responses, as DER. */
record ValidationData(List<byte[]> certificates, List<byte[]> lists, List<byte[]> responses) {

    private static final String OCSP_SIGNING = "1.3.6.1.5.5.7.3.9";
    private static final String DISTRIBUTION_POINTS = "2.5.29.31";
    private static final String ISSUING_DISTRIBUTION_POINT = "2.5.29.28";
    private static final String NO_CHECK = "1.3.6.1.5.5.7.48.1.5";
    private static final int CRL_SIGN = 6;

    /** What revocation data say of a certificate. */
    enum Status {
        GOOD,
        REVOKED,
        UNKNOWN
    }

    ValidationData {
        certificates = List.copyOf(certificates);
        lists = List.copyOf(lists);
        responses = List.copyOf(responses);
    }

    List<X509Certificate> parsed() throws CertificateException {
        List<X509Certificate> parsed = new ArrayList<>();
        for (byte[] der : certificates) {
            parsed.add(Certificates.parse(der));
        }
        return parsed;
    }

    /**
     * Whether everything here is of paths of certificates, or says something of them: the certificates are those of the paths and
     * of responders that their authorities appointed; each list and response is signed by one of these.
     *
     * @param paths up to their roots, as far as these are known
     */
    boolean isWhole(List<List<X509Certificate>> paths) {
        try {
            List<X509Certificate> all = parsed();
            Set<X509Certificate> own = new HashSet<>();
            paths.forEach(own::addAll);
            List<X509Certificate> responders = all.stream()
                    .filter(it -> isResponder(it) && own.stream().anyMatch(by -> Certificates.isIssued(it, by)))
                    .toList();
            boolean isIssued = all.stream()
                    .allMatch(it -> Certificates.isSelfSigned(it)
                            || all.stream().anyMatch(by -> Certificates.isIssued(it, by)));
            if (!isIssued || !all.stream().allMatch(it -> own.contains(it) || responders.contains(it))) {
                return false;
            }
            for (byte[] list : lists) {
                X509CRL crl = crl(list);
                if (own.stream().noneMatch(it -> isSigned(crl, it))) {
                    return false;
                }
            }
            for (byte[] response : responses) {
                BasicOCSPResp basic = basic(response);
                boolean isForeign = false;
                for (byte[] brought : responders(response)) {
                    isForeign |= !all.contains(Certificates.parse(brought));
                }
                if (isForeign || all.stream().noneMatch(it -> isSigned(basic, it, all))) {
                    return false;
                }
            }
            return true;
        } catch (GeneralSecurityException | IOException | OCSPException | RuntimeException e) {
            return false;
        }
    }

    /** The worst that is known of the certificates of a path but its root. */
    Status status(List<X509Certificate> path, Instant time) {
        boolean isKnown = Certificates.isSelfSigned(path.get(path.size() - 1));
        for (int i = 0; i + 1 < path.size(); i++) {
            Status status = status(path.get(i), path.get(i + 1), time);
            if (status == Status.REVOKED) {
                return status;
            }
            isKnown &= status == Status.GOOD;
        }
        return isKnown ? Status.GOOD : Status.UNKNOWN;
    }

    /** A certificate that was revoked later was good at the time. */
    Status status(X509Certificate certificate, X509Certificate issuer, Instant time) {
        Status found = Status.UNKNOWN;
        for (byte[] list : lists) {
            found = worse(found, ofList(list, certificate, issuer, time));
        }
        for (byte[] response : responses) {
            found = worse(found, ofResponse(response, certificate, issuer, time));
        }
        return found;
    }

    private static Status worse(Status one, Status other) {
        if (one == Status.REVOKED || other == Status.REVOKED) {
            return Status.REVOKED;
        }
        return one == Status.GOOD || other == Status.GOOD ? Status.GOOD : Status.UNKNOWN;
    }

    private static Status ofList(byte[] list, X509Certificate certificate, X509Certificate issuer, Instant time) {
        try {
            X509CRL crl = crl(list);
            boolean isUnderstood = crl.getCriticalExtensionOIDs() == null
                    || List.of(ISSUING_DISTRIBUTION_POINT).containsAll(crl.getCriticalExtensionOIDs());
            if (!isUnderstood
                    || !isAbout(crl, certificate)
                    || !crl.getIssuerX500Principal().equals(certificate.getIssuerX500Principal())
                    || !isSigned(crl, issuer)
                    || crl.getNextUpdate() == null
                    || crl.getNextUpdate().toInstant().isBefore(time)) {
                return Status.UNKNOWN;
            }
            X509CRLEntry entry = crl.getRevokedCertificate(certificate);
            if (entry == null) {
                return mayIssueLists(issuer)
                        ? goodIfKept(certificate, crl.getThisUpdate().toInstant())
                        : Status.UNKNOWN;
            }
            return entry.getRevocationDate().toInstant().isAfter(time) ? Status.GOOD : Status.REVOKED;
        } catch (GeneralSecurityException | RuntimeException e) {
            return Status.UNKNOWN;
        }
    }

    /** RFC 5280, 6.3.3 f. */
    private static boolean mayIssueLists(X509Certificate issuer) {
        boolean[] usage = issuer.getKeyUsage();
        return usage == null || usage[CRL_SIGN];
    }

    /** Authorities may forget that a certificate was revoked once it has expired. */
    private static Status goodIfKept(X509Certificate certificate, Instant thisUpdate) {
        return thisUpdate.isAfter(certificate.getNotAfter().toInstant()) ? Status.UNKNOWN : Status.GOOD;
    }

    /** Some lists have the certificates of authorities only, some reasons only, or only those that name the list. */
    private static boolean isAbout(X509CRL crl, X509Certificate certificate) {
        byte[] extension = crl.getExtensionValue(ISSUING_DISTRIBUTION_POINT);
        if (extension == null) {
            return true;
        }
        IssuingDistributionPoint point = IssuingDistributionPoint.getInstance(
                ASN1OctetString.getInstance(extension).getOctets());
        boolean isOfAuthority = certificate.getBasicConstraints() >= 0;
        return !point.isIndirectCRL()
                && !point.onlyContainsAttributeCerts()
                && point.getOnlySomeReasons() == null
                && (point.getDistributionPoint() == null || names(certificate, point.getDistributionPoint()))
                && !(isOfAuthority ? point.onlyContainsUserCerts() : point.onlyContainsCACerts());
    }

    /** Whether a certificate has this distribution point: authorities divide long lists. RFC 5280, 6.3.3 b 2 i. */
    private static boolean names(X509Certificate certificate, DistributionPointName list) {
        byte[] extension = certificate.getExtensionValue(DISTRIBUTION_POINTS);
        if (extension == null) {
            return false;
        }
        CRLDistPoint points =
                CRLDistPoint.getInstance(ASN1OctetString.getInstance(extension).getOctets());
        return Stream.of(points.getDistributionPoints())
                .map(DistributionPoint::getDistributionPoint)
                .filter(Objects::nonNull)
                .anyMatch(it -> !Collections.disjoint(names(it), names(list)));
    }

    private static List<ASN1Encodable> names(DistributionPointName point) {
        return point.getType() == DistributionPointName.FULL_NAME
                ? List.of(GeneralNames.getInstance(point.getName()).getNames())
                : List.of(point.getName());
    }

    private Status ofResponse(byte[] response, X509Certificate certificate, X509Certificate issuer, Instant time) {
        try {
            BasicOCSPResp basic = basic(response);
            List<X509Certificate> all = readable();
            all.add(issuer);
            Instant produced = basic.getProducedAt().toInstant();
            List<X509Certificate> responders = all.stream()
                    .filter(it -> Certificates.isValidAt(it, produced))
                    .filter(it -> it.equals(issuer) || isAppointed(it, issuer))
                    .filter(it -> isSigned(basic, it, all))
                    .toList();
            if (responders.isEmpty()) {
                return Status.UNKNOWN;
            }
            X509CertificateHolder holder = new X509CertificateHolder(issuer.getEncoded());
            BigInteger serial = certificate.getSerialNumber();
            for (SingleResp single : basic.getResponses()) {
                if (single.getCertID().getSerialNumber().equals(serial)
                        && single.getCertID().matchesIssuer(holder, new BcDigestCalculatorProvider())
                        && isRecent(single, time)) {
                    Status status = status(single, certificate, time);
                    return status == Status.GOOD
                                    && !(isReadable(response)
                                            && responders.stream().anyMatch(it -> isInForce(it, issuer, produced)))
                            ? Status.UNKNOWN
                            : status;
                }
            }
        } catch (GeneralSecurityException | IOException | OCSPException | RuntimeException e) {
            // Says nothing, then.
        }
        return Status.UNKNOWN;
    }

    /**
     * Whether a responder may say that a certificate is good: unless it is the authority, or need not be checked, it must not
     * be revoked itself. What it says of revoked certificates is believed in any case.
     */
    private boolean isInForce(X509Certificate responder, X509Certificate issuer, Instant produced) {
        if (responder.equals(issuer) || !needsCheck(responder)) {
            return true;
        }
        Status found = Status.UNKNOWN;
        for (byte[] list : lists) {
            found = worse(found, ofList(list, responder, issuer, produced));
        }
        return found == Status.GOOD;
    }

    /** Whether it is the certificate of a responder of an authority. */
    static boolean isAppointed(X509Certificate certificate, X509Certificate issuer) {
        return isResponder(certificate) && Certificates.isIssued(certificate, issuer);
    }

    /** Whether a responder may have been revoked; most have a certificate with which it need not be asked. RFC 6960, 4.2.2.2.1. */
    static boolean needsCheck(X509Certificate responder) {
        return responder.getExtensionValue(NO_CHECK) == null;
    }

    private List<X509Certificate> readable() {
        List<X509Certificate> readable = new ArrayList<>();
        for (byte[] der : certificates) {
            try {
                readable.add(Certificates.parse(der));
            } catch (CertificateException | RuntimeException e) {
                // A responder may send what it likes beside its own certificate.
            }
        }
        return readable;
    }

    /** Whether a report may have the response: its certificates have to be in the report, too. */
    private static boolean isReadable(byte[] response) {
        try {
            for (byte[] der : responders(response)) {
                Certificates.parse(der);
            }
            return true;
        } catch (CertificateException | IOException | OCSPException | RuntimeException e) {
            return false;
        }
    }

    /** A response that does not say when the next one comes is believed for a day. */
    private static boolean isRecent(SingleResp single, Instant time) {
        Instant last = single.getNextUpdate() == null
                ? single.getThisUpdate().toInstant().plus(Duration.ofDays(1))
                : single.getNextUpdate().toInstant();
        return !last.isBefore(time);
    }

    private static boolean isResponder(X509Certificate certificate) {
        try {
            List<String> usage = certificate.getExtendedKeyUsage();
            return usage != null && usage.contains(OCSP_SIGNING);
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    private static Status status(SingleResp single, X509Certificate certificate, Instant time) {
        CertificateStatus status = single.getCertStatus();
        if (status == CertificateStatus.GOOD) {
            return goodIfKept(certificate, single.getThisUpdate().toInstant());
        }
        if (status instanceof RevokedStatus revoked) {
            return revoked.getRevocationTime().toInstant().isAfter(time) ? Status.GOOD : Status.REVOKED;
        }
        return Status.UNKNOWN;
    }

    /** By the authority itself, or by a responder that it appointed. */
    private static boolean isSigned(BasicOCSPResp response, X509Certificate by, Collection<X509Certificate> all) {
        try {
            boolean isAuthority = by.getBasicConstraints() >= 0;
            boolean isAppointed = isResponder(by) && all.stream().anyMatch(it -> Certificates.isIssued(by, it));
            return (isAuthority || isAppointed)
                    && response.isSignatureValid(
                            Verifiers.content(response.getSignatureAlgOID().getId(), by.getPublicKey()));
        } catch (OCSPException | OperatorCreationException e) {
            return false;
        }
    }

    private static boolean isSigned(X509CRL crl, X509Certificate by) {
        try {
            crl.verify(by.getPublicKey());
            return by.getBasicConstraints() >= 0;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    static X509CRL crl(byte[] der) throws GeneralSecurityException {
        ByteArrayInputStream in = new ByteArrayInputStream(der);
        X509CRL crl = (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(in);
        CertificateList read = CertificateList.getInstance(der);
        try {
            if (in.available() > 0
                    || !Strictness.isDer(read, der)
                    || !Strictness.isWhole(read.getSignature())
                    || !Strictness.hasUsualParameters(read.getSignatureAlgorithm())) {
                throw new CertificateException("not the usual form of a revocation list");
            }
        } catch (IOException e) {
            throw new CertificateException(e);
        }
        return crl;
    }

    static BasicOCSPResp basic(byte[] der) throws IOException, OCSPException {
        OCSPResp response = new OCSPResp(der);
        if (response.getStatus() == OCSPResp.SUCCESSFUL
                && Arrays.equals(response.getEncoded(), der)
                && response.getResponseObject() instanceof BasicOCSPResp basic
                && isUsual(response)) {
            return basic;
        }
        throw new OCSPException("status " + response.getStatus());
    }

    private static boolean isUsual(OCSPResp response) throws IOException {
        byte[] octets =
                response.toASN1Structure().getResponseBytes().getResponse().getOctets();
        BasicOCSPResponse read = BasicOCSPResponse.getInstance(octets);
        return Strictness.isDer(read, octets)
                && Strictness.isWhole(read.getSignature())
                && Strictness.hasUsualParameters(read.getSignatureAlgorithm());
    }

    /** The certificates that an OCSP response brings. */
    static List<byte[]> responders(byte[] response) throws IOException, OCSPException {
        List<byte[]> responders = new ArrayList<>();
        for (X509CertificateHolder holder : basic(response).getCerts()) {
            responders.add(holder.getEncoded());
        }
        return responders;
    }

    static CertificateID id(X509Certificate certificate, X509Certificate issuer)
            throws IOException, GeneralSecurityException, OCSPException, OperatorCreationException {
        return new CertificateID(
                new BcDigestCalculatorProvider().get(CertificateID.HASH_SHA1),
                new X509CertificateHolder(issuer.getEncoded()),
                certificate.getSerialNumber());
    }
}
