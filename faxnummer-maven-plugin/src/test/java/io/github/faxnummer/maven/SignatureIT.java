package io.github.faxnummer.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.signature.SignatureParameters;
import io.github.faxnummer.testing.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signed reports, with a certification authority and a time server on loopback. */
final class SignatureIT extends MavenTestBase {

    private final TestAuthority authority = new TestAuthority();
    private Path keyStore = Path.of("");

    @BeforeEach
    void makeKey() throws Exception {
        keyStore =
                TestAuthority.keyStore(directory.resolve("signature.p12"), authority.signer(TestAuthority.rsa(2048)));
        pdf(noProject().resolve("report.pdf"));
    }

    @AfterEach
    void stop() {
        authority.close();
    }

    @Test
    void signsArchivesAndVerifies() throws IOException {
        Path archive = directory.resolve("archive");
        Encrypted encrypted = Encrypted.of(TestAuthority.PASSWORD, directory);

        String console = send(Maven.in(noProject())
                        .server(SignatureParameters.SERVER_ID, "", encrypted.password())
                        .settingsSecurity(encrypted.settingsSecurity()))
                .with("timestampServer", authority.timestampServer())
                .with("archive", archive)
                .run()
                .succeeded();

        assertThat(console)
                .contains("fax-report.pdf (PAdES LT, with time stamp and validation data)", "Archived as entry 1")
                .doesNotContain(TestAuthority.PASSWORD);
        assertThat(Maven.in(noProject())
                        .goal("verify")
                        .with("reports", archive)
                        .with("archive", archive)
                        .run()
                        .succeeded())
                .contains("met: signature of ", "met: time stamp: ", "level of the signature: PAdES LT");
        Path report = noProject().resolve("target/fax-reports/fax-report.pdf");
        byte[] changed = Files.readAllBytes(report);
        changed[changed.length / 2] ^= 1;
        Files.write(report, changed);
        assertThat(Maven.in(noProject())
                        .goal("verify")
                        .with("reports", "target/fax-reports")
                        .run()
                        .failed())
                .contains("NOT MET: ");
        // What was changed gets no signature that says that it was not.
        assertThat(sign("reports", "target/fax-reports").run().failed()).contains("is not signed as configured: ");
    }

    @Test
    void signsReportsThatWereArchivedUnsigned() throws Exception {
        Path archive = directory.resolve("archive");
        order("send", "report.pdf", DELIVERED).with("archive", archive).run().succeeded();
        assertThat(verifyArchive(archive).failed()).contains("the report is not signed, and requireSignature is set");

        assertThat(sign("reports", archive)
                        .with("timestampServer", authority.timestampServer())
                        .ownProcess()
                        .run()
                        .succeeded())
                .contains("fax-report.pdf (PAdES LT, with time stamp and validation data)", "Archived as entry 2: ");

        assertThat(verifyArchive(archive).succeeded())
                .contains("met: entry 2 is the report of entry 1, signed later", "met: signed reports: 1");
        assertThat(sign("reports", archive).run().succeeded())
                .contains("fax-report.pdf is signed in entry 2")
                .doesNotContain("Archived as entry 3");
    }

    @Test
    void verifiesWithGivenRootAndRevocation() throws Exception {
        send(withPassword())
                .with("timestampServer", authority.timestampServer())
                .run()
                .succeeded();
        Path root = TestAuthority.pem(directory.resolve("root.pem"), authority.root());
        Path key = TestAuthority.pem(
                directory.resolve("other.pem"),
                authority.signer(TestAuthority.rsa(2048)).certificate());

        assertThat(verify().with("trustedRoot", root)
                        .with("requireSignature", true)
                        .with("checkRevocation", true)
                        .run()
                        .succeeded())
                .contains("CN=Test Root is in trustedRoot", "were not revoked when it signed");
        assertThat(verify().with("trustedRoot", key)
                        .with("timestampTrustedRoot", root)
                        .run()
                        .failed())
                .contains("None of its certificates is in trustedRoot", "CN=Test Root is in timestampTrustedRoot");
        assertThat(verify().with("trustedRoot", "nowhere.pem").run().failed())
                .contains("trustedRoot 'nowhere.pem': is not a file with certificates");
    }

    @Test
    void sendsNothingWithRevokedKey() throws Exception {
        TestAuthority.Identity signer = authority.signer(TestAuthority.rsa(2048));
        authority.revoke(signer.certificate());
        Path revoked = TestAuthority.keyStore(directory.resolve("revoked.p12"), signer);

        assertThat(send(withPassword(), revoked).run().failed())
                .contains("signatureKeyStore '" + revoked + "': the certificate ", "is revoked: nothing can be signed");
        assertThat(sandbox.requests()).isZero();

        authority.setRevocationKnown(false);
        assertThat(send(withPassword()).run().succeeded())
                .contains("It is not known whether the certificate of the signature is revoked: ", "DONE-OK");
    }

