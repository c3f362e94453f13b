package io.github.faxnummer.signature;

import io.github.faxnummer.message.Message;
import io.github.faxnummer.message.Sanitizer;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.operator.OperatorCreationException;

/** Asks the certification authorities whether certificates are revoked: by OCSP, else by their lists. */
final class RevocationClient {

    /** Bytes of an answer: lists of revoked certificates can be long. */
    static final int MAX_SIZE = 4 << 20;

    /** Bytes of a list that is added beside the answer of a responder: it is in every report. */
    private static final int MAX_SHORT_LIST = 128 << 10;

    private static final String REVOKED = "signature.revoked";
    private static final int MAX_CAUSE_LENGTH = 200;

    private final BoundedHttp http;
    private final Instant now;
    private final List<byte[]> certificates = new ArrayList<>();
    private final List<byte[]> lists = new ArrayList<>();
    private final List<byte[]> responses = new ArrayList<>();

    RevocationClient(BoundedHttp http, Instant now) {
        this.http = http;
        this.now = now;
    }

    /**
     * What is needed to verify the paths for as long as possible: in place of the answers of responders, lists of revoked
     * certificates, if they can be had and are short. Validators do not believe a responder any more once its certificate has
     * expired, often after weeks, even if a list says the same; the authority, which signs the lists, lasts for years.
     */
    ValidationData collectLasting(List<List<X509Certificate>> paths, Instant time) throws SigningException {
        collect(paths, time);
        for (List<X509Certificate> path : paths) {
            for (int i = 0; i + 1 < path.size(); i++) {
                addShortList(path.get(i), path.get(i + 1), time);
                if (found().status(path.get(i), path.get(i + 1), time) == ValidationData.Status.REVOKED) {
                    throw new SigningException(Message.of(REVOKED, Certificates.name(path.get(i))));
                }
            }
        }
        return withoutNeedless(paths, time);
    }

    private ValidationData withoutNeedless(List<List<X509Certificate>> paths, Instant time) throws SigningException {
        ValidationData byLists = new ValidationData(certificates, lists, List.of());
        List<byte[]> kept = new ArrayList<>();
        for (byte[] response : responses) {
            ValidationData alone = new ValidationData(certificates, lists, List.of(response));
            if (paths.stream().anyMatch(it -> saysMore(alone, byLists, it, time))) {
                kept.add(response);
            }
        }
        List<byte[]> ofUse = new ArrayList<>(lists);
        for (byte[] list : lists) {
            List<byte[]> others = new ArrayList<>(ofUse);
            others.remove(list);
            ValidationData without = new ValidationData(certificates, others, kept);
            ValidationData with = new ValidationData(certificates, ofUse, kept);
            if (paths.stream().noneMatch(it -> saysMore(with, without, it, time))) {
                ofUse = others;
            }
        }
        List<byte[]> needed = new ArrayList<>();
        paths.forEach(path -> path.forEach(it -> add(needed, encoded(it))));
        try {
            for (byte[] response : kept) {
                ValidationData.responders(response).forEach(it -> add(needed, it));
            }
        } catch (IOException | OCSPException e) {
            throw new SigningException(Message.of("signature.failed", String.valueOf(e.getMessage())), e);
        }
        return new ValidationData(needed, ofUse, kept);
    }

    private static boolean saysMore(
            ValidationData one, ValidationData other, List<X509Certificate> path, Instant time) {
        for (int i = 0; i + 1 < path.size(); i++) {
            if (one.status(path.get(i), path.get(i + 1), time) != other.status(path.get(i), path.get(i + 1), time)) {
                return true;
            }
        }
        return false;
    }

