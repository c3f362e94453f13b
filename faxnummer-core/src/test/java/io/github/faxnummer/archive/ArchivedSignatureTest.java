package io.github.faxnummer.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.DocumentContent;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.Sha256;
import io.github.faxnummer.report.Verification;
import io.github.faxnummer.signature.ReportSigner;
import io.github.faxnummer.signature.RevocationCheck;
import io.github.faxnummer.signature.SignatureLevel;
import io.github.faxnummer.signature.SignatureParameters;
import io.github.faxnummer.signature.SignaturePassword;
import io.github.faxnummer.signature.SignedReports;
import io.github.faxnummer.signature.VerificationOptions;
import io.github.faxnummer.testing.FakeClock;
import io.github.faxnummer.testing.Pdfs;
import io.github.faxnummer.testing.TestAuthority;
import java.io.OutputStream;
import java.net.ProxySelector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports that are signed after they were archived. */
class ArchivedSignatureTest {

    private static final Instant LATER = FakeClock.START.plusSeconds(86_400);
    private static final VerificationOptions SIGNED = new VerificationOptions(true, List.of(), Optional.empty());

    @AutoClose
    private static final TestAuthority authority = new TestAuthority();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Path archive;

    @SuppressWarnings("NullAway.Init")
    private Path report;

    @SuppressWarnings("NullAway.Init")
    private ReportArchive.Added unsigned;

    @BeforeEach
    void archiveUnsignedReport() throws Exception {
        archive = folder.resolve("archive");
        unsigned = add(SignedReports.report(folder));
        report = archive.resolve(unsigned.entry().folder()).resolve("fax-report.pdf");
    }

    @Test
    void addsSignedFormAndKeepsArchivedFile() throws Exception {
        byte[] before = Files.readAllBytes(report);
        assertThat(notMet(SIGNED)).singleElement().asString().contains("(entry 1): the report is not signed");

        ReportArchive.Signed signed = Archives.archive(archive).sign(report, signer(), LATER);

        ArchiveEntry entry = signed.added().orElseThrow().entry();
        assertThat(signed.result().orElseThrow().level()).contains(SignatureLevel.LT);
        assertThat(entry.number()).isEqualTo(2);
        assertThat(entry.signedFormOf()).contains(1L);
        assertThat(entry.faxes()).isEqualTo(unsigned.entry().faxes());
        assertThat(report).hasBinaryContent(before);
        assertThat(archive.resolve(entry.folder()).resolve("fax-report.pdf")).exists();
        assertThat(ReportArchive.hasSignedForm(report, SIGNED)).isTrue();
        assertThat(lines(SIGNED))
                .noneMatch(it -> it.startsWith("NOT MET"))
                .contains("met: entry 2 is the report of entry 1, signed later", "met: signed reports: 1");
        assertThat(archive.resolve(".incoming")).isEmptyDirectory();
    }

    @Test
    void signsEachReportOnce() throws Exception {
        ReportArchive.Added first =
                Archives.archive(archive).sign(report, signer(), LATER).added().orElseThrow();
        Path second = archive.resolve(first.entry().folder()).resolve("fax-report.pdf");

        assertThat(Archives.archive(archive).sign(report, signer(), LATER))
                .isEqualTo(new ReportArchive.Signed(Optional.empty(), Optional.empty(), Optional.of(2L)));
        assertThat(Archives.archive(archive).sign(second, signer(), LATER).added())
                .isEmpty();
        assertThat(ArchiveVerifier.entries(archive)).hasSize(2);
        assertThat(archive.resolve(".incoming")).isEmptyDirectory();
    }

