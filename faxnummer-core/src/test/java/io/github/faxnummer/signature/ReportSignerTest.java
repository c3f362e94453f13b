package io.github.faxnummer.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.faxnummer.testing.TestAuthority;
import io.github.faxnummer.testing.VeraPdf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signs reports, with a certification authority and a time server on loopback. */
class ReportSignerTest {

    private static final Duration SHORT = Duration.ofMillis(700);

    @AutoClose
    private static final TestAuthority authority = new TestAuthority();

    private static final KeyPair rsa = TestAuthority.rsa(2048);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @BeforeEach
    void tellTheTruth() {
        authority.setFault(TestAuthority.Fault.NONE);
        authority.setRevocationKnown(true);
        authority.setHasLists(true);
    }

    @Test
    void signsAtEachLevelAndKeepsPdfA() throws Exception {
        Path keyStore = keyStore(rsa);
        Path report = SignedReports.report(folder);
        byte[] unsigned = Files.readAllBytes(report);
        assertThat(VeraPdf.violations(unsigned)).isEmpty();

        assertThat(SignedReports.signer(keyStore, "").sign(report))
                .isEqualTo(new SigningResult(Optional.of(SignatureLevel.B), Optional.empty(), List.of()));
        byte[] withoutTime = Files.readAllBytes(report);
        assertThat(VeraPdf.violations(withoutTime)).isEmpty();
        assertThat(withoutTime).startsWith(unsigned);
        assertThat(pdfsig(report)).contains("Total document signed", "Signature is Valid");
        assertThat(SignedReports.lines(report))
                .contains("met: the signature covers the whole file")
                .anyMatch(it -> it.startsWith("note: no time stamp: that it was signed at "));

        Path stamped = SignedReports.report(folder.resolve("t"));
        authority.setRevocationKnown(false);
        SigningResult result =
                SignedReports.signer(keyStore, authority.timestampServer()).sign(stamped);
        assertThat(result.level()).contains(SignatureLevel.T);
        assertThat(result.problem()).isEmpty();
        assertThat(result.notes())
                .singleElement()
                .satisfies(it -> assertThat(it.in(Locale.ENGLISH))
                        .contains("no revocation data for C=DE,O=Faxnummer for CI tests,CN=J", "/ocsp: ", "503"));
        assertThat(VeraPdf.violations(Files.readAllBytes(stamped))).isEmpty();

        authority.setRevocationKnown(true);
        byte[] signed = Files.readAllBytes(stamped);
        assertThat(SignedReports.signer(keyStore, authority.timestampServer()).sign(stamped))
                .isEqualTo(new SigningResult(Optional.of(SignatureLevel.LT), Optional.empty(), List.of()));
        assertThat(Files.readAllBytes(stamped)).startsWith(signed);
        assertThat(VeraPdf.violations(Files.readAllBytes(stamped))).isEmpty();
        assertThat(pdfsig(stamped)).contains("Not total document signed", "Signature is Valid");
        assertThat(SignedReports.isMet(stamped)).isTrue();
        assertThat(SignedReports.lines(stamped))
                .anyMatch(it -> it.startsWith("met: time stamp: "))
                .anyMatch(it -> it.startsWith("met: the signature covers the whole file but for validation data"))
                .contains("met: embedded files and pages are read from the signed bytes alone")
                .contains("note: level of the signature: PAdES LT, with time stamp and validation data");
    }

    /** EU DSS calls a signature indeterminate once the certificate of its responder has expired, also with a list beside it. */
    @Test
    void keepsListsInPlaceOfAnswersOfResponder() throws Exception {
        Path report = SignedReports.report(folder);

        assertThat(SignedReports.signer(keyStore(rsa), authority.timestampServer())
                        .sign(report)
                        .level())
                .contains(SignatureLevel.LT);
        ValidationData data = ValidationUpdate.behind(
                        SignedPdf.of(Files.readAllBytes(report)).orElseThrow())
                .orElseThrow();
        assertThat(data.responses()).isEmpty();
        assertThat(data.lists()).hasSize(2);
        assertThat(data.certificates()).hasSize(4);

        // A certification authority that has a responder only.
        Path other = SignedReports.report(folder.resolve("other"));
        authority.setHasLists(false);
        assertThat(SignedReports.signer(keyStore(rsa), authority.timestampServer())
                        .sign(other)
                        .level())
                .contains(SignatureLevel.LT);
        assertThat(ValidationUpdate.behind(
                                SignedPdf.of(Files.readAllBytes(other)).orElseThrow())
                        .orElseThrow()
                        .responses())
                .hasSize(1);
    }