    /** A long one, too, if the certificate is revoked: then it is in no report. */
    private void addShortList(X509Certificate certificate, X509Certificate issuer, Instant time) {
        if (new ValidationData(certificates, lists, List.of()).status(certificate, issuer, now)
                != ValidationData.Status.UNKNOWN) {
            return;
        }
        for (String url : listsOrNone(certificate)) {
            try {
                byte[] list = ValidationData.crl(http.get(uri(url))).getEncoded();
                ValidationData alone = new ValidationData(List.of(), List.of(list), List.of());
                boolean isKnown = alone.status(certificate, issuer, now) != ValidationData.Status.UNKNOWN;
                boolean isRevoked = alone.status(certificate, issuer, time) == ValidationData.Status.REVOKED;
                if (isRevoked || (isKnown && list.length <= MAX_SHORT_LIST)) {
                    add(lists, list);
                    return;
                }
            } catch (IOException | GeneralSecurityException | RuntimeException e) {
                // The responder's answer is enough for now.
            }
        }
    }

    /**
     * What is needed to verify the paths now.
     *
     * @param time at which the certificates must not have been revoked
     * @throws SigningException if something is missing, or a certificate is revoked
     */
    ValidationData collect(List<List<X509Certificate>> paths, Instant time) throws SigningException {
        for (List<X509Certificate> path : paths) {
            for (X509Certificate certificate : path) {
                add(certificates, encoded(certificate));
            }
        }
        for (List<X509Certificate> path : paths) {
            for (int i = 0; i + 1 < path.size(); i++) {
                ask(path.get(i), path.get(i + 1));
                // At once: the data of the next one may not be had, and what is known must not become unknown.
                if (found().status(path.get(i), path.get(i + 1), time) == ValidationData.Status.REVOKED) {
                    throw new SigningException(Message.of(REVOKED, Certificates.name(path.get(i))));
                }
            }
            if (found().status(path, time) != ValidationData.Status.GOOD) {
                throw new SigningException(
                        Message.of("signature.no-issuer", Certificates.name(path.get(path.size() - 1))));
            }
        }
        return found();
    }

    static boolean saysRevoked(SigningException e) {
        return e.problem().key().equals(REVOKED);
    }

    private ValidationData found() {
        return new ValidationData(certificates, lists, responses);
    }

