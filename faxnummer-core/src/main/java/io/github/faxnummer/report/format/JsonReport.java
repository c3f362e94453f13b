package io.github.faxnummer.report.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.faxnummer.delivery.Check;
import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.Job;
import io.github.faxnummer.delivery.StateChange;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.delivery.TransmissionState;
import io.github.faxnummer.delivery.Verdict;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.DocumentPart;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.order.Recipient;
import io.github.faxnummer.pdf.Finding;
import io.github.faxnummer.pdf.LineSeconds;
import io.github.faxnummer.pdf.PdfFacts;
import io.github.faxnummer.policy.Spending;
import io.github.faxnummer.provider.FaxStatus;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.Q850Cause;
import io.github.faxnummer.report.DeliveryReport;
import io.github.faxnummer.report.DeliveryText;
import io.github.faxnummer.report.ReportFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code fax-report.json}: all data, for programs; {@code fax-report.schema.json} describes it. */
final class JsonReport implements ReportFormat {

    /** Of the schema. Incremented when a reader of the former version would misread a report. */
    private static final int VERSION = 3;

    JsonReport() {}

    @Override
    public String name() {
        return "json";
    }

    @Override
    public String fileName() {
        return "fax-report.json";
    }

    @Override
    public String mediaType() {
        return "application/json";
    }

    @Override
    public void write(DeliveryReport report, OutputStream out) throws IOException {
        out.write(of(report));
    }

