package io.github.faxnummer.signature;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.order.Validated;
import io.github.faxnummer.report.pdf.ReportVerifier;
import io.github.faxnummer.testing.TestAuthority;
import java.net.ProxySelector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a verification may ask for beyond a valid signature. */
class VerificationOptionsTest {

    @AutoClose
    private static final TestAuthority authority = new TestAuthority();

    private static final KeyPair rsa = TestAuthority.rsa(2048);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @BeforeEach
    void tellTheTruth() {
        authority.setRevocationKnown(true);
        authority.setRootSilent(false);
    }

    @Test
    void requiredSignatureIsMissing() throws Exception {
        Path report = SignedReports.report(folder);

        assertThat(lines(report, options(true, List.of(), false)))
                .contains("NOT MET: the report is not signed, and requireSignature is set")
                .noneMatch(it -> it.contains("were changed alone"));
        assertThat(lines(report, options(false, List.of(), false))).noneMatch(it -> it.startsWith("NOT MET"));

        sign(report, authority.signer(rsa), "");
        assertThat(lines(report, options(true, List.of(), false))).noneMatch(it -> it.startsWith("NOT MET"));
    }

    @Test
    void trustsOnlyConfiguredRoots() throws Exception {
        Path report = SignedReports.report(folder);
        sign(report, authority.signer(rsa), authority.timestampServer());
        Path pem = TestAuthority.pem(folder.resolve("root.pem"), authority.root());
        Path der = Files.write(folder.resolve("root.der"), authority.root().getEncoded());
        Path foreign;
        try (TestAuthority other = new TestAuthority()) {
            foreign = TestAuthority.pem(folder.resolve("other.pem"), other.root());
            assertThat(lines(report, options(false, List.of(foreign.toString()), false)))
                    .filteredOn(it -> it.startsWith("NOT MET"))
                    .hasSize(2)
                    .allMatch(it ->
                            it.contains("None of its certificates is in trustedRoot; the SHA-256 of the last one is "
                                    + Certificates.sha256(authority.root())));
        }
        for (List<String> trusted :
                List.of(List.of(pem.toString()), List.of(foreign.toString(), der.toString()), List.of("root.pem"))) {
            assertThat(lines(report, options(false, trusted, false)))
                    .noneMatch(it -> it.startsWith("NOT MET"))
                    .filteredOn(it -> it.contains("CN=Test Root is in trustedRoot"))
                    .hasSize(2);
        }
    }

    @Test
    void judgesTimeStampsByRootsOfTheirOwn() throws Exception {
        try (TestAuthority timeServer = new TestAuthority()) {
            Path report = SignedReports.report(folder);
            sign(report, authority.signer(rsa), timeServer.timestampServer());
            String company = TestAuthority.pem(folder.resolve("company.pem"), authority.root())
                    .toString();
            String time = TestAuthority.pem(folder.resolve("time.pem"), timeServer.root())
                    .toString();

            assertThat(lines(report, options(List.of(company), List.of(time))))
                    .noneMatch(it -> it.startsWith("NOT MET"))
                    .anyMatch(it -> it.endsWith("CN=Test Root is in trustedRoot"))
                    .anyMatch(it -> it.endsWith("CN=Test Root is in timestampTrustedRoot"));
            assertThat(lines(report, options(List.of(time), List.of(company))))
                    .filteredOn(it -> it.startsWith("NOT MET"))
                    .satisfiesExactly(
                            it -> assertThat(it).contains("is in trustedRoot; ", Certificates.sha256(authority.root())),
                            it -> assertThat(it)
                                    .contains("is in timestampTrustedRoot; ", Certificates.sha256(timeServer.root())));
            // Only one of them: the other path is as trusted as before.
            assertThat(lines(report, options(List.of(), List.of(time))))
                    .noneMatch(it -> it.startsWith("NOT MET"))
                    .anyMatch(it -> it.startsWith("met: certificate path: ")
                            && it.contains(Certificates.sha256(authority.root())));
            assertThat(lines(report, options(List.of(company), List.of())))
                    .filteredOn(it -> it.startsWith("NOT MET"))
                    .singleElement()
                    .asString()
                    .contains("is in trustedRoot; ", Certificates.sha256(timeServer.root()));
        }
    }

