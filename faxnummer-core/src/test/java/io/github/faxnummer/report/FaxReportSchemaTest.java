package io.github.faxnummer.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.LookUpResult;
import io.github.faxnummer.delivery.Outcome;
import io.github.faxnummer.delivery.PollingSchedule;
import io.github.faxnummer.delivery.RedialPolicy;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.DocumentPart;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.pdf.FaxFile;
import io.github.faxnummer.pdf.Finding;
import io.github.faxnummer.pdf.LineSeconds;
import io.github.faxnummer.pdf.PdfFacts;
import io.github.faxnummer.pdf.Rendering;
import io.github.faxnummer.provider.FaxStatus;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.StatusResult;
import io.github.faxnummer.provider.SubmissionResult;
import io.github.faxnummer.report.format.ReportFormats;
import io.github.faxnummer.testing.FakeClock;
import io.github.faxnummer.testing.Pdfs;
import io.github.faxnummer.testing.Reports;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FaxReportSchemaTest {

    private static final JsonSchema SCHEMA = schema();

    static Stream<Delivery> deliveries() {
        Delivery followed = Delivery.following(
                List.of(new JobId("j")), FakeClock.START, Duration.ofHours(1), PollingSchedule.DEFAULT);
        Delivery started = withFindings();
        return Stream.of(
                ReportTest.ofEveryOutcome("a.pdf"),
                ReportTest.ofEveryOutcome(ReportTest.HOSTILE),
                lookedUp(ReportTest.ofEveryOutcome("a.pdf")),
                followed,
                followed.applyStatus(0, ReportTest.known("DONE-OK", "16", "1", "9", "x"), FakeClock.START),
                followed.withTransmissions(List.of()),
                redialled(1),
                redialled(2),
                started,
                started.markSubmitting(0, FakeClock.START));
    }

    /** A fax that was busy at each of its attempts, and is if it may be tried again. */
    private static Delivery redialled(int attempts) {
        RedialPolicy once = RedialPolicy.check("1", "1m", "").value().orElseThrow();
        Delivery delivery = withFindings().withRedial(once);
        StatusResult busy = new StatusResult.Known(List.of(FaxStatus.builder("DONE-ERROR")
                .destination("00493023125016")
                .cause(OptionalInt.of(17))
                .connectionSeconds(OptionalInt.of(9))
                .pagesSent(OptionalInt.of(0))
                .build()));
        Instant now = FakeClock.START;
        for (int i = 0; i < attempts; i++) {
            delivery = delivery.markSubmitting(0, now)
                    .applySubmission(0, new SubmissionResult.Accepted(new JobId("job-" + i), Map.of()), now)
                    .applyStatus(0, busy, now);
            now = now.plusSeconds(60);
        }
        return delivery;
    }

    private static Delivery lookedUp(Delivery delivery) {
        return new Delivery(
                delivery.order(),
                delivery.transmissions().stream()
                        .filter(it -> it.outcome() == Outcome.UNKNOWN)
                        .flatMap(it -> Arrays.stream(LookUpResult.values())
                                .map(result -> it.lookedUp(result, ReportTest.HOSTILE, FakeClock.START)))
                        .toList(),
                delivery.deadline(),
                delivery.schedule(),
                delivery.sameNumber());
    }

    private static Delivery withFindings() {
        List<Finding> findings = Arrays.stream(Finding.Kind.values())
                .map(it -> new Finding(it, it.name().length(), ReportTest.HOSTILE))
                .toList();
        Document document = new Document(
                        "/ci/a.pdf",
                        "a.pdf",
                        new PdfFacts("", 0, "", List.of(), findings, List.of(new LineSeconds(100.04, 90, 170.06))))
                .as(new FaxFile("ab".repeat(32), 1), Rendering.AUTO)
                .composedOf(
                        Arrays.stream(DocumentPart.Kind.values())
                                .map(it -> new DocumentPart(it, ReportTest.HOSTILE, "cd".repeat(32), 1, 3))
                                .toList(),
                        List.of());
        return Delivery.of(
                new FaxOrder(
                        List.of(document, Pdfs.document("b.pdf", 1)),
                        List.of(new FaxNumber("00493023125016")),
                        "ci@example.org",
                        "",
                        "",
                        ""),
                FakeClock.START,
                Duration.ofHours(1),
                PollingSchedule.DEFAULT);
    }

    @ParameterizedTest
    @MethodSource("deliveries")
    void writesReportsThatMatchSchema(Delivery delivery, @TempDir Path folder) throws Exception {
        for (Locale locale : List.of(Locale.ENGLISH, Locale.GERMANY)) {
            Reports.write(ReportTest.report(delivery, locale), folder);
            assertThat(SCHEMA.validate(
                            Files.readString(folder.resolve(ReportFormats.JSON.fileName())),
                            InputFormat.JSON,
                            context -> context.getExecutionConfig().setFormatAssertionsEnabled(true)))
                    .isEmpty();
        }
    }

    @Test
    void rejectsUnknownPropertiesInSchema(@TempDir Path folder) throws Exception {
        Reports.write(ReportTest.report(ReportTest.ofEveryOutcome("a.pdf"), Locale.ENGLISH), folder);
        String json = Files.readString(folder.resolve(ReportFormats.JSON.fileName()));
        for (String other : List.of(
                json.replace("\"version\" : 3", "\"version\" : 4"),
                json.replace("\"success\"", "\"succes\""),
                json.replace("\"NOT_SENT\"", "\"LOST\""),
                json.replace("\"pagesSent\" : 3", "\"pagesSent\" : \"3\""),
                json.replace("\"sha256\" : \"", "\"sha256\" : \"x"))) {
            assertThat(other).isNotEqualTo(json);
            assertThat(SCHEMA.validate(other, InputFormat.JSON)).isNotEmpty();
        }
    }

    @Test
    void describesEverySchemaProperty() {
        Stream.concat(
                        Stream.of(SCHEMA.getSchemaNode()),
                        SCHEMA.getSchemaNode().get("$defs").valueStream())
                .flatMap(it -> it.get("properties").propertyStream())
                .forEach(property -> {
                    assertThat(property.getValue().path("title").asText())
                            .as(property.getKey())
                            .isNotBlank();
                    assertThat(property.getValue().path("description").asText())
                            .as(property.getKey())
                            .isNotBlank();
                });
    }

    private static JsonSchema schema() {
        try (InputStream stream =
                Objects.requireNonNull(DeliveryReport.class.getResourceAsStream("fax-report.schema.json"))) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(stream);
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }
}
