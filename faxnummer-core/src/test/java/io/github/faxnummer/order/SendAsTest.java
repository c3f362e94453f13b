package io.github.faxnummer.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.delivery.Check;
import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.DeliveryObserver;
import io.github.faxnummer.delivery.DeliveryRunner;
import io.github.faxnummer.delivery.Outcome;
import io.github.faxnummer.delivery.PollingSchedule;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.ledger.FaxIdentities;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.pdf.FaxFile;
import io.github.faxnummer.pdf.PdfLimits;
import io.github.faxnummer.pdf.Rendering;
import io.github.faxnummer.provider.Account;
import io.github.faxnummer.provider.Endpoint;
import io.github.faxnummer.provider.Password;
import io.github.faxnummer.provider.faxnummerde.FaxnummerClient;
import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.testing.FakeClock;
import io.github.faxnummer.testing.Pdfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SendAsTest {

    private static final PDRectangle LANDSCAPE = new PDRectangle(PDRectangle.A4.getHeight(), PDRectangle.A4.getWidth());

    @TempDir
    private Path folder;

    private final FakeClock time = new FakeClock();

    private Path pdf(PDRectangle size) throws IOException {
        return pdf(size, false);
    }

    private Path pdf(PDRectangle size, boolean undrawable) throws IOException {
        Path file = folder.resolve("report.pdf");
        try (PDDocument document = new PDDocument()) {
            PDPage page = new PDPage(size);
            document.addPage(page);
            document.addPage(new PDPage(size));
            try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                for (int i = 0; i < 20; i++) {
                    content.addRect(100, 40 + 20 * i, 300, 8);
                    content.fill();
                }
                if (undrawable) {
                    content.drawImage(unknownPicture(document), 100, 100, 200, 200);
                }
            }
            document.save(file.toFile());
        }
        return file;
    }

    private static PDImageXObject unknownPicture(PDDocument document) throws IOException {
        COSStream picture = document.getDocument().createCOSStream();
        picture.createRawOutputStream().close();
        picture.setItem(COSName.SUBTYPE, COSName.IMAGE);
        picture.setItem(COSName.FILTER, COSName.JPX_DECODE);
        picture.setItem(COSName.COLORSPACE, COSName.DEVICEGRAY);
        picture.setInt(COSName.BITS_PER_COMPONENT, 8);
        picture.setInt(COSName.WIDTH, 10);
        picture.setInt(COSName.HEIGHT, 10);
        return new PDImageXObject(new PDStream(picture), null);
    }

    private static Document check(Path file, SendAs sendAs) {
        return Document.check(file, PdfLimits.DEFAULT, sendAs, Rendering.AUTO)
                .value()
                .orElseThrow();
    }

    private static List<String> warnings(Document document) {
        return document.warnings().stream().map(it -> it.in(Locale.ENGLISH)).toList();
    }

    private static FaxOrder order(Document document) {
        return new FaxOrder(List.of(document), List.of(new FaxNumber("00493023125016")), "a@example.com", "", "", "");
    }

    @Test
    void limitsTimeOnTheLine() throws IOException {
        FaxOrder order = order(check(pdf(PDRectangle.A4), SendAs.FAX));
        double seconds =
                order.documents().get(0).facts().lineSeconds().orElseThrow().predicted();
        int sent = (int) Math.ceil(61 / seconds);
        FaxOrder many = new FaxOrder(
                order.documents(),
                Stream.generate(() -> order.numbers().get(0)).limit(sent).toList(),
                "a@example.com",
                "",
                "",
                "");

        assertThat(many.checkLineTime(Optional.empty())).isEmpty();
        assertThat(many.checkLineTime(Optional.of(100))).isEmpty();
        assertThat(many.checkLineTime(Optional.of(1)))
                .hasValueSatisfying(
                        it -> assertThat(it.in(Locale.ENGLISH)).contains("maxLineMinutes '1'", "2 minutes in all"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fax", " Fax", "FAX"})
    void acceptsValueInAnyCase(String written) {
        assertThat(FaxParameters.SEND_AS.check(written).value()).contains(SendAs.FAX);
    }

    @Test
    void namesAllowedValues() {
        assertThat(FaxParameters.SEND_AS.check("tiff").problems())
                .singleElement()
                .satisfies(
                        it -> assertThat(it.in(Locale.ENGLISH)).contains("sendAs 'tiff'", "document", "fax", "auto"));
    }

    @Test
    void sendsDocumentItselfByDefault() throws IOException {
        Path file = pdf(LANDSCAPE);
        Document document = Document.check(file, PdfLimits.DEFAULT).value().orElseThrow();

        assertThat(document.isDrawn()).isFalse();
        assertThat(document.sent()).isEqualTo(new FaxFile(Pdfs.sha256(Files.readAllBytes(file)), Files.size(file)));
        assertThat(warnings(document)).anyMatch(it -> it.contains("portrait A4") && it.contains("sendAs=fax"));
    }

    @ParameterizedTest
    @EnumSource(names = {"FAX", "AUTO"})
    void sendsDrawnPagesOfLandscapeDocument(SendAs sendAs) throws IOException {
        Path file = pdf(LANDSCAPE);

        Document document = check(file, sendAs);

        assertThat(document.isDrawn()).isTrue();
        assertThat(document.facts().sha256()).isEqualTo(Pdfs.sha256(Files.readAllBytes(file)));
        assertThat(warnings(document)).noneMatch(it -> it.contains("portrait A4"));
        assertThat(document.drawing()).isPresent();
    }

    @Test
    void saysThatLargePageIsReducedOnlyIfDrawnPagesAreSent() throws IOException {
        Path file = pdf(PDRectangle.A3);

        assertThat(warnings(check(file, SendAs.DOCUMENT)))
                .anyMatch(it -> it.contains("larger than A4 (297 x 420 mm)")
                        && it.contains("end the fax")
                        && it.contains("sendAs=fax"));
        assertThat(check(file, SendAs.DOCUMENT).warnings())
                .anyMatch(it -> it.in(Locale.GERMAN).contains("brechen das Fax ab"));
        assertThat(warnings(check(file, SendAs.FAX)))
                .anyMatch(it -> it.contains("larger than A4 (297 x 420 mm) and is reduced to it"))
                .noneMatch(it -> it.contains("sendAs"));
        assertThat(check(file, SendAs.FAX).warnings())
                .anyMatch(it -> it.in(Locale.GERMAN).contains("wird darauf verkleinert"));
    }

    @Test
    void autoSendsDocumentThatProgramsDrawAlike() throws IOException {
        assertThat(check(pdf(PDRectangle.A4), SendAs.AUTO).isDrawn()).isFalse();
        assertThat(check(pdf(PDRectangle.A4), SendAs.FAX).isDrawn()).isTrue();
    }

    @Test
    void doesNotLoseWhatCannotBeDrawn() throws IOException {
        Path file = pdf(LANDSCAPE, true);

        assertThat(check(file, SendAs.AUTO).isDrawn()).isFalse();
        assertThat(Document.check(file, PdfLimits.DEFAULT, SendAs.FAX, Rendering.AUTO)
                        .problems())
                .singleElement()
                .satisfies(it -> assertThat(it.in(Locale.ENGLISH))
                        .contains("sendAs=fax", "page 1", "JPEG2000", "sendAs=document"));
    }

    @Test
    void sendsDrawnPagesWithoutWhatCannotBeDrawnIfAllowed() throws IOException {
        Document document = Document.check(
                        pdf(LANDSCAPE, true), PdfLimits.DEFAULT.allowingMissingContent(), SendAs.FAX, Rendering.AUTO)
                .value()
                .orElseThrow();

        assertThat(document.isDrawn()).isTrue();
        assertThat(warnings(document)).anyMatch(it -> it.contains("page 1") && it.contains("JPEG2000"));
    }

    @Test
    void drawsDocumentAsServicesDoUnlessItsPagesAreSent() throws IOException {
        Path file = pdf(PDRectangle.A4);

        assertThat(check(file, SendAs.DOCUMENT).rendering()).isEqualTo(Rendering.HALFTONE);
        assertThat(check(file, SendAs.AUTO).rendering()).isEqualTo(Rendering.HALFTONE);
        assertThat(check(file, SendAs.FAX).rendering()).isEqualTo(Rendering.AUTO);
        assertThat(Document.check(file, PdfLimits.DEFAULT, SendAs.DOCUMENT, Rendering.THRESHOLD)
                        .map(Document::rendering)
                        .value())
                .contains(Rendering.THRESHOLD);
        assertThat(FaxParameters.RENDERING.check("fine").problems())
                .singleElement()
                .satisfies(it -> assertThat(it.in(Locale.ENGLISH))
                        .contains("rendering 'fine'", "auto", "threshold", "halftone"));
    }

    @Test
    void isTheSameFaxForJournalAndLedger() throws IOException {
        Path file = pdf(LANDSCAPE);
        Document document = check(file, SendAs.DOCUMENT);
        Document drawn = check(file, SendAs.FAX);
        FaxIdentities identities = FaxIdentities.byContent(
                "https://example.com/", "acc1", Optional.empty(), List.of(drawn), PdfLimits.DEFAULT);
        Delivery delivery = Delivery.of(order(document), Instant.EPOCH, Duration.ofMinutes(1), PollingSchedule.DEFAULT);
        Delivery ofDrawn = Delivery.of(order(drawn), Instant.EPOCH, Duration.ofMinutes(1), PollingSchedule.DEFAULT);

        assertThat(identities.of(drawn, "00493023125016")).isEqualTo(identities.of(document, "00493023125016"));
        assertThat(ofDrawn.key(ofDrawn.transmissions().get(0)))
                .isEqualTo(delivery.key(delivery.transmissions().get(0)));
    }

    @Test
    void providerGetsExactlyTheDrawnPages() throws Exception {
        Document document = check(pdf(LANDSCAPE), SendAs.FAX);

        try (FaxnummerSandbox sandbox = FaxnummerSandbox.builder().clock(time).start()) {
            Delivery end = deliver(sandbox, document);

            assertThat(end.transmissions().get(0).outcome()).isEqualTo(Outcome.DONE_OK);
            assertThat(Check.of(end.order(), end.transmissions().get(0)))
                    .filteredOn(it -> it.kind() == Check.Kind.DOCUMENT || it.kind() == Check.Kind.PAGES)
                    .hasSize(2)
                    .allSatisfy(it -> assertThat(it.result()).isEqualTo(Check.Result.MET));
            byte[] sent = sandbox.faxes().get(0).pdf().toByteArray();
            assertThat(new FaxFile(Pdfs.sha256(sent), sent.length)).isEqualTo(document.sent());
            try (PDDocument fax = Loader.loadPDF(sent)) {
                assertThat(fax.getPages())
                        .hasSize(2)
                        .allSatisfy(it -> assertThat(it.getMediaBox().getHeight())
                                .isGreaterThan(it.getMediaBox().getWidth()));
            }
        }
    }

    @Test
    void doesNotSendPagesThatWereNotChecked() throws Exception {
        Document document = check(pdf(LANDSCAPE), SendAs.FAX);
        pdf(PDRectangle.A4);

        try (FaxnummerSandbox sandbox = FaxnummerSandbox.builder().clock(time).start()) {
            Delivery end = deliver(sandbox, document);

            assertThat(end.transmissions().get(0).outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(sandbox.submissions()).isZero();
        }
    }

    private Delivery deliver(FaxnummerSandbox sandbox, Document document) throws InterruptedException {
        FaxOrder order = order(document);
        try (FaxnummerClient client = FaxnummerClient.builder(
                        new Account(sandbox.login(), new Password(sandbox.password())))
                .endpoint(new Endpoint(sandbox.endpoint().toString()))
                .build()) {
            return new DeliveryRunner(
                            client,
                            new DocumentContents(order, PdfLimits.DEFAULT),
                            time,
                            time,
                            new DeliveryObserver() {
                                @Override
                                public void changed(Delivery delivery, Transmission before, Transmission after) {}

                                @Override
                                public void statusUnavailable(Transmission transmission, Message why) {}
                            },
                            1)
                    .run(Delivery.of(order, time.instant(), Duration.ofMinutes(5), PollingSchedule.DEFAULT));
        }
    }
}