    @Test
    void trustsCertificateWhoseIssuerIsNotInFile() throws Exception {
        TestAuthority.Identity signer = authority.signer(rsa);
        Path report = SignedReports.report(folder);
        sign(report, new TestAuthority.Identity(signer.key(), List.of(signer.certificate())), "");
        Path issuing =
                TestAuthority.pem(folder.resolve("issuing.pem"), signer.chain().get(1));
        Path root = TestAuthority.pem(folder.resolve("root.pem"), authority.root());

        assertThat(lines(report, options(false, List.of(issuing.toString()), false)))
                .anyMatch(it ->
                        it.startsWith("met: certificate path: ") && it.endsWith("CN=Test Issuing is in trustedRoot"));
        assertThat(lines(report, options(false, List.of(root.toString()), false)))
                .anyMatch(it -> it.startsWith("NOT MET: certificate path: "));
    }

    @Test
    void refusesTrustedCertificateThatHadExpired() throws Exception {
        Instant now = Instant.now();
        TestAuthority.Identity signer =
                authority.signer(authority.authority(now.minusSeconds(900), now.minusSeconds(60), true), rsa);
        Path report = SignedReports.report(folder);
        sign(report, new TestAuthority.Identity(signer.key(), List.of(signer.certificate())), "");
        Path file =
                TestAuthority.pem(folder.resolve("expired.pem"), signer.chain().get(1));

        assertThat(lines(report, options(false, List.of(file.toString()), false)))
                .anyMatch(it ->
                        it.startsWith("NOT MET: certificate path: ") && it.contains("Test Issuing was not valid"));
    }

    @Test
    void checksRevocationOfSigner() throws Exception {
        TestAuthority.Identity signer = authority.signer(rsa);
        Path stamped = SignedReports.report(folder.resolve("t"));
        Path unstamped = SignedReports.report(folder.resolve("b"));
        authority.setRevocationKnown(false);
        sign(stamped, signer, authority.timestampServer());
        sign(unstamped, signer, "");
        VerificationOptions asking = options(false, List.of(), true);

        assertThat(lines(stamped, asking))
                .noneMatch(it -> it.startsWith("NOT MET"))
                .anyMatch(it -> it.startsWith("note: it is not known whether the certificate "));
        authority.setRevocationKnown(true);
        assertThat(lines(stamped, asking))
                .noneMatch(it -> it.startsWith("NOT MET"))
                .filteredOn(it -> it.contains("were not revoked when it signed"))
                .hasSize(2);

        // A day ago, before the time stamp.
        authority.revoke(signer.certificate());
        for (Path report : List.of(stamped, unstamped)) {
            assertThat(lines(report, asking))
                    .anyMatch(it -> it.startsWith("NOT MET: the certificate C=DE") && it.contains(" was revoked when"));
        }
        int asked = authority.requests().size();
        assertThat(lines(stamped, options(false, List.of(), false))).noneMatch(it -> it.startsWith("NOT MET"));
        assertThat(authority.requests()).hasSize(asked);
    }

    @Test
    void revokedSignerIsNotUnknownBecauseAnotherAuthorityIsSilent() throws Exception {
        TestAuthority.Identity signer = authority.signer(rsa);
        Path report = SignedReports.report(folder);
        sign(report, signer, "");
        authority.revoke(signer.certificate());
        authority.setRootSilent(true);

        assertThat(lines(report, options(false, List.of(), true)))
                .anyMatch(it -> it.startsWith("NOT MET: the certificate C=DE") && it.contains(" was revoked when"));
    }

