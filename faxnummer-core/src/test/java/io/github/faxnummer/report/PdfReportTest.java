package io.github.faxnummer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.faxnummer.delivery.Check;
import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.PollingSchedule;
import io.github.faxnummer.delivery.RedialPolicy;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.DocumentContent;
import io.github.faxnummer.order.DocumentPart;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.pdf.FaxPage;
import io.github.faxnummer.pdf.Finding;
import io.github.faxnummer.pdf.LineSeconds;
import io.github.faxnummer.pdf.PdfFacts;
import io.github.faxnummer.pdf.PdfLimits;
import io.github.faxnummer.provider.EarlierSubmission;
import io.github.faxnummer.provider.FaxStatus;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.StatusResult;
import io.github.faxnummer.provider.SubmissionResult;
import io.github.faxnummer.report.format.ReportFiles;
import io.github.faxnummer.report.format.ReportFormats;
import io.github.faxnummer.testing.FakeClock;
import io.github.faxnummer.testing.Pdfs;
import io.github.faxnummer.testing.Reports;
import io.github.faxnummer.testing.VeraPdf;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PdfReportTest {

    private static final PageImageSource PAGE = document -> page(FaxPage.WIDTH, FaxPage.A4_HEIGHT);
    private static final String LONG = "W".repeat(5000);

    static Stream<Delivery> deliveries() {
        Delivery followed = Delivery.following(
                List.of(new JobId("j")), FakeClock.START, Duration.ofHours(1), PollingSchedule.DEFAULT);
        return Stream.of(
                ReportTest.ofEveryOutcome("a.pdf"),
                ReportTest.ofEveryOutcome(ReportTest.HOSTILE),
                ReportTest.ofEveryOutcome("\u05D0\u0627\u0301\u4E2D\uFB01\uD83D\uDE00\uDC00(\\)<>" + LONG),
                followed,
                followed.applyStatus(0, ReportTest.known("DONE-OK", "16", "1", "9", LONG), FakeClock.START),
                followed.withTransmissions(List.of()),
                Delivery.of(followed.order(), FakeClock.START, Duration.ofHours(1), PollingSchedule.DEFAULT),
                delivery(Pdfs.document("a.pdf", 1)),
                delivery(Pdfs.document("a.pdf", 1)).markSubmitting(0, FakeClock.START));
    }

    @ParameterizedTest
    @MethodSource("deliveries")
    void writesPdfAWithAndWithoutImages(Delivery delivery) throws Exception {
        for (Locale locale : List.of(Locale.ENGLISH, Locale.GERMANY)) {
            for (PageImageSource pages : List.of(PAGE, PageImageSource.none())) {
                assertThat(VeraPdf.violations(write(delivery, locale, pages))).isEmpty();
            }
        }
    }

    @Test
    void failsValidationOfBrokenPdfA() throws Exception {
        assertThat(VeraPdf.violations(Pdfs.pages(1))).isNotEmpty();
    }

    @Test
    void writesOnePageForEachTransmission() throws Exception {
        List<String> pages = texts(write(ReportTest.ofEveryOutcome("a.pdf"), Locale.ENGLISH, PAGE));
        assertThat(pages.stream().filter(it -> it.contains("Transmission report")))
                .hasSize(8);
        assertThat(pages.get(0))
                .contains("Transmission report", "Transmission 1 of 8", "Delivered", "a.pdf", "00493023125016")
                .contains("Pages sent according to the provider: 3 of 3.")
                .contains(
                        "CI",
                        "00493023125999",
                        "Ref #1",
                        "3",
                        "95 s",
                        "DONE-OK",
                        "normal call clearing (Q.850 cause 16)")
                .contains(Pdfs.sha256(Pdfs.pages(3)), Pdfs.pages(3).length + " bytes, PDF 1.7")
                .contains("2026-07-01 10:00:00 UTC", "2026-07-01 10:02:00 UTC")
                .contains("2026-07-01 12:00:05 (provider's time)", "2026-07-01 12:01:58 (provider's time)")
                .contains("job-0", "ci@example.org", "Faxnummer for CI 1.2.3, report of 2026-07-01 11:00:00 UTC")
                .contains("First page, about as a fax machine prints it")
                .contains("Number dialled = number ordered not known not reported by the provider")
                .contains("Pages sent = pages of the document met 3")
                .contains("Bytes sent = bytes to be sent (SHA-256) met checksum computed while sending")
                .contains("Job not created before the submission met created 2026-07-01 12:00:05 (provider's clock)")
                .contains("an indication of transmission, not of receipt");
        assertThat(pages.get(3)).contains("Bytes sent = bytes to be sent (SHA-256) not known");
        assertThat(pages.get(7)).contains("Pages sent = pages of the document not met 2, ordered: 3");
        assertThat(pages.get(1)).contains("Not delivered", "User busy (Q.850 cause 17). A later attempt may succeed.");
        assertThat(pages.get(2)).contains("Rejected by the provider");
        assertThat(pages.get(3)).contains("Submission unknown", "Submission unknown");
        assertThat(pages.get(4)).contains("Timed out");
        assertThat(pages.get(5)).contains("Not sent");
        assertThat(pages.get(6)).contains("In progress", "RETRY");
        assertThat(pages.get(7)).contains("Delivered with pages missing", "Only 2 of 3 pages sent.");
    }

    @Test
    void showsPredictedTimeOnLine() throws Exception {
        PdfFacts facts =
                new PdfFacts("ab".repeat(32), 1, "1.7", List.of(), List.of(), List.of(new LineSeconds(100, 90, 170)));
        Delivery delivery = delivery(new Document("/a", "a.pdf", facts));
        assertThat(texts(write(delivery, Locale.ENGLISH, PAGE)).get(0)).contains("Expected duration about 2 to 4 min");
        assertThat(texts(write(delivery, Locale.GERMAN, PAGE)).get(0)).contains("Erwartete Dauer etwa 2 bis 4 min");
        assertThat(texts(write(ReportTest.ofEveryOutcome("a.pdf"), Locale.ENGLISH, PAGE))
                        .get(0))
                .doesNotContain("Expected duration");
    }

    @Test
    void reportsUnavailableWhenStatusIsUnknown() throws Exception {
        Delivery followed = Delivery.following(
                        List.of(new JobId("job-of-last-week")),
                        FakeClock.START,
                        Duration.ofHours(1),
                        PollingSchedule.DEFAULT)
                .applyStatus(0, ReportTest.known("RUNNING", "", "", "", ""), FakeClock.START);
        assertThat(texts(write(followed, Locale.ENGLISH, PAGE)).get(0))
                .contains("In progress", "job-of-last-week", "Only the job is known, not the")
                .contains("Start 2026-07-01 12:00:05", "End –", "Submitted –", "SHA-256 –", "Pages –")
                .doesNotContain("First page, as");
    }

    @Test
    void showsTimesInZoneOfUserWithOffset() throws Exception {
        ByteArrayOutputStream pdf = new ByteArrayOutputStream();
        DeliveryReport utc = ReportTest.report(ReportTest.ofEveryOutcome("a.pdf"), Locale.ENGLISH);
        ReportFormats.PDF.write(
                new DeliveryReport(
                        utc.delivery(),
                        utc.programVersion(),
                        utc.start(),
                        utc.end(),
                        new DeliveryText(Locale.ENGLISH, ZoneId.of("Asia/Kolkata"))),
                pdf);

        assertThat(texts(pdf.toByteArray()).get(0))
                .contains("Submitted 2026-07-01 15:30:00 UTC+05:30")
                .contains("report of 2026-07-01 16:30:00 UTC+05:30")
                .contains("2026-07-01 12:00:05 (provider's time)");
    }

    @Test
    void writesHistoryBehindTransmissions() throws Exception {
        ByteArrayOutputStream pdf = new ByteArrayOutputStream();
        DeliveryReport utc = ReportTest.report(ReportTest.ofEveryOutcome("a.pdf"), Locale.GERMANY);
        ReportFormats.PDF.write(
                new DeliveryReport(
                        utc.delivery(),
                        utc.programVersion(),
                        utc.start(),
                        utc.end(),
                        new DeliveryText(Locale.GERMANY, ZoneId.of("Europe/Berlin"))),
                pdf);
        List<String> pages = texts(pdf.toByteArray());

        assertThat(pages.get(7)).contains("Übertragung 8 von 8", "Sendebericht");
        assertThat(pages.get(8))
                .startsWith("Verlauf")
                .contains("Übertragung 1 von 8")
                .contains("2026-07-01 12:00:00 UTC+02:00 Noch nicht abgesendet")
                .contains("2026-07-01 12:02:00 UTC+02:00 Zugestellt; normales Verbindungsende (Q.850-Cause 16)")
                .contains("Zeit des Anbieters: 2026-07-01 12:01:58")
                .contains("Anruf erfolglos, nächster Versuch folgt (RETRY)");
    }

    @Test
    void keepsHeadingsOfHistoryWithTheirRows() throws Exception {
        ByteArrayOutputStream pdf = new ByteArrayOutputStream();
        Delivery delivery = ReportTest.ofEveryOutcome("a.pdf");
        List<Transmission> many = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            many.addAll(delivery.transmissions());
        }
        Delivery longer =
                new Delivery(delivery.order(), many, delivery.deadline(), delivery.schedule(), delivery.sameNumber());
        ReportFormats.PDF.write(ReportTest.report(longer, Locale.ENGLISH), pdf);

        List<String> history = texts(pdf.toByteArray()).stream()
                .filter(it -> it.startsWith("History"))
                .toList();
        assertThat(history).hasSizeGreaterThan(3).allSatisfy(page -> {
            List<String> lines = page.strip().lines().toList();
            assertThat(lines.get(1)).startsWith("Transmission ");
            for (int i = 1; i < lines.size(); i++) {
                if (lines.get(i).startsWith("Transmission ")) {
                    assertThat(lines.get(i + 1)).startsWith("2026-");
                }
            }
            assertThat(page).contains("Faxnummer for CI ");
        });
    }

    @Test
    void showsCostOfSubmissionsOfThisRun() throws Exception {
        Delivery every = priced(ReportTest.ofEveryOutcome("a.pdf"));
        assertThat(costs(every, FakeClock.START)).containsExactly(3, 3, 0, 3, 3, 0, 3, 3);
        assertThat(costs(every, FakeClock.START.plusSeconds(1))).containsExactly(0, 0, 0, 0, 0, 0, 0, 0);

        Delivery redialled = priced(delivery(Pdfs.document("a.pdf", 3)))
                .withRedial(RedialPolicy.check("1", "1m", "").value().orElseThrow());
        FaxStatus busy = FaxStatus.builder("DONE-ERROR")
                .destination("00493023125016")
                .cause(OptionalInt.of(17))
                .pagesSent(OptionalInt.of(0))
                .build();
        for (int i = 0; i < 2; i++) {
            Instant now = FakeClock.START.plus(Duration.ofMinutes(i));
            redialled = redialled
                    .markSubmitting(0, now)
                    .applySubmission(0, new SubmissionResult.Accepted(new JobId("job-" + i), Map.of()), now)
                    .applyStatus(0, new StatusResult.Known(List.of(busy)), now);
        }
        assertThat(costs(redialled, FakeClock.START)).containsExactly(6);
    }

    private static Delivery priced(Delivery delivery) {
        FaxOrder order = delivery.order();
        return new Delivery(
                new FaxOrder(
                        order.documents(),
                        order.recipients(),
                        order.email(),
                        order.sender(),
                        order.source(),
                        order.reference(),
                        order.redirectedFrom(),
                        "0.10"),
                delivery.transmissions(),
                delivery.deadline(),
                delivery.schedule(),
                delivery.sameNumber());
    }

    /** The pages that each transmission costs. */
    private static List<Integer> costs(Delivery delivery, Instant start) throws IOException {
        ByteArrayOutputStream pdf = new ByteArrayOutputStream();
        DeliveryReport report = ReportTest.report(delivery, Locale.ENGLISH);
        ReportFormats.PDF.write(
                new DeliveryReport(delivery, report.programVersion(), start, report.end(), report.text()), pdf);
        Pattern cost = Pattern.compile("Expected cost EUR 0\\.(\\d)0 \\(pages: (\\d), price per page: EUR 0\\.10\\)");
        List<Integer> pages = texts(pdf.toByteArray()).stream()
                .flatMap(it -> cost.matcher(it).results())
                .peek(it -> assertThat(it.group(1)).isEqualTo(it.group(2)))
                .map(it -> Integer.valueOf(it.group(2)))
                .toList();
        assertThat(pages.stream().mapToInt(it -> it).sum())
                .isEqualTo(delivery.spending(start).pages());
        return pages;
    }

    @Test
    void embedsJsonReport(@TempDir Path folder) throws Exception {
        DeliveryReport report = ReportTest.report(ReportTest.ofEveryOutcome(ReportTest.HOSTILE), Locale.GERMANY);
        new ReportFiles(folder).write(report, List.of(ReportFormats.JSON, ReportFormats.PDF));

        byte[] pdf = Files.readAllBytes(folder.resolve(ReportFormats.PDF.fileName()));
        PDComplexFileSpecification embedded = file(embedded(pdf), "fax-report.json");
        assertThat(embedded.getEmbeddedFile().toByteArray())
                .isEqualTo(Files.readAllBytes(folder.resolve(ReportFormats.JSON.fileName())));
        assertThat(embedded.getEmbeddedFile().getSubtype()).isEqualTo("application/json");
        assertThat(embedded.getCOSObject().getNameAsString("AFRelationship")).isEqualTo("Data");
    }

    @Test
    void enclosesEachDocumentOnce() throws Exception {
        Document one = new Document("/a/report.pdf", "report.pdf", Pdfs.facts(Pdfs.pages(1), 1));
        Document two = new Document("/b/report.pdf", "report.pdf", Pdfs.facts(Pdfs.pages(2), 2));
        byte[] pdf = write(delivery(one, two), Pdfs.pages(1).length + Pdfs.pages(2).length);

        assertThat(VeraPdf.violations(pdf)).isEmpty();
        Map<String, PDComplexFileSpecification> files = embedded(pdf);
        assertThat(files).containsOnlyKeys("fax-report.json", "report.pdf", "2-report.pdf");
        assertThat(file(files, "report.pdf").getEmbeddedFile().toByteArray()).isEqualTo(Pdfs.pages(1));
        assertThat(file(files, "2-report.pdf").getEmbeddedFile().toByteArray()).isEqualTo(Pdfs.pages(2));
        assertThat(file(files, "report.pdf").getCOSObject().getNameAsString("AFRelationship"))
                .isEqualTo("Source");
        assertThat(texts(pdf).get(0)).contains("as report.pdf, exactly as it was to be sent");
        assertThat(texts(pdf).get(1)).contains("as 2-report.pdf, exactly as it was to be sent");
    }

    @Test
    void distinguishesDocumentOfThisRunFromThatOfEarlierRun() throws Exception {
        Delivery planned = delivery(new Document("/a/report.pdf", "report.pdf", Pdfs.facts(Pdfs.pages(1), 1)));
        Delivery sent = planned.markSubmitting(0, FakeClock.START)
                .applySubmission(0, new SubmissionResult.Accepted(new JobId("job-1"), Map.of()), FakeClock.START);
        EarlierSubmission earlier = new EarlierSubmission(
                1, EarlierSubmission.State.DELIVERED, FakeClock.START, "build 17", Optional.of(new JobId("job-1")));
        Delivery skipped = planned.resumeFromLedger(Map.of(0, earlier), FakeClock.START);

        assertThat(texts(write(sent, 1 << 20)).get(0))
                .contains("as report.pdf, exactly as it was sent", "checksum computed while sending");
        assertThat(texts(write(skipped, 1 << 20)).get(0))
                .contains("as report.pdf, the document of this run", "The ledger says that the fax was sent.")
                .contains("no confirmed submission by this run")
                .doesNotContain("exactly as it was sent", "The provider reports", "checksum computed while sending");
    }

    /** When, by which run and as which job it was sent, and what to set to send it again. */
    @Test
    void explainsFaxThatIsNotSentAgain() throws Exception {
        EarlierSubmission earlier = new EarlierSubmission(
                1,
                EarlierSubmission.State.DELIVERED,
                Instant.parse("2026-06-30T08:15:00Z"),
                "build 17",
                Optional.of(new JobId("job-of-build-17")));
        Delivery skipped = delivery(Pdfs.document("a.pdf", 1)).resumeFromLedger(Map.of(0, earlier), FakeClock.START);

        assertThat(words(write(skipped, Locale.ENGLISH, PAGE)))
                .contains("Delivered", "job-of-build-17")
                .contains(
                        "Submitted before, by build 17 at 2026-06-30 08:15:00 UTC+00:00; set resend to send it all the same.");
        assertThat(words(write(skipped, Locale.GERMAN, PAGE)))
                .contains("Zugestellt", "job-of-build-17", "build 17", "2026-06-30 08:15:00 UTC", "resend");
    }

    /** Of the first page, wherever a line ends. */
    private static String words(byte[] pdf) throws IOException {
        return texts(pdf).get(0).replaceAll("\\s+", " ");
    }

    /** None of it is true of the fax of the earlier run. */
    @Test
    void doesNotSayOfFaxOfEarlierRunWhatThisOneOrders() throws Exception {
        Document document = new Document("/a/report.pdf", "report.pdf", Pdfs.facts(Pdfs.pages(1), 1));
        FaxOrder order = new FaxOrder(
                List.of(document),
                List.of(new FaxNumber("00493023125016")),
                "new@example.org",
                "NEW SENDER",
                "004930999999",
                "NEW-REF");
        EarlierSubmission earlier = new EarlierSubmission(
                1, EarlierSubmission.State.SUBMITTED, FakeClock.START, "build 17", Optional.of(new JobId("job-1")));
        FaxStatus status = FaxStatus.builder("DONE-OK")
                .destination("00493023125016")
                .source("004920269555")
                .reference("OLD-REF")
                .pagesSent(OptionalInt.of(1))
                .build();
        Delivery delivered = Delivery.of(order, FakeClock.START, Duration.ofHours(1), PollingSchedule.DEFAULT)
                .resumeFromLedger(Map.of(0, earlier), FakeClock.START)
                .applyStatus(0, new StatusResult.Known(List.of(status)), FakeClock.START);

        assertThat(texts(write(delivered, 0)).get(0))
                .contains("Delivered", "OLD-REF", "004920269555", "not known: an earlier run sent the fax")
                .doesNotContain("NEW-REF", "NEW SENDER", "004930999999", "new@example.org", "not met");
        assertThat(Check.of(order, delivered.transmissions().get(0)))
                .noneMatch(it -> it.result() == Check.Result.NOT_MET);
    }

    @Test
    void listsThePartsOfComposedDocuments() throws Exception {
        List<DocumentPart> parts = new ArrayList<>();
        parts.add(new DocumentPart(DocumentPart.Kind.COVER_PAGE, "", "01".repeat(32), 1, 1));
        for (int i = 1; i <= 40; i++) {
            parts.add(new DocumentPart(
                    DocumentPart.Kind.DOCUMENT, "part" + i + ".pdf", "ab".repeat(32), 2 * i, 2 * i + 1));
        }
        parts.add(new DocumentPart(DocumentPart.Kind.STATIONERY, "", "cd".repeat(32), 2, 81));
        List<Finding> unmarked = IntStream.of(3, 4, 9)
                .mapToObj(it -> new Finding(Finding.Kind.NO_MARGIN, it, ""))
                .toList();
        Document composed = new Document("/a/fax-composed.pdf", "fax-composed.pdf", Pdfs.facts(Pdfs.pages(1), 1))
                .composedOf(parts, unmarked);
        byte[] pdf = write(delivery(composed), 0);

        assertThat(VeraPdf.violations(pdf)).isEmpty();
        String text = String.join("\n", texts(pdf));
        assertThat(text)
                .contains("Parts", "page 1", "Cover page", "01".repeat(32), "page 2-3", "page 80-81", "part40.pdf")
                .contains("ab".repeat(32))
                .contains("Stationery, but for lack of space not on page 3-4, 9");
        assertThat(String.join("\n", texts(write(delivery(Pdfs.document("a.pdf", 1)), 0))))
                .doesNotContain("Parts");
    }

    @Test
    void reportsWhyDocumentIsNotEnclosed() throws Exception {
        byte[] first = Pdfs.pages(1);
        Document one = new Document("/a/one.pdf", "one.pdf", Pdfs.facts(first, 1));
        Document two = new Document("/a/two.pdf", "two.pdf", Pdfs.facts(new byte[1 << 20], 30));
        Document changed = new Document("/a/changed.pdf", "changed.pdf", Pdfs.facts(Pdfs.pages(3), 3));
        Document gone = new Document("/a/gone.pdf", "gone.pdf", Pdfs.facts(first, 1));
        byte[] pdf = write(delivery(one, two, changed, gone), 2 * first.length + Pdfs.pages(3).length);

        assertThat(VeraPdf.violations(pdf)).isEmpty();
        assertThat(embedded(pdf)).containsOnlyKeys("fax-report.json", "one.pdf");
        List<String> pages = texts(pdf);
        assertThat(pages.get(1)).contains("Enclosed no; larger than maxEnclosedMegabytes allows");
        assertThat(pages.get(2)).contains("Enclosed no; the file had changed since it was checked");
        assertThat(pages.get(3)).contains("Enclosed no; the file no longer existed when this report was made");
        assertThat(texts(write(delivery(one), 0)).get(0)).contains("Enclosed no; maxEnclosedMegabytes is 0");
    }

    @Test
    void neverClaimsProofOfDelivery() throws Exception {
        for (Delivery delivery : deliveries().toList()) {
            assertThat(texts(write(delivery, Locale.ENGLISH, PAGE)))
                    .allSatisfy(it -> assertThat(it.toLowerCase(Locale.ROOT)).doesNotContain("proof", "proves"));
            assertThat(texts(write(delivery, Locale.GERMANY, PAGE)))
                    .allSatisfy(it -> assertThat(it.toLowerCase(Locale.ROOT)).doesNotContain("beweis", "nachweis"));
        }
    }

    @Test
    void writesGermanReport() throws Exception {
        byte[] pdf = write(ReportTest.ofEveryOutcome("a.pdf"), Locale.GERMANY, PAGE);
        assertThat(texts(pdf).get(0))
                .contains("Sendebericht", "Übertragung 1 von 8", "Zugestellt", "Empfänger", "Gesendete Seiten")
                .doesNotContain("Recipient", "page");
        try (PDDocument document = Loader.loadPDF(pdf)) {
            assertThat(document.getDocumentCatalog().getLanguage()).isEqualTo("de");
            assertThat(document.getDocumentInformation().getTitle()).isEqualTo("Sendebericht");
            assertThat(document.getDocumentInformation().getCreator()).isEqualTo("Faxnummer for CI 1.2.3");
            assertThat(document.getDocumentInformation().getCreationDate().toInstant())
                    .isEqualTo(FakeClock.START.plus(Duration.ofHours(1)));
        }
    }

    @Test
    void writesReproduciblePdf() throws Exception {
        Delivery delivery = ReportTest.ofEveryOutcome("a.pdf");
        byte[] first = write(delivery, Locale.ENGLISH, PAGE);
        assertThat(write(delivery, Locale.ENGLISH, PAGE)).isEqualTo(first);
        assertThat(write(ReportTest.ofEveryOutcome("b.pdf"), Locale.ENGLISH, PAGE))
                .isNotEqualTo(first);
    }

    @Test
    void embedsPageImageOncePerDocument() throws Exception {
        byte[] png = page(FaxPage.WIDTH, FaxPage.A4_HEIGHT);
        try (PDDocument document =
                Loader.loadPDF(write(ReportTest.ofEveryOutcome("a.pdf"), Locale.ENGLISH, it -> png))) {
            PDImageXObject first = picture(document.getPage(0));
            BufferedImage expected = ImageIO.read(new ByteArrayInputStream(png));
            assertThat(first.getBitsPerComponent()).isEqualTo(1);
            assertThat(pixels(first.getImage())).isEqualTo(pixels(expected));
            assertThat(picture(document.getPage(7)).getCOSObject()).isSameAs(first.getCOSObject());
        }
    }

    @Test
    void convertsColorImageToBlackAndWhite() throws Exception {
        BufferedImage colours = new BufferedImage(FaxPage.WIDTH, 100, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = colours.createGraphics();
        graphics.setColor(Color.YELLOW);
        graphics.fillRect(0, 0, FaxPage.WIDTH / 2, 100);
        graphics.dispose();
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(colours, "png", png);
        byte[] pdf = write(ReportTest.ofEveryOutcome("a.pdf"), Locale.ENGLISH, it -> png.toByteArray());
        assertThat(VeraPdf.violations(pdf)).isEmpty();
        try (PDDocument document = Loader.loadPDF(pdf)) {
            BufferedImage shown = picture(document.getPage(0)).getImage();
            assertThat(shown.getRGB(10, 10)).isEqualTo(0xFFFFFFFF);
            assertThat(shown.getRGB(FaxPage.WIDTH - 10, 10)).isEqualTo(0xFF000000);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 500, 3 * FaxPage.A4_HEIGHT})
    void placesImageOfOtherHeight(int height) throws Exception {
        byte[] pdf = write(ReportTest.ofEveryOutcome("a.pdf"), Locale.ENGLISH, it -> page(FaxPage.WIDTH, height));
        assertThat(VeraPdf.violations(pdf)).isEmpty();
        assertThat(texts(pdf).get(0)).doesNotContain("No picture");
    }

    @Test
    void explainsMissingImage() throws Exception {
        byte[] bomb = page(FaxPage.WIDTH, 8);
        Arrays.fill(bomb, 20, 24, (byte) 0x7F);
        List<PageImageSource> broken = List.of(
                it -> new byte[0],
                it -> "no png".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                it -> page(100, 100),
                it -> page(FaxPage.WIDTH, 3 * FaxPage.A4_HEIGHT + 1),
                it -> bomb,
                it -> {
                    throw new IllegalStateException("agent is gone");
                });
        for (PageImageSource pages : broken) {
            assertThat(texts(write(ReportTest.ofEveryOutcome("a.pdf"), Locale.ENGLISH, pages)))
                    .filteredOn(it -> it.contains("Transmission report"))
                    .hasSize(8)
                    .allMatch(
                            it -> it.contains("No picture of the first page") && it.contains("The page could not be"));
        }
        PageImageSource reasoned = it -> {
            throw new PageImageUnavailableException(Message.of("delivery.agent-gone", "x"));
        };
        assertThat(texts(write(ReportTest.ofEveryOutcome("a.pdf"), Locale.ENGLISH, reasoned))
                        .get(0))
                .contains("the agent x");
    }

    @Test
    void rendersOnlyUnchangedDocument(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("a.pdf"), Pdfs.pages(1));
        Document document = Document.check(file, PdfLimits.DEFAULT).value().orElseThrow();
        PageImageSource drawn = PageImageSource.drawn(PdfLimits.DEFAULT);

        assertThat(drawn.picture(document)).isEqualTo(PageImage.of(drawn.png(document)));
        assertThat(texts(write(delivery(document), Locale.ENGLISH, drawn)).get(0))
                .doesNotContain("No picture");
        Files.write(file, Pdfs.pages(2));
        assertThatThrownBy(() -> drawn.png(document)).hasMessage("report.picture.changed");
        Files.delete(file);
        assertThatThrownBy(() -> drawn.png(document)).hasMessage("report.picture.gone");
        Files.createDirectory(file);
        assertThatThrownBy(() -> drawn.png(document)).hasMessage("report.picture.failed");
    }

    @Test
    void keepsOldReportWhenWriteFails(@TempDir Path folder) throws Exception {
        DeliveryReport report = ReportTest.report(ReportTest.ofEveryOutcome("a.pdf"), Locale.ENGLISH);
        Reports.writePdf(report.with(PAGE), folder);
        byte[] before = Files.readAllBytes(folder.resolve(ReportFormats.PDF.fileName()));
        PageImageSource deadly = it -> {
            throw new OutOfMemoryError("for a test");
        };
        assertThatThrownBy(() -> Reports.writePdf(report.with(deadly), folder)).isInstanceOf(OutOfMemoryError.class);
        assertThat(Files.readAllBytes(folder.resolve(ReportFormats.PDF.fileName())))
                .isEqualTo(before);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    private static Delivery delivery(Document... documents) {
        return Delivery.of(
                new FaxOrder(
                        List.of(documents), List.of(new FaxNumber("00493023125016")), "ci@example.org", "", "", ""),
                FakeClock.START,
                Duration.ofHours(1),
                PollingSchedule.DEFAULT);
    }

    private static byte[] write(Delivery delivery, Locale locale, PageImageSource pages) throws IOException {
        ByteArrayOutputStream pdf = new ByteArrayOutputStream();
        ReportFormats.PDF.write(ReportTest.report(delivery, locale).with(pages), pdf);
        return pdf.toByteArray();
    }

    /** Encloses up to a number of bytes; /a/changed.pdf has another byte, /a/gone.pdf is not there. */
    private static byte[] write(Delivery delivery, long maxEnclosed) throws IOException {
        EnclosedDocuments documents = new EnclosedDocuments(
                path -> switch (path) {
                    case "/a/changed.pdf" -> Pdfs.content(changed(Pdfs.pages(3)));
                    case "/a/gone.pdf" -> DocumentContent.of(Path.of("no such file"));
                    case "/b/report.pdf" -> Pdfs.content(Pdfs.pages(2));
                    default -> Pdfs.content(Pdfs.pages(1));
                },
                maxEnclosed);
        ByteArrayOutputStream pdf = new ByteArrayOutputStream();
        ReportFormats.PDF.write(ReportTest.report(delivery, Locale.ENGLISH).with(documents), pdf);
        return pdf.toByteArray();
    }

    private static PDComplexFileSpecification file(Map<String, PDComplexFileSpecification> files, String name) {
        return Objects.requireNonNull(files.get(name));
    }

    private static byte[] changed(byte[] bytes) {
        bytes[bytes.length / 2] ^= 1;
        return bytes;
    }

    private static Map<String, PDComplexFileSpecification> embedded(byte[] pdf) throws IOException {
        return Loader.loadPDF(pdf)
                .getDocumentCatalog()
                .getNames()
                .getEmbeddedFiles()
                .getNames();
    }

    private static List<String> texts(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            List<String> texts = new java.util.ArrayList<>();
            for (int page = 1; page <= document.getNumberOfPages(); page++) {
                PDFTextStripper stripper = new PDFTextStripper();
                stripper.setSortByPosition(true);
                stripper.setStartPage(page);
                stripper.setEndPage(page);
                texts.add(stripper.getText(document));
            }
            return texts;
        }
    }

    private static PDImageXObject picture(PDPage page) throws IOException {
        for (var name : page.getResources().getXObjectNames()) {
            if (page.getResources().getXObject(name) instanceof PDImageXObject image) {
                return image;
            }
        }
        throw new AssertionError("no picture");
    }

    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    /** Something that looks like a page. */
    static byte[] page(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_BINARY);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
        graphics.setColor(Color.BLACK);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 40));
        for (int line = 0; line < 36; line++) {
            graphics.drawString("Line " + line + " of a report that somebody has to prove.", 150, 200 + line * 52);
        }
        graphics.dispose();
        return new FaxPage(1, image).png();
    }
}