    @Test
    void addsTimeStampThatWasMissing() throws Exception {
        authority.setFault(TestAuthority.Fault.REJECTS);
        ReportArchive.Signed first = Archives.archive(archive).sign(report, signer(), LATER);
        authority.setFault(TestAuthority.Fault.NONE);
        assertThat(first.result().orElseThrow().level()).contains(SignatureLevel.B);
        Path better =
                archive.resolve(first.added().orElseThrow().entry().folder()).resolve("fax-report.pdf");

        ReportArchive.Signed second = Archives.archive(archive).sign(better, signer(), LATER);

        assertThat(second.result().orElseThrow().level()).contains(SignatureLevel.LT);
        assertThat(second.added().orElseThrow().entry().signedFormOf()).contains(2L);
        assertThat(notMet(SIGNED)).isEmpty();
    }

    /** As docs/signature.md says: the same command again. */
    @Test
    void addsTimeStampThatWasMissingToNewestForm() throws Exception {
        authority.setFault(TestAuthority.Fault.REJECTS);
        Archives.archive(archive).sign(report, signer(), LATER);
        ReportArchive.Signed again = Archives.archive(archive).sign(report, signer(), LATER);
        assertThat(again.result().orElseThrow().problem()).isPresent();
        assertThat(again.added()).isEmpty();
        authority.setFault(TestAuthority.Fault.NONE);

        ReportArchive.Signed second = Archives.archive(archive).sign(report, signer(), LATER);

        assertThat(second.result().orElseThrow().level()).contains(SignatureLevel.LT);
        assertThat(second.added().orElseThrow().entry().signedFormOf()).contains(2L);
        assertThat(Archives.archive(archive).sign(report, signer(), LATER).signedIn())
                .contains(3L);
        assertThat(notMet(SIGNED)).isEmpty();
        assertThat(archive.resolve(".incoming")).isEmptyDirectory();
    }