    @Test
    void checksRevocationOfSignerThatIsTrustedItself() throws Exception {
        TestAuthority.Identity signer = authority.signer(rsa);
        Path report = SignedReports.report(folder);
        sign(report, signer, "");
        Path pinned = TestAuthority.pem(folder.resolve("pinned.pem"), signer.certificate());
        VerificationOptions asking = options(false, List.of(pinned.toString()), true);
        assertThat(lines(report, asking)).noneMatch(it -> it.startsWith("NOT MET"));

        authority.revoke(signer.certificate());

        assertThat(lines(report, asking)).anyMatch(it -> it.startsWith("NOT MET") && it.contains(" was revoked when"));
    }

    @Test
    void trustsAnyIssuerOfCertificateInPath() throws Exception {
        TestAuthority.Identity signer = authority.signer(rsa);
        Path report = SignedReports.report(folder);
        sign(report, signer, "");
        // The same name and key, but another certificate: not in the file.
        Path cross = TestAuthority.pem(
                folder.resolve("cross.pem"), authority.renewed(signer.chain().get(1)));

        assertThat(lines(report, options(false, List.of(cross.toString()), false)))
                .noneMatch(it -> it.startsWith("NOT MET"))
                .anyMatch(it -> it.endsWith("CN=Test Issuing is in trustedRoot"));
    }

    @Test
    void doesNotKnowExpiredCertificatesThatNewListsMayHaveForgotten() throws Exception {
        Instant now = Instant.now();
        TestAuthority.Identity signer =
                authority.signer(rsa, now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(2)));
        RevocationCheck check = new RevocationCheck(ProxySelector.of(null), Instant::now);
        Optional<Instant> valid = Optional.of(now.minus(Duration.ofDays(3)));