    /** Some authorities write a blank into the address of their list. */
    @ParameterizedTest
    @ValueSource(strings = {"/my list.crl", "/{list}.crl"})
    void keepsAnswerOfResponderWhateverAddressOfList(String list) throws Exception {
        try (TestAuthority other = new TestAuthority()) {
            other.setList(list);
            Path report = SignedReports.report(folder);

            SigningResult result = SignedReports.signer(keyStore(other), other.timestampServer())
                    .sign(report);

            assertThat(result)
                    .isEqualTo(new SigningResult(Optional.of(SignatureLevel.LT), Optional.empty(), List.of()));
            assertThat(data(report).responses()).hasSize(list.contains("{") ? 1 : 0);
        }
    }

    @Test
    void believesLongListThatCertificateIsRevoked() throws Exception {
        try (TestAuthority large = new TestAuthority()) {
            large.setOthers(6000);
            large.setKnownToResponder(false);
            TestAuthority.Identity signer = large.signer(rsa);
            ReportSigner signing = SignedReports.signer(
                    TestAuthority.keyStore(folder.resolve("key.p12"), signer), large.timestampServer());
            Path report = SignedReports.report(folder);

            assertThat(signing.sign(report).level()).contains(SignatureLevel.LT);
            assertThat(data(report).responses()).hasSize(1);
            // Of the root, which has no responder.
            assertThat(data(report).lists()).hasSize(1);

            large.revoke(signer.certificate());
            SigningResult result = signing.sign(SignedReports.report(folder.resolve("revoked")));
            assertThat(result.problem().orElseThrow().in(Locale.ENGLISH)).contains("CN=J", "is revoked");
            assertThat(result.level()).contains(SignatureLevel.T);
        }
    }