    private static byte[] of(DeliveryReport report) throws IOException {
        // Through a string first: an unpaired surrogate in foreign text must not prevent the report.
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeNumberField("version", VERSION);
            json.writeStringField("program", "Faxnummer for CI " + report.programVersion());
            json.writeStringField("endpoint", report.endpoint());
            json.writeStringField("language", report.text().locale().toLanguageTag());
            json.writeStringField("zone", report.text().zone().getId());
            json.writeStringField("start", report.start().toString());
            json.writeStringField("end", report.end().toString());
            json.writeBooleanField("success", isDelivered(report.delivery()));
            json.writeStringField("email", report.delivery().order().email());
            json.writeStringField("sender", report.delivery().order().sender());
            json.writeStringField("source", report.delivery().order().source());
            writePlan(json, report);
            json.writeArrayFieldStart("documents");
            for (Document document : report.delivery().order().documents()) {
                write(json, document, report.text());
            }
            json.writeEndArray();
            json.writeArrayFieldStart("transmissions");
            for (Transmission transmission : report.delivery().transmissions()) {
                write(json, transmission, report);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void writePlan(JsonGenerator json, DeliveryReport report) throws IOException {
        FaxOrder order = report.delivery().order();
        if (!order.redirectedFrom().isEmpty()) {
            json.writeArrayFieldStart("redirectedFrom");
            for (FaxNumber number : order.redirectedFrom()) {
                json.writeString(number.digits());
            }
            json.writeEndArray();
        }
        Optional<BigDecimal> price = order.price();
        if (price.isPresent()) {
            Spending spending = report.delivery().spending(report.start());
            json.writeObjectFieldStart("expectedCost");
            json.writeNumberField("pages", spending.pages());
            json.writeNumberField("pricePerPage", price.get());
            json.writeNumberField("amount", spending.cost(price.get()));
            json.writeStringField("currency", "EUR");
            json.writeEndObject();
        }
    }

    /** Where nothing was sent, nothing arrived. */
    private static boolean isDelivered(Delivery delivery) {
        return !delivery.transmissions().isEmpty() && Verdict.of(delivery).isDelivered();
    }

    private static void write(JsonGenerator json, LineSeconds seconds) throws IOException {
        json.writeStartObject();
        json.writeNumberField("predicted", tenths(seconds.predicted()));
        json.writeNumberField("low", tenths(seconds.low()));
        json.writeNumberField("high", tenths(seconds.high()));
        json.writeEndObject();
    }

    private static double tenths(double value) {
        return Math.round(value * 10) / 10.0;
    }

    private static void write(JsonGenerator json, Document document, DeliveryText text) throws IOException {
        PdfFacts facts = document.facts();
        json.writeStartObject();
        json.writeStringField("name", document.name());
        json.writeStringField("path", document.path());
        json.writeStringField("sha256", facts.sha256());
        json.writeNumberField("bytes", facts.bytes());
        json.writeNumberField("pages", document.pages());
        json.writeStringField("pdfVersion", facts.version());
        if (document.isDrawn()) {
            json.writeObjectFieldStart("sent");
            json.writeStringField("sha256", document.sent().sha256());
            json.writeNumberField("bytes", document.sent().bytes());
            json.writeEndObject();
        }
        writeUnlessEmpty(json, "recipient", document.recipient());
        if (document.isComposed()) {
            json.writeArrayFieldStart("parts");
            for (DocumentPart part : document.parts()) {
                json.writeStartObject();
                json.writeStringField("kind", part.kind().name());
                json.writeStringField("name", part.name());
                json.writeStringField("sha256", part.sha256());
                json.writeNumberField("firstPage", part.firstPage());
                json.writeNumberField("lastPage", part.lastPage());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        if (facts.lineSeconds().isPresent()) {
            json.writeFieldName("lineSeconds");
            write(json, facts.lineSeconds().get());
            json.writeArrayFieldStart("pageLineSeconds");
            for (LineSeconds page : facts.pageSeconds()) {
                write(json, page);
            }
            json.writeEndArray();
        }
        json.writeArrayFieldStart("findings");
        for (Finding finding : facts.findings()) {
            json.writeStartObject();
            json.writeStringField("kind", finding.kind().name());
            json.writeNumberField("page", finding.page());
            json.writeStringField("detail", finding.detail());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("warnings");
        for (Message warning : document.warnings()) {
            json.writeString(warning.in(text.locale()));
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeChecks(JsonGenerator json, List<Check> checks) throws IOException {
        if (checks.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("checks");
        for (Check check : checks) {
            json.writeStartObject();
            json.writeStringField("kind", check.kind().name());
            json.writeStringField("result", check.result().name());
            json.writeStringField("ordered", check.ordered());
            json.writeStringField("reported", check.reported());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeHistory(JsonGenerator json, Transmission transmission, DeliveryText text)
            throws IOException {
        if (transmission.history().isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("history");
        for (StateChange change : transmission.history()) {
            json.writeStartObject();
            json.writeNumberField("number", change.number());
            if (change.at().isPresent()) {
                json.writeStringField("at", change.at().get().toString());
            }
            json.writeStringField("outcome", change.outcome().label());
            json.writeStringField("text", text.state(change));
            writeUnlessEmpty(json, "status", change.status());
            writeUnlessEmpty(json, "providerTime", change.providerTime());
            if (change.triesRemaining().isPresent()) {
                json.writeNumberField("triesRemaining", change.triesRemaining().getAsInt());
            }
            if (change.cause().isPresent()) {
                json.writeNumberField("cause", change.cause().get().code());
                json.writeStringField("causeText", change.cause().get().text().in(text.locale()));
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** What is known of a recipient beside the number, if anything is. */
    private static void write(JsonGenerator json, Recipient recipient) throws IOException {
        json.writeObjectFieldStart("recipientDetails");
        writeUnlessEmpty(json, "name", recipient.name());
        writeUnlessEmpty(json, "organisation", recipient.organisation());
        writeUnlessEmpty(json, "attention", recipient.attention());
        writeUnlessEmpty(json, "numberSource", recipient.numberSource());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Transmission transmission, DeliveryReport report) throws IOException {
        FaxOrder order = report.delivery().order();
        DeliveryText text = report.text();
        json.writeStartObject();
        json.writeStringField("document", transmission.documentName());
        json.writeStringField("path", transmission.document());
        if (transmission.documentPages() > 0) {
            json.writeNumberField("documentPages", transmission.documentPages());
        }
        json.writeStringField("recipient", transmission.recipient());
        Optional<Recipient> recipient = order.recipient(transmission.recipient())
                .filter(it -> !it.label().isEmpty() || !it.numberSource().isEmpty());
        if (recipient.isPresent()) {
            write(json, recipient.get());
        }
        json.writeStringField("reference", transmission.sentReference());
        json.writeStringField("outcome", transmission.outcome().label());
        if (transmission.progress() instanceof TransmissionState.LookedUp lookedUp) {
            json.writeStringField("lookedUp", lookedUp.result().name());
        }
        json.writeStringField("reason", text.reason(transmission));
        json.writeNumberField("missingPages", transmission.missingPages());
        writeChecks(json, Check.of(order, transmission));
        writeHistory(json, transmission, text);
        writeFailedAttempts(json, transmission, text);
        Optional<Instant> attempted = transmission.progress().attemptedAt();
        if (attempted.isPresent()) {
            json.writeStringField("attempted", attempted.get().toString());
        }
        if (!transmission.candidateJobIds().isEmpty()) {
            json.writeArrayFieldStart("candidateJobIds");
            for (JobId candidate : transmission.candidateJobIds()) {
                json.writeString(candidate.value());
            }
            json.writeEndArray();
        }
        Optional<Job> job = transmission.progress().job();
        if (job.isPresent()) {
            json.writeStringField("jobId", job.get().id().value());
        }
        Optional<Instant> submitted = transmission.knownSubmission();
        if (submitted.isPresent()) {
            json.writeStringField("submitted", submitted.get().toString());
        }
        Optional<Instant> changed = transmission.knownChange();
        if (changed.isPresent()) {
            json.writeStringField("changed", changed.get().toString());
        }
        writeUnlessEmpty(json, "earlierRun", transmission.progress().earlierRun());
        Optional<FaxStatus> status =
                job.filter(Job::isKnownFromLedgerOnly).isPresent() ? Optional.empty() : transmission.status();
        if (status.isPresent()) {
            write(json, status.get(), text);
        }
        json.writeEndObject();
    }

    private static void writeFailedAttempts(JsonGenerator json, Transmission transmission, DeliveryText text)
            throws IOException {
        if (transmission.redialled().isEmpty()) {
            return;
        }
        List<Transmission> attempts = transmission.attempts();
        json.writeArrayFieldStart("failedAttempts");
        for (Transmission attempt : attempts.subList(0, attempts.size() - 1)) {
            json.writeStartObject();
            Job job = attempt.progress().job().orElseThrow();
            write(json, job);
            writeUnlessEmpty(json, "earlierRun", job.earlierRun());
            FaxStatus status = attempt.status().orElseThrow();
            json.writeStringField("status", status.stateText());
            writeResult(json, status, text);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, Job job) throws IOException {
        json.writeStringField("jobId", job.id().value());
        json.writeStringField("submitted", job.submitted().toString());
        json.writeStringField("changed", job.changed().toString());
    }

    private static void write(JsonGenerator json, FaxStatus status, DeliveryText text) throws IOException {
        json.writeStringField("status", status.stateText());
        json.writeStringField("remoteTsi", status.remoteTsi());
        writeResult(json, status, text);
        json.writeObjectFieldStart("answer");
        writeUnlessEmpty(json, "jobId", status.jobId());
        writeUnlessEmpty(json, "created", status.created());
        writeUnlessEmpty(json, "lastChanged", status.lastChanged());
        writeUnlessEmpty(json, "destination", status.destination());
        writeUnlessEmpty(json, "source", status.source());
        writeUnlessEmpty(json, "reference", status.reference());
        if (status.triesRemaining().isPresent()) {
            json.writeNumberField("triesRemaining", status.triesRemaining().getAsInt());
        }
        json.writeObjectFieldStart("additionalFields");
        for (Map.Entry<String, String> field : status.additionalFields().entrySet()) {
            json.writeStringField(field.getKey(), field.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeResult(JsonGenerator json, FaxStatus status, DeliveryText text) throws IOException {
        Optional<Q850Cause> cause = status.cause();
        if (cause.isPresent()) {
            json.writeNumberField("cause", cause.get().code());
            json.writeStringField("causeText", cause.get().text().in(text.locale()));
        }
        if (status.pagesSent().isPresent()) {
            json.writeNumberField("pagesSent", status.pagesSent().getAsInt());
        }
        if (status.connectionDuration().isPresent()) {
            json.writeNumberField(
                    "durationSeconds", status.connectionDuration().get().toSeconds());
        }
    }

    private static void writeUnlessEmpty(JsonGenerator json, String name, String text) throws IOException {
        if (!text.isEmpty()) {
            json.writeStringField(name, text);
        }
    }
}
