package io.github.faxnummer.signature;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.report.Verification;
import io.github.faxnummer.report.pdf.ReportVerifier;
import io.github.faxnummer.testing.TestAuthority;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.util.CollectionStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes to signed reports. */
class SignatureVerifierTest {

    private static final int CHANGES = Integer.getInteger("campaign.signature-changes", 60);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static byte[] signed;

    @BeforeAll
    static void sign() throws Exception {
        try (TestAuthority authority = new TestAuthority()) {
            Path report = SignedReports.report(folder);
            Path store = TestAuthority.keyStore(folder.resolve("k.p12"), authority.signer(TestAuthority.rsa(2048)));
            assertThat(SignedReports.signer(store, authority.timestampServer())
                            .sign(report)
                            .level())
                    .contains(SignatureLevel.LT);
            signed = Files.readAllBytes(report);
        }
    }

    @AfterAll
    static void clean() throws IOException {
        Files.deleteIfExists(folder.resolve("fax-report.pdf"));
    }

    @Test
    void findsEachSingleChange() throws IOException {
        long seed = Long.getLong("campaign.seed", 20261129);
        Random random = new Random(seed);
        SignedPdf parts = Objects.requireNonNull(signedPdf());
        int end = parts.revision().length;
        int hole = signed.length - end;
        for (int i = 0; i < CHANGES; i++) {
            // A third of the changes each: anywhere, within the signature, behind what is signed.
            int position =
                    switch (i % 3) {
                        case 0 -> random.nextInt(signed.length);
                        case 1 -> parts.begin() + 1 + random.nextInt(parts.end() - parts.begin() - 2);
                        default -> end + random.nextInt(hole);
                    };
            byte[] changed = signed.clone();
            changed[position] ^= (byte) (1 << random.nextInt(8));
            assertThat(isMet(changed))
                    .as("byte %d of %d, seed %d, change %d: %s", position, signed.length, seed, i, lines(changed))
                    .isFalse();
        }
        assertThat(isMet(signed)).isTrue();
    }

    @Test
    void findsTruncationAndAdditions() throws IOException {
        assertThat(isMet(Arrays.copyOf(signed, signed.length - 1))).isFalse();
        assertThat(isMet(Arrays.copyOf(signed, signed.length + 1))).isFalse();
        byte[] twice = Arrays.copyOf(signed, 2 * signed.length);
        System.arraycopy(signed, 0, twice, signed.length, signed.length);
        assertThat(isMet(twice)).isFalse();
    }

    @Test
    void findsPageThatIsAddedByIncrementalUpdate() throws IOException {
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        try (PDDocument document = Loader.loadPDF(signed)) {
            document.getDocumentCatalog().setLanguage("fr");
            document.getDocumentCatalog().getCOSObject().setNeedToBeUpdated(true);
            document.addPage(new PDPage());
            document.saveIncremental(changed);
        }
        assertThat(changed.toByteArray()).startsWith(signed);

        assertThat(lines(changed.toByteArray()))
                .anyMatch(it -> it.startsWith("NOT MET: behind what is signed is something else"));
    }

    @Test
    void doesNotTakeDamagedSignatureForNone() throws IOException {
        String text = new String(signed, StandardCharsets.ISO_8859_1);
        byte[] renamed = text.replace("/AcroForm", "/AcroFarm").getBytes(StandardCharsets.ISO_8859_1);

        assertThat(lines(renamed)).contains("NOT MET: the file has parts of a signature, but none that can be read");
    }