    @Test
    void keepsListOfResponderOnlyIfItsAnswerIsKept() throws Exception {
        try (TestAuthority dividing = new TestAuthority()) {
            dividing.divideLists();
            dividing.setList("/responders.crl");
            dividing.requireCheckOfResponder();
            dividing.setList("/issuing.crl");
            ReportSigner signing = SignedReports.signer(keyStore(dividing), dividing.timestampServer());
            Path report = SignedReports.report(folder);
            Path other = SignedReports.report(folder.resolve("other"));

            assertThat(signing.sign(report).level()).contains(SignatureLevel.LT);
            assertThat(data(report).responses()).isEmpty();
            assertThat(data(report).lists()).hasSize(2);

            dividing.setHasLists(false);
            assertThat(signing.sign(other).level()).contains(SignatureLevel.LT);
            assertThat(data(other).responses()).hasSize(1);
            assertThat(data(other).lists()).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA 3072", "RSASSA-PSS 2048", "EC secp256r1", "EC secp384r1", "EC secp521r1"})
    void signsWithEachKindOfKey(String kind) throws Exception {
        String[] words = kind.split(" ", -1);
        KeyPair key = words[0].equals("EC")
                ? TestAuthority.ec(words[1])
                : TestAuthority.generate(words[0], Integer.parseInt(words[1]));
        Path report = SignedReports.report(folder);

        SigningResult result =
                SignedReports.signer(keyStore(key), authority.timestampServer()).sign(report);

        assertThat(result).isEqualTo(new SigningResult(Optional.of(SignatureLevel.LT), Optional.empty(), List.of()));
        assertThat(SignedReports.isMet(report)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(value = TestAuthority.Fault.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void believesNoTimeStampThatIsWrong(TestAuthority.Fault fault) throws Exception {
        authority.setFault(fault);
        Path keyStore = keyStore(rsa);
        Path report = SignedReports.report(folder);

        boolean isSlow = fault == TestAuthority.Fault.HOLDS || fault == TestAuthority.Fault.SLOW;
        SigningResult result = SignedReports.signer(
                        keyStore, authority.timestampServer(), isSlow ? SHORT : ReportSigner.TIMEOUT)
                .sign(report);

        assertThat(result.level()).contains(SignatureLevel.B);
        String problem = result.problem().orElseThrow().in(Locale.ENGLISH);
        assertThat(problem)
                .startsWith("The report is signed without time stamp, because the time server "
                        + authority.timestampServer() + " cannot be used: ")
                .contains(
                        switch (fault) {
                            case HOLDS, SLOW -> "no answer within 700 ms";
                            case HTTP_ERROR -> "HTTP 503";
                            case NO_TIME_STAMP -> "no answer that can be read";
                            case REJECTS -> "it rejects the request: status 2";
                            case NO_CERTIFICATE -> "the time stamp comes without its certificate";
                            case EXPIRED -> "the certificate C=DE,O=Faxnummer for CI tests,CN=Old Time of the time";
                            case CLOCK_A_DAY_OFF -> "timestampTolerance is PT5M";
                            case OTHER_HASH -> "the time stamp is of other data";
                            case OTHER_NONCE -> "does not repeat the nonce";
                            case FORGED -> "the time stamp is invalid";
                            case NONE -> throw new AssertionError();
                        });
        assertThat(SignedReports.isMet(report)).isTrue();
        assertThat(reason(report)).startsWith("Signed without time stamp: ");

        authority.setFault(TestAuthority.Fault.NONE);
        assertThat(SignedReports.signer(keyStore, authority.timestampServer())
                        .sign(report)
                        .level())
                .contains(SignatureLevel.LT);
    }

    @Test
    void waitsOnceForTimeServerThatDoesNotAnswer() throws Exception {
        authority.setFault(TestAuthority.Fault.HOLDS);
        ReportSigner signer = SignedReports.signer(keyStore(rsa), authority.timestampServer(), SHORT);
        long before = timeStamps();

        signer.sign(SignedReports.report(folder));
        SigningResult second = signer.sign(SignedReports.report(folder.resolve("second")));

        assertThat(timeStamps()).isEqualTo(before + 1);
        assertThat(second.level()).contains(SignatureLevel.B);
        assertThat(second.problem().orElseThrow().in(Locale.ENGLISH))
                .contains("cannot be used: ", "not asked, because it did not answer in time a moment ago");
    }

    @Test
    void waitsOnceForCertificationAuthorityThatDoesNotAnswer() throws Exception {
        try (TestAuthority silent = new TestAuthority()) {
            silent.setHolding(true);
            Path store = TestAuthority.keyStore(folder.resolve("silent.p12"), silent.signer(rsa));
            ReportSigner signer = SignedReports.signer(store, silent.timestampServer(), SHORT);

            assertThat(signer.checkRevocation().unknown().orElseThrow().in(Locale.ENGLISH))
                    .contains("/ocsp: no answer within 700 ms", "/issuing.crl: no answer within 700 ms");
            assertThat(signer.checkRevocation().unknown().orElseThrow().in(Locale.ENGLISH))
                    .contains("/ocsp: not asked, because it did not answer in time a moment ago");

            assertThat(silent.requests()).containsExactly("/ocsp", "/issuing.crl");
        }
    }

    private static long timeStamps() {
        return authority.requests().stream().filter("/tsa"::equals).count();
    }

    @Test
    void checksRevocationOfKeyBeforeFaxIsSent() throws Exception {
        TestAuthority.Identity signer = authority.signer(TestAuthority.rsa(2048));
        ReportSigner signing = SignedReports.signer(TestAuthority.keyStore(folder.resolve("r.p12"), signer), "");
        assertThat(signing.checkRevocation()).isEqualTo(new RevocationCheck.Answer(Optional.empty(), Optional.empty()));

        authority.setRevocationKnown(false);
        assertThat(signing.checkRevocation().revoked()).isEmpty();
        assertThat(signing.checkRevocation().unknown().orElseThrow().in(Locale.ENGLISH))
                .contains("no revocation data for ", "/ocsp: ", "503");

        authority.setRevocationKnown(true);
        authority.revoke(signer.certificate());
        assertThat(signing.checkRevocation().revoked().orElseThrow().in(Locale.ENGLISH))
                .contains("CN=J", "is revoked");
    }

    @Test
    void reportsRevokedCertificate() throws Exception {
        TestAuthority.Identity signer = authority.signer(TestAuthority.rsa(2048));
        authority.revoke(signer.certificate());
        Path report = SignedReports.report(folder);

        SigningResult result = SignedReports.signer(
                        TestAuthority.keyStore(folder.resolve("r.p12"), signer), authority.timestampServer())
                .sign(report);

        assertThat(result.problem().orElseThrow().in(Locale.ENGLISH)).contains("is revoked");
        assertThat(result.level()).contains(SignatureLevel.T);
    }

    @Test
    void doesNotSignWithCertificateThatExpiredMeanwhile() throws Exception {
        Instant end = Instant.now().plusSeconds(600);
        Path keyStore = TestAuthority.keyStore(
                folder.resolve("e.p12"), authority.signer(rsa, Instant.now().minusSeconds(60), end));
        SigningKey key = SigningKey.load(keyStore, "", SignaturePassword.of(TestAuthority.PASSWORD), Instant.now())
                .value()
                .orElseThrow();
        Path report = SignedReports.report(folder);
        byte[] before = Files.readAllBytes(report);

        SigningResult result = new ReportSigner(
                        key,
                        Optional.empty(),
                        java.net.ProxySelector.of(null),
                        () -> end.plusSeconds(1),
                        Locale.ENGLISH,
                        SHORT)
                .sign(report);

        assertThat(result.level()).isEmpty();
        assertThat(result.problem().orElseThrow().in(Locale.ENGLISH)).contains("is valid from");
        assertThat(report).hasBinaryContent(before);
    }

    @Test
    void leavesUnreadableReportAsItIs() throws Exception {
        Path report = Files.writeString(folder.resolve("fax-report.pdf"), "no PDF");

        SigningResult result = SignedReports.signer(keyStore(rsa), "").sign(report);

        assertThat(result.level()).isEmpty();
        assertThat(result.problem().orElseThrow().in(Locale.ENGLISH)).contains("cannot be signed");
        assertThat(report).hasContent("no PDF");
        assertThat(SignedReports.signer(keyStore(rsa), "")
                        .sign(folder.resolve("none"))
                        .problem())
                .isPresent();
    }

    @Test
    void leavesNoOtherFile() throws Exception {
        Path report = SignedReports.report(folder.resolve("reports"));
        SignedReports.signer(keyStore(rsa), authority.timestampServer()).sign(report);

        try (Stream<Path> files = Files.list(folder.resolve("reports"))) {
            assertThat(files).containsExactly(report);
        }
    }

    @Test
    void deletesWhatKilledSignerLeft() throws Exception {
        Path report = SignedReports.report(folder.resolve("reports"));
        Path abandoned =
                Files.copy(report, report.resolveSibling(".fax-report.pdf.0c6ac1f5-0f2b-4d34-9c3a-3d4c2f0b8f10"));
        Path inUse = Files.copy(report, report.resolveSibling(".fax-report.pdf.7d0c9a35-6a51-4b0e-8a8e-5d9d0c7d4a21"));
        Files.setLastModifiedTime(abandoned, FileTime.from(Instant.now().minus(Duration.ofDays(2))));

        SignedReports.signer(keyStore(rsa), "").sign(report);

        try (Stream<Path> files = Files.list(folder.resolve("reports"))) {
            assertThat(files).containsExactlyInAnyOrder(report, inUse);
        }
    }

    private Path keyStore(KeyPair key) throws Exception {
        return TestAuthority.keyStore(folder.resolve("key.p12"), authority.signer(key));
    }

    private Path keyStore(TestAuthority other) throws Exception {
        return TestAuthority.keyStore(folder.resolve("key.p12"), other.signer(rsa));
    }

    private static ValidationData data(Path report) throws Exception {
        return ValidationUpdate.behind(SignedPdf.of(Files.readAllBytes(report)).orElseThrow())
                .orElseThrow();
    }

    private static String reason(Path report) throws IOException {
        try (PDDocument document = Loader.loadPDF(report.toFile())) {
            return document.getSignatureDictionaries().get(0).getReason();
        }
    }

    /** What poppler says; its exit status says nothing. */
    private static String pdfsig(Path report) throws Exception {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":", -1))
                        .anyMatch(it -> Files.isExecutable(Path.of(it, "pdfsig"))),
                "pdfsig is not installed");
        Process process = new ProcessBuilder("pdfsig", "-nocert", report.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