    @Test
    void signatureThatCannotBeMadeIsNoFailedFax() {
        authority.setFault(TestAuthority.Fault.REJECTS);

        String console = send(withPassword())
                .with("timestampServer", authority.timestampServer())
                .run()
                .failed();

        assertThat(console)
                .contains("DONE-OK", "fax-report.pdf (PAdES B, without time stamp)")
                .contains("is not signed as configured: The report is signed without time stamp")
                .doesNotContain(TestAuthority.PASSWORD);
        assertThat(sandbox.faxes()).hasSize(1);

        authority.setFault(TestAuthority.Fault.NONE);
        assertThat(sign("timestampServer", authority.timestampServer()).run().succeeded())
                .contains("fax-report.pdf (PAdES LT, with time stamp and validation data)");
        assertThat(sandbox.faxes()).hasSize(1);
    }

    @Test
    void missingTimeStampFailsBuildOnlyIfWanted() {
        authority.setFault(TestAuthority.Fault.CLOCK_A_DAY_OFF);

        assertThat(send(withPassword())
                        .with("timestampServer", authority.timestampServer())
                        .with("failOnMissingSignature", false)
                        .run()
                        .succeeded())
                .contains("[WARNING] The report ", "timestampTolerance is PT5M");
    }

    @Test
    void sendsNothingWithKeyThatCannotSign() throws Exception {
        Instant now = Instant.now();
        Path expired = TestAuthority.keyStore(
                directory.resolve("expired.p12"),
                authority.signer(TestAuthority.rsa(2048), now.minusSeconds(900), now.minusSeconds(60)));

        assertThat(send(withPassword(), expired).run().failed())
                .contains("signatureKeyStore '" + expired + "': the certificate ", " is valid from ");
        String wrong = send(Maven.in(noProject()).variable(SignatureParameters.PASSWORD_VARIABLE, "wr0ng-passw0rd"))
                .run()
                .failed();
        assertThat(wrong)
                .contains("cannot be opened: the password of the server faxnummer-signature is wrong, or")
                .doesNotContain("wr0ng-passw0rd");
        assertThat(send(Maven.in(noProject())).run().failed()).contains("cannot be opened without a password");
        assertThat(sandbox.requests()).isZero();
        assertThat(authority.requests()).isEmpty();
    }

    @Test
    void signsReportOfStatus() {
        send(withPassword()).with("wait", false).run().succeeded();
        String job = sandbox.faxes().get(0).jobId();

        assertThat(withPassword()
                        .goal("status")
                        .to(sandbox)
                        .with("jobId", job)
                        .with("signatureKeyStore", keyStore)
                        .run()
                        .succeeded())
                .contains("fax-status", "fax-report.pdf (PAdES B, without time stamp)");
    }

    @Test
    void pollsStatusWithKeyThatCannotSign() throws Exception {
        send(withPassword()).with("wait", false).run().succeeded();
        TestAuthority.Identity signer = authority.signer(TestAuthority.rsa(2048));
        authority.revoke(signer.certificate());
        Maven status = withPassword()
                .goal("status")
                .to(sandbox)
                .with("jobId", sandbox.faxes().get(0).jobId())
                .with("signatureKeyStore", TestAuthority.keyStore(directory.resolve("revoked.p12"), signer));

        assertThat(status.run().failed())
                .contains(
                        "DONE-OK", "is not signed as configured: cannot be signed (signatureKeyStore '", "is revoked");
        assertThat(status.with("failOnMissingSignature", false).run().succeeded())
                .contains("is not signed as configured");
    }

    private Maven withPassword() {
        return Maven.in(noProject()).variable(SignatureParameters.PASSWORD_VARIABLE, TestAuthority.PASSWORD);
    }

    private Maven send(Maven maven) {
        return send(maven, keyStore);
    }

    private Maven send(Maven maven, Path signatureKeyStore) {
        return maven.goal("send")
                .to(sandbox)
                .with("documents", "report.pdf")
                .with("recipients", DELIVERED)
                .with("email", "compliance@example.com")
                .with("signatureKeyStore", signatureKeyStore);
    }

    private Maven verify() {
        return Maven.in(noProject()).goal("verify").with("reports", "target/fax-reports");
    }

    private Build verifyArchive(Path archive) {
        return Maven.in(noProject())
                .goal("verify")
                .with("reports", archive)
                .with("archive", archive)
                .with("requireSignature", true)
                .run();
    }

    private Maven sign(String parameter, Object value) {
        return withPassword().goal("sign").with("signatureKeyStore", keyStore).with(parameter, value);
    }
}