    private void ask(X509Certificate certificate, X509Certificate issuer) throws SigningException {
        if (found().status(certificate, issuer, now) != ValidationData.Status.UNKNOWN) {
            return;
        }
        List<String> problems = new ArrayList<>();
        try {
            for (String url : responders(certificate)) {
                if (attempt(problems, url, certificate, issuer, () -> {
                    byte[] request = new OCSPReqBuilder()
                            .addRequest(ValidationData.id(certificate, issuer))
                            .build()
                            .getEncoded();
                    byte[] response = http.post(uri(url), "application/ocsp-request", request);
                    ValidationData.basic(response);
                    responses.add(response);
                    addResponders(response, issuer, problems);
                })) {
                    return;
                }
            }
            for (String url : distributionPoints(certificate)) {
                if (attempt(
                        problems,
                        url,
                        certificate,
                        issuer,
                        () -> add(lists, ValidationData.crl(http.get(uri(url))).getEncoded()))) {
                    return;
                }
            }
        } catch (RuntimeException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        throw new SigningException(Message.of(
                "signature.no-revocation-data",
                Certificates.name(certificate),
                Sanitizer.line(problems.isEmpty() ? "-" : String.join("; ", problems), MAX_CAUSE_LENGTH)));
    }

    /**
     * The certificates of an answer, and lists for those that could be revoked themselves. Whatever is wrong with these, the
     * answer stays: if it says that a certificate is revoked, an older list must not be asked in its place.
     */
    private void addResponders(byte[] response, X509Certificate issuer, List<String> problems) {
        try {
            for (byte[] responder : ValidationData.responders(response)) {
                add(certificates, responder);
                addListOfResponder(responder, issuer, problems);
            }
        } catch (IOException | OCSPException | RuntimeException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
    }

    private void addListOfResponder(byte[] der, X509Certificate issuer, List<String> problems) {
        try {
            X509Certificate responder = Certificates.parse(der);
            if (!ValidationData.isAppointed(responder, issuer) || !ValidationData.needsCheck(responder)) {
                return;
            }
            for (String url : distributionPoints(responder)) {
                if (isListAdded(url, problems)) {
                    return;
                }
            }
        } catch (GeneralSecurityException | RuntimeException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
    }

    private boolean isListAdded(String url, List<String> problems) {
        try {
            add(lists, ValidationData.crl(http.get(uri(url))).getEncoded());
            return true;
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            problems.add(url + ": " + e.getMessage());
            return false;
        }
    }

    private interface Attempt {
        void run() throws IOException, GeneralSecurityException, OCSPException, OperatorCreationException;
    }

    /** Whether the status is known then. What says nothing of the certificate is not kept. */
    private boolean attempt(
            List<String> problems, String url, X509Certificate certificate, X509Certificate issuer, Attempt attempt) {
        int keptCertificates = certificates.size();
        int keptLists = lists.size();
        int keptResponses = responses.size();
        try {
            attempt.run();
            if (found().status(certificate, issuer, now) != ValidationData.Status.UNKNOWN) {
                return true;
            }
            problems.add(url + ": unknown");
        } catch (IOException
                | GeneralSecurityException
                | OCSPException
                | OperatorCreationException
                | RuntimeException e) {
            problems.add(url + ": " + e.getMessage());
        }
        certificates.subList(keptCertificates, certificates.size()).clear();
        lists.subList(keptLists, lists.size()).clear();
        responses.subList(keptResponses, responses.size()).clear();
        return false;
    }

    private static void add(List<byte[]> all, byte[] one) {
        if (all.stream().noneMatch(it -> java.util.Arrays.equals(it, one))) {
            all.add(one);
        }
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> responders(X509Certificate certificate) {
        return extension(certificate, Extension.authorityInfoAccess)
                .map(it -> Stream.of(AuthorityInformationAccess.getInstance(it).getAccessDescriptions())
                        .filter(access -> access.getAccessMethod().equals(AccessDescription.id_ad_ocsp))
                        .flatMap(access -> web(access.getAccessLocation()))
                        .toList())
                .orElse(List.of());
    }

    /** The addresses of lists; none if they cannot be read. */
    private static List<String> listsOrNone(X509Certificate certificate) {
        try {
            return distributionPoints(certificate);
        } catch (RuntimeException e) {
            return List.of();
        }
    }

    private static List<String> distributionPoints(X509Certificate certificate) {
        List<String> found = new ArrayList<>();
        byte[] extension =
                extension(certificate, Extension.cRLDistributionPoints).orElse(null);
        if (extension == null) {
            return found;
        }
        for (DistributionPoint point : CRLDistPoint.getInstance(extension).getDistributionPoints()) {
            DistributionPointName name = point.getDistributionPoint();
            if (name != null && name.getType() == DistributionPointName.FULL_NAME) {
                Stream.of(GeneralNames.getInstance(name.getName()).getNames())
                        .flatMap(RevocationClient::web)
                        .forEach(found::add);
            }
        }
        return found;
    }

    /** Certificates name addresses with blanks, which are no URI: other programs escape them. */
    private static URI uri(String url) {
        return URI.create(url.strip().replace(" ", "%20"));
    }

    /** As the certificate has them: one that is no URI must not hide the others. */
    private static Stream<String> web(GeneralName name) {
        String url = name.getTagNo() == GeneralName.uniformResourceIdentifier
                ? name.getName().toString()
                : "";
        return url.startsWith("http:") || url.startsWith("https:") ? Stream.of(url) : Stream.empty();
    }

    private static Optional<byte[]> extension(
            X509Certificate certificate, org.bouncycastle.asn1.ASN1ObjectIdentifier id) {
        return Optional.ofNullable(certificate.getExtensionValue(id.getId()))
                .map(it -> ASN1OctetString.getInstance(it).getOctets());
    }
}