    @Test
    void writesOldFormOfLineForReportsThatAreNoSignedForm() throws Exception {
        Archives.archive(archive).sign(report, signer(), LATER);

        assertThat(Files.readAllLines(archive.resolve("index.jsonl")))
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("{\"version\":1,").doesNotContain("signedFormOf"),
                        second ->
                                assertThat(second).startsWith("{\"version\":2,").contains("\"signedFormOf\":1,"));
        assertThat(Files.readString(archive.resolve("index.csv")).lines()).hasSize(1 + 1 + 1);
    }

    @Test
    void doesNotSignWhatIsNotAsItWasArchived() throws Exception {
        Path stranger = Files.copy(report, report.resolveSibling("other.pdf"));
        assertThatThrownBy(() -> Archives.archive(archive).sign(stranger, signer(), LATER))
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("is in an archive, but in none of its entries");

        Files.write(report, Pdfs.pages(1));
        assertThatThrownBy(() -> Archives.archive(archive).sign(report, signer(), LATER))
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("was changed since it was archived as entry 1; it is not signed");
        assertThat(ArchiveVerifier.entries(archive)).hasSize(1);
    }

    @Test
    void findsEntryThatClaimsToBeSignedFormOfAnotherReport() throws Exception {
        add(Files.write(Files.createDirectory(folder.resolve("other")).resolve("fax-report.pdf"), Pdfs.pages(2)));
        Archives.archive(archive).sign(report, signer(), LATER);
        Path index = archive.resolve("index.jsonl");
        Files.writeString(index, Files.readString(index).replace("\"signedFormOf\":1", "\"signedFormOf\":2"));

        assertThat(notMet(VerificationOptions.NONE))
                .anyMatch(it -> it.contains("entry 3 is said to be the report of entry 2, signed later"));
    }

    @Test
    void findsOtherReportThatIsSignedBehindArchivedOne() throws Exception {
        ReportArchive.Signed signed = Archives.archive(archive).sign(report, signer(), LATER);
        Path form =
                archive.resolve(signed.added().orElseThrow().entry().folder()).resolve("fax-report.pdf");
        Path forged = Files.createDirectory(folder.resolve("forged")).resolve("fax-report.pdf");
        try (PDDocument document = Loader.loadPDF(report.toFile());
                OutputStream out = Files.newOutputStream(forged)) {
            document.getPage(0).getCOSObject().removeItem(COSName.CONTENTS);
            document.getPage(0).getCOSObject().setNeedToBeUpdated(true);
            document.saveIncremental(out);
        }
        assertThat(signer().sign(forged).level()).contains(SignatureLevel.LT);
        assertThat(Files.readAllBytes(forged)).startsWith(Files.readAllBytes(report));
        Files.copy(forged, form, StandardCopyOption.REPLACE_EXISTING);

        assertThat(notMet(SIGNED))
                .contains("entry 2 is said to be the report of entry 1, signed later, but has another content");
        assertThat(ReportArchive.hasSignedForm(report, SIGNED)).isFalse();
    }

    @Test
    void doesNotBelieveIndexThatReportIsSignedLater() throws Exception {
        ReportArchive.Signed signed = Archives.archive(archive).sign(report, signer(), LATER);
        Path form =
                archive.resolve(signed.added().orElseThrow().entry().folder()).resolve("fax-report.pdf");
        byte[] whole = Files.readAllBytes(form);
        VerificationOptions foreign;
        try (TestAuthority other = new TestAuthority()) {
            foreign = new VerificationOptions(true, List.of(other.root()), Optional.empty());
        }
        assertThat(ReportArchive.hasSignedForm(report, SIGNED)).isTrue();
        assertThat(ReportArchive.hasSignedForm(report, foreign)).isFalse();

        for (byte[] other : List.of(Files.readAllBytes(report), Pdfs.pages(1), new byte[0])) {
            Files.write(form, other);
            assertThat(ReportArchive.hasSignedForm(report, SIGNED)).isFalse();
        }
        Files.delete(form);
        assertThat(ReportArchive.hasSignedForm(report, SIGNED)).isFalse();
        Files.write(form, whole);
        assertThat(ReportArchive.hasSignedForm(report, SIGNED)).isTrue();
    }

    @Test
    void checksSignaturesOfArchiveWithoutRequiringThem() throws Exception {
        VerificationOptions trusting = new VerificationOptions(false, List.of(authority.root()), Optional.empty());
        assertThat(lines(trusting)).noneMatch(it -> it.startsWith("NOT MET")).contains("met: signed reports: 0");
        Archives.archive(archive).sign(report, signer(), LATER);
        assertThat(lines(trusting)).noneMatch(it -> it.startsWith("NOT MET")).contains("met: signed reports: 1");
        try (TestAuthority other = new TestAuthority()) {
            assertThat(notMet(new VerificationOptions(false, List.of(other.root()), Optional.empty())))
                    .singleElement()
                    .asString()
                    .contains("(entry 2): certificate path: ");
        }

        assertThat(lines(SIGNED)).anyMatch(it -> it.startsWith("met: certificate path: ") && it.contains("SHA-256"));
        authority.setRevocationKnown(false);
        try {
            RevocationCheck check = new RevocationCheck(ProxySelector.of(null), Instant::now);
            assertThat(lines(new VerificationOptions(false, List.of(), Optional.of(check))))
                    .noneMatch(it -> it.startsWith("NOT MET"))
                    .anyMatch(it -> it.startsWith("note: it is not known whether the certificate "));
        } finally {
            authority.setRevocationKnown(true);
        }
    }

    @Test
    void requiresSignatureOfEntryWithoutTransmissionReport() throws Exception {
        Archives.archive(archive).sign(report, signer(), LATER);
        Archives.add(archive, folder, "b.pdf");

        assertThat(notMet(SIGNED)).containsExactly("entry 3 has no transmission report that could be signed");
        assertThat(notMet(new VerificationOptions(false, List.of(authority.root()), Optional.empty())))
                .isEmpty();
    }

    /** An archive made anew: the reports are genuinely signed, and what lies beside them is not what they are of. */
    @Test
    void comparesEntryWithItsSignedReport() throws Exception {
        Archives.archive(archive).sign(report, signer(), LATER);
        assertThat(lines(SIGNED))
                .contains("met: entries whose data, documents and index lines are what their signed reports say: 2");

        Path index = archive.resolve("index.jsonl");
        String genuine = Files.readString(index);
        Files.writeString(index, genuine.replace("00493023125016", "00493023125018"));
        assertThat(notMet(SIGNED))
                .contains(
                        "index.jsonl of entry 1 is not what its signed report says",
                        "index.jsonl of entry 2 is not what its signed report says");
        Files.writeString(index, genuine);

        Path document = archive.resolve(unsigned.entry().folder()).resolve("document-1.pdf");
        String sent = Sha256.of(document);
        Files.write(document, Pdfs.pages(2));
        Files.writeString(
                index,
                genuine.replace(sent, Sha256.of(document))
                        .replace("\"bytes\":" + Pdfs.pages(1).length, "\"bytes\":" + Pdfs.pages(2).length));
        assertThat(notMet(SIGNED)).contains("document-1.pdf of entry 1 is not what its signed report says");
    }

    @Test
    void doesNotSignWhereIndexWasChanged() throws Exception {
        add(Files.write(Files.createDirectory(folder.resolve("other")).resolve("fax-report.pdf"), Pdfs.pages(2)));
        Files.write(report, Pdfs.pages(1));
        Path index = archive.resolve("index.jsonl");
        String hash = unsigned.entry().file("fax-report.pdf").orElseThrow().sha256();
        Files.writeString(index, Files.readString(index).replace(hash, Sha256.of(report)));

        assertThatThrownBy(() -> Archives.archive(archive).sign(report, signer(), LATER))
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("is damaged");
    }

    @Test
    void addsOneSignedFormWhenTwoProgramsSign() throws Exception {
        ReportSigner faster = signer();
        AtomicBoolean isFirst = new AtomicBoolean();
        ReportSigner slower = new SignatureParameters(folder.resolve("key.p12").toString(), "", "", "")
                .check(
                        SignaturePassword.of(TestAuthority.PASSWORD),
                        folder,
                        ProxySelector.of(null),
                        () -> {
                            if (isFirst.getAndSet(false)) {
                                assertThatCode(() -> Archives.archive(archive).sign(report, faster, LATER))
                                        .doesNotThrowAnyException();
                            }
                            return Instant.now();
                        },
                        Locale.ENGLISH)
                .value()
                .orElseThrow()
                .orElseThrow();
        isFirst.set(true);

        assertThat(Archives.archive(archive).sign(report, slower, LATER))
                .isEqualTo(new ReportArchive.Signed(Optional.empty(), Optional.empty(), Optional.of(2L)));
        assertThat(isFirst).isFalse();
        assertThat(ArchiveVerifier.entries(archive)).hasSize(2);
        assertThat(notMet(SIGNED)).isEmpty();
        assertThat(archive.resolve(".incoming")).isEmptyDirectory();
    }

    private ReportArchive.Added add(Path made) throws Exception {
        byte[] content = Pdfs.pages(1);
        Path file = Files.write(folder.resolve("a.pdf"), content);
        Document document = new Document(file.toString(), "a.pdf", Pdfs.facts(content, 1));
        return Archives.archive(archive)
                .add(
                        Archives.delivery(document, List.of(new FaxNumber("00493023125016"))),
                        FakeClock.START,
                        List.of(made),
                        it -> DocumentContent.of(Path.of(it)));
    }

    private ReportSigner signer() throws Exception {
        return SignedReports.signer(
                TestAuthority.keyStore(folder.resolve("key.p12"), authority.signer(TestAuthority.rsa(2048))),
                authority.timestampServer());
    }

    private List<String> lines(VerificationOptions options) {
        return ArchiveVerifier.verify(archive, Optional.empty(), options).stream()
                .map(it -> it.line().in(Locale.ENGLISH))
                .toList();
    }

    private List<String> notMet(VerificationOptions options) {
        Stream<Verification> all = ArchiveVerifier.verify(archive, Optional.empty(), options).stream();
        return all.filter(it -> it.result() == Verification.Result.NOT_MET)
                .map(it -> it.text().in(Locale.ENGLISH))
                .toList();
    }
}
