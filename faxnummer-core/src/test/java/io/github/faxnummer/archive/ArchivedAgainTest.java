package io.github.faxnummer.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.DocumentContent;
import io.github.faxnummer.order.Sha256;
import io.github.faxnummer.report.Verification;
import io.github.faxnummer.signature.SignedReports;
import io.github.faxnummer.signature.VerificationOptions;
import io.github.faxnummer.testing.FakeClock;
import io.github.faxnummer.testing.Pdfs;
import io.github.faxnummer.testing.TestAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports that may be in the archive already, as they are or unsigned. */
class ArchivedAgainTest {

    private static final Instant LATER = FakeClock.START.plusSeconds(86_400);

    @AutoClose
    private static final TestAuthority authority = new TestAuthority();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Path report;

    @SuppressWarnings("NullAway.Init")
    private ReportArchive archive;

    @BeforeEach
    void writeReport() throws Exception {
        report = SignedReports.report(folder);
        archive = Archives.archive(folder.resolve("archive"));
    }

    @Test
    void findsReportThatWasAdded() throws Exception {
        assertThat(archive.find(Sha256.of(report))).isEmpty();
        assertThat(folder.resolve("archive")).doesNotExist();
        ReportArchive.Added added = add();

        ReportArchive.Added found = archive.find(Sha256.of(report)).orElseThrow();

        assertThat(found.entry()).isEqualTo(added.entry());
        assertThat(found.head()).isEqualTo(added.head());
        assertThat(archive.find("0".repeat(64))).isEmpty();
    }

    @Test
    void findsAndCompletesReportWhoseAddingWasInterrupted() throws Exception {
        ReportArchive.Added added = add();
        Path index = folder.resolve("archive").resolve("index.jsonl");
        Files.move(index, index.resolveSibling("index.pending"));

        ReportArchive.Added found = archive.find(Sha256.of(report)).orElseThrow();

        assertThat(found.entry()).isEqualTo(added.entry());
        assertThat(found.notes()).hasSize(1);
        assertThat(notMet()).isEmpty();
    }

    @Test
    void addsSignedFormOnce() throws Exception {
        add();
        SignedReports.signer(
                        TestAuthority.keyStore(folder.resolve("key.p12"), authority.signer(TestAuthority.rsa(2048))),
                        authority.timestampServer())
                .sign(report);

        ArchiveEntry entry =
                archive.addSignedForm(report, 1, LATER).orElseThrow().entry();

        assertThat(entry.number()).isEqualTo(2);
        assertThat(entry.signedFormOf()).contains(1L);
        assertThat(archive.addSignedForm(report, 1, LATER)).isEmpty();
        assertThat(archive.addSignedForm(report, 7, LATER)).isEmpty();
        assertThat(folder.resolve("archive").resolve(".incoming")).isEmptyDirectory();
        assertThat(notMet()).isEmpty();
    }

    @Test
    void otherReportIsNoSignedForm() throws Exception {
        add();
        Path other = SignedReports.report(Files.createDirectory(folder.resolve("other")));
        Files.write(other, Pdfs.pages(1));

        assertThat(archive.addSignedForm(other, 1, LATER)).isEmpty();
        assertThat(Archives.archive(folder.resolve("none")).addSignedForm(report, 1, LATER))
                .isEmpty();
    }

    private ReportArchive.Added add() throws Exception {
        byte[] content = Pdfs.pages(1);
        Path file = Files.write(folder.resolve("a.pdf"), content);
        Delivery delivery = Archives.delivery(new Document(file.toString(), "a.pdf", Pdfs.facts(content, 1)));
        return archive.add(delivery, FakeClock.START, List.of(report), it -> DocumentContent.of(Path.of(it)));
    }

    private List<Verification> notMet() {
        return ArchiveVerifier.verify(folder.resolve("archive"), Optional.empty(), VerificationOptions.NONE).stream()
                .filter(it -> it.result() == Verification.Result.NOT_MET)
                .toList();
    }
}