        assertThat(check.ask(signer.chain(), valid).unknown()).isPresent();
        authority.revoke(signer.certificate());
        // A day ago: the authority has not forgotten it, and it was good before.
        assertThat(check.ask(signer.chain(), valid))
                .isEqualTo(new RevocationCheck.Answer(Optional.empty(), Optional.empty()));
        assertThat(check.ask(signer.chain(), Optional.of(now)).revoked()).isPresent();
    }

    /** A key whose certificate has expired can sign with any earlier time. */
    @Test
    void doesNotBelieveTimeThatOnlySignerClaims() throws Exception {
        Instant now = Instant.now();
        Path store = TestAuthority.keyStore(
                folder.resolve("old.p12"),
                authority.signer(rsa, now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(2))));
        Path report = SignedReports.report(folder);
        assertThat(SignedReports.check(
                                store,
                                "",
                                "",
                                SignaturePassword.of(TestAuthority.PASSWORD),
                                () -> now.minus(Duration.ofDays(3)))
                        .value()
                        .orElseThrow()
                        .orElseThrow()
                        .sign(report)
                        .level())
                .contains(SignatureLevel.B);
        String root =
                TestAuthority.pem(folder.resolve("root.pem"), authority.root()).toString();

        for (VerificationOptions lenient : List.of(
                VerificationOptions.NONE, options(true, List.of(root), false), options(List.of(root), List.of(root)))) {
            assertThat(lines(report, lenient))
                    .noneMatch(it -> it.startsWith("NOT MET") || it.startsWith("met: certificate path"))
                    .anyMatch(it -> it.startsWith("note: certificate path: not met now (")
                            && it.contains("Without a time stamp only the signer says that it was signed at "));
        }
        assertThat(lines(
                        report,
                        new VerificationParameters(true, List.of(root), List.of(root), false)
                                .check(folder, new RevocationCheck(ProxySelector.of(null), Instant::now))
                                .value()
                                .orElseThrow()))
                .filteredOn(it -> it.startsWith("NOT MET"))
                .singleElement()
                .asString()
                .startsWith("NOT MET: certificate path: not met now (");
    }

    @Test
    void doesNotBelieveListOfOtherDistributionPoint() throws Exception {
        try (TestAuthority dividing = new TestAuthority()) {
            TestAuthority.Identity signer = dividing.signer(rsa);
            RevocationCheck check = new RevocationCheck(ProxySelector.of(null), Instant::now);

            dividing.setListScope("/root.crl");
            assertThat(check.ask(signer.chain(), Optional.empty()).unknown()).isEmpty();
            dividing.setListScope("/other.crl");
            assertThat(check.ask(signer.chain(), Optional.empty()).unknown()).isPresent();
        }
    }

    @Test
    void doesNotBelieveResponderThatHadExpired() throws Exception {
        try (TestAuthority old = new TestAuthority()) {
            old.expireResponder();
            TestAuthority.Identity signer = old.signer(rsa);
            Path report = SignedReports.report(folder);
            Path store = TestAuthority.keyStore(folder.resolve("key.p12"), signer);
            // The lists know the certificate; what the responder said is not kept.
            assertThat(SignedReports.signer(store, old.timestampServer())
                            .sign(report)
                            .level())
                    .contains(SignatureLevel.LT);
            assertThat(lines(report, VerificationOptions.NONE))
                    .noneMatch(it -> it.startsWith("NOT MET"))
                    .anyMatch(it -> it.contains("certificates: 4, revocation lists or responses: 2"));

            // The list of the issuer is of other certificates, then.
            old.setListScope("/root.crl");
            RevocationCheck check = new RevocationCheck(ProxySelector.of(null), Instant::now);
            assertThat(check.ask(signer.chain(), Optional.empty()).unknown()).isPresent();
        }
    }

    /** EU DSS does so, too: the responder's own key may have been stolen, and its certificate revoked. */
    @Test
    void doesNotBelieveResponderThatMayBeRevoked() throws Exception {
        try (TestAuthority checked = new TestAuthority()) {
            checked.requireCheckOfResponder();
            TestAuthority.Identity signer = checked.signer(rsa);
            RevocationCheck check = new RevocationCheck(ProxySelector.of(null), Instant::now);
            assertThat(check.ask(signer.chain(), Optional.empty()).unknown()).isEmpty();

            checked.setHasLists(false);
            assertThat(check.ask(signer.chain(), Optional.empty()).unknown()).isPresent();
            checked.revoke(signer.certificate());
            assertThat(check.ask(signer.chain(), Optional.empty()).revoked()).isPresent();
        }
    }

    /** Its list cannot be had, and an older one of the signer says nothing of it. */
    @Test
    void believesThatCertificateIsRevokedIfAddressOfListOfResponderIsNone() throws Exception {
        try (TestAuthority checked = new TestAuthority()) {
            checked.setList("/{list}.crl");
            checked.requireCheckOfResponder();
            checked.setList("/issuing.crl");
            assertRevokedIsBelieved(checked);
        }
    }

    @Test
    void believesThatCertificateIsRevokedIfResponderSendsCertificateThatCannotBeRead() throws Exception {
        try (TestAuthority sloppy = new TestAuthority()) {
            org.bouncycastle.asn1.x509.Certificate root = org.bouncycastle.asn1.x509.Certificate.getInstance(
                    sloppy.root().getEncoded());
            byte[] signature = root.getSignature().getBytes();
            signature[signature.length - 1] &= ~1;
            sloppy.bring(new X509CertificateHolder(
                    org.bouncycastle.asn1.x509.Certificate.getInstance(new DERSequence(new ASN1Encodable[] {
                        root.getTBSCertificate(), root.getSignatureAlgorithm(), new DERBitString(signature, 1)
                    }))));
            assertRevokedIsBelieved(sloppy);

            // The list suffices; the answer would not be accepted in a report.
            Path report = SignedReports.report(folder);
            sign(report, sloppy.signer(rsa), sloppy.timestampServer());
            assertThat(lines(report, VerificationOptions.NONE))
                    .noneMatch(it -> it.startsWith("NOT MET"))
                    .anyMatch(it -> it.contains("PAdES LT"));
        }
    }

    private static void assertRevokedIsBelieved(TestAuthority by) throws Exception {
        TestAuthority.Identity signer = by.signer(rsa);
        RevocationCheck check = new RevocationCheck(ProxySelector.of(null), Instant::now);
        assertThat(check.ask(signer.chain(), Optional.empty()))
                .isEqualTo(new RevocationCheck.Answer(Optional.empty(), Optional.empty()));

        by.revoke(signer.certificate());
        by.setKnownToLists(false);
        assertThat(check.ask(signer.chain(), Optional.empty()).revoked()).isPresent();
    }

    @Test
    void asksForListsOfResponderAlone() throws Exception {
        try (TestAuthority verbose = new TestAuthority()) {
            TestAuthority.Identity signer = verbose.signer(rsa);
            X509Certificate issuer = signer.chain().get(1);
            verbose.bring(
                    new X509CertificateHolder(issuer.getEncoded()),
                    new X509CertificateHolder(verbose.root().getEncoded()));
            RevocationCheck check = new RevocationCheck(ProxySelector.of(null), Instant::now);

            // The root is not known, so that nothing is asked of the issuer.
            assertThat(check.ask(List.of(signer.certificate(), issuer), Optional.empty())
                            .revoked())
                    .isEmpty();

            assertThat(verbose.requests()).containsExactly("/ocsp");
        }
    }

    @Test
    void doesNotBelieveResponderThatOneOfTwoListsCallsRevoked() throws Exception {
        try (TestAuthority checked = new TestAuthority()) {
            checked.divideLists();
            checked.requireCheckOfResponder();
            checked.setList("/signers.crl");
            TestAuthority.Identity signer = checked.signer(rsa);
            byte[] before = checked.lists().get(1);
            checked.revoke(checked.responder());
            byte[] after = checked.lists().get(1);
            byte[] response = checked.response(signer);

            for (List<byte[]> lists : List.of(List.of(before, after), List.of(after, before))) {
                // The lists are of the responder only.
                assertThat(status(signer, List.of(checked.responder()), lists, response))
                        .isEqualTo(ValidationData.Status.UNKNOWN);
            }
        }
    }

    /** A renewed certificate may have the key of the old one. */
    @Test
    void believesResponderIfOneOfItsCertificatesIsInForce() throws Exception {
        try (TestAuthority renewing = new TestAuthority()) {
            TestAuthority.Identity signer = renewing.signer(rsa);
            X509Certificate one = renewing.responder();
            renewing.requireCheckOfResponder();
            X509Certificate other = renewing.responder();
            byte[] response = renewing.response(signer);

            for (List<X509Certificate> responders : List.of(List.of(one, other), List.of(other, one))) {
                assertThat(status(signer, responders, List.of(), response)).isEqualTo(ValidationData.Status.GOOD);
            }
            assertThat(status(signer, List.of(other), List.of(), response)).isEqualTo(ValidationData.Status.UNKNOWN);
        }
    }

    @Test
    void doesNotBelieveListOfAuthorityThatMayIssueNone() throws Exception {
        TestAuthority.Identity signer = authority.signer(rsa);
        X509Certificate issuer = signer.chain().get(1);
        ValidationData data = new ValidationData(List.of(), authority.lists(), List.of());

        assertThat(data.status(signer.certificate(), issuer, Instant.now())).isEqualTo(ValidationData.Status.GOOD);
        assertThat(data.status(signer.certificate(), authority.renewedWithoutLists(issuer), Instant.now()))
                .isEqualTo(ValidationData.Status.UNKNOWN);
    }

    @Test
    void tellsThatTimeStampHasOutlivedItsCertificate() throws Exception {
        Path report = SignedReports.report(folder);
        sign(report, authority.signer(rsa), authority.timestampServer());

        for (int days : List.of(100, 400)) {
            TrustedRoots roots = new TrustedRoots("trustedRoot", List.of(authority.root()));
            Instant then = Instant.now().plus(Duration.ofDays(days));
            assertThat(lines(report, new VerificationOptions(true, roots, roots, Optional.empty(), () -> then)))
                    .noneMatch(it -> it.startsWith("NOT MET"))
                    .filteredOn(it -> it.startsWith("note: time stamp: the certificate C=DE,O=Faxnummer for CI tests,"
                            + "CN=Test Time has expired at "))
                    .hasSize(days > 300 ? 1 : 0);
        }
    }

    @Test
    void waitsOnceForSilentAuthority() throws Exception {
        try (TestAuthority silent = new TestAuthority()) {
            TestAuthority.Identity signer = silent.signer(rsa);
            silent.setHolding(true);
            RevocationCheck check = new RevocationCheck(ProxySelector.of(null), Instant::now, Duration.ofMillis(700));

            for (int i = 0; i < 3; i++) {
                assertThat(check.ask(signer.chain(), Optional.empty()).unknown())
                        .isPresent();
            }

            assertThat(silent.requests()).containsExactly("/ocsp", "/issuing.crl");
        }
    }

    @Test
    void namesFileWithoutCertificate() throws Exception {
        Files.writeString(folder.resolve("text.pem"), "no certificate");
        Files.writeString(folder.resolve("empty.pem"), "");

        for (String file : List.of("text.pem", "empty.pem", "missing.pem")) {
            assertThat(SignedReports.problems(checked(true, List.of(file), false)))
                    .startsWith("trustedRoot '" + file + "': is not a file with certificates, PEM or DER (");
        }
        assertThat(SignedReports.problems(new VerificationParameters(true, List.of(), List.of("text.pem"), false)
                        .check(folder, new RevocationCheck(ProxySelector.of(null), Instant::now))))
                .startsWith("timestampTrustedRoot 'text.pem': is not a file with certificates, PEM or DER (");
        assertThat(SignedReports.problems(checked(true, List.of("a\0"), false)))
                .startsWith("trustedRoot 'a")
                .contains("is not a valid path");
    }

    private static ValidationData.Status status(
            TestAuthority.Identity signer, List<X509Certificate> responders, List<byte[]> lists, byte[] response)
            throws Exception {
        List<byte[]> certificates = new ArrayList<>();
        for (X509Certificate responder : responders) {
            certificates.add(responder.getEncoded());
        }
        return new ValidationData(certificates, lists, List.of(response))
                .status(signer.certificate(), signer.chain().get(1), Instant.now());
    }

    private void sign(Path report, TestAuthority.Identity signer, String server) throws Exception {
        Path store = TestAuthority.keyStore(folder.resolve("key.p12"), signer);
        assertThat(SignedReports.signer(store, server).sign(report).level()).isPresent();
    }

    private Validated<VerificationOptions> checked(boolean required, List<String> roots, boolean asks) {
        return new VerificationParameters(required, roots, List.of(), asks)
                .check(folder, new RevocationCheck(ProxySelector.of(null), Instant::now));
    }

    private VerificationOptions options(List<String> roots, List<String> ofTimeStamps) {
        return new VerificationParameters(false, roots, ofTimeStamps, false)
                .check(folder, new RevocationCheck(ProxySelector.of(null), Instant::now))
                .value()
                .orElseThrow();
    }

    private VerificationOptions options(boolean required, List<String> roots, boolean asks) {
        return checked(required, roots, asks).value().orElseThrow();
    }

    private static List<String> lines(Path report, VerificationOptions options) {
        return ReportVerifier.verify(report, options).stream()
                .map(it -> it.line().in(Locale.ENGLISH))
                .toList();
    }
}
