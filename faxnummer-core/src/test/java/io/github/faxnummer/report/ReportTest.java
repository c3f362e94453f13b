package io.github.faxnummer.report;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.PollingSchedule;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.pdf.LineSeconds;
import io.github.faxnummer.pdf.PdfFacts;
import io.github.faxnummer.provider.FailureReason;
import io.github.faxnummer.provider.FaxStatus;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.Rejection;
import io.github.faxnummer.provider.StatusResult;
import io.github.faxnummer.provider.SubmissionResult;
import io.github.faxnummer.report.format.ReportFiles;
import io.github.faxnummer.testing.FakeClock;
import io.github.faxnummer.testing.Pdfs;
import io.github.faxnummer.testing.Reports;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ReportTest {

    static final String HOSTILE = "<b>\"ev'il&\u001b[31m\u0000\u202e]]>\uFFFE\uD83D x\r\nTSI \uD83D\uDE00</b>";
    private static final Instant START = FakeClock.START;
    private static final List<String> NUMBERS = List.of(
            "00493023125016",
            "00493023125017",
            "00493023125001",
            "00493023125101",
            "00493023125005",
            "00493023125034",
            "00493023125006",
            "00493023125003");

    /** One fax of each outcome: delivered, busy, refused, unknown, timed out, not sent, under way, a page missing. */
    static Delivery ofEveryOutcome(String document) {
        FaxOrder order = new FaxOrder(
                List.of(Pdfs.document(document, 3)),
                NUMBERS.stream().map(FaxNumber::new).toList(),
                "ci@example.org",
                "CI",
                "00493023125999",
                "Ref #1");
        Delivery delivery = Delivery.of(order, START, Duration.ofHours(1), PollingSchedule.DEFAULT);
        Instant deadline = START.plus(Duration.ofHours(1));
        delivery = applySubmission(delivery, 0, accepted("job-0"))
                .applyStatus(0, known("DONE-OK", "16", "3", "95", HOSTILE), START.plusSeconds(120));
        delivery = applySubmission(delivery, 1, accepted("job-1"))
                .applyStatus(1, known("DONE-ERROR", "17", "0", "0", ""), START.plusMillis(61_500));
        delivery = applySubmission(
                delivery, 2, new SubmissionResult.Rejected(new Rejection(FailureReason.OTHER, HOSTILE)));
        delivery = applySubmission(
                delivery, 3, new SubmissionResult.Unknown(Message.of("network.timeout", "localhost:1")));
        delivery = applySubmission(delivery, 4, accepted("job-4"))
                .applyStatus(4, known("RUNNING", "", "", "", ""), deadline);
        delivery = applySubmission(
                delivery, 5, new SubmissionResult.NotSent(Message.of("network.refused", "localhost:1"), false));
        delivery = applySubmission(delivery, 6, accepted("job-6"))
                .applyStatus(6, known("RETRY", "", "", "", ""), START.plusSeconds(30));
        return applySubmission(delivery, 7, accepted("job-7"))
                .applyStatus(7, known("DONE-OK", "16", "2", "70", "+49 30 1"), START.plusSeconds(90));
    }

    @Test
    @SuppressWarnings("unchecked")
    void writesTimeOnLineOfDocumentsAndPagesToJson(@TempDir Path folder) throws Exception {
        PdfFacts facts = new PdfFacts(
                "ab".repeat(32),
                1,
                "1.7",
                List.of(),
                List.of(),
                List.of(new LineSeconds(20.04, 15, 30), new LineSeconds(200, 100, 300.06)));
        FaxOrder order = new FaxOrder(
                List.of(new Document("/ci/a.pdf", "a.pdf", facts), Pdfs.document("b.pdf", 1)),
                List.of(new FaxNumber(NUMBERS.get(0))),
                "",
                "",
                "",
                "");

        Map<String, Object> json =
                json(written(folder, Delivery.of(order, START, Duration.ofHours(1), PollingSchedule.DEFAULT)));

        List<Map<String, Object>> documents = (List<Map<String, Object>>) json.getOrDefault("documents", List.of());
        assertThat(documents.get(0))
                .containsEntry("lineSeconds", Map.of("predicted", "233.3", "low", "128.3", "high", "343.4"))
                .containsEntry(
                        "pageLineSeconds",
                        List.of(
                                Map.of("predicted", "20.0", "low", "15.0", "high", "30.0"),
                                Map.of("predicted", "200.0", "low", "100.0", "high", "300.1")));
        assertThat(documents.get(1)).doesNotContainKeys("lineSeconds", "pageLineSeconds");
    }

    @Test
    @SuppressWarnings("unchecked")
    void writesEverythingToJson(@TempDir Path folder) throws Exception {
        Map<String, Object> json = json(written(folder, ofEveryOutcome("a \"ä\".pdf")));
        assertThat(json)
                .containsEntry("version", "3")
                .containsEntry("program", "Faxnummer for CI 1.2.3")
                .containsEntry("start", "2026-07-01T10:00:00Z")
                .containsEntry("end", "2026-07-01T11:00:00Z")
                .containsEntry("success", "false")
                .containsEntry("email", "ci@example.org")
                .containsEntry("sender", "CI")
                .containsEntry("source", "00493023125999");
        List<Map<String, Object>> faxes = (List<Map<String, Object>>) json.getOrDefault("transmissions", List.of());
        assertThat(faxes)
                .extracting(fax -> fax.get("outcome"))
                .containsExactly(
                        "DONE-OK",
                        "DONE-ERROR",
                        "REJECTED",
                        "UNKNOWN",
                        "TIMED_OUT",
                        "NOT_SENT",
                        "SUBMITTED",
                        "DONE-OK");
        assertThat(faxes).extracting(fax -> fax.get("recipient")).isEqualTo(NUMBERS);
        assertThat(faxes.get(0))
                .containsEntry("document", "a \"ä\".pdf")
                .containsEntry("path", "/ci/a \"ä\".pdf")
                .containsEntry("reference", "Ref #1")
                .containsEntry("reason", "")
                .containsEntry("jobId", "job-0")
                .containsEntry("submitted", "2026-07-01T10:00:00Z")
                .containsEntry("changed", "2026-07-01T10:02:00Z")
                .containsEntry("status", "DONE-OK")
                .containsEntry("remoteTsi", HOSTILE.replace("\uD83D x", "? x"))
                .containsEntry("cause", "16")
                .containsEntry("causeText", "normal call clearing")
                .containsEntry("documentPages", "3")
                .containsEntry("pagesSent", "3")
                .containsEntry("missingPages", "0")
                .containsEntry("durationSeconds", "95");
        assertThat((List<Map<String, Object>>) faxes.get(7).getOrDefault("checks", List.of()))
                .contains(Map.of("kind", "PAGES", "result", "NOT_MET", "ordered", "3", "reported", "2"))
                .contains(Map.of("kind", "NUMBER", "result", "NOT_KNOWN", "ordered", NUMBERS.get(7), "reported", ""));
        assertThat((Map<String, Object>) faxes.get(0).getOrDefault("answer", Map.of()))
                .containsEntry("created", "2026-07-01 12:00:05")
                .containsEntry("source", "00493023125999")
                .containsEntry("additionalFields", Map.of("Undocumented", "x"));
        assertThat(faxes.get(1)).containsEntry("reason", "user busy (Q.850 cause 17)");
        assertThat(faxes.get(3))
                .containsEntry("reason", "timed out while waiting for localhost:1")
                .doesNotContainKey("jobId");
        assertThat(faxes.get(7))
                .containsEntry("reason", "only 2 of 3 pages sent")
                .containsEntry("missingPages", "1");
        List<Map<String, Object>> documents = (List<Map<String, Object>>) json.getOrDefault("documents", List.of());
        assertThat(documents)
                .singleElement(as(InstanceOfAssertFactories.map(String.class, Object.class)))
                .containsEntry("name", "a \"ä\".pdf")
                .containsEntry("sha256", Pdfs.sha256(Pdfs.pages(3)))
                .containsEntry("bytes", String.valueOf(Pdfs.pages(3).length))
                .containsEntry("pages", "3")
                .containsEntry("pdfVersion", "1.7");
    }

    @Test
    void reportsSuccessOnlyWhenAllAreDelivered(@TempDir Path folder) throws Exception {
        Delivery one = Delivery.following(List.of(new JobId("j")), START, Duration.ofHours(1), PollingSchedule.DEFAULT);
        assertThat(json(written(folder, one))).containsEntry("success", "false");
        assertThat(json(written(folder, one.withTransmissions(List.of())))).containsEntry("success", "false");
        Delivery done = one.applyStatus(0, known("DONE-OK", "16", "1", "9", ""), START);
        assertThat(json(written(folder, done))).containsEntry("success", "true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"report.pdf", HOSTILE, "a\"><failure/>.pdf", "\uD83D\uDE00.pdf", ""})
    void writesWellFormedJunitXmlForHostileText(String document, @TempDir Path folder) throws Exception {
        Element suite = junit(written(folder, ofEveryOutcome(document)));
        assertThat(suite.getTagName()).isEqualTo("testsuite");
        assertThat(suite.getAttribute("name")).isEqualTo("fax");
        assertThat(suite.getAttribute("tests")).isEqualTo("8");
        assertThat(suite.getAttribute("failures")).isEqualTo("6");
        assertThat(suite.getAttribute("skipped")).isEqualTo("1");
        assertThat(suite.getAttribute("errors")).isEqualTo("0");
        assertThat(suite.getAttribute("time")).isEqualTo("3600.000");
        NodeList cases = suite.getElementsByTagName("testcase");
        assertThat(cases.getLength()).isEqualTo(8);
        assertThat(suite.getElementsByTagName("failure").getLength()).isEqualTo(6);
        assertThat(suite.getElementsByTagName("skipped").getLength()).isEqualTo(1);
        Element busy = (Element) cases.item(1);
        assertThat(busy.getAttribute("name")).isEqualTo("00493023125017");
        assertThat(busy.getAttribute("classname")).startsWith("fax.");
        assertThat(busy.getAttribute("time")).isEqualTo("61.500");
        Element failure = (Element) busy.getElementsByTagName("failure").item(0);
        assertThat(failure.getAttribute("type")).isEqualTo("DONE-ERROR");
        assertThat(failure.getAttribute("message")).contains("user busy (Q.850 cause 17)");
        assertThat(failure.getTextContent())
                .startsWith(failure.getAttribute("message"))
                .contains("\nA later attempt may succeed. The line was busy.");
        Element refused = (Element)
                ((Element) cases.item(2)).getElementsByTagName("failure").item(0);
        assertThat(refused.getTextContent()).contains("REJECTED, the provider rejected the fax");
        Element incomplete = (Element)
                ((Element) cases.item(7)).getElementsByTagName("failure").item(0);
        assertThat(incomplete.getAttribute("type")).isEqualTo("MISSING-PAGES");
        assertThat(incomplete.getAttribute("message")).contains("DONE-OK, only 2 of 3 pages sent");
        assertThat(incomplete.getTextContent()).contains("does not have the complete document");
    }

    @Test
    void keepsNamesInJunitXml(@TempDir Path folder) throws Exception {
        Element suite = junit(written(folder, ofEveryOutcome("Prüf & \uD83D\uDE00.pdf")));
        assertThat(((Element) suite.getElementsByTagName("testcase").item(0)).getAttribute("classname"))
                .isEqualTo("fax.Prüf & \uD83D\uDE00_pdf");
    }

    @Test
    void reportsInvalidConfigurationAsOneFailedTestCase(@TempDir Path folder) throws Exception {
        new ReportFiles(folder).writeInvalidConfiguration("Nothing was sent:\n  email 'x': " + HOSTILE, START);
        Element suite = junit(folder);
        assertThat(suite.getAttribute("tests")).isEqualTo("1");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        Element failure = (Element) suite.getElementsByTagName("failure").item(0);
        assertThat(failure.getTextContent()).contains("Nothing was sent:\n").contains("email 'x'");
    }

    @Test
    void saysThatUnknownJobIdMayBeMistyped() {
        Delivery delivery =
                Delivery.following(List.of(new JobId("j")), START, Duration.ofHours(1), PollingSchedule.DEFAULT);
        StatusResult refused = new StatusResult.Refused(new Rejection(FailureReason.OTHER, "Job not found"));
        assertThat(delivery.applyStatus(0, refused, START).isFinished()).isFalse();
        Delivery twice = delivery.applyStatus(0, refused, START).applyStatus(0, refused, START.plusSeconds(10));
        assertThat(twice.isFinished()).isTrue();
        assertThat(new DeliveryText(Locale.ENGLISH).failures(twice))
                .contains("UNKNOWN", "mistyped or too old")
                .doesNotContain("may still arrive");
    }

    @Test
    void alignsAndSanitizesTable() {
        List<String> table = new DeliveryText(Locale.ENGLISH).table(ofEveryOutcome(HOSTILE));
        assertThat(table).hasSize(9);
        int recipient = table.get(0).indexOf("recipient");
        int outcome = table.get(0).indexOf("outcome");
        assertThat(recipient).isPositive();
        for (int i = 0; i < NUMBERS.size(); i++) {
            String row = table.get(i + 1);
            // By characters, not by halves of them: the document's name has an emoji.
            String byCharacter = row.codePoints()
                    .mapToObj(c -> c > 0xFFFF ? "x" : Character.toString(c))
                    .reduce("", String::concat);
            assertThat(byCharacter.substring(recipient, outcome).strip()).isEqualTo(NUMBERS.get(i));
            assertThat(row).doesNotContain("\u001b", "\n", "\u202e", "\u0000").isEqualTo(row.stripTrailing());
        }
        assertThat(table.get(1)).contains("DONE-OK", "3", "95 s", "job-0");
        assertThat(table.get(2)).contains("DONE-ERROR", "user busy (Q.850 cause 17)", "job-1");
        assertThat(table.get(7)).contains("RETRY", "job-6");
        assertThat(table.get(8)).contains("DONE-OK", "2/3", "only 2 of 3 pages sent", "job-7");
    }

    @Test
    void explainsFailureInEnglish() {
        List<String> lines = new DeliveryText(Locale.ENGLISH)
                .failures(ofEveryOutcome("a.pdf"))
                .lines()
                .toList();
        assertThat(lines).hasSize(7);
        assertThat(lines.get(0)).isEqualTo("Delivery of all pages not confirmed (6 of 8):");
        assertThat(lines)
                .anySatisfy(line -> assertThat(line)
                        .contains(
                                "a.pdf",
                                "00493023125017",
                                "DONE-ERROR",
                                "user busy",
                                "job-1",
                                "later attempt may succeed"))
                .anySatisfy(line -> assertThat(line)
                        .contains("a.pdf", "00493023125001", "REJECTED", "the provider rejected the fax"))
                .anySatisfy(line -> assertThat(line)
                        .contains(
                                "a.pdf",
                                "00493023125101",
                                "UNKNOWN",
                                "timed out while waiting",
                                "Submission unknown",
                                "Ref #1",
                                "2026-07-01 10:00:00 UTC",
                                "ci@example.org"))
                .anySatisfy(line ->
                        assertThat(line).contains("00493023125034", "NOT_SENT", "no connection", "can still be sent"))
                .anySatisfy(
                        line -> assertThat(line).contains("00493023125005", "TIMED_OUT", "job-4", "may still arrive"))
                .anySatisfy(line -> assertThat(line)
                        .contains(
                                "00493023125003",
                                "DONE-OK, only 2 of 3 pages sent, 70 s",
                                "does not have the complete document")
                        .doesNotContain("pages sent: "));
        assertThat(lines)
                .allSatisfy(line -> assertThat(line)
                        .doesNotContain("\u001b", "\u202e", "\u0000")
                        .isEqualTo(line.stripTrailing()));
    }

    @Test
    void explainsFailureInGerman() {
        String text = new DeliveryText(Locale.GERMANY).failures(ofEveryOutcome("a.pdf"));
        assertThat(text)
                .contains(
                        "Zustellung nicht mit allen Seiten bestätigt (6 von 8):",
                        "nur 2 von 3 Seiten gesendet",
                        "Der Empfänger hat nicht das vollständige Dokument",
                        "besetzt (Q.850-Cause 17)",
                        "Ein späterer Versuch kann erfolgreich sein.",
                        "Absendung ungewiss")
                .doesNotContain("busy", "provider", "again");
    }

    @Test
    void advisesAgainstRetryForUnknownNumber() {
        Delivery delivery = Delivery.following(
                        List.of(new JobId("j")), START, Duration.ofHours(1), PollingSchedule.DEFAULT)
                .applyStatus(0, known("DONE-ERROR", "1", "0", "0", ""), START);
        assertThat(new DeliveryText(Locale.ENGLISH).failures(delivery))
                .contains(
                        "unallocated number (Q.850 cause 1)",
                        "will not succeed. Calls to this number do not get through");
    }

    @Test
    void sanitizesForeignText() {
        DeliveryText text = new DeliveryText(Locale.ENGLISH);
        StatusResult answer = new StatusResult.Known(List.of(FaxStatus.builder(HOSTILE)
                .remoteTsi(HOSTILE)
                .reference(HOSTILE)
                .destination(HOSTILE)
                .build()));
        Delivery delivery = Delivery.following(
                        List.of(new JobId("j")), START, Duration.ofHours(1), PollingSchedule.DEFAULT)
                .applyStatus(0, answer, START);
        Transmission stranger = delivery.transmissions().get(0);
        assertThat(Stream.concat(
                        text.table(delivery).stream(),
                        Stream.of(
                                text.line(stranger),
                                text.statusUnavailable(stranger, Message.of("network.timeout", "x")),
                                text.reason(stranger))))
                .noneMatch(line -> line.chars().anyMatch(c -> c < ' ' || c == 0x202e || c == 0xFFFE));
        assertThat(text.line(stranger)).contains("TSI \uD83D\uDE00");
    }

    @Test
    void omitsPagesFromHeadlineWhenComplete() {
        Delivery busy = Delivery.following(List.of(new JobId("j")), START, Duration.ofHours(1), PollingSchedule.DEFAULT)
                .applyStatus(0, known("DONE-ERROR", "17", "0", "0", ""), START);
        assertThat(new DeliveryText(Locale.ENGLISH).failures(busy)).startsWith("Delivery not confirmed (1 of 1):\n");
    }

    @Test
    void replacesFilesAtomically(@TempDir Path folder) throws Exception {
        Path reports = folder.resolve("a/b");
        written(reports, ofEveryOutcome("first.pdf"));
        written(reports, ofEveryOutcome("second.pdf"));
        Reports.writePdf(report(ofEveryOutcome("second.pdf"), Locale.ENGLISH).with(PageImageSource.none()), reports);
        try (Stream<Path> files = Files.list(reports)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("fax-report.json", "TEST-fax.xml", "fax-report.md", "fax-report.pdf");
        }
        assertThat(reports.resolve("fax-report.json"))
                .content()
                .contains("second.pdf")
                .doesNotContain("first.pdf");
        assertThat(reports.resolve("fax-report.md"))
                .content()
                .contains("second.pdf")
                .doesNotContain("first.pdf");
        assertThat(reports.resolve("TEST-fax.xml"))
                .content()
                .contains("second.pdf")
                .doesNotContain("first.pdf");
    }

    @Test
    void writesOtherFormatsWhenOneFails(@TempDir Path folder) throws Exception {
        Files.createDirectories(folder.resolve("fax-report.json/occupied"));
        Files.createDirectories(folder.resolve("TEST-fax.xml/occupied"));
        assertThatThrownBy(() -> written(folder, ofEveryOutcome("a.pdf")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(folder.resolve("fax-report.json") + ": ")
                .satisfies(it -> assertThat(it.getSuppressed())
                        .extracting(Throwable::getMessage)
                        .anyMatch(other -> other.startsWith(folder.resolve("TEST-fax.xml") + ": ")));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("fax-report.json", "TEST-fax.xml", "fax-report.md");
        }
    }

    private static Delivery applySubmission(Delivery delivery, int position, SubmissionResult result) {
        return delivery.markSubmitting(position, START).applySubmission(position, result, START);
    }

    private static SubmissionResult accepted(String jobId) {
        return new SubmissionResult.Accepted(new JobId(jobId), Map.of());
    }

    static StatusResult known(String status, String cause, String pages, String seconds, String tsi) {
        return new StatusResult.Known(List.of(FaxStatus.builder(status)
                .created("2026-07-01 12:00:05")
                .lastChanged("2026-07-01 12:01:58")
                .source("00493023125999")
                .cause(number(cause))
                .pagesSent(number(pages))
                .connectionSeconds(number(seconds))
                .remoteTsi(tsi)
                .additionalFields(Map.of("Undocumented", "x"))
                .build()));
    }

    private static OptionalInt number(String digits) {
        return digits.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(digits));
    }

    /** GitLab shows only the first of equal test cases, be it the one of a delivered fax. */
    @Test
    void testCasesOfSeveralReportsDiffer(@TempDir Path folder) throws Exception {
        Delivery delivery = ofEveryOutcome("docs/report.txt");
        List<String> names = new ArrayList<>();
        for (String group : List.of("", "module-1", "module-2 nightly", "module.2")) {
            Reports.write(report(delivery, Locale.ENGLISH).in(group), folder);
            names.addAll(names(junit(folder)));
            new ReportFiles(folder).writeInvalidConfiguration("Nothing was sent", group, START);
            names.addAll(names(junit(folder)));
        }

        assertThat(names).hasSize(4 * 9).doesNotHaveDuplicates().contains("fax.module-1.configuration configuration");
    }

    private static List<String> names(Element suite) {
        NodeList cases = suite.getElementsByTagName("testcase");
        return IntStream.range(0, cases.getLength())
                .mapToObj(i -> (Element) cases.item(i))
                .map(it -> it.getAttribute("classname") + " " + it.getAttribute("name"))
                .toList();
    }

    @Test
    void doesNotEndBeforeItBeganWhereClockWasSetBack(@TempDir Path folder) throws Exception {
        Delivery earlier = ofEveryOutcome("a.pdf");
        DeliveryReport report =
                new DeliveryReport(earlier, "1.2.3", START, START.minusSeconds(3600), new DeliveryText(Locale.ENGLISH));
        Reports.write(report, folder);

        assertThat(junit(folder).getAttribute("time")).isEqualTo("0.000");
        assertThat(json(folder)).containsEntry("end", START.toString());
    }

    private static Path written(Path folder, Delivery delivery) throws IOException {
        Reports.write(report(delivery, Locale.ENGLISH), folder);
        return folder;
    }

    static DeliveryReport report(Delivery delivery, Locale locale) {
        return new DeliveryReport(delivery, "1.2.3", START, START.plus(Duration.ofHours(1)), new DeliveryText(locale));
    }

    private static Element junit(Path folder) throws Exception {
        byte[] xml = Files.readAllBytes(folder.resolve("TEST-fax.xml"));
        return DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml))
                .getDocumentElement();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> json(Path folder) throws IOException {
        try (JsonParser parser =
                new JsonFactory().createParser(Files.readAllBytes(folder.resolve("fax-report.json")))) {
            parser.nextToken();
            return (Map<String, Object>) value(parser);
        }
    }

    private static Object value(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            Map<String, Object> object = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                object.put(name, value(parser));
            }
            return object;
        }
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            List<Object> array = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                array.add(value(parser));
            }
            return array;
        }
        return parser.getText();
    }
}