    /** No fact changes by it, but the file would carry names and texts of a stranger, and all would be met. */
    @Test
    void findsForeignValidationData() throws Exception {
        SignedPdf pdf = signedPdf();
        CMSSignedData cms;
        try (ASN1InputStream padded = new ASN1InputStream(pdf.signature())) {
            cms = new CMSSignedData(ContentInfo.getInstance(padded.readObject()));
        }
        ValidationData data = ValidationUpdate.read(signed);
        List<X509CertificateHolder> certificates =
                new ArrayList<>(cms.getCertificates().getMatches(null));
        List<byte[]> stored = new ArrayList<>(data.certificates());
        List<byte[]> lists = new ArrayList<>(data.lists());
        assertThat(isMet(ValidationUpdate.append(pdf.revision(), data))).isTrue();
        try (TestAuthority stranger = new TestAuthority()) {
            byte[] list = stranger.lists().get(0);
            lists.add(list);
            stored.add(stranger.root().getEncoded());
            certificates.add(new X509CertificateHolder(stranger.root().getEncoded()));

            assertThat(isMet(with(pdf, cms, certificates, List.of()))).isFalse();
            assertThat(isMet(with(pdf, cms, cms.getCertificates().getMatches(null), List.of(new X509CRLHolder(list)))))
                    .isFalse();
        }
        assertThat(isMet(ValidationUpdate.append(
                        pdf.revision(), new ValidationData(stored, data.lists(), data.responses()))))
                .isFalse();
        assertThat(isMet(ValidationUpdate.append(pdf.revision(), new ValidationData(stored, lists, data.responses()))))
                .isFalse();
    }

    /** The signed revision, with other certificates and lists in the signature. */
    private static byte[] with(
            SignedPdf pdf,
            CMSSignedData cms,
            Collection<X509CertificateHolder> certificates,
            Collection<X509CRLHolder> lists)
            throws Exception {
        CMSSignedData changed = CMSSignedData.replaceCertificatesAndCRLs(
                cms,
                new CollectionStore<>(certificates),
                new CollectionStore<>(List.of()),
                new CollectionStore<>(lists));
        byte[] file = pdf.with(changed.toASN1Structure().getEncoded(ASN1Encoding.DER));
        return Arrays.copyOf(file, pdf.revision().length);
    }

    @Test
    void readsEmbeddedFilesFromSignedBytes() throws IOException {
        SignatureVerifier.Checked checked = SignatureVerifier.verify(signed);

        assertThat(checked.revision().length).isLessThan(signed.length);
        assertThat(signed).startsWith(checked.revision());
        assertThat(checked.level()).contains(SignatureLevel.LT);
    }

    /** Without Bouncy Castle on the class path, unsigned reports are verified, and nothing is missed. */
    @Test
    void loadsBouncyCastleForSignedReportsOnly() throws Exception {
        Path unsigned = SignedReports.report(folder.resolve("unsigned"));
        try (WithoutBouncyCastle loader = new WithoutBouncyCastle()) {
            Object found = loader.loadClass(ReportVerifier.class.getName())
                    .getMethod("verify", Path.class)
                    .invoke(null, unsigned);
            assertThat(String.valueOf(found)).doesNotContain("NOT_MET").contains("verify.report.not-signed");
            assertThat(loader.hasMissed).isFalse();

            found = loader.loadClass(ReportVerifier.class.getName())
                    .getMethod("verify", Path.class)
                    .invoke(null, Files.write(folder.resolve("signed.pdf"), signed));
            assertThat(loader.hasMissed).isTrue();
            assertThat(String.valueOf(found)).contains("verify.signature.no-library");
        }
    }

    private static final class WithoutBouncyCastle extends ClassLoader implements AutoCloseable {

        private boolean hasMissed;

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                if (name.startsWith("org.bouncycastle.")) {
                    hasMissed = true;
                    throw new ClassNotFoundException(name);
                }
                if (!name.startsWith("io.github.faxnummer.")) {
                    return super.loadClass(name, resolve);
                }
                Class<?> loaded = findLoadedClass(name);
                if (loaded != null) {
                    return loaded;
                }
                try (InputStream in = Objects.requireNonNull(
                        getParent().getResourceAsStream(name.replace('.', '/') + ".class"), name)) {
                    byte[] bytes = in.readAllBytes();
                    return defineClass(name, bytes, 0, bytes.length);
                } catch (IOException e) {
                    throw new ClassNotFoundException(name, e);
                }
            }
        }

        @Override
        public void close() {}
    }

    private static SignedPdf signedPdf() throws IOException {
        try {
            return SignedPdf.of(signed).orElseThrow();
        } catch (SigningException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isMet(byte[] file) throws IOException {
        return ReportVerifier.verify(Files.write(folder.resolve("changed.pdf"), file)).stream()
                .noneMatch(it -> it.result() == Verification.Result.NOT_MET);
    }

    private static List<String> lines(byte[] file) throws IOException {
        return SignedReports.lines(Files.write(folder.resolve("changed.pdf"), file));
    }
}
